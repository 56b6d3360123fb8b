"""Makes, changes and deletes messages under Discord's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox import apierrors
from bot.sandbox.announcer import Announcer
from bot.sandbox.apierrors import field_error
from bot.sandbox.attaching import Attacher, UploadedFile
from bot.sandbox.cdn import ContentServer
from bot.sandbox.mentions import pings
from bot.sandbox.message_checks import check_style, numbered, texts
from bot.sandbox.model import (
    Attachment,
    Channel,
    InteractionStamp,
    Message,
    MessageFlag,
    MessageKind,
    Reference,
)
from bot.sandbox.state import World
from bot.sandbox.wire.messages import MessageBody

_NONCE_SECONDS = 180.0
_V2 = int(MessageFlag.COMPONENTS_V2)
_SETTABLE = int(
    MessageFlag.SUPPRESS_EMBEDS
    | MessageFlag.SUPPRESS_NOTIFICATIONS
    | MessageFlag.VOICE_MESSAGE
    | MessageFlag.COMPONENTS_V2
)


@dataclass(frozen=True, slots=True)
class Origin:
    """How a message comes to be, besides its body.

    `users_only`: without allowed mentions only people are pinged, as in answers to
    interactions.
    """

    author_id: int
    kind: MessageKind = MessageKind.DEFAULT
    stamp: InteractionStamp | None = None
    visible_to: int | None = None
    users_only: bool = False
    reference: Reference | None = None
    message_id: int | None = None


class MessageService:
    """All that happens to messages; every method tells the announcer."""

    def __init__(self, world: World, content: ContentServer, announcer: Announcer) -> None:
        self._world = world
        self._attacher = Attacher(content)
        self._announcer = announcer
        self._nonces: dict[tuple[int, int, str], tuple[float, int]] = {}

    def create(
        self,
        channel: Channel,
        body: MessageBody,
        files: Sequence[UploadedFile],
        origin: Origin,
        *,
        uploads: Sequence[Attachment] = (),
    ) -> Message:
        """Post a message; raises `ApiError` when Discord would refuse it.

        `uploads` are files a member chose before. A nonce sent with `enforce_nonce` within three
        minutes gives the first message again.
        """
        known = self._known_nonce(channel, body, origin.author_id)
        if known is not None:
            return known
        answered, reference = self._answered(channel, body)
        reference = reference or origin.reference
        message = Message(
            origin.message_id or self._world.snowflakes.new(),
            channel.id,
            origin.author_id,
            MessageKind.REPLY if reference is not None else origin.kind,
            reference=reference,
            nonce=body.nonce,
            stamp=origin.stamp,
            visible_to=origin.visible_to,
            flags=(body.flags or 0) & _SETTABLE,
            tts=bool(body.tts),
        )
        if origin.visible_to is not None:
            message.flags |= MessageFlag.EPHEMERAL
        message.attachments = list(uploads)
        self._fill(message, channel, body, files, users_only=origin.users_only, answered=answered)
        self._remember_nonce(message, body)
        self._place(channel, message)
        self._invite(channel, message)
        return message

    def _invite(self, channel: Channel, message: Message) -> None:
        # Whoever is mentioned in a thread becomes its member.
        parent = self._world.channels.get(channel.parent_id or 0)
        if channel.thread is None or parent is None:
            return
        for user_id in message.mentions:
            joined = user_id in channel.thread.members
            if not joined and self._world.can_view(user_id, parent):
                channel.thread.members[user_id] = self._world.now()
                self._world.save(channel)
                self._announcer.thread_member_joined(channel, user_id)

    def post_placeholder(self, channel: Channel, origin: Origin) -> Message:
        """Post the "is thinking" message of a deferred answer."""
        message = Message(
            self._world.snowflakes.new(),
            channel.id,
            origin.author_id,
            origin.kind if origin.reference is None else MessageKind.REPLY,
            reference=origin.reference,
            stamp=origin.stamp,
            visible_to=origin.visible_to,
            flags=int(MessageFlag.LOADING),
        )
        if origin.visible_to is not None:
            message.flags |= MessageFlag.EPHEMERAL
        self._place(channel, message)
        return message

    def post_system(self, channel: Channel, message: Message) -> Message:
        """Post a message that Discord itself writes."""
        self._place(channel, message)
        return message

    def edit(
        self,
        message: Message,
        body: MessageBody,
        files: Sequence[UploadedFile],
        *,
        users_only: bool = False,
    ) -> Message:
        """Change a message; fields that the body leaves out stay as they are."""
        channel = self._world.channels[message.channel_id]
        was_loading = bool(message.flags & MessageFlag.LOADING)
        changed = _draft(message, body)
        self._fill(changed, channel, body, files, users_only=users_only, answered=None)
        kept = {item.id for item in (*changed.attachments, *changed.embedded)}
        for attachment in message.attachments:
            if attachment.id not in kept:
                self._world.archive.remove_file(attachment.id)
        message.content, message.embeds = changed.content, changed.embeds
        message.components, message.flags = changed.components, changed.flags
        message.attachments, message.embedded = changed.attachments, changed.embedded
        if body.given("content") or body.given("components"):
            message.mentions, message.mention_roles = changed.mentions, changed.mention_roles
            message.mention_everyone = changed.mention_everyone
        if not was_loading:
            message.edited_at = self._world.now()
        self._world.save(message)
        self._announcer.message_updated(message)
        return message

    def delete(self, message: Message) -> None:
        """Delete a message with its files."""
        channel = self._world.channels[message.channel_id]
        self._world.drop_message(message)
        if channel.thread is not None:
            channel.thread.message_count = max(0, channel.thread.message_count - 1)
            self._world.save(channel)
        self._announcer.message_deleted(message)

    def delete_many(self, channel: Channel, messages: list[Message]) -> None:
        """Delete several messages at once."""
        for message in messages:
            self._world.drop_message(message)
        self._announcer.messages_deleted(channel, messages)

    def _place(self, channel: Channel, message: Message) -> None:
        self._world.add_message(message)
        if message.visible_to is None:
            channel.last_message_id = message.id
            if channel.thread is not None:
                channel.thread.message_count += 1
                channel.thread.total_message_sent += 1
                channel.thread.members.setdefault(message.author_id, self._world.now())
            self._world.save(channel)
        self._announcer.message_created(message)

    def _known_nonce(self, channel: Channel, body: MessageBody, author_id: int) -> Message | None:
        if body.nonce is None or not body.enforce_nonce:
            return None
        sent = self._nonces.get((channel.id, author_id, str(body.nonce)))
        if sent is None or self._world.clock.seconds() - sent[0] > _NONCE_SECONDS:
            return None
        return self._world.message(channel.id, sent[1])

    def _remember_nonce(self, message: Message, body: MessageBody) -> None:
        now = self._world.clock.seconds()
        if body.nonce is not None:
            key = (message.channel_id, message.author_id, str(body.nonce))
            self._nonces[key] = (now, message.id)
        while self._nonces:
            oldest = next(iter(self._nonces))
            if now - self._nonces[oldest][0] <= _NONCE_SECONDS:
                return
            del self._nonces[oldest]

    def _answered(
        self, channel: Channel, body: MessageBody
    ) -> tuple[Message | None, Reference | None]:
        wish = body.message_reference
        if wish is None:
            return None, None
        answered = self._world.message(channel.id, wish.message_id)
        wrong_place = wish.channel_id is not None and wish.channel_id != channel.id
        if answered is None or wrong_place or answered.visible_to is not None:
            if wish.fail_if_not_exists:
                raise field_error("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            return None, None
        return answered, Reference(answered.id, channel.id, channel.guild_id)

    def _fill(
        self,
        message: Message,
        channel: Channel,
        body: MessageBody,
        files: Sequence[UploadedFile],
        *,
        users_only: bool,
        answered: Message | None,
    ) -> None:
        if body.given("content"):
            message.content = (body.content or "").strip()
        if body.given("embeds"):
            message.embeds = [
                embed.model_dump(mode="json", exclude_none=True) | {"type": "rich"}
                for embed in body.embeds or []
                if not embed.empty()
            ]
        if body.given("components"):
            message.components = numbered(body.components or [])
        check_style(message, body)
        self._attacher.attach(message, channel, body, files)
        if not (message.content or message.embeds or message.attachments or message.components):
            raise apierrors.empty_message()
        text = "\n".join([message.content, *texts(body.components or [])])
        pinged = pings(
            self._world,
            channel,
            message.author_id,
            text,
            body.allowed_mentions,
            users_only=users_only,
            answered=answered,
        )
        message.mentions, message.mention_roles = pinged.users, pinged.roles
        message.mention_everyone = pinged.everyone


def _draft(message: Message, body: MessageBody) -> Message:
    # Nothing of the message itself may change before the whole edit is known to be good.
    flags = message.flags & ~MessageFlag.LOADING
    if body.flags is not None:
        flags &= ~MessageFlag.SUPPRESS_EMBEDS
        flags |= body.flags & (MessageFlag.SUPPRESS_EMBEDS | MessageFlag.COMPONENTS_V2)
    return Message(
        message.id,
        message.channel_id,
        message.author_id,
        content=message.content,
        embeds=message.embeds,
        components=message.components,
        attachments=list(message.attachments),
        embedded=list(message.embedded),
        flags=flags,
        visible_to=message.visible_to,
    )
