"""Starts, changes and fills threads and forum posts."""

from __future__ import annotations

from bot.sandbox import apierrors
from bot.sandbox.announcer import Announcer
from bot.sandbox.messages import MessageService
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    Message,
    MessageFlag,
    MessageKind,
    Reference,
    ThreadDetails,
)
from bot.sandbox.permissions import Permission
from bot.sandbox.state import World
from bot.sandbox.wire.channels import ChannelPatch, ThreadFromMessage


class ThreadService:
    """All that happens to threads besides their messages."""

    def __init__(self, world: World, announcer: Announcer, messages: MessageService) -> None:
        self._world = world
        self._announcer = announcer
        self._messages = messages

    def start(
        self,
        parent: Channel,
        owner_id: int,
        body: ThreadFromMessage,
        *,
        private: bool = False,
        invitable: bool = True,
        tags: list[int] | None = None,
        thread_id: int | None = None,
    ) -> Channel:
        """Make a thread and tell everyone."""
        now = self._world.now()
        kind = ChannelKind.PRIVATE_THREAD if private else ChannelKind.PUBLIC_THREAD
        thread = Channel(
            thread_id or self._world.snowflakes.new(),
            kind,
            parent.guild_id,
            body.name,
            parent_id=parent.id,
            slowmode_seconds=body.rate_limit_per_user or 0,
            thread=ThreadDetails(
                owner_id,
                now,
                now,
                body.auto_archive_duration or 4320,
                invitable=invitable,
                members={owner_id: now},
                applied_tags=tags or [],
            ),
        )
        self._world.add_channel(thread)
        self._announcer.channel_created(thread)
        return thread

    def start_from(self, message: Message, owner_id: int, body: ThreadFromMessage) -> Channel:
        """Start a thread at a message; it gets the message's id."""
        if message.thread_id is not None or message.id in self._world.channels:
            raise apierrors.thread_exists()
        parent = self._world.channels[message.channel_id]
        if parent.kind is not ChannelKind.TEXT:
            raise apierrors.wrong_channel_kind()
        thread = self.start(parent, owner_id, body, thread_id=message.id)
        message.thread_id = thread.id
        message.flags |= MessageFlag.HAS_THREAD
        self._world.save(message)
        self._announcer.message_updated(message)
        starter = Message(
            self._world.snowflakes.new(),
            thread.id,
            message.author_id,
            MessageKind.THREAD_STARTER,
            reference=Reference(message.id, parent.id, parent.guild_id),
        )
        self._messages.post_system(thread, starter)
        return thread

    def announce_start(self, parent: Channel, thread: Channel, owner_id: int) -> None:
        """Post "started a thread" into the channel."""
        notice = Message(
            self._world.snowflakes.new(),
            parent.id,
            owner_id,
            MessageKind.THREAD_CREATED,
            thread.name,
            int(MessageFlag.HAS_THREAD),
            reference=Reference(thread.id, thread.id, thread.guild_id),
            thread_id=thread.id,
        )
        self._messages.post_system(parent, notice)

    def change(self, thread: Channel, patch: ChannelPatch, *, manages: bool) -> Channel:
        """Rename, archive, lock …; an archived thread only takes its un-archiving."""
        details = thread.thread
        if details is None:
            raise apierrors.wrong_channel_kind()
        given = patch.model_fields_set
        if details.archived and patch.archived is not False:
            raise apierrors.archived_thread()
        if details.locked and not manages:
            raise apierrors.missing_permissions()
        if patch.locked is not None and patch.locked != details.locked:
            if not manages:
                raise apierrors.missing_permissions()
            details.locked = patch.locked
        if patch.archived is not None and patch.archived != details.archived:
            details.archived = patch.archived
            details.archive_changed_at = self._world.now()
        if patch.name is not None:
            thread.name = patch.name
        if patch.auto_archive_duration is not None:
            details.auto_archive_minutes = patch.auto_archive_duration
        if patch.rate_limit_per_user is not None:
            thread.slowmode_seconds = patch.rate_limit_per_user
        if patch.invitable is not None:
            details.invitable = patch.invitable
        if "applied_tags" in given:
            details.applied_tags = patch.applied_tags or []
        self._world.save(thread)
        self._announcer.channel_updated(thread)
        return thread

    def wake(self, thread: Channel, user_id: int) -> None:
        """Un-archive a thread that is written to; refuses when it is locked."""
        details = thread.thread
        if details is None:
            return
        manages = self._world.permissions(user_id, thread) & Permission.MANAGE_THREADS
        if details.locked and not manages:
            raise apierrors.thread_locked()
        if details.archived:
            details.archived = False
            details.archive_changed_at = self._world.now()
            self._world.save(thread)
            self._announcer.channel_updated(thread)

    def join(self, thread: Channel, user_id: int) -> None:
        """Make someone a member of a thread."""
        if thread.thread is not None and user_id not in thread.thread.members:
            thread.thread.members[user_id] = self._world.now()
            self._world.save(thread)
            self._announcer.thread_member_joined(thread, user_id)

    def leave(self, thread: Channel, user_id: int) -> None:
        """Take someone out of a thread."""
        if thread.thread is not None and thread.thread.members.pop(user_id, None) is not None:
            self._world.save(thread)
            self._announcer.thread_member_left(thread, user_id)
