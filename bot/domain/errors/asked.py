"""Refusals of what was asked for: its texts, numbers and choices."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors.base import Refusal


class Field(StrEnum):
    """The part of a request that an error is about."""

    IDEA = "idea"
    STYLE = "style"
    LYRICS = "lyrics"
    TITLE = "title"
    EXCLUDE = "exclude"
    LENGTH = "length"
    MODEL = "model"
    VOICE = "voice"
    WEIRDNESS = "weirdness"
    STYLE_STRENGTH = "style_strength"
    INSTRUMENTAL = "instrumental"
    SOURCE = "source"
    START = "start"
    END = "end"
    CLOSENESS = "closeness"
    STRENGTH = "strength"
    ENGINE = "engine"
    LYRICS_FILE = "lyrics_file"
    KIND = "kind"


@dataclass(eq=False)
class EmptyText(Refusal):
    """A text is missing, or holds only characters that nobody can see."""

    field: Field


@dataclass(eq=False)
class TextTooLong(Refusal):
    """A text is longer than the service accepts; see `bot.domain.text.length`."""

    field: Field
    limit: int
    given: int


@dataclass(eq=False)
class ValueOutOfRange(Refusal):
    """A number lies outside the inclusive range that the service accepts."""

    field: Field
    lowest: float
    highest: float
    given: float


@dataclass(eq=False)
class UnknownChoice(Refusal):
    """A value is none of those that can be chosen."""

    field: Field
    given: str
    choices: tuple[str, ...]


@dataclass(eq=False)
class ConflictingFields(Refusal):
    """Two parts of a request exclude each other, such as a voice for an instrumental."""

    field: Field
    other: Field
