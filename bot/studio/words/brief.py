"""Reading what a person asked for.

Style, tempo, key, metre, mood, instruments, from their own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.studio.music.instruments import INSTRUMENTS
from bot.studio.music.score import Metre
from bot.studio.music.styles import STYLES
from bot.studio.music.theory import Mode

_TEMPO: Final = re.compile(r"\b(\d{2,3})\s*(?:bpm|beats per minute)\b")
_KEY: Final = re.compile(
    r"\bin\s+([a-g])(\s*sharp|\s*flat|#|♯|♭|b)?\s*(major|minor|dorian|mixolydian|phrygian|lydian)\b"
)
_METRE: Final = re.compile(r"\b(3/4|4/4|6/8|5/4)(?!\d)")
_NEGATION: Final = re.compile(r"\b(?:no|without|minus)\s+((?:[\w&-]+\s?){1,2})")
_LETTERS: Final = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_DARK_WORDS: Final = frozenset(
    [
        "sad",
        "dark",
        "melancholy",
        "melancholic",
        "lonely",
        "lost",
        "grief",
        "tragic",
        "haunting",
        "gloomy",
        "angry",
        "rain",
        "rainy",
        "night",
        "minor",
        "cold",
        "winter",
        "ghost",
        "goodbye",
        "tears",
        "crying",
        "moody",
        "noir",
        "sorrow",
        "mourning",
        "bitter",
        "storm",
        "shadow",
    ]
)
_BRIGHT_WORDS: Final = frozenset(
    [
        "happy",
        "bright",
        "sunny",
        "joyful",
        "cheerful",
        "summer",
        "upbeat",
        "party",
        "love",
        "celebration",
        "birthday",
        "hopeful",
        "uplifting",
        "major",
        "sun",
        "morning",
        "spring",
        "smile",
        "fun",
        "playful",
        "cute",
        "dancing",
    ]
)
_SLOW_WORDS: Final = frozenset(
    ["slow", "slowly", "sleepy", "lullaby", "tender", "calm", "gentle", "relaxed", "mellow"]
)
_FAST_WORDS: Final = frozenset(
    [
        "fast",
        "upbeat",
        "energetic",
        "driving",
        "frantic",
        "quick",
        "rapid",
        "running",
        "hyper",
        "speed",
        "energetic",
        "wild",
    ]
)


@dataclass(frozen=True, slots=True)
class Brief:
    """What the words of a request ask for; None where they leave it open.

    ``pace`` is -1 for slow, 1 for fast, 0 for neither.
    """

    style: str
    tempo: float | None = None
    tonic: int | None = None
    mode: Mode | None = None
    is_dark: bool | None = None
    metre: Metre | None = None
    pace: int = 0
    wanted: tuple[int, ...] = ()
    unwanted: tuple[str, ...] = ()


def _mentions(text: str, word: str) -> int:
    return len(re.findall(rf"(?<![\w]){re.escape(word)}s?(?![\w])", text))


def _style(tags: str, text: str) -> str:
    best, best_weight = STYLES[0].name, 0.0
    for style in STYLES:
        weight = sum(
            (2.0 * min(2, _mentions(tags, word)) + min(2, _mentions(text, word)))
            * (1.5 if word == style.name or " " in word else 1.0)
            for word in style.words
        )
        if weight > best_weight:
            best, best_weight = style.name, weight
    return best


def _wanted(text: str) -> tuple[int, ...]:
    found: list[int] = []
    rest = text
    pairs = [(word, each.program) for each in INSTRUMENTS.values() for word in each.words]
    for word, program in sorted(pairs, key=lambda pair: -len(pair[0])):
        if _mentions(rest, word) and program not in found:
            found.append(program)
            rest = re.sub(rf"(?<![\w]){re.escape(word)}s?(?![\w])", " ", rest)
    return tuple(found)


def _is_dark(words: set[str]) -> bool | None:
    balance = len(words & _DARK_WORDS) - len(words & _BRIGHT_WORDS)
    return None if balance == 0 else balance > 0


def read(tags: str, text: str, negative_tags: str = "") -> Brief:
    """Read a request.

    The style tags, the other words of it (idea, title) and what it does not want.
    """
    tags, text = tags.casefold(), text.casefold()
    unwanted = [each.strip() for each in _NEGATION.findall(f"{tags} {text}")]
    unwanted += [each.strip() for each in negative_tags.casefold().split(",")]
    clean_tags, clean_text = _NEGATION.sub(" ", tags), _NEGATION.sub(" ", text)
    both = f"{clean_tags} , {clean_text}"
    words = set(re.findall(r"[\w'-]+", both))
    tempo = _TEMPO.search(both)
    key = _KEY.search(both)
    metre = _METRE.search(both)
    tonic = None
    if key is not None:
        shift = {"s": 1, "#": 1, "♯": 1}.get((key[2] or " ").strip()[:1], -1 if key[2] else 0)
        tonic = (_LETTERS[key[1]] + shift) % 12
    return Brief(
        style=_style(clean_tags, clean_text),
        tempo=min(200.0, max(50.0, float(tempo[1]))) if tempo else None,
        tonic=tonic,
        mode=Mode(key[3]) if key else None,
        is_dark=_is_dark(words),
        metre={"3/4": Metre(3, 4), "4/4": Metre(), "6/8": Metre(6, 8), "5/4": Metre(5, 4)}[metre[1]]
        if metre
        else None,
        pace=bool(words & _FAST_WORDS) - bool(words & _SLOW_WORDS),
        wanted=_wanted(both),
        unwanted=tuple(each for each in unwanted if each),
    )
