"""Figures: the ways in which keys, guitars, strings and synthesizers play a chord for one bar."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from bot.studio.music.score import TICKS_PER_BEAT, Note

_BEAT = TICKS_PER_BEAT
_HALF = _BEAT // 2
_STEP = _BEAT // 4
_UNTIL_END: Final = 30

Figure = Callable[[tuple[int, ...], int, Random], list[Note]]
"""From a voicing, the ticks of a bar and chance: notes from tick 0 on, around velocity 80."""


def _together(
    voicing: tuple[int, ...], start: int, length: int, velocity: int, spread: int = 0
) -> list[Note]:
    return [
        Note(start + index * spread, max(20, length - index * spread), pitch, velocity)
        for index, pitch in enumerate(voicing)
    ]


def _rhythm(line: str, spread: int = 0, hold: float = 0.9, *, top: bool = False) -> Figure:
    """Chords on the marked sixteenths of a bar.

    Each is held until the next mark or for a share of it.
    """

    def play(voicing: tuple[int, ...], bar: int, random: Random) -> list[Note]:
        marks = [i for i in range(bar // _STEP) if line[i % len(line)] in "xXo"]
        notes: list[Note] = []
        for number, mark in enumerate(marks):
            following = marks[number + 1] if number + 1 < len(marks) else bar // _STEP
            velocity = {"X": 92, "x": 80, "o": 62}[line[mark % len(line)]] + random.randint(-4, 4)
            tones = voicing[1:] if top and len(voicing) > 3 else voicing
            if spread and number % 2:
                tones = tuple(reversed(tones))
            length = round((following - mark) * _STEP * hold)
            notes += _together(tones, mark * _STEP, length, velocity, spread)
        return notes

    return play


def _pad(voicing: tuple[int, ...], bar: int, random: Random) -> list[Note]:
    return _together(voicing, 0, bar, 74 + random.randint(-3, 3))


def _arpeggio(voicing: tuple[int, ...], bar: int, random: Random) -> list[Note]:
    ladder = (*voicing, voicing[0] + 12)
    order = [*range(len(ladder)), *range(len(ladder) - 2, 0, -1)]
    return [
        Note(
            index * _HALF,
            min(bar - index * _HALF, _BEAT),
            ladder[order[index % len(order)]],
            (84 if index % 4 == 0 else 72) + random.randint(-4, 4),
        )
        for index in range(bar // _HALF)
    ]


def _ostinato(voicing: tuple[int, ...], bar: int, random: Random) -> list[Note]:
    ladder = (voicing[0], voicing[-1], voicing[len(voicing) // 2], voicing[0] + 12)
    pattern = (0, 2, 1, 3, 2, 1, 0, 2)
    return [
        Note(
            index * _STEP,
            _STEP - 15,
            ladder[pattern[index % 8]],
            90 if index % 4 == 0 else 68 + random.randint(-5, 5),
        )
        for index in range(bar // _STEP)
    ]


def _pick(voicing: tuple[int, ...], bar: int, random: Random) -> list[Note]:
    low = voicing[0] - 12
    ladder = (
        low,
        voicing[-1],
        voicing[len(voicing) // 2],
        voicing[-1],
        low + 7,
        voicing[-1],
        voicing[0],
        voicing[-1],
    )
    return [
        Note(
            index * _HALF,
            _BEAT,
            ladder[index % 8],
            (88 if index % 4 == 0 else 70) + random.randint(-5, 5),
        )
        for index in range(bar // _HALF)
    ]


def _power(voicing: tuple[int, ...], bar: int, random: Random) -> list[Note]:
    # Muted eighths with open accents; the voicing's lowest tone is the root of a power chord.
    root = voicing[0]
    notes: list[Note] = []
    for index in range(bar // _HALF):
        accent = index in (0, 3, 6)
        length = _HALF - 10 if accent else _HALF // 2
        notes += _together(
            (root, root + 7, root + 12),
            index * _HALF,
            length,
            92 if accent else 74 + random.randint(-4, 4),
        )
    return notes


def _shuffle(voicing: tuple[int, ...], bar: int, random: Random) -> list[Note]:
    root = voicing[0]
    notes: list[Note] = []
    for index in range(bar // _HALF):
        upper = root + (9 if (index // 2) % 2 else 7)
        notes += _together(
            (root, upper),
            index * _HALF,
            _HALF - 20,
            (88 if index % 2 == 0 else 70) + random.randint(-4, 4),
        )
    return notes


def _waltz(voicing: tuple[int, ...], bar: int, random: Random) -> list[Note]:
    notes = [Note(0, _BEAT, voicing[0] - 12, 84)]
    for beat in range(1, bar // _BEAT):
        notes += _together(voicing, beat * _BEAT, _BEAT * 2 // 3, 70 + random.randint(-4, 4))
    return notes


FIGURES: Final[dict[str, Figure]] = {
    "pad": _pad,
    "block": _rhythm("X...x...X...x..."),
    "comp": _rhythm("X.....x....x....", hold=0.55, top=True),
    "stab": _rhythm("......X.......x.", hold=0.3),
    "strum": _rhythm("X...x.x...x.x.x.", spread=12),
    "skank": _rhythm("....x.......x...", spread=5, hold=0.18),
    "bubble": _rhythm("..x...x...x...x.", hold=0.4),
    "funk": _rhythm("X..o..x...x.o.x.", spread=5, hold=0.35),
    "offbeat": _rhythm("..x...x...x...x.", hold=0.5),
    "bossa": _rhythm("X..x..x...x..x..", spread=6, hold=0.7),
    "montuno": _rhythm("X..x..x..x.x..x.", hold=0.6),
    "arpeggio": _arpeggio,
    "ostinato": _ostinato,
    "pick": _pick,
    "power": _power,
    "shuffle": _shuffle,
    "waltz": _waltz,
}
"""The figures by name."""
