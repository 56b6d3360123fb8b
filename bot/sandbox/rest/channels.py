"""Routes of channels and threads."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox import apierrors
from bot.sandbox.messages import Origin
from bot.sandbox.model import Channel, ChannelKind, Overwrite
from bot.sandbox.permissions import Permission
from bot.sandbox.rest.access import Access
from bot.sandbox.rest.call import NOTHING, Answer, Call, Endpoint
from bot.sandbox.services import Services
from bot.sandbox.wire.channels import (
    ChannelPatch,
    ForumPost,
    OverwriteBody,
    ThreadBody,
    ThreadFromMessage,
)

_CHANNEL = "/channels/{channel_id}"
_MEMBERS = _CHANNEL + "/thread-members"


class ChannelRoutes:
    """Read and change channels, start and fill threads."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world
        self._access = Access(services.world)

    def endpoints(self) -> list[Endpoint]:
        """Give the routes."""
        from_message = _CHANNEL + "/messages/{message_id}/threads"
        return [
            Endpoint("GET", _CHANNEL, self.get),
            Endpoint("PATCH", _CHANNEL, self.edit),
            Endpoint("DELETE", _CHANNEL, self.delete),
            Endpoint("PUT", _CHANNEL + "/permissions/{target_id}", self.allow),
            Endpoint("DELETE", _CHANNEL + "/permissions/{target_id}", self.disallow),
            Endpoint("POST", from_message, self.start_from_message),
            Endpoint("POST", _CHANNEL + "/threads", self.start),
            Endpoint("GET", _CHANNEL + "/threads/archived/public", self.archived),
            Endpoint("GET", _CHANNEL + "/threads/archived/private", self.archived_private),
            Endpoint("GET", _MEMBERS, self.members),
            Endpoint("PUT", _MEMBERS + "/@me", self.join),
            Endpoint("DELETE", _MEMBERS + "/@me", self.leave),
            Endpoint("GET", _MEMBERS + "/{user_id}", self.member),
            Endpoint("PUT", _MEMBERS + "/{user_id}", self.add),
            Endpoint("DELETE", _MEMBERS + "/{user_id}", self.remove),
        ]

    def get(self, call: Call) -> Answer:
        """Give a channel."""
        return self._drawn(self._access.channel(call.identity("channel_id")))

    def edit(self, call: Call) -> Answer:
        """Change a channel or thread."""
        channel = self._access.channel(call.identity("channel_id"))
        patch = call.body(ChannelPatch)
        manages = self._access.may(channel, Permission.MANAGE_THREADS)
        if channel.thread is not None:
            owner = channel.thread.owner_id == self._world.bot_id
            only_wakes = patch.model_fields_set <= {"archived"} and patch.archived is False
            if not (manages or owner or only_wakes):
                raise apierrors.missing_permissions()
            return self._drawn(self._services.threads.change(channel, patch, manages=manages))
        self._access.demand(channel, Permission.MANAGE_CHANNELS)
        _apply(channel, patch)
        self._world.save(channel)
        self._services.announcer.channel_updated(channel)
        return self._drawn(channel)

    def delete(self, call: Call) -> Answer:
        """Delete a channel or thread; close a direct conversation."""
        channel = self._access.channel(call.identity("channel_id"))
        if channel.kind is ChannelKind.DIRECT:
            return self._drawn(channel)
        threaded = channel.thread is not None
        self._access.demand(
            channel, Permission.MANAGE_THREADS if threaded else Permission.MANAGE_CHANNELS
        )
        answer = self._drawn(channel)
        remove_channel(self._services, channel)
        return answer

    def allow(self, call: Call) -> Answer:
        """Set what a role or member may do in a channel."""
        channel = self._access.channel(call.identity("channel_id"), Permission.MANAGE_ROLES)
        target, body = call.identity("target_id"), call.body(OverwriteBody)
        channel.overwrites = [item for item in channel.overwrites if item.id != target]
        channel.overwrites.append(
            Overwrite(target, body.type == 1, body.allow or 0, body.deny or 0)
        )
        self._world.save(channel)
        self._services.announcer.channel_updated(channel)
        return NOTHING

    def disallow(self, call: Call) -> Answer:
        """Remove an overwrite."""
        channel = self._access.channel(call.identity("channel_id"), Permission.MANAGE_ROLES)
        target = call.identity("target_id")
        if all(item.id != target for item in channel.overwrites):
            raise apierrors.unknown_overwrite()
        channel.overwrites = [item for item in channel.overwrites if item.id != target]
        self._world.save(channel)
        self._services.announcer.channel_updated(channel)
        return NOTHING

    def start_from_message(self, call: Call) -> Answer:
        """Start a thread at a message."""
        channel = self._access.channel(
            call.identity("channel_id"), Permission.CREATE_PUBLIC_THREADS
        )
        message = self._access.message(channel, call.identity("message_id"))
        body = call.body(ThreadFromMessage)
        thread = self._services.threads.start_from(message, self._world.bot_id, body)
        return self._drawn(thread, 201)

    def start(self, call: Call) -> Answer:
        """Start a thread without a message, or a forum's post with its first one."""
        channel = self._access.channel(call.identity("channel_id"))
        if channel.kind is ChannelKind.FORUM:
            return self._post(channel, call)
        if channel.kind is not ChannelKind.TEXT:
            raise apierrors.wrong_channel_kind()
        body = call.body(ThreadBody)
        private = body.type == int(ChannelKind.PRIVATE_THREAD)
        self._access.demand(
            channel,
            Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS,
        )
        thread = self._services.threads.start(
            channel, self._world.bot_id, body, private=private, invitable=body.invitable
        )
        if not private:
            self._services.threads.announce_start(channel, thread, self._world.bot_id)
        return self._drawn(thread, 201)

    def _post(self, channel: Channel, call: Call) -> Answer:
        body = call.body(ForumPost)
        self._access.demand(channel, Permission.SEND_MESSAGES)
        if call.files:
            self._access.demand(channel, Permission.ATTACH_FILES)
        known = {tag.id for tag in channel.tags}
        if not set(body.applied_tags) <= known:
            raise apierrors.ApiError(400, 10087, "Unknown tag")
        message = body.message
        if not (message.content or message.embeds or message.components or call.files):
            raise apierrors.empty_message()
        new_id = self._world.snowflakes.new()
        thread = self._services.threads.start(
            channel, self._world.bot_id, body, tags=body.applied_tags, thread_id=new_id
        )
        # A forum's post and its first message share their id.
        first = self._services.messages.create(
            thread, message, call.files, Origin(self._world.bot_id, message_id=new_id)
        )
        drawn = self._services.renderer.channel(thread, for_bot=True)
        return Answer(drawn | {"message": self._services.renderer.message(first)}, 201)

    def archived(self, call: Call) -> Answer:
        """Give a channel's archived public threads."""
        return self._archived(call, ChannelKind.PUBLIC_THREAD)

    def archived_private(self, call: Call) -> Answer:
        """Give a channel's archived private threads."""
        return self._archived(call, ChannelKind.PRIVATE_THREAD, Permission.MANAGE_THREADS)

    def _archived(self, call: Call, kind: ChannelKind, *needed: Permission) -> Answer:
        channel = self._access.channel(
            call.identity("channel_id"), Permission.READ_MESSAGE_HISTORY, *needed
        )
        found = [
            thread
            for thread in self._world.threads_of(channel.id)
            if thread.kind is kind and thread.thread is not None and thread.thread.archived
        ]
        return Answer(
            {
                "threads": [self._services.renderer.channel(item, for_bot=True) for item in found],
                "members": [],
                "has_more": False,
            }
        )

    def members(self, call: Call) -> Answer:
        """Give a thread's members."""
        thread = self._thread(call)
        people = thread.thread.members if thread.thread is not None else {}
        return Answer([self._services.renderer.thread_member(thread, item) for item in people])

    def member(self, call: Call) -> Answer:
        """Give one member of a thread."""
        thread, user_id = self._thread(call), call.identity("user_id")
        if thread.thread is None or user_id not in thread.thread.members:
            raise apierrors.unknown_member()
        return Answer(self._services.renderer.thread_member(thread, user_id))

    def join(self, call: Call) -> Answer:
        """Let the bot join."""
        return self._change_members(call, self._services.threads.join, self._world.bot_id)

    def leave(self, call: Call) -> Answer:
        """Let the bot leave."""
        return self._change_members(call, self._services.threads.leave, self._world.bot_id)

    def add(self, call: Call) -> Answer:
        """Add someone."""
        user_id = call.identity("user_id")
        if user_id not in self._world.users:
            raise apierrors.unknown_user()
        return self._change_members(call, self._services.threads.join, user_id)

    def remove(self, call: Call) -> Answer:
        """Remove someone."""
        thread = self._thread(call)
        private_owner = (
            thread.kind is ChannelKind.PRIVATE_THREAD
            and thread.thread is not None
            and thread.thread.owner_id == self._world.bot_id
        )
        if not private_owner:
            self._access.demand(thread, Permission.MANAGE_THREADS)
        return self._change_members(call, self._services.threads.leave, call.identity("user_id"))

    def _change_members(
        self, call: Call, change: Callable[[Channel, int], None], user_id: int
    ) -> Answer:
        thread = self._thread(call)
        if thread.thread is not None and thread.thread.archived:
            raise apierrors.archived_thread()
        change(thread, user_id)
        return NOTHING

    def _thread(self, call: Call) -> Channel:
        channel = self._access.channel(call.identity("channel_id"))
        if channel.thread is None:
            raise apierrors.wrong_channel_kind()
        return channel

    def _drawn(self, channel: Channel, status: int = 200) -> Answer:
        return Answer(self._services.renderer.channel(channel, for_bot=True), status)


def remove_channel(services: Services, channel: Channel) -> None:
    """Delete a channel with its threads and tell everyone."""
    seen = [channel, *services.world.threads_of(channel.id)]
    for gone in reversed(seen):
        services.announcer.channel_deleted(gone)
    services.world.drop_channel(channel)


def _apply(channel: Channel, patch: ChannelPatch) -> None:
    given = patch.model_fields_set
    if patch.name is not None:
        channel.name = patch.name
    if "topic" in given:
        channel.topic = patch.topic
    if patch.nsfw is not None:
        channel.nsfw = patch.nsfw
    if patch.position is not None:
        channel.position = patch.position
    if "parent_id" in given:
        channel.parent_id = patch.parent_id
    if patch.rate_limit_per_user is not None:
        channel.slowmode_seconds = patch.rate_limit_per_user
    if patch.permission_overwrites is not None:
        channel.overwrites = overwrites(patch.permission_overwrites)


def overwrites(bodies: list[OverwriteBody]) -> list[Overwrite]:
    """Give the records of overwrites in a body."""
    return [
        Overwrite(body.id, body.type == 1, body.allow or 0, body.deny or 0)
        for body in bodies
        if body.id is not None
    ]
