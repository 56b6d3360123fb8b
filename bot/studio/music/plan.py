"""What must be settled before a note is written, and remembered to continue a song later."""

from __future__ import annotations

from dataclasses import dataclass

from bot.studio.music.score import Metre
from bot.studio.music.styles import BY_NAME, Style
from bot.studio.music.theory import TONICS, Mode


@dataclass(frozen=True, slots=True)
class Singer:
    """Who sings: the program of the voice and the pitches it is at ease between."""

    program: int = 53
    low: int = 57
    high: int = 76


@dataclass(frozen=True, slots=True)
class Plan:
    """The constants of a song. Two songs with the same plan and the same form are note for note
    equal.

    ``programs`` holds the program of each chair of the style, or None for a chair that stays empty.
    ``wildness`` (0-1) lets melody and harmony leave the usual paths. ``singer`` is None for
    instrumentals.
    """

    style: str
    seed: int
    tempo: float
    metre: Metre
    tonic: int
    mode: Mode
    programs: tuple[int | None, ...]
    bass: int | None
    kit: int | None
    percussion: str | None
    lead: int
    singer: Singer | None
    wildness: float = 0.3

    @property
    def band(self) -> Style:
        """The style's data."""
        return BY_NAME[self.style]

    @property
    def key_name(self) -> str:
        """The key in words, such as ``A minor``."""
        return f"{TONICS[self.tonic]} {self.mode}"
