"""Scales, chords in Roman numerals and voicings that move as little as they can."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

TONICS: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
"""How the twelve tonics are usually spelt, from C upwards."""


class Mode(StrEnum):
    """The scales that songs are written in."""

    MAJOR = "major"
    MINOR = "minor"
    DORIAN = "dorian"
    MIXOLYDIAN = "mixolydian"
    PHRYGIAN = "phrygian"
    LYDIAN = "lydian"

    @property
    def scale(self) -> tuple[int, ...]:
        """The seven tones above the tonic, in semitones."""
        return _SCALES[self]

    @property
    def is_dark(self) -> bool:
        """Whether the third above the tonic is minor."""
        return self.scale[2] == 3


_SCALES: Final = {
    Mode.MAJOR: (0, 2, 4, 5, 7, 9, 11),
    Mode.MINOR: (0, 2, 3, 5, 7, 8, 10),
    Mode.DORIAN: (0, 2, 3, 5, 7, 9, 10),
    Mode.MIXOLYDIAN: (0, 2, 4, 5, 7, 9, 10),
    Mode.PHRYGIAN: (0, 1, 3, 5, 7, 8, 10),
    Mode.LYDIAN: (0, 2, 4, 6, 7, 9, 11),
}

_DEGREES: Final = {"i": 0, "ii": 2, "iii": 4, "iv": 5, "v": 7, "vi": 9, "vii": 11}
_SUFFIXES: Final = {
    "maj7": (0, 4, 7, 11),
    "maj9": (0, 4, 7, 11, 14),
    "m7b5": (0, 3, 6, 10),
    "dim": (0, 3, 6),
    "sus4": (0, 5, 7),
    "sus2": (0, 2, 7),
    "add9": (0, 4, 7, 14),
    "5": (0, 7, 12),
}
_NUMERAL: Final = re.compile(r"(b?)([ivIV]+)(.*)")


def chord(numeral: str) -> tuple[int, tuple[int, ...]]:
    """Read a Roman numeral, such as ``bVII`` or ``ii7``: semitones above the tonic, and the chord's
    tones.

    Degrees are counted in the major scale, a ``b`` lowers them. Lower case is minor, upper case
    major. Raises ValueError for what is not a numeral.
    """
    found = _NUMERAL.fullmatch(numeral)
    if found is None or found[2].lower() not in _DEGREES:
        raise ValueError(f"not a Roman numeral: {numeral}")
    root = (_DEGREES[found[2].lower()] - len(found[1])) % 12
    minor = found[2].islower()
    suffix = found[3]
    if suffix in _SUFFIXES:
        return root, _SUFFIXES[suffix]
    third = 3 if minor else 4
    if suffix == "":
        return root, (0, third, 7)
    if suffix == "7":
        return root, (0, third, 7, 10)
    if suffix == "9":
        return root, (0, third, 7, 10, 14)
    raise ValueError(f"not a chord: {numeral}")


def voicing(
    pitch_classes: tuple[int, ...], before: tuple[int, ...], centre: int
) -> tuple[int, ...]:
    """Place a chord's tones around a pitch so that the voices move least from the chord before.

    The answer is in rising order, spans less than an octave and a half and has one pitch per pitch
    class.
    """
    classes = tuple(dict.fromkeys(pitch_classes))
    best: tuple[int, ...] = ()
    best_cost = float("inf")
    for lowest in range(centre - 10, centre + 4):
        if lowest % 12 not in classes:
            continue
        turn = classes.index(lowest % 12)
        order = sorted(
            lowest + ((each - lowest) % 12) for each in (*classes[turn:], *classes[:turn])
        )
        middle = sum(order) / len(order)
        cost = abs(middle - centre) * 0.6
        if before:
            cost += sum(min(abs(tone - old) for old in before) for tone in order)
        if cost < best_cost:
            best, best_cost = tuple(order), cost
    return best


def nearest(pitch: float, pitch_classes: tuple[int, ...]) -> int:
    """The pitch nearest to a height whose pitch class is one of those given.

    The lower one of two.
    """
    base = round(pitch)
    return min(
        (base + step for step in range(-11, 12) if (base + step) % 12 in pitch_classes),
        key=lambda candidate: (abs(candidate - pitch), candidate),
    )
