"""Music that paints: orchestras and quiet spaces."""

from __future__ import annotations

from typing import Final

from bot.studio.music.styles.style import Chair, Style
from bot.studio.music.theory import Mode

SCENES: Final = (
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
)
"""The styles of this kind."""
