"""The melody: a motif for each kind of section, sung on the syllables of its lines or played.

Every line takes its rhythm and its curve from the motif of its section's kind, so that verses
resemble verses and the hook of the chorus comes back as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from bot.studio.music import form, harmony
from bot.studio.music.plan import Plan
from bot.studio.music.score import TICKS_PER_BEAT, Harmony, Note, Syllable
from bot.studio.music.theory import nearest

EIGHTH = TICKS_PER_BEAT // 2


SHORTEST = TICKS_PER_BEAT // 16
"""No syllable is shorter than a 64th note."""


class Place(NamedTuple):
    """Where a line is sung: from a tick on, for so many ticks, with so much energy (0-1)."""

    start: int
    length: int
    energy: float


@dataclass(frozen=True, slots=True)
class Sung:
    """The notes of a melody and the syllables that are sung to them."""

    notes: tuple[Note, ...]
    syllables: tuple[Syllable, ...]

    def __add__(self, other: Sung) -> Sung:
        return Sung(self.notes + other.notes, self.syllables + other.syllables)


@dataclass(frozen=True, slots=True)
class _Motif:
    """A curve in scale steps and the order in which the slots of a line are filled."""

    steps: tuple[int, ...]
    ranking: tuple[float, ...]
    lift: float


def _motif(plan: Plan, kind: str, variant: int) -> _Motif:
    random = Random(f"motif {plan.seed} {kind} {variant}")  # noqa: S311 - art, not secrets
    leap = 0.14 + 0.3 * plan.wildness
    steps, direction = [], random.choice((-1, 1))
    for _ in range(64):
        if random.random() < 0.34:
            direction = -direction
        size = 0 if random.random() < 0.22 else 1
        if random.random() < leap:
            size = random.choice((2, 3))
        steps.append(direction * size)
    ranking = tuple(random.random() for _ in range(64))
    lift = {form.CHORUS: 0.72, form.PRE_CHORUS: 0.58, form.BRIDGE: 0.62}.get(kind, 0.42)
    return _Motif(tuple(steps), ranking, lift)


def _onsets(count: int, slots: int, unit: int, motif: _Motif, plan: Plan) -> list[int]:
    """Choose the slots of a line for so many syllables, strong ones first, as ticks from the
    line's start.
    """
    beat = TICKS_PER_BEAT * 3 // 2 if plan.metre.unit == 8 else TICKS_PER_BEAT
    sung = max(count, slots - max(1, slots // 5))
    syncopation = plan.band.syncopation

    def weight(slot: int) -> float:
        tick = slot * unit
        strength = 3.0 if tick % plan.metre.bar == 0 else 2.0 if tick % beat == 0 else 1.0
        if tick % EIGHTH:
            strength = 0.2
        return strength + motif.ranking[slot % 64] * (0.8 + 2.2 * syncopation) - slot * 0.6 / slots

    best = sorted(range(min(sung, slots)), key=lambda slot: (-weight(slot), slot))[:count]
    return [slot * unit for slot in sorted(best)]


def _swung(tick: int, plan: Plan) -> int:
    """Delay the second eighth of a beat as the style's swing asks."""
    if plan.band.swing and tick % TICKS_PER_BEAT == EIGHTH:
        return tick + round((plan.band.swing - 0.5) * TICKS_PER_BEAT)
    return tick


class MelodyWriter:
    """Writes the melody of one song between two pitches."""

    def __init__(self, plan: Plan, harmonies: tuple[Harmony, ...], low: int, high: int) -> None:
        self._plan = plan
        self._harmonies = harmonies
        self._low = low
        self._high = high

    def line(
        self, words: tuple[str, ...], kind: str, index: int, place: Place, *, closes: bool
    ) -> list[Note]:
        """The notes of the line of that number in a section, one for each syllable, the last
        one held.
        """
        # A line's twin is the one two lines on: A B A' B', where B comes home.
        motif = _motif(self._plan, kind, index % 2)
        unit = EIGHTH
        while len(words) > place.length // unit - 1 and unit > SHORTEST:
            unit //= 2
        onsets = _onsets(len(words), place.length // unit, unit, motif, self._plan)
        return self._notes(onsets, place, motif, closes=closes)

    def _notes(self, onsets: list[int], place: Place, motif: _Motif, *, closes: bool) -> list[Note]:
        start, length, energy = place
        plan, notes = self._plan, list[Note]()
        span = self._high - self._low
        height = self._low + span * motif.lift
        scale = sorted({(plan.tonic + step) % 12 for step in plan.mode.scale})
        pitch = nearest(height, tuple(scale))
        for number, onset in enumerate(onsets):
            tick = start + onset
            end = start + (onsets[number + 1] if number + 1 < len(onsets) else length)
            here = harmony.at(self._harmonies, tick)
            last = number == len(onsets) - 1
            target = pitch + motif.steps[number % 64] * 1.9
            # The further from its height, the stronger the pull back to it.
            target += (height - target) * 0.18
            long = end - tick >= TICKS_PER_BEAT
            strong = onset % TICKS_PER_BEAT == 0
            if last and closes:
                classes: tuple[int, ...] = (here.root, here.pitch_classes[1])
            elif strong or long or last:
                classes = here.pitch_classes[:4]
            else:
                classes = tuple(scale)
            pitch = self._within(nearest(target, classes), classes)
            held = min(end - tick, TICKS_PER_BEAT * (3 if last else 2))
            begin = _swung(tick, plan)
            velocity = round(64 + 34 * energy + (8 if strong else 0) - (5 if not long else 0))
            notes.append(
                Note(
                    begin,
                    max(SHORTEST, round(held * 0.94) - (begin - tick)),
                    pitch,
                    min(120, velocity),
                )
            )
        return notes

    def _within(self, pitch: int, classes: tuple[int, ...]) -> int:
        while pitch > self._high:
            pitch -= 12
        while pitch < self._low:
            pitch += 12
        return pitch if pitch % 12 in classes else nearest(pitch, classes)

    def sing(self, sections: tuple[form.Section, ...], start: int) -> Sung:
        """The melody of a form that begins at a tick, with its syllables.

        A section's marker goes with its first syllable.
        """
        sung = Sung((), ())
        for section in sections:
            length = section.bars_per_line * self._plan.metre.bar
            sung += self.sing_section(section, start, length)
            start += section.bars * self._plan.metre.bar
        return sung

    def sing_section(self, section: form.Section, start: int, line_length: int) -> Sung:
        """The melody of one section whose lines last so many ticks each."""
        notes, syllables = list[Note](), list[Syllable]()
        marker = f"{section.marker}\n" if section.marker else ""
        for index, line in enumerate(section.lines):
            place = Place(start + index * line_length, line_length, section.energy)
            closes = index % 2 == 1 or index == len(section.lines) - 1
            placed = self.line(line.syllables, section.kind, index, place, closes=closes)
            texts = [*line.syllables[:-1], line.syllables[-1].rstrip() + "\n"]
            for note, text in zip(placed, texts, strict=False):
                syllables.append(Syllable(marker + text, note.start, note.length))
                marker = ""
            notes.extend(placed)
        return Sung(tuple(notes), tuple(syllables))

    def play(
        self, sections: tuple[form.Section, ...], start: int, kinds: frozenset[str]
    ) -> tuple[Note, ...]:
        """The melody played by an instrument in the sections of these kinds that nobody sings
        in.
        """
        notes: list[Note] = []
        bar = self._plan.metre.bar
        for section in sections:
            if section.kind in kinds and not section.lines:
                kind = form.CHORUS if section.kind == form.BREAK else section.kind
                for index in range(0, section.bars, 2):
                    length = min(2, section.bars - index) * bar
                    place = Place(start + index * bar, length, section.energy)
                    notes += self._played(kind, index // 2, place)
            start += section.bars * bar
        return tuple(notes)

    def _played(self, kind: str, index: int, place: Place) -> list[Note]:
        motif = _motif(self._plan, kind, index % 2)
        count = max(2, round(place.length / EIGHTH * (0.45 + 0.2 * motif.ranking[0])))
        onsets = _onsets(count, place.length // EIGHTH, EIGHTH, motif, self._plan)
        return self._notes(onsets, place, motif, closes=index % 2 == 1)
