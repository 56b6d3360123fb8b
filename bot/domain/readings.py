"""What parts of a folded text may be read as: words, words with letters for signs, letters apart.

What is read together when it stands apart is kept narrow: single letters, and pieces with nothing
but punctuation between them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.domain.folding import ALSO_L, LETTER_OF, SYMBOL, Folded, without_lookalikes

WORD: Final = re.compile("[ady]+")
"""A word, in the kinds of a folded text; as the others."""
_LETTERS_AND_DIGITS: Final = re.compile("[ad]+")
PIECES_APART: Final = re.compile("(?<![ady])[ady]++(?:[.']{1,3}[ady]++)+")
LETTERS_APART: Final = re.compile(r"(?<![ady])[ady](?:[ .']{1,3}[ady](?![ady])){2,}")
_CONTRACTION: Final = frozenset({"ll", "s", "t", "re", "ve", "d", "m", "n"})
"""What follows an apostrophe in a word that is shortened."""


@dataclass(frozen=True)
class Token:
    """A part of the folded text that may be a word."""

    start: int
    end: int
    word: str


def readings_of(token: Token, kinds: str, *, foreign: bool) -> list[Token]:
    """Return what a token may be read as, and where in the folded text that stands."""
    word, start = token.word, token.start
    if word.isascii() and word.isalpha():
        return [token]
    kind = kinds[start : token.end]
    if SYMBOL not in kind:
        return [Token(start, token.end, read) for read in as_letters(word, foreign=foreign)]
    readings = [
        Token(start + piece.start(), start + piece.end(), read)
        for piece in _LETTERS_AND_DIGITS.finditer(kind)
        for read in as_letters(word[piece.start() : piece.end()], foreign=foreign)
    ]
    letters = "".join(letter for letter, of in zip(word, kind, strict=True) if of != SYMBOL)
    stripped = word.rstrip("!+|")
    readings += [
        Token(start, start + len(form), read)
        for form in {word, stripped}
        for read in as_letters(form, foreign=foreign)
    ]
    readings += [Token(start, token.end, read) for read in as_letters(letters, foreign=foreign)]
    return readings


def as_letters(word: str, *, foreign: bool) -> Iterator[str]:
    """Yield a word as it is, and with letters in place of what stands for them."""
    yield word
    mixed = not word.isascii() and any("a" <= letter <= "z" for letter in word)
    plain = without_lookalikes(word) if mixed or not foreign else word
    if plain != word:
        yield plain
    if not any(letter in LETTER_OF for letter in plain) or not any(
        letter.isalpha() for letter in plain
    ):
        return
    for like_l in (False, True):
        read = "".join(
            "l" if like_l and letter in ALSO_L else LETTER_OF.get(letter, letter)
            for letter in plain
        )
        yield read
        if not any(letter in ALSO_L for letter in plain):
            return


def joinable(folded: Folded, start: int, end: int) -> list[tuple[int, int]]:
    """Return the pieces between punctuation; what follows an apostrophe as in "he'll" is none."""
    pieces: list[tuple[int, int]] = []
    for match in WORD.finditer(folded.kinds, start, end):
        piece = (match.start(), match.end())
        after_apostrophe = match.start() > start and folded.kinds[match.start() - 1] == "'"
        if after_apostrophe and folded.text[slice(*piece)] in _CONTRACTION:
            # It could only be read together with the word that it shortens.
            pieces.clear()
        pieces.append(piece)
    return pieces


def words_apart(kinds: str, start: int, end: int) -> Iterator[list[int]]:
    """Yield the places of letters that are apart, split where the gaps are wider than usual."""
    letters = [place for place in range(start, end) if kinds[place] in "ady"]
    gaps = [following - place for place, following in pairwise(letters)]
    usual = min(gaps)
    word = [letters[0]]
    for gap, place in zip(gaps, letters[1:], strict=True):
        if gap > usual:
            if len(word) > 1:
                yield word
            word = []
        word.append(place)
    if len(word) > 1:
        yield word
