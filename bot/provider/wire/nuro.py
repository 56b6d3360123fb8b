"""Requests of the nuro family, which the service has retired."""

from typing import ClassVar, Literal

from bot.domain.operations import Operation
from bot.provider.wire.common import WireRequest
from bot.provider.wire.parts import Notified


class NuroVocal(Notified):
    """A sung song; `duration` in whole seconds."""

    operation: ClassVar[Operation] = Operation.NURO_VOCAL
    type: Literal["vocal"] = "vocal"
    lyrics: str
    gender: Literal["Female", "Male"] | None = None
    genre: str | None = None
    mood: str | None = None
    timbre: str | None = None
    duration: int | None = None


class Segment(WireRequest):
    """A part of an instrumental and its length in whole seconds."""

    operation: ClassVar[Operation] = Operation.NURO_INSTRUMENTAL
    name: Literal["intro", "verse", "chorus", "inst", "bridge", "outro"]
    duration: int


class NuroInstrumental(Notified):
    """Background music. Version 2 takes either a duration or segments, and no lists of words."""

    operation: ClassVar[Operation] = Operation.NURO_INSTRUMENTAL
    type: Literal["bgm"] = "bgm"
    version: Literal["v2.0"] | None = None
    description: str | None = None
    genre: tuple[str, ...] | None = None
    mood: tuple[str, ...] | None = None
    instrument: tuple[str, ...] | None = None
    theme: tuple[str, ...] | None = None
    duration: int | None = None
    segments: tuple[Segment, ...] | None = None
