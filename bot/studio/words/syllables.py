"""Splitting the words of a lyric line into the syllables that are sung."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

_WORD: Final = re.compile(r"\S+")
_VOWELS: Final = re.compile(
    r"[aeiouyàâäáãåæèéêëìíîïòóôõöøœùúûüýÿаеёиоуыэюяαεηιουω]+", re.IGNORECASE
)
_SILENT: Final = re.compile(r"(?<=[^aeiouyl])e(?:s|d)?$", re.IGNORECASE)
_SPOKEN_ED: Final = re.compile(r"[td]ed$", re.IGNORECASE)
_SPOKEN_ES: Final = re.compile(r"(?:[sxzg]|ch|sh|c)es$", re.IGNORECASE)


def _is_syllabic(character: str) -> bool:
    name = unicodedata.name(character, "")
    return name.startswith(("CJK UNIFIED", "HIRAGANA", "KATAKANA LETTER", "HANGUL SYLLABLE"))


def of_word(word: str) -> tuple[str, ...]:
    """Split one word; joined together the syllables give the word again. Never empty for a word."""
    if any(_is_syllabic(character) for character in word):
        return tuple(word)
    groups = [match.span() for match in _VOWELS.finditer(word)]
    bare = word.rstrip(".,;:!?…\"')")
    silent = _SILENT.search(bare)
    if (
        silent is not None
        and len(groups) > 1
        and not _SPOKEN_ED.search(bare)
        and not _SPOKEN_ES.search(bare)
        and groups[-1][0] >= silent.start()
    ):
        groups.pop()
    if len(groups) < 2:
        return (word,)
    cuts = []
    for (_, end), (start, _) in pairwise(groups):
        cuts.append(end + (start - end) // 2 if start - end > 1 else end)
    edges = [0, *cuts, len(word)]
    return tuple(word[a:b] for a, b in pairwise(edges))


def of_line(line: str) -> tuple[str, ...]:
    """Split a line; the last syllable of each word carries a blank after it."""
    found: list[str] = []
    for match in _WORD.finditer(line):
        if not any(character.isalnum() for character in match[0]):
            continue
        *first, last = of_word(match[0])
        found.extend((*first, f"{last} "))
    return tuple(found)
