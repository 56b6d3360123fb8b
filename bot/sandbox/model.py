"""What the sandbox knows: people, servers, channels, messages, commands, interactions.

Plain records; `state.World` keeps them and `render` turns them into Discord's JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag, StrEnum

from bot.sandbox.jsonvalue import JsonObject


class ChannelKind(IntEnum):
    """Discord's channel types that the sandbox has."""

    TEXT = 0
    DIRECT = 1
    VOICE = 2
    CATEGORY = 4
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


class MessageKind(IntEnum):
    """Discord's message types that the sandbox makes."""

    DEFAULT = 0
    PINNED = 6
    THREAD_CREATED = 18
    REPLY = 19
    COMMAND = 20
    THREAD_STARTER = 21
    MENU_COMMAND = 23


class MessageFlag(IntFlag):
    """Discord's message flags that mean something here."""

    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    VOICE_MESSAGE = 1 << 13
    COMPONENTS_V2 = 1 << 15


class InteractionKind(IntEnum):
    """Discord's interaction types."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5

    @property
    def word(self) -> str:
        """Name it as the browser protocol does."""
        return self.name.lower()


class CommandKind(IntEnum):
    """Discord's application command types."""

    SLASH = 1
    USER = 2
    MESSAGE = 3


class InteractionState(StrEnum):
    """Where an interaction stands."""

    PENDING = "pending"
    ANSWERED = "answered"
    FAILED = "failed"


class AnswerKind(IntEnum):
    """Discord's interaction callback types."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    AUTOCOMPLETE = 8
    MODAL = 9


@dataclass(slots=True)
class User:
    """A person or the bot."""

    id: int
    username: str
    global_name: str | None = None
    bot: bool = False
    locale: str = "en-US"
    accepts_direct_messages: bool = True
    installed_app: bool = False


@dataclass(slots=True)
class Role:
    """A role of a server; the one with the server's id is everyone's."""

    id: int
    name: str
    permissions: int
    position: int = 0
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    managed_by_bot: int | None = None


@dataclass(slots=True)
class Member:
    """A user in one server."""

    user_id: int
    joined_at: datetime
    nick: str | None = None
    roles: list[int] = field(default_factory=list)
    timed_out_until: datetime | None = None


@dataclass(slots=True)
class Guild:
    """A server with its roles and members."""

    id: int
    name: str
    owner_id: int
    preferred_locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)


@dataclass(slots=True)
class Overwrite:
    """What a channel allows and denies to a role or a member."""

    id: int
    is_member: bool
    allow: int
    deny: int


@dataclass(slots=True)
class ForumTag:
    """A tag that posts of a forum can carry."""

    id: int
    name: str
    moderated: bool = False


@dataclass(slots=True)
class ThreadDetails:
    """What a thread has besides a channel."""

    owner_id: int
    created_at: datetime
    archive_changed_at: datetime
    auto_archive_minutes: int = 4320
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    message_count: int = 0
    total_message_sent: int = 0
    members: dict[int, datetime] = field(default_factory=dict)
    applied_tags: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Channel:
    """A channel, category, thread or direct conversation with the bot."""

    id: int
    kind: ChannelKind
    guild_id: int | None = None
    name: str = ""
    topic: str | None = None
    position: int = 0
    parent_id: int | None = None
    nsfw: bool = False
    slowmode_seconds: int = 0
    bitrate: int = 64000
    overwrites: list[Overwrite] = field(default_factory=list)
    recipient_id: int | None = None
    last_message_id: int | None = None
    pins_changed_at: datetime | None = None
    thread: ThreadDetails | None = None
    tags: list[ForumTag] = field(default_factory=list)


@dataclass(slots=True)
class Attachment:
    """A file on the sandbox's content server."""

    id: int
    channel_id: int
    filename: str
    size: int
    content_type: str | None
    width: int | None = None
    height: int | None = None
    description: str | None = None
    title: str | None = None
    ephemeral: bool = False
    spoiler: bool = False


@dataclass(slots=True)
class Reaction:
    """Who reacted with one emoji."""

    emoji_name: str
    emoji_id: int | None = None
    user_ids: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Reference:
    """The message that a reply answers."""

    message_id: int
    channel_id: int
    guild_id: int | None


@dataclass(slots=True)
class InteractionStamp:
    """What a message keeps of the interaction that made it."""

    id: int
    kind: InteractionKind
    user_id: int
    name: str | None = None
    target_user_id: int | None = None
    target_message_id: int | None = None
    interacted_message_id: int | None = None
    original_message_id: int | None = None
    opened_by: InteractionStamp | None = None
    owners: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Message:
    """A message. `visible_to` is the one person who sees an ephemeral one."""

    id: int
    channel_id: int
    author_id: int
    kind: MessageKind = MessageKind.DEFAULT
    content: str = ""
    flags: int = 0
    embeds: list[JsonObject] = field(default_factory=list)
    components: list[JsonObject] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    embedded: list[Attachment] = field(default_factory=list)
    edited_at: datetime | None = None
    mentions: list[int] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    pinned_at: datetime | None = None
    reactions: list[Reaction] = field(default_factory=list)
    reference: Reference | None = None
    nonce: str | int | None = None
    stamp: InteractionStamp | None = None
    visible_to: int | None = None
    thread_id: int | None = None
    tts: bool = False


@dataclass(slots=True)
class Command:
    """An application command as the bot registered it."""

    id: int
    guild_id: int | None
    kind: CommandKind
    name: str
    version: int
    body: JsonObject


@dataclass(slots=True)
class Interaction:
    """One use of a command, component or form, with its token."""

    id: int
    token: str
    kind: InteractionKind
    user_id: int
    channel_id: int
    guild_id: int | None
    locale: str
    nonce: str | None = None
    state: InteractionState = InteractionState.PENDING
    answer: AnswerKind | None = None
    command_name: str | None = None
    command_kind: CommandKind | None = None
    message_id: int | None = None
    custom_id: str | None = None
    target_user_id: int | None = None
    target_message_id: int | None = None
    original_message_id: int | None = None
    opened_by: InteractionStamp | None = None
    modal: JsonObject | None = None
    by_user_install: bool = False
    follow_ups: int = 0
    owners: dict[str, str] = field(default_factory=dict)
    """Whose installations allow it: "0" names the server, "1" the person."""


@dataclass(slots=True)
class VoiceState:
    """Someone in a voice channel."""

    user_id: int
    guild_id: int
    channel_id: int
    self_mute: bool = False
    self_deaf: bool = False


@dataclass(slots=True)
class Reading:
    """How far someone has read in a channel."""

    user_id: int
    channel_id: int
    last_read_message_id: int
