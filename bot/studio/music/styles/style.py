"""What makes up a style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.studio.music.score import Metre
from bot.studio.music.theory import Mode

_FOUR: Final = Metre()


@dataclass(frozen=True, slots=True)
class Chair:
    """A place in the band: the programs to choose from and the figure they play.

    ``centre`` is the pitch the part stays around; ``enters`` is the energy of a passage from which
    on it plays; the rest is as in ``Part``.
    """

    programs: tuple[int, ...]
    figure: str
    centre: int = 60
    enters: float = 0.0
    gain: float = 1.0
    pan: float = 0.0
    reverb: float = 0.25


Progressions = tuple[str, ...]
"""Progressions in Roman numerals, one chord a bar, chords separated by blanks."""


@dataclass(frozen=True, slots=True)
class Style:
    """What makes a song sound like its kind. Tempo counts quarter notes a minute."""

    name: str
    words: tuple[str, ...]
    tempo: tuple[int, int]
    bright: Progressions
    dark: Progressions
    grooves: tuple[str, str]
    bass: str
    basses: tuple[int, ...]
    chairs: tuple[Chair, ...]
    leads: tuple[int, ...]
    modes: tuple[Mode, ...] = (Mode.MAJOR, Mode.MINOR)
    metre: Metre = _FOUR
    kit: int = 0
    percussion: str | None = None
    swing: float = 0.0
    syncopation: float = 0.3
    drums_enter: float = 0.3
    chord_bars: int = 1
