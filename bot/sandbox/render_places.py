"""Draws people and places: users, members, roles, channels, threads, servers."""

from __future__ import annotations

from datetime import datetime

from bot.sandbox.jsonvalue import JsonObject, JsonValue
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    Guild,
    Member,
    Role,
    User,
    VoiceState,
)
from bot.sandbox.state import World


def moment(value: datetime | None) -> str | None:
    """Write a time as Discord does."""
    return None if value is None else value.isoformat(timespec="microseconds")


def role(record: Role) -> JsonObject:
    """Give Discord's role object."""
    body: JsonObject = {
        "id": str(record.id),
        "name": record.name,
        "color": record.color,
        "colors": {
            "primary_color": record.color,
            "secondary_color": None,
            "tertiary_color": None,
        },
        "hoist": record.hoist,
        "icon": None,
        "unicode_emoji": None,
        "position": record.position,
        "permissions": str(record.permissions),
        "managed": record.managed_by_bot is not None,
        "mentionable": record.mentionable,
        "flags": 0,
    }
    if record.managed_by_bot is not None:
        body["tags"] = {"bot_id": str(record.managed_by_bot)}
    return body


def user(record: User) -> JsonObject:
    """Give Discord's user object."""
    body: JsonObject = {
        "id": str(record.id),
        "username": record.username,
        "discriminator": "0",
        "global_name": record.global_name,
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
    }
    if record.bot:
        body["bot"] = True
    return body


def voice_state(record: VoiceState) -> JsonObject:
    """Give Discord's voice state object."""
    return {
        "guild_id": str(record.guild_id),
        "channel_id": str(record.channel_id) if record.channel_id else None,
        "user_id": str(record.user_id),
        "session_id": f"{record.user_id:x}{record.guild_id:x}",
        "deaf": False,
        "mute": False,
        "self_deaf": record.self_deaf,
        "self_mute": record.self_mute,
        "self_video": False,
        "suppress": False,
        "request_to_speak_timestamp": None,
    }


class PlaceRenderer:
    """Draws what needs other records beside it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def member(self, record: Member, *, with_user: bool = True) -> JsonObject:
        """Give Discord's guild member object."""
        body: JsonObject = {
            "nick": record.nick,
            "avatar": None,
            "banner": None,
            "roles": [str(role_id) for role_id in record.roles],
            "joined_at": moment(record.joined_at),
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "communication_disabled_until": moment(record.timed_out_until),
        }
        if with_user:
            body["user"] = user(self._world.users[record.user_id])
        return body

    def channel(self, record: Channel, *, for_bot: bool = False) -> JsonObject:
        """Give Discord's channel object; `for_bot` adds the bot's thread membership."""
        body: JsonObject = {
            "id": str(record.id),
            "type": int(record.kind),
            "flags": 0,
            "last_message_id": identity(record.last_message_id),
        }
        if record.kind is ChannelKind.DIRECT:
            body["recipients"] = [user(self._world.users[record.recipient_id or 0])]
            return body
        body |= {
            "guild_id": str(record.guild_id),
            "name": record.name,
            "parent_id": identity(record.parent_id),
            "rate_limit_per_user": record.slowmode_seconds,
        }
        if record.thread is not None:
            self._thread(record, body, for_bot=for_bot)
            return body
        body |= {
            "topic": record.topic,
            "position": record.position,
            "nsfw": record.nsfw,
            "permission_overwrites": [
                {
                    "id": str(overwrite.id),
                    "type": int(overwrite.is_member),
                    "allow": str(overwrite.allow),
                    "deny": str(overwrite.deny),
                }
                for overwrite in record.overwrites
            ],
        }
        return body | _of_kind(record)

    def _thread(self, record: Channel, body: JsonObject, *, for_bot: bool) -> None:
        thread = record.thread
        if thread is None:
            return
        metadata: JsonObject = {
            "archived": thread.archived,
            "auto_archive_duration": thread.auto_archive_minutes,
            "archive_timestamp": moment(thread.archive_changed_at),
            "locked": thread.locked,
            "create_timestamp": moment(thread.created_at),
        }
        if record.kind is ChannelKind.PRIVATE_THREAD:
            metadata["invitable"] = thread.invitable
        body |= {
            "owner_id": str(thread.owner_id),
            "message_count": min(thread.message_count, 50),
            "total_message_sent": thread.total_message_sent,
            "member_count": min(len(thread.members), 50),
            "thread_metadata": metadata,
            "applied_tags": [str(tag_id) for tag_id in thread.applied_tags],
        }
        if for_bot and self._world.bot_id in thread.members:
            body["member"] = self.thread_member(record, self._world.bot_id)

    def thread_member(self, record: Channel, user_id: int) -> JsonObject:
        """Give Discord's thread member object."""
        joined = record.thread.members.get(user_id) if record.thread is not None else None
        return {
            "id": str(record.id),
            "user_id": str(user_id),
            "join_timestamp": moment(joined or self._world.now()),
            "flags": 0,
        }

    def guild(self, record: Guild) -> JsonObject:
        """Give Discord's guild object, as `GET /guilds/{guild_id}` does."""
        return {
            "id": str(record.id),
            "name": record.name,
            "icon": None,
            "description": None,
            "splash": None,
            "discovery_splash": None,
            "banner": None,
            "owner_id": str(record.owner_id),
            "application_id": None,
            "region": "local",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "widget_enabled": False,
            "widget_channel_id": None,
            "verification_level": 0,
            "roles": [role(item) for item in record.roles.values()],
            "default_message_notifications": 1,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_presences": None,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": record.preferred_locale,
            "rules_channel_id": None,
            "safety_alerts_channel_id": None,
            "public_updates_channel_id": None,
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "nsfw_level": 0,
            "features": ["COMMUNITY"],
            "emojis": [],
            "stickers": [],
        }

    def guild_create(self, record: Guild, *, with_members: bool) -> JsonObject:
        """Give what the gateway tells about a server when it becomes available."""
        world = self._world
        voices = [state for state in world.voice.values() if state.guild_id == record.id]
        shown = (
            record.members.values()
            if with_members
            else [
                record.members[user_id]
                for user_id in {world.bot_id, *(state.user_id for state in voices)}
                if user_id in record.members
            ]
        )
        bot = record.members.get(world.bot_id)
        channels = [item for item in world.guild_channels(record.id) if item.thread is None]
        threads = [
            item
            for item in world.guild_channels(record.id)
            if item.thread is not None
            and not item.thread.archived
            and world.can_view(world.bot_id, item)
        ]
        return self.guild(record) | {
            "joined_at": moment(bot.joined_at if bot is not None else world.now()),
            "large": False,
            "unavailable": False,
            "member_count": len(record.members),
            "members": [self.member(item) for item in shown],
            "channels": [self.channel(item) for item in channels],
            "threads": [self.channel(item, for_bot=True) for item in threads],
            "voice_states": [voice_state(state) for state in voices],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }


def identity(value: int | None) -> JsonValue:
    """Write an id, or null."""
    return None if value is None else str(value)


def _of_kind(record: Channel) -> JsonObject:
    if record.kind is ChannelKind.VOICE:
        return {"bitrate": record.bitrate, "user_limit": 0, "rtc_region": None}
    if record.kind is ChannelKind.FORUM:
        return {
            "available_tags": [
                {
                    "id": str(tag.id),
                    "name": tag.name,
                    "moderated": tag.moderated,
                    "emoji_id": None,
                    "emoji_name": None,
                }
                for tag in record.tags
            ],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return {}
