"""Composing a song, or a stretch of one, from a plan and a form."""

from __future__ import annotations

from dataclasses import replace

from bot.studio.music import form, melody
from bot.studio.music.arranger import accompany, backing_voices, named_apart
from bot.studio.music.harmony import harmonise
from bot.studio.music.instruments import INSTRUMENTS, level
from bot.studio.music.plan import Plan
from bot.studio.music.score import Harmony, Note, Part, Passage, Role, Score, Syllable

_SOLO = frozenset({form.BREAK})
_PLAYED = frozenset({form.VERSE, form.PRE_CHORUS, form.CHORUS, form.BREAK, form.BRIDGE})


def passages_of(plan: Plan, sections: tuple[form.Section, ...], start: int) -> tuple[Passage, ...]:
    """The form as passages in ticks. Later choruses are a little stronger than the first."""
    found, choruses = [], 0
    for section in sections:
        length = section.bars * plan.metre.bar
        energy = section.energy
        if section.kind == form.CHORUS:
            energy = min(1.0, energy + 0.04 * choruses)
            choruses += 1
        found.append(Passage(section.kind, start, length, energy))
        start += length
    return tuple(found)


def lead_part(plan: Plan, notes: tuple[Note, ...], *, leads: bool) -> Part:
    """The part of the instrument that has the melody where nobody sings."""
    instrument = INSTRUMENTS[plan.lead]
    gain = 0.8 * level(plan.lead, is_drum=False)
    return Part(
        f"lead {instrument.name}", instrument.role, plan.lead, notes, gain, -0.1, 0.32, leads
    )


def lead_range(plan: Plan) -> tuple[int, int]:
    """The lowest and the highest pitch of the leading instrument's melodies."""
    instrument = INSTRUMENTS[plan.lead]
    low = max(instrument.low, min(60, instrument.high - 20))
    return low, low + 19


def voice_part(plan: Plan, notes: tuple[Note, ...]) -> Part:
    """The singer's part for the notes of a melody.

    Raises ValueError when the plan has no singer.
    """
    if plan.singer is None:
        raise ValueError("nobody sings in this plan")
    gain = 0.95 * level(plan.singer.program, is_drum=False)
    return Part("voice", Role.VOCALS, plan.singer.program, notes, gain, 0.0, 0.3, leads=True)


def _melodies(
    plan: Plan,
    sections: tuple[form.Section, ...],
    start: int,
    harmonies: tuple[Harmony, ...],
    passages: tuple[Passage, ...],
) -> tuple[list[Part], tuple[Syllable, ...]]:
    player = melody.MelodyWriter(plan, harmonies, *lead_range(plan))
    if plan.singer is None:
        notes = player.play(sections, start, _PLAYED)
        return ([lead_part(plan, notes, leads=True)] if notes else []), ()
    writer = melody.MelodyWriter(plan, harmonies, plan.singer.low, plan.singer.high)
    sung = writer.sing(sections, start)
    parts: list[Part] = []
    if sung.notes:
        parts.append(voice_part(plan, sung.notes))
        if backing := backing_voices(plan, sung.notes, harmonies, passages):
            parts.append(backing)
    solo = player.play(sections, start, _SOLO if sung.notes else _PLAYED)
    if solo:
        parts.append(lead_part(plan, solo, leads=not sung.notes))
    return parts, sung.syllables


def compose(plan: Plan, sections: tuple[form.Section, ...], start: int = 0) -> Score:
    """Write the score of a form. ``start`` leaves that many ticks free before the first bar."""
    harmonies = harmonise(plan, sections, start)
    passages = passages_of(plan, sections, start)
    leading, syllables = _melodies(plan, sections, start, harmonies, passages)
    parts = named_apart([*leading, *accompany(plan, harmonies, passages)])
    return Score(
        tempo=plan.tempo,
        metre=plan.metre,
        length=start + sum(section.bars for section in sections) * plan.metre.bar,
        parts=parts,
        syllables=syllables,
        harmonies=harmonies,
        passages=passages,
        seed=plan.seed,
    )


def bar_seconds(plan: Plan) -> float:
    """How long a bar lasts."""
    return plan.metre.bar / 480 * 60.0 / plan.tempo


def form_of(
    plan: Plan, lyrics: str | None, duration: float | None, *, opening: bool = True
) -> tuple[form.Section, ...]:
    """The form for given lyrics (None: without words) that comes nearest to a length in seconds.

    Without a length a song with lyrics takes the time the lyrics need, at most four minutes.
    """
    one = bar_seconds(plan)
    sections = form.parse(lyrics) if lyrics else ()
    if not any(section.lines for section in sections):
        wanted = duration or 75.0
        if sections:
            laid = form.lay_out(sections, one, opening=opening)
            return laid if duration is None else form.fit(laid, max(1, round(wanted / one)))
        return form.instrumental(max(1, round(wanted / one)))
    laid = form.lay_out(sections, one, opening=opening)
    bars = sum(section.bars for section in laid)
    longest = max(1, round(240.0 / one))
    if duration is not None:
        return form.fit(laid, max(1, round(duration / one)))
    if bars > longest:
        # Many words: sing them twice as fast before leaving any out.
        laid = tuple(
            replace(each, bars=max(1, each.bars // 2))
            if each.lines and each.bars_per_line > 1
            else each
            for each in laid
        )
    return form.fit(laid, longest) if sum(each.bars for each in laid) > longest else laid


def lines_for(plan: Plan, duration: float | None) -> float:
    """How many lines of written lyrics a song of a length in seconds has room for."""
    one = bar_seconds(plan)
    return (duration or 100.0) / (form.line_bars(12.0, one) * one)
