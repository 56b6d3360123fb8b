"""Bass lines by figure."""

from __future__ import annotations

from random import Random

from bot.studio.music.plan import Plan
from bot.studio.music.score import TICKS_PER_BEAT, Harmony, Note
from bot.studio.music.theory import nearest

_BEAT = TICKS_PER_BEAT
_HALF = TICKS_PER_BEAT // 2
_CENTRE = 38

Hit = tuple[int, int, int, float]
"""Tick in the bar, length, semitones above the root, loudness."""


def _fifth(chord: Harmony) -> int:
    return next((each for each in chord.intervals if each in (6, 7, 8)), 7)


def _pattern(figure: str, chord: Harmony, bar: int, random: Random) -> list[Hit]:
    beats = bar // _BEAT
    fifth = _fifth(chord)
    if figure == "eighths":
        return [
            (i * _HALF, _HALF - 30, 0, 1.0 if i % 2 == 0 else 0.85) for i in range(bar // _HALF)
        ]
    if figure == "octaves":
        return [(i * _HALF, _HALF - 40, 12 * (i % 2), 1.0) for i in range(bar // _HALF)]
    if figure == "offbeat":
        return [(i * _BEAT + _HALF, _HALF - 60, 0, 1.0) for i in range(beats)]
    if figure == "fifths":
        middle = bar // 2 // _BEAT * _BEAT if beats > 3 else (beats - 1) * _BEAT
        low = fifth - 12 if random.random() < 0.6 else fifth
        return [(0, middle - 40, 0, 1.0), (middle, bar - middle - 40, low, 0.85)]
    if figure == "reggae":
        rest = [(_BEAT, _HALF, 0, 1.0), (_BEAT + _HALF, _HALF - 30, fifth - 12, 0.9)]
        return [(0, _BEAT - 60, 0, 1.0), *rest, (2 * _BEAT + _HALF, _BEAT, 0, 1.0)]
    if figure == "syncopated":
        hits: list[Hit] = [(0, _BEAT - 60, 0, 1.0), (_BEAT + _HALF, _HALF, 0, 0.9)]
        hits += [(2 * _BEAT + _HALF, _HALF, random.choice((0, fifth, 12)), 0.9)]
        return [*hits, (3 * _BEAT + _HALF, _HALF - 30, random.choice((fifth - 12, 12, 0)), 0.8)]
    if figure == "drone":
        return [(0, bar, 0, 0.8)]
    return [(0, bar * 3 // 4, 0, 1.0), (bar * 3 // 4, bar // 4 - 30, 0, 0.7)]


def _walk(chord: Harmony, following: Harmony, root: int, bar: int, random: Random) -> list[Note]:
    """A note on every beat towards the next chord's root, the last one a step away from it."""
    goal = nearest(root + random.choice((-3, 0, 3)), (following.root,))
    beats = bar // _BEAT
    tones = [root]
    for index in range(1, beats - 1):
        height = root + (goal - root) * index / beats + random.choice((-4, 4))
        tones.append(nearest(height, chord.pitch_classes[:4]))
    if beats > 1:
        tones.append(goal + random.choice((-1, 1, 2)))
    return [
        Note(index * _BEAT, _BEAT - 40, max(28, min(55, tone)), 88 if index == 0 else 78)
        for index, tone in enumerate(tones)
    ]


def line(
    plan: Plan, harmonies: tuple[Harmony, ...], energies: tuple[float, ...], centre: int = _CENTRE
) -> tuple[Note, ...]:
    """The bass under a row of bars.

    ``energies`` says how hard each bar is played (under 0.2: not at all).
    """
    notes: list[Note] = []
    figure = plan.band.bass
    for index, (chord, energy) in enumerate(zip(harmonies, energies, strict=True)):
        if energy < 0.2:
            continue
        random = Random(f"bass {plan.seed} {index % 4}")  # noqa: S311 - art, not secrets
        root = nearest(centre, (chord.root,))
        loudness = 0.72 + 0.32 * energy
        following = harmonies[min(index + 1, len(harmonies) - 1)]
        if index == len(harmonies) - 1:
            notes.append(Note(chord.start, chord.length, root, round(84 * loudness)))
            continue
        if figure == "walking":
            walked = _walk(chord, following, root, chord.length, random)
            notes += [each._replace(start=each.start + chord.start) for each in walked]
            continue
        calm = energy < 0.42 and figure in ("eighths", "octaves", "syncopated")
        for start, length, above, accent in _pattern(
            "roots" if calm else figure, chord, chord.length, random
        ):
            if start >= chord.length:
                continue
            held = min(length, chord.length - start)
            notes.append(
                Note(chord.start + start, held, root + above, round(92 * loudness * accent))
            )
    return tuple(notes)
