"""What the sandbox's driver hands to tests: messages, forms, requests as typed objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue

EPHEMERAL, LOADING, COMPONENTS_V2 = 64, 128, 32768


class Seen(BaseModel):
    """Part of what the sandbox sends; fields that tests do not use are left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class SeenAttachment(Seen):
    """A file of a message."""

    id: int
    filename: str
    size: int
    url: str
    content_type: str | None = None
    description: str | None = None
    width: int | None = None
    height: int | None = None


class SeenPicture(Seen):
    """A picture of an embed."""

    url: str


class SeenField(Seen):
    """A name and value of an embed."""

    name: str
    value: str
    inline: bool = False


class SeenFooter(Seen):
    """The line below an embed."""

    text: str


class SeenAuthor(Seen):
    """The line above an embed's title."""

    name: str


class SeenEmbed(Seen):
    """An embed of a message."""

    title: str | None = None
    description: str | None = None
    url: str | None = None
    color: int | None = None
    author: SeenAuthor | None = None
    footer: SeenFooter | None = None
    image: SeenPicture | None = None
    thumbnail: SeenPicture | None = None
    fields: list[SeenField] = Field(default_factory=list)

    @property
    def text(self) -> str:
        """All its words, line by line."""
        parts = [self.author.name if self.author else None, self.title, self.description]
        for item in self.fields:
            parts += [item.name, item.value]
        parts.append(self.footer.text if self.footer else None)
        return "\n".join(part for part in parts if part)


class SeenOption(Seen):
    """A choice of a text select."""

    label: str
    value: str
    description: str | None = None
    default: bool = False


class SeenControl(Seen):
    """A button (type 2) or select (3, 5, 6, 7, 8)."""

    type: int
    custom_id: str | None = None
    label: str | None = None
    url: str | None = None
    style: int | None = None
    disabled: bool = False
    placeholder: str | None = None
    options: list[SeenOption] = Field(default_factory=list)


class SeenUser(Seen):
    """Someone."""

    id: int
    username: str
    bot: bool = False


class SeenReference(Seen):
    """The message that is answered."""

    message_id: int


class SeenStamp(Seen):
    """The interaction that a message came from."""

    id: int
    type: int
    name: str | None = None
    user: SeenUser


class SeenMessage(Seen):
    """A message as one person sees it."""

    id: int
    channel_id: int
    type: int
    content: str
    author: SeenUser
    flags: int
    embeds: list[SeenEmbed]
    components: list[dict[str, JsonValue]]
    attachments: list[SeenAttachment]
    mentions: list[SeenUser]
    mention_roles: list[int]
    mention_everyone: bool
    timestamp: datetime
    edited_timestamp: datetime | None
    pinned: bool
    message_reference: SeenReference | None = None
    interaction_metadata: SeenStamp | None = None

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def thinking(self) -> bool:
        """Whether it is a deferred answer that still waits for its text."""
        return bool(self.flags & LOADING)

    @property
    def controls(self) -> list[SeenControl]:
        """All buttons and selects, wherever they stand."""
        kinds = {2, 3, 5, 6, 7, 8}
        found = (item for part in self.components for item in _walk(part))
        return [SeenControl.model_validate(item) for item in found if item.get("type") in kinds]

    @property
    def buttons(self) -> list[SeenControl]:
        """All buttons."""
        return [item for item in self.controls if item.type == 2]

    @property
    def labels(self) -> list[str]:
        """The buttons' labels."""
        return [item.label or "" for item in self.buttons]

    @property
    def text(self) -> str:
        """All its words: content, embeds, text displays."""
        displays = [
            str(item["content"])
            for part in self.components
            for item in _walk(part)
            if item.get("type") == 10
        ]
        parts = [self.content, *(embed.text for embed in self.embeds), *displays]
        return "\n".join(part for part in parts if part)

    def button(self, label: str | None = None, custom_id: str | None = None) -> SeenControl:
        """Find a button by the start of its label or by its custom id."""
        for item in self.buttons:
            by_label = label is not None and (item.label or "").startswith(label)
            if by_label or (custom_id is not None and item.custom_id == custom_id):
                return item
        raise LookupError(f"no button {label or custom_id!r} among {self.labels}")


class SeenModal(Seen):
    """A form that opened."""

    interaction_id: int
    custom_id: str
    title: str
    components: list[dict[str, JsonValue]]

    def inputs(self) -> dict[str, Mapping[str, JsonValue]]:
        """Give the inputs by custom id, each with its `label` added."""
        found: dict[str, Mapping[str, JsonValue]] = {}
        for part in self.components:
            label = part.get("label")
            for item in _walk(part):
                if "custom_id" in item:
                    found[str(item["custom_id"])] = {"label": label, **item}
        return found

    def defaults(self) -> dict[str, JsonValue]:
        """Give what the inputs hold before anybody writes or chooses, by custom id."""
        held: dict[str, JsonValue] = {}
        for custom_id, item in self.inputs().items():
            options, value = item.get("options"), item.get("value")
            if isinstance(options, list):
                chosen = [
                    option["value"]
                    for option in options
                    if isinstance(option, dict) and option.get("default")
                ]
                if chosen:
                    held[custom_id] = list[JsonValue](chosen)
            elif isinstance(value, str):
                held[custom_id] = value
        return held

    def custom_id_of(self, name: str) -> str:
        """Find an input by its label or custom id."""
        inputs = self.inputs()
        if name in inputs:
            return name
        for custom_id, item in inputs.items():
            if item.get("label") == name:
                return custom_id
        raise LookupError(f"no input {name!r} among {list(inputs)}")


AnswerKind: TypeAlias = Literal[
    "message", "deferred", "deferred_update", "update", "modal", "autocomplete", "failed"
]


@dataclass(frozen=True, slots=True)
class Answer:
    """The first answer to an interaction. `reason` is Discord's sentence when it failed.

    `seconds` is the real time from the sandbox's telling the bot to the bot's answer.
    """

    interaction_id: int
    kind: AnswerKind
    seen_message: SeenMessage | None = None
    seen_modal: SeenModal | None = None
    reason: str | None = None
    seconds: float = 0.0

    @property
    def message(self) -> SeenMessage:
        """The message; raises `AssertionError` when there is none."""
        if self.seen_message is None:
            raise AssertionError(f"no message was answered: {self.kind} {self.reason or ''}")
        return self.seen_message

    @property
    def modal(self) -> SeenModal:
        """The form; raises `AssertionError` when none opened."""
        if self.seen_modal is None:
            raise AssertionError(f"no form opened: {self.kind} {self.reason or ''}")
        return self.seen_modal


class SeenChoice(Seen):
    """A choice of autocomplete."""

    name: str
    value: str | int | float


class SeenPart(Seen):
    """A file of a request, without its bytes."""

    name: str
    filename: str
    content_type: str | None
    size: int


class SeenRequest(Seen):
    """A request that the bot sent."""

    number: int
    at: datetime
    method: str
    path: str
    route: str
    query: dict[str, str]
    body: JsonValue
    parts: list[SeenPart]
    status: int | None
    answer: JsonValue
    seconds: float
    authorized: bool
    fault: str | None


class SeenError(Seen):
    """Something that must not happen."""

    kind: str
    detail: str


class SeenSession(Seen):
    """A gateway session."""

    session_id: str
    connected: bool
    intents: int
    compress: str | None
    sequence: int


class SeenGatewayEvent(Seen):
    """Something that happened to a gateway session."""

    kind: str
    session_id: str | None
    detail: str


class SeenGateway(Seen):
    """The bot's gateway sessions and their history."""

    sessions: list[SeenSession]
    events: list[SeenGatewayEvent]


class SeenChannel(Seen):
    """A channel, thread or direct conversation."""

    id: int
    type: int
    name: str = ""
    parent_id: int | None = None
    permissions: int = 0
    bot_permissions: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A file that a member chooses."""

    name: str
    content: bytes


def _walk(value: JsonValue) -> Iterator[dict[str, JsonValue]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item)
