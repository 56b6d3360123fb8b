"""Tells the bot's sessions and the open pages what changed."""

from __future__ import annotations

from bot.sandbox.announcer_messages import MessageAnnouncer
from bot.sandbox.gateway.intents import Intent
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    Guild,
    Member,
    Role,
    VoiceState,
)
from bot.sandbox.render_places import role, user, voice_state


class Announcer(MessageAnnouncer):
    """One method for each thing that can happen: to messages, and here to places and people."""

    def channel_created(self, channel: Channel) -> None:
        """A channel or thread appeared."""
        self._channel("create", channel)

    def channel_updated(self, channel: Channel) -> None:
        """A channel or thread changed."""
        self._channel("update", channel)

    def channel_deleted(self, channel: Channel) -> None:
        """A channel or thread is gone (and already out of the world)."""
        self._channel("delete", channel)

    def thread_member_joined(self, thread: Channel, user_id: int) -> None:
        """Someone is in a thread now."""
        body: JsonObject = {
            "id": str(thread.id),
            "guild_id": str(thread.guild_id),
            "member_count": len(thread.thread.members) if thread.thread is not None else 0,
            "added_members": [self._renderer.thread_member(thread, user_id)],
            "removed_member_ids": [],
        }
        self._to_viewing_bot(thread, "THREAD_MEMBERS_UPDATE", body, Intent.GUILDS, Intent.GUILDS)
        self._page_channel("thread_update", thread)

    def thread_member_left(self, thread: Channel, user_id: int) -> None:
        """Someone left a thread."""
        body: JsonObject = {
            "id": str(thread.id),
            "guild_id": str(thread.guild_id),
            "member_count": len(thread.thread.members) if thread.thread is not None else 0,
            "removed_member_ids": [str(user_id)],
        }
        self._to_viewing_bot(thread, "THREAD_MEMBERS_UPDATE", body, Intent.GUILDS, Intent.GUILDS)
        self._page_channel("thread_update", thread)

    def guild_joined(self, guild: Guild) -> None:
        """The bot was added to a server."""
        body = self._renderer.guild_create(guild, with_members=False)
        # Its presence, be it false, would tell of a known server that came back.
        del body["unavailable"]
        self._gateway.dispatch("GUILD_CREATE", body, Intent.GUILDS)
        self._page_guild(guild)

    def guild_changed(self, guild: Guild) -> None:
        """A server changed in a way that concerns the pages alone."""
        self._page_guild(guild)

    def guild_left(self, guild: Guild) -> None:
        """The bot was removed from a server (its membership is already gone)."""
        self._gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, Intent.GUILDS)
        self._page_guild(guild)

    def guild_updated(self, guild: Guild) -> None:
        """A server's name, language or the like changed."""
        self._gateway.dispatch("GUILD_UPDATE", self._renderer.guild(guild), Intent.GUILDS)
        self._page_guild(guild)

    def role_changed(self, guild: Guild, record: Role, change: str) -> None:
        """A role was `create`d, `update`d or `delete`d."""
        body: JsonObject = {"guild_id": str(guild.id)}
        if change == "delete":
            body["role_id"] = str(record.id)
        else:
            body["role"] = role(record)
        self._gateway.dispatch(f"GUILD_ROLE_{change.upper()}", body, Intent.GUILDS)
        self._page_guild(guild)

    def member_joined(self, guild: Guild, member: Member) -> None:
        """Someone joined a server."""
        body = self._renderer.member(member) | {"guild_id": str(guild.id)}
        self._gateway.dispatch("GUILD_MEMBER_ADD", body, Intent.GUILD_MEMBERS)
        self._page_guild(guild)

    def member_updated(self, guild: Guild, member: Member) -> None:
        """Someone's nick, roles or time-out changed; the bot always hears of itself."""
        body = self._renderer.member(member) | {"guild_id": str(guild.id)}
        itself = member.user_id == self._world.bot_id
        intent = Intent.GUILDS if itself else Intent.GUILD_MEMBERS
        self._gateway.dispatch("GUILD_MEMBER_UPDATE", body, intent)
        self._page_guild(guild)

    def member_left(self, guild: Guild, user_id: int) -> None:
        """Someone left a server."""
        body: JsonObject = {
            "guild_id": str(guild.id),
            "user": user(self._world.users[user_id]),
        }
        self._gateway.dispatch("GUILD_MEMBER_REMOVE", body, Intent.GUILD_MEMBERS)
        self._page_guild(guild)
        self._hub.tell(user_id, {"type": "guild_delete", "guild_id": str(guild.id)})

    def commands_changed(self) -> None:
        """The bot registered other commands."""
        self._hub.publish(
            lambda user_id: {"type": "commands_update", "commands": self._view.commands(user_id)}
        )

    def voice_changed(self, state: VoiceState, channel_id: int | None) -> None:
        """Someone joined, moved or left in voice channels."""
        member = self._world.guilds[state.guild_id].members[state.user_id]
        body = voice_state(state) | {
            "channel_id": None if channel_id is None else str(channel_id),
            "member": self._renderer.member(member),
        }
        self._gateway.dispatch("VOICE_STATE_UPDATE", body, Intent.GUILD_VOICE_STATES)
        event: JsonObject = {
            "type": "voice_state",
            "user_id": str(state.user_id),
            "channel_id": None if channel_id is None else str(channel_id),
        }
        guild = self._world.guilds[state.guild_id]
        self._hub.publish(lambda user_id: event if user_id in guild.members else None)

    def presence_changed(self, online: bool) -> None:
        """The bot came or went."""
        event: JsonObject = {"type": "bot_online" if online else "bot_offline"}
        self._hub.publish(lambda user_id: event)

    def _channel(self, change: str, channel: Channel) -> None:
        kind = "channel" if channel.thread is None else "thread"
        body = self._renderer.channel(channel, for_bot=True)
        if kind == "thread" and change == "delete":
            body = {
                "id": str(channel.id),
                "guild_id": str(channel.guild_id),
                "parent_id": str(channel.parent_id),
                "type": int(channel.kind),
            }
        if kind == "thread" and change == "create":
            body["newly_created"] = True
        sees = kind == "channel" or self._world.can_view(self._world.bot_id, channel)
        if channel.kind is not ChannelKind.DIRECT and sees:
            self._gateway.dispatch(f"{kind}_{change}".upper(), body, Intent.GUILDS)
        self._page_channel(f"{kind}_{change}", channel)

    def _page_channel(self, event: str, channel: Channel) -> None:
        def draw(user_id: int) -> JsonObject | None:
            if not self._world.can_view(user_id, channel):
                return None
            return {"type": event, "channel": self._view.channel(channel, user_id)}

        self._hub.publish(draw)

    def _page_guild(self, guild: Guild) -> None:
        def draw(user_id: int) -> JsonObject | None:
            if user_id not in guild.members:
                return None
            return {"type": "guild_update", "guild": self._view.guild(guild, user_id)}

        self._hub.publish(draw)
        self.commands_changed()
