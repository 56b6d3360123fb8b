"""The styles the studio knows, as data: words that ask for one, tempo, harmony, groove and band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.studio.music.score import Metre
from bot.studio.music.theory import Mode

_FOUR: Final = Metre()


@dataclass(frozen=True, slots=True)
class Chair:
    """A place in the band: the programs to choose from and the figure they play.

    ``centre`` is the pitch the part stays around; ``enters`` is the energy of a passage from which
    on it plays; the rest is as in ``Part``.
    """

    programs: tuple[int, ...]
    figure: str
    centre: int = 60
    enters: float = 0.0
    gain: float = 1.0
    pan: float = 0.0
    reverb: float = 0.25


Progressions = tuple[str, ...]
"""Progressions in Roman numerals, one chord a bar, chords separated by blanks."""


@dataclass(frozen=True, slots=True)
class Style:
    """What makes a song sound like its kind. Tempo counts quarter notes a minute."""

    name: str
    words: tuple[str, ...]
    tempo: tuple[int, int]
    bright: Progressions
    dark: Progressions
    grooves: tuple[str, str]
    bass: str
    basses: tuple[int, ...]
    chairs: tuple[Chair, ...]
    leads: tuple[int, ...]
    modes: tuple[Mode, ...] = (Mode.MAJOR, Mode.MINOR)
    metre: Metre = _FOUR
    kit: int = 0
    percussion: str | None = None
    swing: float = 0.0
    syncopation: float = 0.3
    drums_enter: float = 0.3
    chord_bars: int = 1


_POP_BRIGHT: Final = ("I V vi IV", "vi IV I V", "I vi IV V", "I IV vi V", "IV I V vi")
_POP_DARK: Final = ("i bVI bIII bVII", "i iv bVI V", "i bVII bVI bVII", "bVI bVII i i")
_DARK: Final = (Mode.MINOR,)
_BRIGHT: Final = (Mode.MAJOR,)

STYLES: Final = (
    Style(
        "pop",
        ("pop", "catchy", "radio", "anthem", "k-pop", "j-pop", "teen"),
        (96, 124),
        _POP_BRIGHT,
        _POP_DARK,
        ("pop", "pop full"),
        "eighths",
        (33, 38, 34),
        (
            Chair((0, 4, 2), "block", 62, 0.0, 0.9, -0.2),
            Chair((27, 25), "strum", 58, 0.35, 0.7, 0.35),
            Chair((89, 50, 90), "pad", 62, 0.55, 0.55, 0.0, 0.4),
        ),
        (81, 73, 27),
        percussion="tambourine",
        syncopation=0.4,
    ),
    Style(
        "rock",
        ("rock", "grunge", "indie", "alternative", "garage", "guitar-driven"),
        (112, 142),
        ("I IV V IV", "I bVII IV I", "I V IV IV", "vi IV I V"),
        ("i bVII bVI bVII", "i bIII bVII iv", "i iv bVI V"),
        ("rock", "rock full"),
        "eighths",
        (34, 33),
        (
            Chair((29, 30), "power", 48, 0.45, 0.7, -0.5, 0.12),
            Chair((27, 28), "arpeggio", 60, 0.0, 0.75, 0.4),
            Chair((18, 16), "pad", 60, 0.7, 0.35, 0.1),
        ),
        (29, 30, 18),
        kit=16,
        syncopation=0.35,
    ),
    Style(
        "punk",
        ("punk", "hardcore", "skate", "pop-punk"),
        (160, 186),
        ("I V vi IV", "I IV V V", "I bVII IV V"),
        ("i bVI bIII bVII", "i bVII bVI V"),
        ("punk", "punk"),
        "eighths",
        (34,),
        (
            Chair((29, 30), "power", 50, 0.0, 0.75, -0.5, 0.1),
            Chair((30, 29), "power", 47, 0.5, 0.65, 0.5, 0.1),
        ),
        (30, 29),
        kit=16,
        syncopation=0.2,
    ),
    Style(
        "metal",
        ("metal", "thrash", "doom", "djent", "heavy", "headbang"),
        (128, 168),
        ("i bVI bVII i", "i bII i bVII"),
        ("i bVI bVII i", "i bII i bVII", "i iv bVI bVII"),
        ("metal", "metal full"),
        "eighths",
        (34,),
        (
            Chair((30,), "power", 45, 0.0, 0.8, -0.55, 0.1),
            Chair((30,), "power", 45, 0.45, 0.7, 0.55, 0.1),
            Chair((48,), "pad", 64, 0.75, 0.4, 0.0, 0.4),
        ),
        (30, 29),
        modes=(Mode.MINOR, Mode.PHRYGIAN),
        kit=16,
        syncopation=0.2,
    ),
    Style(
        "jazz",
        ("jazz", "swing", "bebop", "crooner", "noir", "lounge", "big band"),
        (104, 152),
        ("Imaj7 vi7 ii7 V7", "iii7 vi7 ii7 V7", "ii7 V7 Imaj7 vi7", "Imaj7 IVmaj7 ii7 V7"),
        ("i7 iv7 iim7b5 V7", "i7 bVImaj7 iim7b5 V7", "iv7 bVII7 bIIImaj7 V7"),
        ("swing", "swing full"),
        "walking",
        (32,),
        (
            Chair((0,), "comp", 60, 0.0, 0.85, -0.25),
            Chair((26,), "comp", 58, 0.6, 0.5, 0.35),
            Chair((61, 57), "stab", 60, 0.8, 0.5, 0.2),
        ),
        (66, 59, 71, 11),
        kit=40,
        swing=0.62,
        syncopation=0.5,
    ),
    Style(
        "blues",
        ("blues", "bluesy", "delta", "slide guitar"),
        (76, 116),
        ("I7 I7 I7 I7 IV7 IV7 I7 I7 V7 IV7 I7 V7", "I7 IV7 I7 V7"),
        ("i7 i7 i7 i7 iv7 iv7 i7 i7 bVI7 V7 i7 V7",),
        ("rock", "rock full"),
        "walking",
        (33, 32),
        (
            Chair((27, 25), "shuffle", 52, 0.0, 0.85, -0.3),
            Chair((16, 0), "comp", 60, 0.4, 0.55, 0.3),
        ),
        (22, 66, 29),
        modes=(Mode.MIXOLYDIAN, Mode.DORIAN),
        swing=0.66,
        syncopation=0.4,
    ),
    Style(
        "folk",
        (
            "folk",
            "acoustic",
            "singer-songwriter",
            "campfire",
            "sea shanty",
            "shanty",
            "celtic",
            "irish",
        ),
        (88, 118),
        ("I IV I V", "I V vi IV", "I iii IV V", "vi IV I V"),
        ("i bVII i v", "i bVII bVI bVII"),
        ("train", "train"),
        "fifths",
        (32,),
        (
            Chair((25, 24), "pick", 57, 0.0, 1.0, -0.25),
            Chair((40, 21), "pad", 67, 0.55, 0.5, 0.35, 0.35),
            Chair((25, 105), "strum", 60, 0.6, 0.55, 0.4),
        ),
        (73, 40, 22),
        modes=(Mode.MAJOR, Mode.DORIAN, Mode.MIXOLYDIAN),
        kit=40,
        percussion="tambourine",
        syncopation=0.2,
        drums_enter=0.55,
    ),
    Style(
        "country",
        ("country", "western", "bluegrass", "americana", "cowboy", "honky"),
        (96, 128),
        ("I IV I V", "I I IV V", "I V IV I", "vi IV I V"),
        ("i bVII bVI V", "i iv i V"),
        ("train", "pop"),
        "fifths",
        (32, 33),
        (
            Chair((25,), "strum", 57, 0.0, 0.9, -0.3),
            Chair((105, 27), "pick", 62, 0.3, 0.6, 0.35),
            Chair((40,), "pad", 67, 0.6, 0.45, 0.15, 0.3),
        ),
        (40, 22, 27),
        modes=(Mode.MAJOR, Mode.MIXOLYDIAN),
        syncopation=0.2,
    ),
    Style(
        "reggae",
        ("reggae", "dub", "ska", "island", "rasta", "calypso"),
        (70, 88),
        ("I IV I V", "I vi IV V", "ii V I I"),
        ("i iv i v", "i bVII bVI bVII"),
        ("reggae", "reggae full"),
        "reggae",
        (33, 35),
        (
            Chair((27, 28), "skank", 62, 0.0, 0.8, 0.35, 0.2),
            Chair((16,), "bubble", 60, 0.3, 0.5, -0.35),
            Chair((61, 57), "stab", 62, 0.75, 0.5, 0.1),
        ),
        (57, 66, 22),
        percussion="cowbell",
        syncopation=0.45,
    ),
    Style(
        "lo-fi",
        ("lo-fi", "lofi", "chill", "chillhop", "study", "rainy", "cosy", "cozy"),
        (70, 86),
        ("Imaj7 vi7 ii7 V7", "IVmaj7 iii7 vi7 ii7", "Imaj9 IVmaj7 Imaj9 IVmaj7"),
        ("i7 iv7 bVImaj7 v7", "i9 bVImaj7 iv7 v7"),
        ("lofi", "lofi"),
        "syncopated",
        (32, 35),
        (
            Chair((4, 5), "comp", 60, 0.0, 1.0, -0.15, 0.3),
            Chair((89, 88), "pad", 64, 0.4, 0.5, 0.2, 0.4),
            Chair((26, 11), "arpeggio", 67, 0.6, 0.5, 0.35, 0.4),
        ),
        (11, 73, 26),
        kit=8,
        swing=0.57,
        syncopation=0.4,
    ),
    Style(
        "hip-hop",
        ("hip-hop", "hip hop", "rap", "boom bap", "trap", "drill", "phonk"),
        (78, 96),
        ("vi IV I V", "Imaj7 vi7 ii7 V7"),
        ("i bVI i bVII", "i iv bVI V", "i i bVI V"),
        ("hiphop", "trap"),
        "syncopated",
        (39, 38),
        (
            Chair((4, 0), "comp", 60, 0.0, 0.9, -0.2),
            Chair((50, 48), "pad", 62, 0.5, 0.5, 0.2, 0.35),
            Chair((10, 14), "arpeggio", 72, 0.6, 0.45, 0.35, 0.35),
        ),
        (81, 73, 85),
        modes=(Mode.MINOR, Mode.DORIAN),
        kit=25,
        syncopation=0.6,
    ),
    Style(
        "funk",
        ("funk", "funky", "soul", "motown", "r&b", "rnb", "groove", "groovy"),
        (94, 114),
        ("I7 IV7 I7 V7", "ii7 V7 ii7 V7", "Imaj7 iii7 IVmaj7 V7"),
        ("i7 iv7 i7 iv7", "i7 bVII i7 IV7"),
        ("funk", "funk"),
        "syncopated",
        (36, 33),
        (
            Chair((27, 28), "funk", 62, 0.0, 0.75, 0.35, 0.12),
            Chair((7, 16, 4), "comp", 60, 0.3, 0.7, -0.3),
            Chair((61,), "stab", 64, 0.6, 0.7, 0.1),
        ),
        (66, 56, 81),
        modes=(Mode.DORIAN, Mode.MIXOLYDIAN),
        percussion="congas",
        syncopation=0.65,
    ),
    Style(
        "disco",
        ("disco", "dance", "house", "club", "eurodance", "edm", "party"),
        (118, 128),
        ("I vi IV V", "IV V iii vi", "vi IV I V"),
        ("i bVII bVI V", "i iv bVII bIII", "i bVI bVII v"),
        ("house", "disco full"),
        "octaves",
        (33, 38, 39),
        (
            Chair((90, 0), "offbeat", 62, 0.0, 0.8, -0.2),
            Chair((50, 48), "pad", 67, 0.5, 0.5, 0.2, 0.35),
            Chair((27, 81), "funk", 64, 0.55, 0.5, 0.4),
        ),
        (81, 50, 61),
        kit=24,
        percussion="shaker",
        syncopation=0.5,
    ),
    Style(
        "techno",
        ("techno", "trance", "rave", "industrial", "hardstyle", "acid", "minimal"),
        (126, 138),
        ("i bVII i bVI", "i i bVI bVII"),
        ("i i bVI bVII", "i i iv bVI", "i bII i bVII"),
        ("techno", "techno full"),
        "offbeat",
        (38, 39),
        (
            Chair((90, 81), "ostinato", 60, 0.0, 0.55, 0.3, 0.25),
            Chair((95, 89), "pad", 62, 0.35, 0.6, 0.0, 0.5),
            Chair((80, 81), "offbeat", 67, 0.7, 0.35, -0.3, 0.3),
        ),
        (81, 80),
        modes=(Mode.MINOR, Mode.PHRYGIAN),
        kit=25,
        percussion="shaker",
        syncopation=0.5,
        drums_enter=0.0,
    ),
    Style(
        "drum and bass",
        ("drum and bass", "dnb", "jungle", "breakbeat", "breakcore"),
        (168, 176),
        ("Imaj7 vi7 IVmaj7 V7", "vi IV I V"),
        ("i bVI bIII bVII", "i7 bVImaj7 iv7 v7"),
        ("dnb", "breakbeat"),
        "syncopated",
        (39, 38),
        (
            Chair((89, 95), "pad", 62, 0.0, 0.8, 0.0, 0.5),
            Chair((4, 90), "arpeggio", 67, 0.4, 0.55, 0.3, 0.35),
        ),
        (85, 81),
        modes=_DARK,
        kit=24,
        syncopation=0.5,
        chord_bars=2,
    ),
    Style(
        "synthwave",
        (
            "synthwave",
            "80s",
            "retro",
            "neon",
            "vaporwave",
            "new wave",
            "synth-pop",
            "synthpop",
            "electro",
            "electronic",
            "chiptune",
            "8-bit",
            "cyberpunk",
        ),
        (96, 118),
        ("vi IV I V", "I V vi IV"),
        ("i bVI bIII bVII", "i bVII bVI bVII", "i bVI iv V"),
        ("rock", "pop full"),
        "octaves",
        (38, 39),
        (
            Chair((90, 81), "ostinato", 64, 0.0, 0.5, 0.35, 0.25),
            Chair((50, 89), "pad", 62, 0.2, 0.75, 0.0, 0.45),
            Chair((80, 5), "arpeggio", 72, 0.65, 0.4, -0.35, 0.3),
        ),
        (81, 80, 85),
        kit=24,
        syncopation=0.4,
    ),
    Style(
        "ballad",
        (
            "ballad",
            "love song",
            "slow",
            "sad",
            "heartbreak",
            "tender",
            "emotional",
            "lullaby",
            "piano",
        ),
        (62, 80),
        ("I V vi IV", "I iii IV V", "I vi ii V", "IV V iii vi"),
        ("i bVI bIII bVII", "i iv bVII bIII"),
        ("ballad", "ballad full"),
        "roots",
        (33, 35, 32),
        (
            Chair((0,), "arpeggio", 60, 0.0, 1.1, -0.1, 0.35),
            Chair((48, 49), "pad", 62, 0.4, 0.6, 0.2, 0.45),
            Chair((25, 24), "pick", 60, 0.6, 0.5, 0.35, 0.3),
        ),
        (73, 42, 0),
        syncopation=0.25,
        drums_enter=0.5,
    ),
    Style(
        "waltz",
        ("waltz", "3/4", "musette", "viennese", "carousel", "circus"),
        (116, 168),
        ("I I V V", "I vi ii V", "I IV V I"),
        ("i i V V", "i iv V i", "i bVI iv V"),
        ("waltz", "waltz full"),
        "fifths",
        (32,),
        (
            Chair((21, 0), "waltz", 60, 0.0, 0.9, -0.2),
            Chair((48, 45), "pad", 65, 0.45, 0.55, 0.25, 0.4),
        ),
        (40, 71, 21),
        metre=Metre(3, 4),
        kit=40,
        percussion=None,
        syncopation=0.1,
        drums_enter=0.45,
    ),
    Style(
        "bossa nova",
        ("bossa", "bossa nova", "samba", "brazilian"),
        (116, 138),
        ("Imaj7 ii7 V7 Imaj7", "Imaj7 vi7 ii7 V7", "Imaj9 bVII7 ii7 V7"),
        ("i7 iim7b5 V7 i7", "i7 iv7 bVII7 V7"),
        ("bossa", "bossa"),
        "fifths",
        (32,),
        (
            Chair((24,), "bossa", 57, 0.0, 1.0, -0.25),
            Chair((0, 4), "comp", 62, 0.45, 0.5, 0.3),
            Chair((49,), "pad", 65, 0.7, 0.4, 0.1, 0.4),
        ),
        (73, 66, 59),
        kit=40,
        percussion="claves",
        syncopation=0.5,
    ),
    Style(
        "latin",
        ("latin", "salsa", "mambo", "tango", "flamenco", "mariachi", "reggaeton", "cumbia"),
        (96, 124),
        ("I IV V IV", "ii V I VI7", "I VI7 ii V"),
        ("i iv V i", "i bVII bVI V", "i V7 i V7"),
        ("latin", "latin"),
        "syncopated",
        (32, 33),
        (
            Chair((0,), "montuno", 64, 0.0, 0.85, -0.25),
            Chair((24,), "strum", 58, 0.3, 0.7, 0.3),
            Chair((61, 56), "stab", 66, 0.6, 0.6, 0.15),
        ),
        (56, 73, 24),
        percussion="congas",
        syncopation=0.6,
    ),
    Style(
        "orchestral",
        (
            "orchestral",
            "orchestra",
            "cinematic",
            "epic",
            "symphonic",
            "film",
            "soundtrack",
            "classical",
            "trailer",
            "fantasy",
            "medieval",
            "opera",
        ),
        (72, 112),
        ("I V vi iii IV I IV V", "I bVII IV I", "vi IV I V"),
        ("i bVI bIII bVII", "i iv i V", "i bVI iv V", "i bVII bVI V"),
        ("epic", "epic full"),
        "roots",
        (32,),
        (
            Chair((48,), "pad", 62, 0.0, 0.9, -0.2, 0.5),
            Chair((45, 48), "ostinato", 64, 0.3, 0.6, 0.3, 0.45),
            Chair((60, 61), "pad", 55, 0.6, 0.7, 0.25, 0.5),
            Chair((52,), "pad", 67, 0.8, 0.5, 0.0, 0.55),
        ),
        (60, 68, 40, 73),
        kit=16,
        percussion="timpani",
        syncopation=0.1,
        drums_enter=0.45,
    ),
    Style(
        "ambient",
        (
            "ambient",
            "drone",
            "meditation",
            "meditative",
            "sleep",
            "space",
            "dreamy",
            "ethereal",
            "atmospheric",
            "calm",
            "new age",
            "relaxing",
        ),
        (58, 74),
        ("Imaj7 IVmaj7", "Iadd9 vi7 IVmaj7 V", "Imaj9 iii7"),
        ("i9 bVImaj7", "iadd9 bVI bIII bVII", "i9 iv7"),
        ("ambient", "ambient"),
        "drone",
        (89, 39),
        (
            Chair((89, 94, 88), "pad", 60, 0.0, 1.0, 0.0, 0.6),
            Chair((46, 11, 4), "arpeggio", 72, 0.2, 0.55, 0.3, 0.6),
            Chair((91, 52), "pad", 67, 0.5, 0.5, -0.2, 0.6),
        ),
        (75, 73, 79),
        modes=(Mode.MAJOR, Mode.LYDIAN, Mode.DORIAN),
        syncopation=0.15,
        drums_enter=0.6,
        chord_bars=2,
    ),
    Style(
        "gospel",
        ("gospel", "hymn", "worship", "spiritual", "choir", "christmas"),
        (72, 96),
        ("I IV I V", "I vi ii V7", "IV I V7 vi", "I I7 IV iv"),
        ("i iv bVII bIII", "i bVI iv V7"),
        ("sixeight", "sixeight full"),
        "roots",
        (33,),
        (
            Chair((0,), "arpeggio", 60, 0.0, 0.9, -0.2, 0.35),
            Chair((16, 19), "pad", 60, 0.3, 0.55, 0.2, 0.4),
            Chair((52,), "pad", 65, 0.55, 0.6, 0.0, 0.5),
        ),
        (66, 16),
        metre=Metre(6, 8),
        percussion="tambourine",
        syncopation=0.2,
    ),
)
"""All styles; the first one is what songs are in when no word says otherwise."""

BY_NAME: Final = {style.name: style for style in STYLES}
"""The styles by name."""
