"""News of messages, reactions, pins, typing and reading."""

from __future__ import annotations

from bot.sandbox.announcer_base import AnnouncerBase
from bot.sandbox.gateway.intents import Intent
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import (
    Channel,
    Message,
    MessageFlag,
    Reaction,
)
from bot.sandbox.render_places import moment


class MessageAnnouncer(AnnouncerBase):
    """One method for each thing that can happen to messages."""

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


_MESSAGES = (Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES)
_REACTIONS = (Intent.GUILD_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_REACTIONS)
_TYPING = (Intent.GUILD_MESSAGE_TYPING, Intent.DIRECT_MESSAGE_TYPING)
_PINS = (Intent.GUILDS, Intent.DIRECT_MESSAGES)
