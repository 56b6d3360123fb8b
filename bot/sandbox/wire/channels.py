"""Bodies about channels, threads, members and roles."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.sandbox.wire.messages import MessageBody
from bot.sandbox.wire.validation import Body, Snowflake

Name = Annotated[str, Field(min_length=1, max_length=100)]
AutoArchive = Literal[60, 1440, 4320, 10080]
Slowmode = Annotated[int, Field(ge=0, le=21600)]


class ThreadFromMessage(Body):
    """Starts a thread at a message."""

    name: Name
    auto_archive_duration: AutoArchive | None = None
    rate_limit_per_user: Slowmode | None = None


class ThreadBody(ThreadFromMessage):
    """Starts a thread without a message."""

    type: Literal[10, 11, 12] = 12
    invitable: bool = True


class ForumPost(ThreadFromMessage):
    """Starts a post of a forum, with its first message."""

    message: MessageBody
    applied_tags: Annotated[list[Snowflake], Field(max_length=5)] = Field(default_factory=list)


class OverwriteBody(Body):
    """What a channel allows and denies to a role (0) or member (1)."""

    id: Snowflake | None = None
    type: Literal[0, 1]
    allow: Snowflake | None = None
    deny: Snowflake | None = None


class ChannelPatch(Body):
    """Changes a channel or thread."""

    name: Name | None = None
    topic: Annotated[str, Field(max_length=4096)] | None = None
    nsfw: bool | None = None
    position: int | None = None
    parent_id: Snowflake | None = None
    rate_limit_per_user: Slowmode | None = None
    permission_overwrites: list[OverwriteBody] | None = None
    archived: bool | None = None
    locked: bool | None = None
    invitable: bool | None = None
    auto_archive_duration: AutoArchive | None = None
    applied_tags: Annotated[list[Snowflake], Field(max_length=5)] | None = None


class ChannelCreate(Body):
    """Makes a channel in a server."""

    name: Name
    type: Literal[0, 2, 4, 15] = 0
    topic: Annotated[str, Field(max_length=4096)] | None = None
    parent_id: Snowflake | None = None
    nsfw: bool = False
    permission_overwrites: list[OverwriteBody] | None = None


class DirectBody(Body):
    """Opens direct messages."""

    recipient_id: Snowflake


class BulkDelete(Body):
    """Deletes several messages."""

    messages: Annotated[list[Snowflake], Field(min_length=2, max_length=100)]


class MemberPatch(Body):
    """Changes a member."""

    nick: Annotated[str, Field(max_length=32)] | None = None
    roles: list[Snowflake] | None = None
    communication_disabled_until: datetime | None = None
    channel_id: Snowflake | None = None


class UserPatch(Body):
    """Changes the bot's own user."""

    username: Annotated[str, Field(min_length=2, max_length=32)] | None = None
