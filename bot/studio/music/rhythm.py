"""The rhythm of a sung line.

How many syllables each beat carries, and where in the beat they fall.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.studio.music.score import TICKS_PER_BEAT

DOTTED: Final = TICKS_PER_BEAT * 3 // 2
"""The beat of 6/8, in ticks."""

_PLAIN: Final = {
    TICKS_PER_BEAT: {1: (0,), 2: (0, 240), 3: (0, 240, 360), 4: (0, 120, 240, 360)},
    DOTTED: {1: (0,), 2: (0, 480), 3: (0, 240, 480), 4: (0, 240, 480, 600)},
}
_LIVELY: Final = {
    TICKS_PER_BEAT: {2: (0, 360), 3: (0, 120, 240)},
    DOTTED: {2: (0, 240), 4: (0, 120, 240, 480)},
}


def _within_beat(count: int, beat: int, *, lively: bool) -> tuple[int, ...]:
    """The onsets of so many syllables in one beat."""
    plain = _PLAIN[beat].get(count) or tuple(index * beat // count for index in range(count))
    return _LIVELY[beat].get(count, plain) if lively else plain


def _counts(syllables: int, beats: int, chance: Sequence[float], liveliness: float) -> list[int]:
    """Deal the syllables out to the beats: evenly, then from neighbour to neighbour for variety."""
    base, extra = divmod(syllables, beats)
    # With few syllables the strong beats come first.
    order = sorted(range(beats), key=lambda beat: (base == 0 and beat % 2, chance[beat % 64]))
    counts = [base + (beat in order[:extra]) for beat in range(beats)]
    for beat in range(0, beats - 1, 2):
        here, there = counts[beat], counts[beat + 1]
        if here == there and here in (1, 2) and chance[(beat + 16) % 64] < liveliness:
            step = 1 if here == 1 or chance[(beat + 17) % 64] < 0.5 else -1
            counts[beat] += step
            counts[beat + 1] -= step
    return counts


def onsets(
    syllables: int, length: int, beat: int, chance: Sequence[float], *, syncopation: float
) -> list[int]:
    """When each syllable of a line begins, in ticks after the line's start.

    The line has ``length`` ticks; its last syllable is held over the end. ``chance`` holds 64
    numbers from 0 to 1, which make the rhythm this one and no other. ``syncopation`` (0-1) pulls
    beats forward.
    """
    beats = length // beat
    held = 2 if beats >= 6 and syllables <= (beats - 2) * 2 else 1
    moving = beats - held
    if moving < 1 or syllables < 2:
        return [index * length // max(1, syllables) for index in range(syllables)]
    counts = _counts(syllables - 1, moving, chance, 0.25 + 0.5 * syncopation)
    found: list[int] = []
    for number, count in enumerate(counts):
        if count == 0:
            continue
        lively = chance[(number + 32) % 64] < 0.5 * syncopation
        inside = _within_beat(count, beat, lively=lively)
        start = number * beat
        free = start - found[-1] if found else 0
        early = free >= beat and chance[(number + 48) % 64] < 0.6 * syncopation
        found += [start - beat // 2 if early else start, *(start + each for each in inside[1:])]
    return [*found, moving * beat]
