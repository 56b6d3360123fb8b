"""The bodies of the browser protocol."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class BrowserBody(BaseModel):
    """A body of the page's or a test's request; unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class GivenOption(BrowserBody):
    """An option as it was filled in."""

    name: str
    type: int | None = None
    value: str | int | float | bool | None = None
    focused: bool = False
    options: list[GivenOption] | None = None


class CommandUse(BrowserBody):
    """A command used, or an option of it being typed."""

    member: int
    channel: int
    command: int
    options: list[GivenOption] = Field(default_factory=list)
    target: int | None = None
    nonce: str | None = None


class ComponentUse(BrowserBody):
    """A button pressed or a select chosen from."""

    member: int
    channel: int
    message: int
    custom_id: str
    values: list[str] = Field(default_factory=list)
    nonce: str | None = None


class ModalUse(BrowserBody):
    """A form sent."""

    member: int
    interaction: int
    values: dict[str, str | bool | list[str]]
    nonce: str | None = None


class MemberMessage(BrowserBody):
    """An ordinary message of a member."""

    member: int
    channel: int
    content: Annotated[str, Field(max_length=2000)] = ""
    reply_to: int | None = None
    reply_ping: bool = True
    attachments: Annotated[list[int], Field(max_length=10)] = Field(default_factory=list)


class MemberEdit(BrowserBody):
    """A member's message changed."""

    member: int
    content: Annotated[str, Field(max_length=2000)]


class ReactionUse(BrowserBody):
    """A reaction given or taken back."""

    member: int
    channel: int
    message: int
    emoji: Annotated[str, Field(min_length=1, max_length=100)]
    remove: bool = False


class ThreadStart(BrowserBody):
    """A thread or forum post started by a member."""

    member: int
    channel: int
    name: Annotated[str, Field(min_length=1, max_length=100)]
    message: int | None = None
    content: Annotated[str, Field(max_length=2000)] | None = None


class DirectOpening(BrowserBody):
    """Direct messages with the bot opened."""

    member: int


class ReadingPlace(BrowserBody):
    """Read up to here."""

    member: int
    channel: int
    message: int


class TypingSign(BrowserBody):
    """Someone types."""

    member: int
    channel: int


class VoiceMove(BrowserBody):
    """A voice channel joined or left."""

    member: int
    channel: int | None


class MemberChange(BrowserBody):
    """Changes of someone in a server; only the fields that are given."""

    guild: int | None = None
    nick: Annotated[str, Field(max_length=32)] | None = None
    locale: str | None = None
    roles: list[int] | None = None
    accepts_direct_messages: bool | None = None
    installed_app: bool | None = None
    timed_out_until: datetime | None = None


class MemberJoin(BrowserBody):
    """Someone new."""

    name: Annotated[str, Field(min_length=2, max_length=32)]
    display_name: str | None = None
    nick: Annotated[str, Field(max_length=32)] | None = None
    guild: int | None = None
    roles: list[int] = Field(default_factory=list)
    created_days_ago: float = 100
    joined_days_ago: float = 0
    locale: str = "en-US"


class ClockAdvance(BrowserBody):
    """Time that passes at once."""

    advance_seconds: Annotated[float, Field(ge=0)]


class ChannelNew(BrowserBody):
    """A channel made by the server's owner."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    type: Literal[0, 2, 4, 15] = 0
    guild: int | None = None
    parent: int | None = None
    topic: str | None = None


class PermissionChange(BrowserBody):
    """Permissions given or taken, by name."""

    target: int | Literal["bot"]
    channel: int | None = None
    guild: int | None = None
    allow: list[str] = Field(default_factory=list)
    deny: list[str] = Field(default_factory=list)
    clear: list[str] = Field(default_factory=list)


class GuildNew(BrowserBody):
    """Another server that adds the bot."""

    name: Annotated[str, Field(min_length=2, max_length=100)]
    owner: int | None = None
    members: list[int] = Field(default_factory=list)
    with_bot: bool = True


class GatewayAction(BrowserBody):
    """What happens to the bot's gateway connections."""

    action: Literal["drop", "close", "reconnect", "invalidate"]
    code: Annotated[int, Field(ge=1000, le=4999)] = 4000
    resumable: bool = True
    session: str | None = None
