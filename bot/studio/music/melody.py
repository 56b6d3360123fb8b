"""The melody: a motif for each kind of section, sung on the syllables of its lines or played.

Every line takes its rhythm and its curve from the motif of its section's kind, so that verses
resemble verses and the hook of the chorus comes back as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from bot.studio.music import form, harmony, rhythm
from bot.studio.music.plan import Plan
from bot.studio.music.score import TICKS_PER_BEAT, Harmony, Note, Syllable
from bot.studio.music.theory import nearest

EIGHTH = TICKS_PER_BEAT // 2
COMPOUND = 8
"""The unit of metres that count in dotted quarters."""


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


def _onsets(count: int, length: int, motif: _Motif, plan: Plan) -> list[int]:
    """When the notes of a line begin, after the motif's rhythm."""
    beat = rhythm.DOTTED if plan.metre.unit == COMPOUND else TICKS_PER_BEAT
    return rhythm.onsets(count, length, beat, motif.ranking, syncopation=plan.band.syncopation)


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
        onsets = _onsets(len(words), place.length, motif, self._plan)
        return self._notes(onsets, place, motif, closes=closes)

    def _notes(self, onsets: list[int], place: Place, motif: _Motif, *, closes: bool) -> list[Note]:
        start, length, energy = place
        plan, notes = self._plan, list[Note]()
        span = self._high - self._low
        height = self._low + span * motif.lift
        scale = sorted({(plan.tonic + step) % 12 for step in plan.mode.scale})
        pitch = nearest(height, tuple(scale))
        same = 0
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
            before = pitch
            pitch = self._within(nearest(target, classes), classes)
            same = same + 1 if pitch == before else 0
            if same > 1 and not last:
                # Three times the same is enough: step aside, to the side the melody leans to.
                aside = pitch + (2 if height >= pitch else -2)
                pitch = self._within(nearest(aside, tuple(scale)), tuple(scale))
                same = 0
            velocity = round(64 + 34 * energy + (8 if strong else 0) - (0 if long else 5))
            held = min(end - tick, TICKS_PER_BEAT * (3 if last else 2))
            notes.append(self._note(tick, held, pitch, velocity))
        return notes

    def _note(self, tick: int, held: int, pitch: int, velocity: int) -> Note:
        """A note with a breath at its end; swing makes it begin later, not end later."""
        begin = _swung(tick, self._plan)
        length = max(SHORTEST, round(held * 0.94) - (begin - tick))
        return Note(begin, length, pitch, min(120, velocity))

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
        onsets = _onsets(count, place.length, motif, self._plan)
        return self._notes(onsets, place, motif, closes=index % 2 == 1)
