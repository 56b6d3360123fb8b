"""The score of a song: what is played, when and by whom, in ticks.

A score has one tempo and one metre from its first bar to its last, so that ticks and seconds
convert by one factor. Everything here is immutable and holds plain values only: a score can be
compared, stored and read back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

TICKS_PER_BEAT = 480
"""Ticks in one quarter note."""


class Note(NamedTuple):
    """One note; start and length in ticks, pitch and velocity as in MIDI (0-127)."""

    start: int
    length: int
    pitch: int
    velocity: int

    @property
    def end(self) -> int:
        """The tick at which the note is released."""
        return self.start + self.length


class Syllable(NamedTuple):
    """A sung syllable; its text carries the blank, line break or section marker around it."""

    text: str
    start: int
    length: int


class Harmony(NamedTuple):
    """A chord that sounds for a while: the pitch classes above the root's pitch class."""

    start: int
    length: int
    root: int
    intervals: tuple[int, ...]

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        """The chord's tones as pitch classes, root first."""
        return tuple((self.root + interval) % 12 for interval in self.intervals)


class Passage(NamedTuple):
    """A named stretch of the form, such as a verse; energy from 0 (bare) to 1 (everybody plays)."""

    kind: str
    start: int
    length: int
    energy: float


class Role(StrEnum):
    """What a part does in the band; the value is also the name of its stem."""

    VOCALS = "vocals"
    BACKING_VOCALS = "backing vocals"
    DRUMS = "drums"
    PERCUSSION = "percussion"
    BASS = "bass"
    GUITAR = "guitar"
    KEYBOARD = "keyboard"
    STRINGS = "strings"
    SYNTH = "synth"
    BRASS = "brass"
    WOODWINDS = "woodwinds"
    FX = "fx"
    RECORDING = "recording"

    @property
    def is_sung(self) -> bool:
        """Whether the part belongs to the voices rather than to the band."""
        return self in (Role.VOCALS, Role.BACKING_VOCALS)


@dataclass(frozen=True, slots=True)
class Part:
    """One player: an instrument, its place in the mix and its notes in order of time.

    ``program`` is a General MIDI program, or a drum kit when the role is drums or percussion.
    ``gain`` is linear, ``pan`` runs from -1 (left) to 1 (right), ``reverb`` from 0 to 1. ``leads``
    marks the melody.
    """

    name: str
    role: Role
    program: int
    notes: tuple[Note, ...]
    gain: float = 1.0
    pan: float = 0.0
    reverb: float = 0.2
    leads: bool = False

    @property
    def is_drum(self) -> bool:
        """Whether pitches name drums rather than tones."""
        return self.role in (Role.DRUMS, Role.PERCUSSION)


@dataclass(frozen=True, slots=True)
class Tape:
    """A stretch of recorded audio laid into a score: ``recording`` is the key of the stored
    samples.

    It sounds from ``start_seconds`` of the score on and plays the recording's seconds
    ``from_seconds`` to ``to_seconds``. ``gain`` is linear.
    """

    recording: str
    start_seconds: float
    from_seconds: float
    to_seconds: float
    gain: float = 1.0

    @property
    def end_seconds(self) -> float:
        """When the stretch has been played, in seconds of the score."""
        return self.start_seconds + self.to_seconds - self.from_seconds


@dataclass(frozen=True, slots=True)
class Metre:
    """A time signature; ``beats`` over ``unit``, as in 4/4, 3/4 or 6/8."""

    beats: int = 4
    unit: int = 4

    @property
    def bar(self) -> int:
        """Ticks in one bar."""
        return self.beats * TICKS_PER_BEAT * 4 // self.unit

    @property
    def steps(self) -> int:
        """Sixteenth notes in one bar."""
        return self.bar // (TICKS_PER_BEAT // 4)


@dataclass(frozen=True, slots=True)
class Score:
    """A whole song or a piece of one.

    ``tempo`` counts quarter notes a minute. ``length`` is where the song ends, in ticks; tones may
    ring on after it but are cut there. ``fade_out`` tells whether the end is a close (faded) or a
    seam (not).
    """

    tempo: float
    metre: Metre
    length: int
    parts: tuple[Part, ...] = ()
    syllables: tuple[Syllable, ...] = ()
    harmonies: tuple[Harmony, ...] = ()
    passages: tuple[Passage, ...] = ()
    tapes: tuple[Tape, ...] = ()
    fade_out: bool = True
    brightness: float = 0.0
    seed: int = 0

    def seconds(self, ticks: int) -> float:
        """The time of a tick, in seconds."""
        return ticks * 60.0 / (self.tempo * TICKS_PER_BEAT)

    def ticks(self, seconds: float) -> int:
        """The tick nearest to a time in seconds."""
        return round(seconds * self.tempo * TICKS_PER_BEAT / 60.0)

    @property
    def duration_seconds(self) -> float:
        """How long the song lasts."""
        return self.seconds(self.length)

    @property
    def lead(self) -> Part | None:
        """The part that has the melody, the first one if there are several."""
        return next((part for part in self.parts if part.leads), None)
