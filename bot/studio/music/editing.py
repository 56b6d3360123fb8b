"""Editing scores: cutting, joining, changing tempo and key, setting other words, mixing anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from bot.studio.music.form import Line, Section
from bot.studio.music.score import Note, Part, Score, Syllable, Tape


class _Timed(Protocol):
    """Whatever has its place in a score."""

    @property
    def start(self) -> int: ...

    @property
    def length(self) -> int: ...


def cut(score: Score, start: int, end: int) -> Score:
    """The stretch of a score between two ticks, moved to tick 0.

    A note belongs to where it begins; what would ring beyond the end is released there. The end is
    a seam unless it is the score's own.
    """
    start, end = max(0, start), min(end, score.length)
    parts = (
        replace(
            part,
            notes=tuple(
                note._replace(start=note.start - start, length=min(note.length, end - note.start))
                for note in part.notes
                if start <= note.start < end
            ),
        )
        for part in score.parts
    )
    return replace(
        score,
        length=max(0, end - start),
        parts=tuple(part for part in parts if part.notes),
        syllables=tuple(
            each._replace(start=each.start - start)
            for each in score.syllables
            if start <= each.start < end
        ),
        harmonies=tuple(
            each._replace(start=max(0, each.start - start), length=_overlap(each, start, end))
            for each in score.harmonies
            if _overlap(each, start, end) > 0
        ),
        passages=tuple(
            each._replace(start=max(0, each.start - start), length=_overlap(each, start, end))
            for each in score.passages
            if _overlap(each, start, end) > 0
        ),
        tapes=_cut_tapes(score.tapes, score.seconds(start), score.seconds(end)),
        fade_out=score.fade_out and end == score.length,
    )


def _overlap(each: _Timed, start: int, end: int) -> int:
    return min(each.start + each.length, end) - max(each.start, start)


def _cut_tapes(tapes: Iterable[Tape], start: float, end: float) -> tuple[Tape, ...]:
    found = []
    for tape in tapes:
        begin, stop = max(tape.start_seconds, start), min(tape.end_seconds, end)
        if stop > begin:
            found.append(
                replace(
                    tape,
                    start_seconds=begin - start,
                    from_seconds=tape.from_seconds + begin - tape.start_seconds,
                    to_seconds=tape.from_seconds + stop - tape.start_seconds,
                )
            )
    return tuple(found)


def at_tempo(score: Score, tempo: float) -> Score:
    """The same music counted in another tempo and played in it.

    Tapes, which cannot, keep their pace.
    """
    ratio = score.tempo / tempo
    tapes = tuple(replace(each, start_seconds=each.start_seconds * ratio) for each in score.tapes)
    return replace(score, tempo=tempo, tapes=tapes)


def recounted(score: Score, tempo: float) -> Score:
    """The same sound counted in another tempo: every tick is moved so that every second stays."""
    if tempo == score.tempo:
        return score
    ratio = tempo / score.tempo

    def moved(tick: int) -> int:
        return round(tick * ratio)

    return replace(
        score,
        tempo=tempo,
        length=moved(score.length),
        parts=tuple(
            replace(
                part,
                notes=tuple(
                    each._replace(start=moved(each.start), length=max(1, moved(each.length)))
                    for each in part.notes
                ),
            )
            for part in score.parts
        ),
        syllables=tuple(
            each._replace(start=moved(each.start), length=moved(each.length))
            for each in score.syllables
        ),
        harmonies=tuple(
            each._replace(start=moved(each.start), length=moved(each.length))
            for each in score.harmonies
        ),
        passages=tuple(
            each._replace(start=moved(each.start), length=moved(each.length))
            for each in score.passages
        ),
    )


def transposed(score: Score, semitones: int) -> Score:
    """The same music higher or lower; drums stay as they are."""
    if semitones == 0:
        return score
    return replace(
        score,
        parts=tuple(
            part
            if part.is_drum
            else replace(part, notes=tuple(_raised(note, semitones) for note in part.notes))
            for part in score.parts
        ),
        harmonies=tuple(
            each._replace(root=(each.root + semitones) % 12) for each in score.harmonies
        ),
    )


def _raised(note: Note, semitones: int) -> Note:
    return note._replace(pitch=max(0, min(127, note.pitch + semitones)))


def joined(first: Score, second: Score) -> Score:
    """One score after the other. The second is recounted in the tempo of the first.

    A part that plays the same instrument in the same role under the same name goes on in one part.
    """
    second = recounted(second, first.tempo)
    shift = first.length
    parts: dict[tuple[str, str, int], Part] = {
        (part.name, part.role, part.program): part for part in first.parts
    }
    for part in second.parts:
        key = (part.name, part.role, part.program)
        later = tuple(each._replace(start=each.start + shift) for each in part.notes)
        before = parts.get(key)
        parts[key] = (
            replace(part, notes=later)
            if before is None
            else replace(before, notes=before.notes + later)
        )
    seconds = first.duration_seconds
    return replace(
        first,
        length=first.length + second.length,
        parts=_distinct(parts.values()),
        syllables=first.syllables
        + tuple(each._replace(start=each.start + shift) for each in second.syllables),
        harmonies=first.harmonies
        + tuple(each._replace(start=each.start + shift) for each in second.harmonies),
        passages=first.passages
        + tuple(each._replace(start=each.start + shift) for each in second.passages),
        tapes=first.tapes
        + tuple(replace(each, start_seconds=each.start_seconds + seconds) for each in second.tapes),
        fade_out=second.fade_out,
    )


def _distinct(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Tell parts of one name apart by a number: stems are found by name."""
    seen: set[str] = set()
    found = []
    for part in parts:
        name, number = part.name, 2
        while name in seen:
            name, number = f"{part.name} {number}", number + 1
        seen.add(name)
        found.append(replace(part, name=name))
    return tuple(found)


def syllables_of(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """The syllables of a form in order, with markers and line breaks as in a score."""
    found: list[str] = []
    for section in sections:
        marker = f"{section.marker}\n" if section.marker else ""
        for line in section.lines:
            found += _texts(line, marker)
            marker = ""
    return tuple(found)


def _texts(line: Line, marker: str) -> list[str]:
    texts = [*line.syllables[:-1], line.syllables[-1].rstrip() + "\n"]
    texts[0] = marker + texts[0]
    return texts


def with_words(score: Score, texts: tuple[str, ...]) -> Score:
    """The same melody to other syllables, one for each note.

    What is left over on either side is dropped.
    """
    lead = score.lead
    if lead is None:
        return score
    syllables = tuple(
        Syllable(text, note.start, note.length)
        for text, note in zip(texts, lead.notes, strict=False)
    )
    return replace(score, syllables=syllables)


def layered(score: Score, other: Score) -> Score:
    """Two scores of one tempo at once, as long as the first; words and form are the first one's."""
    parts = {(part.name, part.role, part.program): part for part in score.parts}
    for part in other.parts:
        key = (part.name, part.role, part.program)
        before = parts.get(key)
        if before is None:
            parts[key] = part
        else:
            parts[key] = replace(before, notes=tuple(sorted(before.notes + part.notes)))
    return replace(score, parts=_distinct(parts.values()), tapes=score.tapes + other.tapes)
