"""Tells the bot's sessions and the open pages what changed."""

from __future__ import annotations

from bot.sandbox.browser.hub import Hub
from bot.sandbox.browser.view import View
from bot.sandbox.gateway.gateway import Gateway
from bot.sandbox.gateway.intents import Intent
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    Guild,
    Member,
    Message,
    MessageFlag,
    Reaction,
    Role,
    VoiceState,
)
from bot.sandbox.render import Renderer, moment, role, user, voice_state
from bot.sandbox.state import World


class Announcer:
    """One method for each thing that can happen."""

    def __init__(
        self, world: World, renderer: Renderer, view: View, gateway: Gateway, hub: Hub
    ) -> None:
        self._world = world
        self._renderer = renderer
        self._view = view
        self._gateway = gateway
        self._hub = hub

    def message_created(self, message: Message) -> None:
        """A message appeared."""
        self._gateway_message("MESSAGE_CREATE", message)
        self._page_message("message_create", message)
        silent = message.flags & MessageFlag.SUPPRESS_NOTIFICATIONS
        drawn = None if silent else self._view.message(message)
        channel = self._world.channels[message.channel_id]

        def draw(user_id: int) -> JsonObject | None:
            seen = self._sees(user_id, channel, message)
            if drawn is None or not seen or not self._view.concerns(message, user_id):
                return None
            return {"type": "notification", "message": drawn}

        self._hub.publish(draw)
        self.reading_changed(channel)

    def message_updated(self, message: Message) -> None:
        """A message changed."""
        self._gateway_message("MESSAGE_UPDATE", message)
        self._page_message("message_update", message)

    def message_deleted(self, message: Message) -> None:
        """A message is gone."""
        channel = self._world.channels[message.channel_id]
        body: JsonObject = {"id": str(message.id), "channel_id": str(channel.id)}
        if channel.guild_id is not None:
            body["guild_id"] = str(channel.guild_id)
        self._to_viewing_bot(channel, "MESSAGE_DELETE", body, *_MESSAGES)
        event: JsonObject = {
            "type": "message_delete",
            "channel_id": str(channel.id),
            "message_id": str(message.id),
        }
        self._hub.publish(lambda user_id: event if self._sees(user_id, channel, message) else None)

    def messages_deleted(self, channel: Channel, messages: list[Message]) -> None:
        """Several messages are gone at once."""
        ids = [str(message.id) for message in messages]
        body: JsonObject = {"ids": ids, "channel_id": str(channel.id)}
        if channel.guild_id is not None:
            body["guild_id"] = str(channel.guild_id)
        self._to_viewing_bot(channel, "MESSAGE_DELETE_BULK", body, *_MESSAGES)
        self._to_viewers(
            channel,
            {"type": "message_delete_bulk", "channel_id": str(channel.id), "message_ids": ids},
        )

    def reaction_changed(
        self, message: Message, reaction: Reaction, user_id: int, *, added: bool
    ) -> None:
        """Someone reacted or took a reaction back."""
        channel = self._world.channels[message.channel_id]
        body: JsonObject = {
            "user_id": str(user_id),
            "channel_id": str(channel.id),
            "message_id": str(message.id),
            "message_author_id": str(message.author_id),
            "emoji": {
                "id": None if reaction.emoji_id is None else str(reaction.emoji_id),
                "name": reaction.emoji_name,
            },
            "burst": False,
            "type": 0,
        }
        if channel.guild_id is not None:
            body["guild_id"] = str(channel.guild_id)
            member = self._world.guilds[channel.guild_id].members.get(user_id)
            if added and member is not None:
                body["member"] = self._renderer.member(member)
        event = "MESSAGE_REACTION_ADD" if added else "MESSAGE_REACTION_REMOVE"
        self._to_viewing_bot(channel, event, body, *_REACTIONS)
        self._page_message("message_update", message)

    def reactions_cleared(self, message: Message) -> None:
        """All reactions of a message were removed."""
        channel = self._world.channels[message.channel_id]
        body: JsonObject = {"channel_id": str(channel.id), "message_id": str(message.id)}
        if channel.guild_id is not None:
            body["guild_id"] = str(channel.guild_id)
        self._to_viewing_bot(channel, "MESSAGE_REACTION_REMOVE_ALL", body, *_REACTIONS)
        self._page_message("message_update", message)

    def pins_changed(self, channel: Channel) -> None:
        """A message was pinned or unpinned."""
        body: JsonObject = {
            "channel_id": str(channel.id),
            "last_pin_timestamp": moment(channel.pins_changed_at),
        }
        if channel.guild_id is not None:
            body["guild_id"] = str(channel.guild_id)
        self._to_viewing_bot(channel, "CHANNEL_PINS_UPDATE", body, *_PINS)

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

    def typing(self, channel: Channel, user_id: int) -> None:
        """Someone is typing."""
        if user_id != self._world.bot_id:
            body: JsonObject = {
                "channel_id": str(channel.id),
                "user_id": str(user_id),
                "timestamp": int(self._world.clock.seconds()),
            }
            if channel.guild_id is not None:
                body["guild_id"] = str(channel.guild_id)
            self._to_viewing_bot(channel, "TYPING_START", body, *_TYPING)
        self._to_viewers(
            channel,
            {"type": "typing", "channel_id": str(channel.id), "user_id": str(user_id)},
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

    def reading_changed(self, channel: Channel, only: int | None = None) -> None:
        """What is unread in a channel changed, for everyone or one person."""

        def draw(user_id: int) -> JsonObject | None:
            if only not in (None, user_id) or not self._world.can_view(user_id, channel):
                return None
            reading = self._view.reading(channel, user_id)
            return {"type": "reading", "channel_id": str(channel.id), **reading}

        self._hub.publish(draw)

    def _gateway_message(self, event: str, message: Message) -> None:
        channel = self._world.channels[message.channel_id]
        body = self._renderer.gateway_message(message)
        if message.visible_to is not None:
            body.pop("guild_id", None)
            body.pop("member", None)
            self._gateway.dispatch(event, body, Intent.DIRECT_MESSAGES)
            return
        bot_id = self._world.bot_id
        hidden: JsonObject | None = None
        if (
            channel.guild_id is not None
            and message.author_id != bot_id
            and bot_id not in message.mentions
        ):
            hidden = body | {"content": "", "embeds": [], "attachments": [], "components": []}
        self._to_viewing_bot(channel, event, body, *_MESSAGES, without_content=hidden)

    def _page_message(self, event: str, message: Message) -> None:
        if not self._hub.subscribers:
            return
        channel = self._world.channels[message.channel_id]
        drawn: JsonObject = {"type": event, "message": self._view.message(message)}
        self._hub.publish(lambda user_id: drawn if self._sees(user_id, channel, message) else None)

    def _sees(self, user_id: int, channel: Channel, message: Message) -> bool:
        return self._world.can_see(user_id, message) and self._world.can_view(user_id, channel)

    def _to_viewing_bot(
        self,
        channel: Channel,
        event: str,
        body: JsonObject,
        in_guild: Intent,
        in_direct: Intent,
        *,
        without_content: JsonObject | None = None,
    ) -> None:
        if self._world.can_view(self._world.bot_id, channel):
            intent = in_direct if channel.kind is ChannelKind.DIRECT else in_guild
            self._gateway.dispatch(event, body, intent, without_content=without_content)

    def _to_viewers(self, channel: Channel, event: JsonObject) -> None:
        self._hub.publish(lambda user_id: event if self._world.can_view(user_id, channel) else None)

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


_MESSAGES = (Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES)
_REACTIONS = (Intent.GUILD_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_REACTIONS)
_TYPING = (Intent.GUILD_MESSAGE_TYPING, Intent.DIRECT_MESSAGE_TYPING)
_PINS = (Intent.GUILDS, Intent.DIRECT_MESSAGES)
