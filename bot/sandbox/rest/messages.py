"""Routes of messages in channels, with the bot's token."""

from __future__ import annotations

from urllib.parse import unquote

from bot.sandbox import apierrors
from bot.sandbox.jsonvalue import JsonValue
from bot.sandbox.messages import Origin
from bot.sandbox.model import Channel, Message, MessageKind, Reaction, Reference
from bot.sandbox.permissions import Permission
from bot.sandbox.ratelimits import REACTIONS, SENDS
from bot.sandbox.render_places import moment, user
from bot.sandbox.rest.access import Access
from bot.sandbox.rest.call import NOTHING, Answer, Call, Endpoint
from bot.sandbox.services import Services
from bot.sandbox.wire.channels import BulkDelete
from bot.sandbox.wire.messages import MessageBody

_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_REACTION = _MESSAGE + "/reactions/{emoji}"
_MOST_PINS = 250
_MOST_REACTIONS = 20


class MessageRoutes:
    """Send, read, edit, delete, pin, react."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world
        self._access = Access(services.world)

    def endpoints(self) -> list[Endpoint]:
        """Give the routes."""
        return [
            Endpoint("POST", _MESSAGES, self.create, SENDS),
            Endpoint("GET", _MESSAGES, self.history),
            Endpoint("GET", _MESSAGES + "/pins", self.pins),
            Endpoint("PUT", _MESSAGES + "/pins/{message_id}", self.pin),
            Endpoint("DELETE", _MESSAGES + "/pins/{message_id}", self.unpin),
            Endpoint("GET", "/channels/{channel_id}/pins", self.old_pins),
            Endpoint("PUT", "/channels/{channel_id}/pins/{message_id}", self.pin),
            Endpoint("DELETE", "/channels/{channel_id}/pins/{message_id}", self.unpin),
            Endpoint("POST", _MESSAGES + "/bulk-delete", self.delete_many),
            Endpoint("GET", _MESSAGE, self.get),
            Endpoint("PATCH", _MESSAGE, self.edit, SENDS),
            Endpoint("DELETE", _MESSAGE, self.delete, SENDS),
            Endpoint("PUT", _REACTION + "/@me", self.react, REACTIONS),
            Endpoint("DELETE", _REACTION + "/@me", self.unreact, REACTIONS),
            Endpoint("DELETE", _REACTION + "/{user_id}", self.unreact, REACTIONS),
            Endpoint("GET", _REACTION, self.reactors),
            Endpoint("DELETE", _MESSAGE + "/reactions", self.clear_reactions),
            Endpoint("POST", "/channels/{channel_id}/typing", self.typing, SENDS),
        ]

    def create(self, call: Call) -> Answer:
        """Post a message."""
        channel = self._access.channel(call.identity("channel_id"))
        body = call.body(MessageBody)
        self._access.writable(channel, body, files=bool(call.files))
        self._services.threads.wake(channel, self._world.bot_id)
        origin = Origin(self._world.bot_id)
        message = self._services.messages.create(channel, body, call.files, origin)
        return self._drawn(message)

    def get(self, call: Call) -> Answer:
        """Give one message."""
        _, message = self._found(call, Permission.READ_MESSAGE_HISTORY)
        return self._drawn(message)

    def history(self, call: Call) -> Answer:
        """Give messages of a channel, the newest first."""
        channel = self._access.channel(call.identity("channel_id"))
        if not self._access.may(channel, Permission.READ_MESSAGE_HISTORY):
            return Answer([])
        limit = call.number("limit", 50, 100)
        known = [
            item
            for item in self._world.messages.get(channel.id, {}).values()
            if item.visible_to is None
        ]
        before, after, around = (call.moment(name) for name in ("before", "after", "around"))
        if around is not None:
            known = sorted(known, key=lambda item: abs(item.id - around))[:limit]
        elif after is not None:
            known = [item for item in known if item.id > after][:limit]
        elif before is not None:
            known = [item for item in known if item.id < before]
        newest = sorted(known, key=lambda item: -item.id)[:limit]
        return Answer([self._services.renderer.message(item) for item in newest])

    def edit(self, call: Call) -> Answer:
        """Change one of the bot's messages."""
        channel, message = self._found(call)
        body = call.body(MessageBody)
        if channel.thread is not None and channel.thread.archived:
            raise apierrors.archived_thread()
        if message.author_id != self._world.bot_id:
            only_flags = body.model_fields_set == {"flags"}
            if not (only_flags and self._access.may(channel, Permission.MANAGE_MESSAGES)):
                raise apierrors.not_the_author()
        if call.files and channel.guild_id is not None:
            self._access.demand(channel, Permission.ATTACH_FILES)
        return self._drawn(self._services.messages.edit(message, body, call.files))

    def delete(self, call: Call) -> Answer:
        """Delete a message."""
        channel, message = self._found(call)
        if channel.thread is not None and channel.thread.archived:
            raise apierrors.archived_thread()
        if message.author_id != self._world.bot_id:
            self._access.demand(channel, Permission.MANAGE_MESSAGES)
        self._services.messages.delete(message)
        return NOTHING

    def delete_many(self, call: Call) -> Answer:
        """Delete several messages younger than 14 days."""
        channel = self._access.channel(call.identity("channel_id"), Permission.MANAGE_MESSAGES)
        wanted = call.body(BulkDelete).messages
        found = [
            message
            for message in (self._world.message(channel.id, item) for item in wanted)
            if message is not None and message.visible_to is None
        ]
        if any(self._world.age(message.id).days >= 14 for message in found):
            raise apierrors.ApiError(400, 50034, "A message provided was too old to bulk delete")
        self._services.messages.delete_many(channel, found)
        return NOTHING

    def pin(self, call: Call) -> Answer:
        """Pin a message and say so in the channel."""
        channel, message = self._found(call, Permission.PIN_MESSAGES)
        if message.pinned_at is not None:
            return NOTHING
        if len(self._pinned(channel)) >= _MOST_PINS:
            raise apierrors.ApiError(
                400, 30003, f"Maximum number of pins reached for the channel ({_MOST_PINS})"
            )
        message.pinned_at = channel.pins_changed_at = self._world.now()
        self._world.save(message, channel)
        self._services.announcer.message_updated(message)
        self._services.announcer.pins_changed(channel)
        notice = Message(
            self._world.snowflakes.new(),
            channel.id,
            self._world.bot_id,
            MessageKind.PINNED,
            reference=Reference(message.id, channel.id, channel.guild_id),
        )
        self._services.messages.post_system(channel, notice)
        return NOTHING

    def unpin(self, call: Call) -> Answer:
        """Unpin a message."""
        channel, message = self._found(call, Permission.PIN_MESSAGES)
        message.pinned_at = None
        self._world.save(message)
        self._services.announcer.message_updated(message)
        self._services.announcer.pins_changed(channel)
        return NOTHING

    def pins(self, call: Call) -> Answer:
        """Give pinned messages in pages."""
        channel = self._access.channel(call.identity("channel_id"), Permission.READ_MESSAGE_HISTORY)
        pinned = self._pinned(channel)
        limit = call.number("limit", 50, 50)
        items: list[JsonValue] = [
            {
                "pinned_at": moment(message.pinned_at),
                "message": self._services.renderer.message(message),
            }
            for message in pinned[:limit]
        ]
        return Answer({"items": items, "has_more": len(pinned) > limit})

    def old_pins(self, call: Call) -> Answer:
        """Give pinned messages, the newest first."""
        channel = self._access.channel(call.identity("channel_id"), Permission.READ_MESSAGE_HISTORY)
        return Answer([self._services.renderer.message(item) for item in self._pinned(channel)])

    def react(self, call: Call) -> Answer:
        """React with an emoji."""
        channel, message = self._found(call, Permission.READ_MESSAGE_HISTORY)
        name, emoji_id = _emoji(call.names["emoji"])
        reaction = _reaction(message, name, emoji_id)
        if reaction is None:
            self._access.demand(channel, Permission.ADD_REACTIONS)
            if len(message.reactions) >= _MOST_REACTIONS:
                raise apierrors.ApiError(400, 30010, "Maximum number of reactions reached (20)")
            reaction = Reaction(name, emoji_id)
            message.reactions.append(reaction)
        if self._world.bot_id not in reaction.user_ids:
            reaction.user_ids.append(self._world.bot_id)
            self._world.save(message)
            self._services.announcer.reaction_changed(
                message, reaction, self._world.bot_id, added=True
            )
        return NOTHING

    def unreact(self, call: Call) -> Answer:
        """Take a reaction back: the bot's, or with the permission someone's."""
        channel, message = self._found(call)
        user_id = self._world.bot_id
        if "user_id" in call.names:
            user_id = call.identity("user_id")
            if user_id != self._world.bot_id:
                self._access.demand(channel, Permission.MANAGE_MESSAGES)
        reaction = _reaction(message, *_emoji(call.names["emoji"]))
        if reaction is None or user_id not in reaction.user_ids:
            raise apierrors.ApiError(400, 10014, "Unknown Emoji")
        reaction.user_ids.remove(user_id)
        if not reaction.user_ids:
            message.reactions.remove(reaction)
        self._world.save(message)
        self._services.announcer.reaction_changed(message, reaction, user_id, added=False)
        return NOTHING

    def reactors(self, call: Call) -> Answer:
        """Give who reacted with an emoji."""
        _, message = self._found(call)
        reaction = _reaction(message, *_emoji(call.names["emoji"]))
        people = [] if reaction is None else reaction.user_ids
        return Answer([user(self._world.users[item]) for item in people])

    def clear_reactions(self, call: Call) -> Answer:
        """Remove all reactions."""
        _, message = self._found(call, Permission.MANAGE_MESSAGES)
        message.reactions.clear()
        self._world.save(message)
        self._services.announcer.reactions_cleared(message)
        return NOTHING

    def typing(self, call: Call) -> Answer:
        """Show that the bot is typing."""
        channel = self._access.channel(call.identity("channel_id"))
        self._access.writable(channel, MessageBody(), files=False)
        self._services.announcer.typing(channel, self._world.bot_id)
        return NOTHING

    def _found(self, call: Call, *needed: Permission) -> tuple[Channel, Message]:
        channel = self._access.channel(call.identity("channel_id"), *needed)
        return channel, self._access.message(channel, call.identity("message_id"))

    def _pinned(self, channel: Channel) -> list[Message]:
        pinned = [
            (item.pinned_at, item)
            for item in self._world.messages.get(channel.id, {}).values()
            if item.pinned_at is not None
        ]
        return [item for _, item in sorted(pinned, key=lambda pair: pair[0], reverse=True)]

    def _drawn(self, message: Message) -> Answer:
        return Answer(self._services.renderer.message(message))


def _emoji(text: str) -> tuple[str, int | None]:
    name, _, emoji_id = unquote(text).partition(":")
    return name, int(emoji_id) if emoji_id.isdecimal() else None


def _reaction(message: Message, name: str, emoji_id: int | None) -> Reaction | None:
    for reaction in message.reactions:
        if (reaction.emoji_name, reaction.emoji_id) == (name, emoji_id):
            return reaction
    return None
