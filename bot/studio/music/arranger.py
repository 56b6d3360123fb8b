"""The band.

Bass, drums and the chairs of a style, over chords and passages that are already there.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from bot.studio.music import bass, form, harmony
from bot.studio.music.drumming import DRUMS, GROOVES, SHAKES, Groove, fill
from bot.studio.music.figures import FIGURES
from bot.studio.music.instruments import INSTRUMENTS, level
from bot.studio.music.plan import Plan
from bot.studio.music.planner import figure_of
from bot.studio.music.score import TICKS_PER_BEAT, Harmony, Note, Part, Passage, Role, Score
from bot.studio.music.styles import Chair
from bot.studio.music.theory import nearest, voicing

_FULL: Final = 0.7
"""The energy from which on the drums play their fuller pattern."""
_CALM: Final = 0.4
"""Up to this energy passages glide into each other without a fill."""
HIGHEST_PITCH: Final = 127
_ROOTED: Final = frozenset({"power", "shuffle", "waltz", "pick"})


def _energies(harmonies: tuple[Harmony, ...], passages: tuple[Passage, ...]) -> tuple[float, ...]:
    found = []
    for chord in harmonies:
        inside = [each for each in passages if each.start <= chord.start < each.start + each.length]
        found.append(inside[-1].energy if inside else 0.5)
    return tuple(found)


def _swung(notes: list[Note], plan: Plan) -> list[Note]:
    if not plan.band.swing:
        return notes
    late = round((plan.band.swing - 0.5) * TICKS_PER_BEAT)
    half = TICKS_PER_BEAT // 2
    return [
        note._replace(start=note.start + late, length=max(20, note.length - late))
        if note.start % TICKS_PER_BEAT == half
        else note
        for note in notes
    ]


def _human(notes: list[Note], plan: Plan, name: str) -> tuple[Note, ...]:
    """Small unevenness in time and force, the same at every hearing."""
    random = Random(f"touch {plan.seed} {name}")  # noqa: S311 - art, not secrets
    return tuple(
        sorted(
            note._replace(
                start=max(0, note.start + random.randint(-4, 6)),
                velocity=max(1, min(127, note.velocity + random.randint(-4, 4))),
            )
            for note in notes
        )
    )


def _rooted(chord: Harmony, centre: int) -> tuple[int, ...]:
    root = nearest(centre, (chord.root,))
    return tuple(root + interval for interval in chord.intervals[:4])


def _chair(
    plan: Plan,
    chair: Chair,
    program: int,
    harmonies: tuple[Harmony, ...],
    energies: tuple[float, ...],
) -> Part | None:
    instrument = INSTRUMENTS[program]
    name = figure_of(chair, plan.metre)
    centre = max(instrument.low + 10, min(instrument.high - 14, chair.centre))
    notes: list[Note] = []
    before: tuple[int, ...] = ()
    for index, (chord, energy) in enumerate(zip(harmonies, energies, strict=True)):
        if energy < chair.enters:
            before = ()
            continue
        if name in _ROOTED:
            tones = _rooted(chord, centre)
        else:
            before = tones = voicing(chord.pitch_classes, before, centre)
        last = index == len(harmonies) - 1
        figure = FIGURES["pad" if last else name]
        random = Random(f"figure {plan.seed} {name} {index % 2}")  # noqa: S311 - art, not secrets
        notes += _bar_of(figure(tones, chord.length, random), chord, 0.74 + 0.32 * energy)
    if not notes:
        return None
    is_pad = name == "pad"
    gain = chair.gain * level(program, is_drum=False) * (0.5 if is_pad else 0.62)
    touched = _human(notes if is_pad else _swung(notes, plan), plan, instrument.name)
    return Part(instrument.name, instrument.role, program, touched, gain, chair.pan, chair.reverb)


def _bar_of(played: list[Note], chord: Harmony, loudness: float) -> list[Note]:
    """A figure's notes at the place of its chord; what lies outside of the bar is left out."""
    return [
        note._replace(
            start=note.start + chord.start,
            velocity=max(1, min(127, round(note.velocity * loudness))),
        )
        for note in played
        if note.start < chord.length and 0 < note.pitch <= HIGHEST_PITCH
    ]


def _grooves(plan: Plan) -> tuple[Groove, Groove]:
    """The lighter and the fuller pattern of the style, or of its metre where the style's do not
    fit.
    """
    light, full = plan.band.grooves
    if plan.metre.unit == 8:  # 6/8
        light, full = "sixeight", "sixeight full"
    elif plan.metre.beats == 3:  # 3/4
        light, full = "waltz", "waltz full"
    elif light in ("waltz", "sixeight"):
        light, full = "ballad", "ballad full"
    return GROOVES[light], GROOVES[full]


def _drums(
    plan: Plan,
    kit: int,
    harmonies: tuple[Harmony, ...],
    energies: tuple[float, ...],
    passages: tuple[Passage, ...],
) -> Part | None:
    light, full = _grooves(plan)
    starts = {each.start for each in passages}
    ends = {each.start + each.length for each in passages}
    notes: list[Note] = []
    random = Random(f"drums {plan.seed}")  # noqa: S311 - art, not secrets
    playing = False
    for chord, energy in zip(harmonies[:-1], energies, strict=False):
        if energy < plan.band.drums_enter:
            playing = False
            continue
        loudness = 0.66 + 0.38 * energy
        groove = full if energy >= _FULL else light
        fills = chord.start + chord.length in ends and energy > _CALM
        notes += _drum_bar(
            groove, chord.start, plan.metre.steps, loudness, random if fills else None
        )
        if chord.start in starts and (energy >= _FULL or not playing):
            notes.append(Note(chord.start, 480, DRUMS["crash"], round(92 * loudness)))
        playing = True
    if not notes:
        return None
    last, loudness = harmonies[-1].start, 0.66 + 0.38 * energies[-1]
    notes += [Note(last, 480, DRUMS[each], round(96 * loudness)) for each in ("kick", "crash")]
    touched = _human(_swung(notes, plan), plan, "drums")
    return Part("drums", Role.DRUMS, kit, touched, level(kit, is_drum=True), 0.0, 0.12)


def _drum_bar(
    groove: Groove, start: int, steps: int, loudness: float, random: Random | None
) -> list[Note]:
    """A bar of a pattern; given chance, it ends in a fill."""
    strokes = groove.notes(start, steps, loudness)
    if random is None:
        return strokes
    run = fill(start, steps, loudness, random)
    begin = min(note.start for note in run)
    return [note for note in strokes if note.start < begin] + run


def _percussion(
    plan: Plan, name: str, harmonies: tuple[Harmony, ...], energies: tuple[float, ...]
) -> Part | None:
    notes: list[Note] = []
    for chord, energy in zip(harmonies[:-1], energies, strict=False):
        if energy >= max(0.6, plan.band.drums_enter):
            notes += SHAKES[name].notes(chord.start, plan.metre.steps, 0.55 + 0.3 * energy)
    if not notes:
        return None
    touched = _human(_swung(notes, plan), plan, name)
    return Part(name, Role.PERCUSSION, 0, touched, 1.0 * level(0, is_drum=True), 0.45, 0.2)


def accompany(
    plan: Plan, harmonies: tuple[Harmony, ...], passages: tuple[Passage, ...]
) -> tuple[Part, ...]:
    """Every part of the band but the voices and the melody.

    Parts that would not play a note are left out.
    """
    energies = _energies(harmonies, passages)
    parts: list[Part | None] = []
    if plan.kit is not None:
        parts.append(_drums(plan, plan.kit, harmonies, energies, passages))
        if plan.percussion is not None:
            parts.append(_percussion(plan, plan.percussion, harmonies, energies))
    if plan.bass is not None:
        notes = bass.line(plan, harmonies, tuple(max(energy, 0.21) for energy in energies))
        gain = 0.95 * level(plan.bass, is_drum=False)
        touched = _human(_swung(list(notes), plan), plan, "bass")
        parts.append(
            Part(INSTRUMENTS[plan.bass].name, Role.BASS, plan.bass, touched, gain, 0.0, 0.04)
        )
    for chair, program in zip(plan.band.chairs, plan.programs, strict=True):
        if program is not None:
            parts.append(_chair(plan, chair, program, harmonies, energies))
    return named_apart([part for part in parts if part is not None])


def named_apart(parts: list[Part]) -> tuple[Part, ...]:
    """Number the parts that share a name, so that each stem can be told from the others."""
    seen: dict[str, int] = {}
    found = []
    for part in parts:
        seen[part.name] = seen.get(part.name, 0) + 1
        number = seen[part.name]
        found.append(part if number == 1 else replace(part, name=f"{part.name} {number}"))
    return tuple(found)


def backing_voices(
    plan: Plan,
    lead: tuple[Note, ...],
    harmonies: tuple[Harmony, ...],
    passages: tuple[Passage, ...],
) -> Part | None:
    """A second voice that joins the lead in the choruses, on the chord tone below it."""
    loud = [each for each in passages if each.kind == form.CHORUS]
    notes = []
    for note in lead:
        if not any(each.start <= note.start < each.start + each.length for each in loud):
            continue
        chord = harmony.at(harmonies, note.start)
        below = nearest(note.pitch - 4, chord.pitch_classes[:4])
        if below == note.pitch:
            below = nearest(note.pitch - 6, chord.pitch_classes[:4])
        notes.append(note._replace(pitch=below, velocity=max(1, note.velocity - 22)))
    if not notes:
        return None
    gain = 0.62 * level(52, is_drum=False)
    return Part(
        "backing voices", Role.BACKING_VOCALS, 52, _human(notes, plan, "backing"), gain, 0.3, 0.4
    )


def held_chord(plan: Plan, harmonies: tuple[Harmony, ...], tick: int, length: int) -> Score | None:
    """The chord that sounds at a tick of a song, held from tick 0 on by bass and first chair."""
    if not harmonies:
        return None
    chord = harmony.at(harmonies, tick)._replace(start=0, length=length)
    calm = (Passage(form.BREAK, 0, length, 0.5),)
    quiet = replace(plan, kit=None, percussion=None)
    parts = accompany(quiet, (chord,), calm)
    return Score(plan.tempo, plan.metre, length, parts)
