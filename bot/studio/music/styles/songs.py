"""Songs with guitars, keys and choruses: pop, rock and their kin."""

from __future__ import annotations

from typing import Final

from bot.studio.music.score import Metre
from bot.studio.music.styles.style import Chair, Style
from bot.studio.music.theory import Mode

_POP_BRIGHT: Final = ("I V vi IV", "vi IV I V", "I vi IV V", "I IV vi V", "IV I V vi")
_POP_DARK: Final = ("i bVI bIII bVII", "i iv bVI V", "i bVII bVI bVII", "bVI bVII i i")

SONGS: Final = (
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
"""The styles of this kind."""
