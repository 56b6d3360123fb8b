"""Folding text for comparison, so that one word written in many ways is one word again.

Folded are: compatibility forms (NFKC: full-width, mathematical, circled letters), upper and lower
case, marks on letters, and what nobody can see. Every folded character knows where it stood in the
text, so that a match can be shown in the writer's own words. The tilde of ñ stays: it makes another
letter, and other words.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bot.domain.lookalikes import LATIN_LIKE

LETTER, DIGIT, SYMBOL, SPACE, APOSTROPHE, OTHER = "ady '."
"""Kinds of folded characters: a letter, a digit, a symbol that is read as a letter, and between."""

LETTER_OF: Final = {
    "0": "o",
    "1": "i",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "g",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "!": "i",
    "|": "i",
    "+": "t",
    "€": "e",
    "£": "l",
    "¢": "c",
}
"""Digits and symbols that stand for letters; `1`, `!` and `|` also stand for an l."""

ALSO_L: Final = "1!|"

_GENERIC_MARKS: Final = (
    range(0x0300, 0x0370),
    range(0x0483, 0x048A),
    range(0x1AB0, 0x1B00),
    range(0x1DC0, 0x1E00),
    range(0x20D0, 0x2100),
    range(0xFE00, 0xFE10),
    range(0xFE20, 0xFE30),
    range(0xE0100, 0xE01F0),
)
"""Marks that decorate letters of any script; those that belong to a script spell its words."""

_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_APOSTROPHES: Final = frozenset("'’‘`´ʼ＇")
_TILDE: Final = "\u0303"
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


class Change(StrEnum):
    """What was done to a text so that it matched."""

    CASE = "case"
    FORMS = "forms"
    """Compatibility forms: full-width, mathematical, circled letters."""
    INVISIBLE = "invisible"
    MARKS = "marks"
    LOOKALIKES = "lookalikes"
    DIGITS = "digits"
    """Digits and symbols in place of letters."""
    SPACING = "spacing"
    REPEATS = "repeats"


@dataclass(frozen=True)
class Folded:
    """A folded text. `kinds` has one character for each of `text`, as the constants above."""

    text: str
    kinds: str
    places: Sequence[int]
    """For each folded character the index of the original one."""
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the original that a part of the folded text comes from.

        Marks and unseen characters after the last one belong to it.
        """
        following = self.places[end] if end < len(self.places) else len(self.original)
        return self.places[start], max(following, self.places[end - 1] + 1)


def fold(text: str) -> Folded:
    """Fold a text."""
    if text.isascii() and not _CONTROLS.search(text):
        return Folded(text.lower(), text.translate(_ASCII_KINDS), range(len(text)), text)
    letters: list[str] = []
    kinds: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character == _TILDE and letters and letters[-1] == "n":
            letters[-1] = "ñ"
            continue
        folded, kind = _fold_character(character)
        if len(folded) == 1:
            letters.append(folded)
            kinds.append(kind)
            places.append(place)
        elif folded:
            letters.extend(folded)
            kinds.extend(kind)
            places.extend([place] * len(folded))
    return Folded("".join(letters), "".join(kinds), places, text)


def letters_of(text: str) -> str:
    """Return the folded letters and digits of a text, and nothing else."""
    folded = fold(text)
    pairs = zip(folded.text, folded.kinds, strict=True)
    return "".join(letter for letter, kind in pairs if kind in {LETTER, DIGIT})


def without_lookalikes(word: str) -> str:
    """Return a folded word with Latin letters in place of those that look like them."""
    return word.translate(LATIN_LIKE)


def written_in_other_scripts(words: Iterable[str]) -> bool:
    """Tell whether folded words use letters that no Latin letter looks like.

    A text that does is written in another script; one that uses none but look-alikes only seems
    to be.
    """
    return any(
        not character.isascii() and ord(character) not in LATIN_LIKE and character != "ñ"
        for word in words
        for character in word
    )


def changes(original: str) -> frozenset[Change]:
    """Return what folding does to a text, character by character."""
    found: set[Change] = set()
    for character in original:
        folded, _ = _fold_character(character)
        if _is_mark(character):
            found.add(Change.MARKS)
        elif not folded:
            found.add(Change.INVISIBLE)
        elif folded != character:
            found |= _kinds_of_change(character, folded)
        if folded.translate(LATIN_LIKE) != folded:
            found.add(Change.LOOKALIKES)
    return frozenset(found)


def _kinds_of_change(character: str, folded: str) -> set[Change]:
    found = set()
    composed = unicodedata.normalize("NFKC", character)
    if composed != unicodedata.normalize("NFC", character):
        found.add(Change.FORMS)
    lower = composed.casefold()
    if lower != composed:
        found.add(Change.CASE)
    if folded != lower and len(unicodedata.normalize("NFKD", lower)) > len(folded):
        found.add(Change.MARKS)
    return found


@lru_cache(maxsize=65_536)
def _fold_character(character: str) -> tuple[str, str]:
    if character in "ñÑ":
        return "ñ", LETTER
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    folded = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", decomposed)
        if not _is_mark(letter) and not _is_unseen(letter)
    )
    return folded, "".join(_kind(letter) for letter in folded)


def _is_mark(character: str) -> bool:
    return any(ord(character) in marks for marks in _GENERIC_MARKS)


def _is_unseen(character: str) -> bool:
    if character in _UNSEEN:
        return True
    return unicodedata.category(character) in {"Cf", "Cc", "Cs"} and not character.isspace()


def _kind(character: str) -> str:
    if character in _APOSTROPHES:
        return APOSTROPHE
    category = unicodedata.category(character)
    if category[0] in "LM" or ord(character) in LATIN_LIKE:
        return LETTER
    if category[0] == "N":
        return DIGIT
    if character in LETTER_OF:
        return SYMBOL
    return SPACE if character.isspace() else OTHER


_ASCII_KINDS: Final = {code: _kind(chr(code)) for code in range(128)}
