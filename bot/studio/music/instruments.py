"""The instruments of the General MIDI sound font that the studio uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.studio.music.score import Role

REFERENCE_LEVEL: Final = 0.085
"""The loudness (root mean square at velocity 100) that every instrument is brought to before
mixing.
"""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A program of the sound font: its section, the words that ask for it and how loud it is by
    nature.

    ``low`` and ``high`` bound the pitches at which it sounds well.
    """

    program: int
    name: str
    role: Role
    level: float
    words: tuple[str, ...] = ()
    low: int = 36
    high: int = 96


_ALL: Final = (
    Instrument(0, "piano", Role.KEYBOARD, 0.04, ("piano", "grand piano")),
    Instrument(2, "electric grand", Role.KEYBOARD, 0.093),
    Instrument(4, "electric piano", Role.KEYBOARD, 0.17, ("rhodes", "electric piano", "keys")),
    Instrument(5, "tine piano", Role.KEYBOARD, 0.071),
    Instrument(6, "harpsichord", Role.KEYBOARD, 0.067, ("harpsichord", "baroque")),
    Instrument(7, "clavinet", Role.KEYBOARD, 0.089, ("clavinet",)),
    Instrument(8, "celesta", Role.KEYBOARD, 0.089, ("celesta",), low=60),
    Instrument(9, "glockenspiel", Role.KEYBOARD, 0.014, ("glockenspiel",), low=60, high=90),
    Instrument(10, "music box", Role.KEYBOARD, 0.081, ("music box",), low=60),
    Instrument(11, "vibraphone", Role.KEYBOARD, 0.156, ("vibraphone", "vibes"), high=90),
    Instrument(12, "marimba", Role.KEYBOARD, 0.04, ("marimba",)),
    Instrument(14, "bells", Role.KEYBOARD, 0.061, ("bells", "chimes")),
    Instrument(16, "organ", Role.KEYBOARD, 0.112, ("organ", "hammond")),
    Instrument(18, "rock organ", Role.KEYBOARD, 0.108),
    Instrument(19, "church organ", Role.KEYBOARD, 0.1, ("church organ", "pipe organ")),
    Instrument(21, "accordion", Role.KEYBOARD, 0.129, ("accordion", "musette")),
    Instrument(22, "harmonica", Role.WOODWINDS, 0.085, ("harmonica",), low=55, high=90),
    Instrument(24, "nylon guitar", Role.GUITAR, 0.079, ("nylon guitar", "classical guitar")),
    Instrument(
        25, "steel guitar", Role.GUITAR, 0.068, ("acoustic guitar", "acoustic", "guitar", "ukulele")
    ),
    Instrument(26, "jazz guitar", Role.GUITAR, 0.097, ("jazz guitar",)),
    Instrument(27, "clean guitar", Role.GUITAR, 0.04, ("clean guitar", "electric guitar")),
    Instrument(28, "muted guitar", Role.GUITAR, 0.047, ("palm muted", "muted guitar")),
    Instrument(29, "overdriven guitar", Role.GUITAR, 0.063, ("overdrive", "rock guitar"), high=88),
    Instrument(
        30, "distorted guitar", Role.GUITAR, 0.084, ("distorted", "distortion", "shred"), high=88
    ),
    Instrument(32, "upright bass", Role.BASS, 0.054, ("upright bass", "double bass"), 28, 60),
    Instrument(33, "finger bass", Role.BASS, 0.065, ("bass guitar", "bass"), 28, 60),
    Instrument(34, "pick bass", Role.BASS, 0.063, (), 28, 60),
    Instrument(35, "fretless bass", Role.BASS, 0.067, ("fretless",), 28, 60),
    Instrument(36, "slap bass", Role.BASS, 0.071, ("slap bass",), 28, 60),
    Instrument(38, "synth bass", Role.BASS, 0.106, ("synth bass", "acid"), 28, 60),
    Instrument(39, "deep synth bass", Role.BASS, 0.093, ("sub bass", "808"), 28, 60),
    Instrument(40, "violin", Role.STRINGS, 0.121, ("violin", "fiddle"), 55, 96),
    Instrument(42, "cello", Role.STRINGS, 0.114, ("cello",), 36, 76),
    Instrument(45, "pizzicato strings", Role.STRINGS, 0.059, ("pizzicato",)),
    Instrument(46, "harp", Role.STRINGS, 0.157, ("harp",)),
    Instrument(48, "strings", Role.STRINGS, 0.11, ("strings", "orchestra", "symphonic")),
    Instrument(49, "slow strings", Role.STRINGS, 0.094),
    Instrument(50, "synth strings", Role.STRINGS, 0.089),
    Instrument(52, "choir", Role.BACKING_VOCALS, 0.078, ("choir", "choral", "gospel choir")),
    Instrument(53, "voice", Role.VOCALS, 0.099),
    Instrument(54, "synth voice", Role.VOCALS, 0.06, ("vocoder", "robot voice"), 36, 90),
    Instrument(56, "trumpet", Role.BRASS, 0.044, ("trumpet", "mariachi"), 52, 88),
    Instrument(57, "trombone", Role.BRASS, 0.057, ("trombone",), 40, 76),
    Instrument(59, "muted trumpet", Role.BRASS, 0.036, ("muted trumpet",), 52, 86),
    Instrument(60, "french horn", Role.BRASS, 0.171, ("french horn", "horn"), 40, 78),
    Instrument(61, "brass section", Role.BRASS, 0.041, ("brass", "horns", "big band")),
    Instrument(66, "tenor saxophone", Role.WOODWINDS, 0.09, ("saxophone", "sax"), 44, 80),
    Instrument(68, "oboe", Role.WOODWINDS, 0.049, ("oboe",), 58, 88),
    Instrument(71, "clarinet", Role.WOODWINDS, 0.09, ("clarinet",), 50, 90),
    Instrument(73, "flute", Role.WOODWINDS, 0.059, ("flute",), 60, 96),
    Instrument(75, "pan flute", Role.WOODWINDS, 0.109, ("pan flute", "panpipes"), 55, 92),
    Instrument(79, "ocarina", Role.WOODWINDS, 0.19, ("ocarina", "whistle"), 60, 92),
    Instrument(80, "square lead", Role.SYNTH, 0.258, ("chiptune", "8-bit", "square wave")),
    Instrument(81, "saw lead", Role.SYNTH, 0.191, ("synth lead", "saw")),
    Instrument(85, "voice lead", Role.SYNTH, 0.122),
    Instrument(88, "new age pad", Role.SYNTH, 0.079, ("new age",)),
    Instrument(89, "warm pad", Role.SYNTH, 0.059, ("pad", "pads", "warm pad")),
    Instrument(90, "polysynth", Role.SYNTH, 0.117, ("synth", "synthesizer", "synths")),
    Instrument(91, "choir pad", Role.SYNTH, 0.102, ("ethereal",)),
    Instrument(94, "halo pad", Role.SYNTH, 0.086),
    Instrument(95, "sweep pad", Role.SYNTH, 0.118),
    Instrument(104, "sitar", Role.GUITAR, 0.027, ("sitar", "indian", "raga")),
    Instrument(105, "banjo", Role.GUITAR, 0.055, ("banjo", "bluegrass")),
    Instrument(106, "shamisen", Role.GUITAR, 0.026, ("shamisen", "japanese")),
    Instrument(107, "koto", Role.GUITAR, 0.055, ("koto",)),
    Instrument(108, "kalimba", Role.KEYBOARD, 0.079, ("kalimba", "mbira")),
    Instrument(109, "bagpipe", Role.WOODWINDS, 0.094, ("bagpipe", "bagpipes"), 55, 84),
)

INSTRUMENTS: Final = {instrument.program: instrument for instrument in _ALL}
"""Every instrument by its program."""

DRUM_LEVEL: Final = 0.09
"""The natural loudness of the drum kits."""


def level(program: int, *, is_drum: bool) -> float:
    """The factor that brings a program to the reference loudness."""
    natural = DRUM_LEVEL if is_drum else INSTRUMENTS[program].level
    return REFERENCE_LEVEL / natural
