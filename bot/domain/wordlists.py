"""Finding listed words and phrases in a text, however they are written.

A word is found as a whole: "ass" is in neither "bass" nor "class". It is found through capitals,
marks, look-alikes of other scripts, digits for letters ("k1ll"), letters drawn out ("kiiill"), and
letters apart ("k i l l", "k.i.l.l"). What is read together when it stands apart is kept narrow:
single letters, and pieces with nothing but punctuation between them. "this hit" stays two words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from bot.domain.folding import (
    DIGIT,
    SPACE,
    SYMBOL,
    Change,
    Folded,
    changes,
    fold,
    without_lookalikes,
    written_in_other_scripts,
)
from bot.domain.readings import (
    LETTERS_APART,
    PIECES_APART,
    WORD,
    Token,
    as_letters,
    joinable,
    readings_of,
    words_apart,
)

Subject = TypeVar("Subject")

_REPEATED: Final = re.compile(r"(.)\1+", re.DOTALL)
_RUN: Final = re.compile(r"(.)\1*", re.DOTALL)
_COMPANIONS: Final = frozenset(
    [
        "a",
        "all",
        "am",
        "are",
        "go",
        "he",
        "her",
        "him",
        "i",
        "in",
        "is",
        "it",
        "me",
        "my",
        "off",
        "so",
        "that",
        "the",
        "this",
        "to",
        "u",
        "up",
        "us",
        "we",
        "you",
        "your",
    ]
)
"""What is read beside a listed word in letters apart that have no wider gap between words."""
_LONGEST_COMPANION: Final = max(map(len, _COMPANIONS))
_RARELY_DOUBLED: Final = frozenset("hijkquvwxy")
_MOST_PIECES: Final = 8
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\U00020000-\U0003134f]"
)
"""Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana and Han."""


@dataclass(frozen=True)
class Found(Generic[Subject]):
    """A listed word in a text; places are those of the text as it was written."""

    subject: Subject
    start: int
    end: int
    read_as: str
    after: frozenset[Change]


@dataclass(frozen=True)
class _Entry(Generic[Subject]):
    word: str
    runs: tuple[int, ...]
    """How often each letter follows itself."""
    open_start: bool
    open_end: bool
    subject: Subject


@dataclass(frozen=True)
class _Phrase(Generic[Subject]):
    words: tuple[_Entry[Subject], ...]
    subject: Subject


class WordList(Generic[Subject]):
    """Words and phrases, each with what it stands for, ready for fast search."""

    def __init__(self, entries: Iterable[tuple[str, Subject]]) -> None:
        """`entries` are words or phrases as people write them; a `*` at an end opens it."""
        self._words: dict[str, list[_Entry[Subject]]] = {}
        self._stems: dict[str, list[_Entry[Subject]]] = {}
        self._longest_stem = 0
        self._phrases: dict[str, list[_Phrase[Subject]]] = {}
        self._unspaced: list[tuple[str, Subject]] = []
        for text, subject in entries:
            self._add(text, subject)

    def _add(self, text: str, subject: Subject) -> None:
        stripped = text.strip()
        open_start, open_end = stripped.startswith("*"), stripped.endswith("*")
        folded = fold(stripped.strip("*"))
        words = [folded.text[match.start() : match.end()] for match in WORD.finditer(folded.kinds)]
        if not words:
            return
        joined = "".join(words)
        if _UNSPACED.search(joined):
            self._unspaced.append((joined, subject))
            return
        if open_start or open_end:
            entry = _entry(joined, subject, open_start, open_end)
            self._stems.setdefault(_squeeze(joined), []).append(entry)
            self._longest_stem = max(self._longest_stem, len(joined))
            return
        for word in {joined, without_lookalikes(joined)}:
            self._words.setdefault(_squeeze(word), []).append(_entry(word, subject))
        if len(words) > 1:
            phrase = _Phrase(tuple(_entry(word, subject) for word in words), subject)
            self._phrases.setdefault(_squeeze(words[0]), []).append(phrase)

    def search(self, text: str) -> Iterator[Found[Subject]]:
        """Find listed words, in no particular order; the same place may be found several times."""
        folded = fold(text)
        tokens = [
            Token(match.start(), match.end(), folded.text[match.start() : match.end()])
            for match in WORD.finditer(folded.kinds)
        ]
        foreign = not text.isascii() and written_in_other_scripts(token.word for token in tokens)
        readings = [readings_of(token, folded.kinds, foreign=foreign) for token in tokens]
        for reading in readings:
            for token in reading:
                yield from self._whole(folded, token.start, token.end, token.word)
        if self._phrases:
            yield from self._phrases_in(folded, readings)
        yield from self._apart(folded, foreign=foreign)
        if self._unspaced and not text.isascii():
            yield from self._within(folded)

    def _whole(self, folded: Folded, start: int, end: int, word: str) -> Iterator[Found[Subject]]:
        squeezed = _squeeze(word)
        for entry in self._words.get(squeezed, ()):
            if word == entry.word or _drawn_out(entry, word):
                yield _found(folded, start, end, entry)
        if self._stems:
            yield from self._with_stem(folded, start, end, squeezed)

    def _with_stem(
        self, folded: Folded, start: int, end: int, squeezed: str
    ) -> Iterator[Found[Subject]]:
        length = len(squeezed)
        for first in range(length):
            for last in range(first + 1, min(length, first + self._longest_stem) + 1):
                for entry in self._stems.get(squeezed[first:last], ()):
                    begins = first == 0 or entry.open_start
                    if begins and (last == length or entry.open_end):
                        yield _found(folded, start, end, entry)

    def _phrases_in(self, folded: Folded, readings: list[list[Token]]) -> Iterator[Found[Subject]]:
        for index, reading in enumerate(readings):
            for first in reading:
                for phrase in self._phrases.get(_squeeze(first.word), ()):
                    last = _last_of(phrase, readings[index : index + len(phrase.words)])
                    if last is not None:
                        whole = " ".join(entry.word for entry in phrase.words)
                        entry = _entry(whole, phrase.subject)
                        yield _found(folded, first.start, last.end, entry)

    def _apart(self, folded: Folded, *, foreign: bool) -> Iterator[Found[Subject]]:
        for match in PIECES_APART.finditer(folded.kinds):
            pieces = joinable(folded, match.start(), match.end())
            yield from self._joined(folded, pieces, foreign=foreign)
        for match in LETTERS_APART.finditer(folded.kinds):
            for letters in words_apart(folded.kinds, match.start(), match.end()):
                yield from self._spelt(folded, letters, foreign=foreign)

    def _joined(
        self, folded: Folded, pieces: list[tuple[int, int]], *, foreign: bool
    ) -> Iterator[Found[Subject]]:
        for first in range(len(pieces)):
            for last in range(first + 1, min(len(pieces), first + _MOST_PIECES)):
                parts = [folded.text[start:end] for start, end in pieces[first : last + 1]]
                if all(len(part) == 1 for part in parts):
                    # Letters apart are read as a whole elsewhere: "B.A.S.S." has no other word.
                    continue
                word = "".join(parts)
                start, end = pieces[first][0], pieces[last][1]
                for read in as_letters(word, foreign=foreign):
                    yield from self._whole(folded, start, end, read)

    def _spelt(
        self, folded: Folded, letters: list[int], *, foreign: bool
    ) -> Iterator[Found[Subject]]:
        """Read letters apart as one word, or as a listed word beside a common one."""
        spelt = "".join(folded.text[place] for place in letters)
        for whole in as_letters(spelt, foreign=foreign):
            for first in _ends_of_companions(whole):
                for rest in _ends_of_companions(whole[::-1], backwards=True):
                    last = len(whole) - rest
                    if last - first > 1:
                        start, end = letters[first], letters[last - 1] + 1
                        yield from self._whole(folded, start, end, whole[first:last])

    def _within(self, folded: Folded) -> Iterator[Found[Subject]]:
        for word, subject in self._unspaced:
            start = folded.text.find(word)
            if start >= 0:
                yield _found(folded, start, start + len(word), _entry(word, subject))


def _entry(
    word: str, subject: Subject, open_start: bool = False, open_end: bool = False
) -> _Entry[Subject]:
    return _Entry(word, _runs(word), open_start, open_end, subject)


def _squeeze(word: str) -> str:
    return _REPEATED.sub(r"\1", word)


def _runs(word: str) -> tuple[int, ...]:
    return tuple(match.end() - match.start() for match in _RUN.finditer(word))


def _ends_of_companions(whole: str, *, backwards: bool = False) -> Iterator[int]:
    """Yield 0, and where a common word that `whole` begins with ends."""
    yield 0
    for length in range(1, min(_LONGEST_COMPANION, len(whole)) + 1):
        beginning = whole[:length]
        if (beginning[::-1] if backwards else beginning) in _COMPANIONS:
            yield length


def _last_of(phrase: _Phrase[Subject], readings: list[list[Token]]) -> Token | None:
    """Return the token that a phrase ends with, if it stands at the beginning of `readings`."""
    if len(readings) < len(phrase.words):
        return None
    last = None
    for entry, reading in zip(phrase.words, readings, strict=True):
        last = next((token for token in reading if _same(entry, token.word)), None)
        if last is None:
            return None
    return last


def _same(entry: _Entry[Subject], word: str) -> bool:
    if word == entry.word:
        return True
    return _squeeze(word) == _squeeze(entry.word) and _drawn_out(entry, word)


def _drawn_out(entry: _Entry[Subject], word: str) -> bool:
    """Tell whether `word` is the entry with some letters repeated.

    No language writes a letter three times in a row, so that is always drawn out. A letter twice
    for once makes another word as often as not ("god", "good"), but for letters that are hardly
    ever doubled.
    """
    letters = _squeeze(word)
    return all(
        given == listed
        or (given > 2 and given >= listed)
        or (given == 2 and listed == 1 and letter in _RARELY_DOUBLED and len(entry.word) > 3)
        for letter, given, listed in zip(letters, _runs(word), entry.runs, strict=True)
    )


def _found(folded: Folded, start: int, end: int, entry: _Entry[Subject]) -> Found[Subject]:
    first, last = folded.span(start, end)
    written = folded.original[first:last]
    after = set(changes(written))
    if not entry.word.isascii():
        after.discard(Change.LOOKALIKES)
    part, kind = folded.text[start:end], folded.kinds[start:end]
    if any(of in kind for of in (DIGIT, SYMBOL)) and part != entry.word:
        after.add(Change.DIGITS)
    if " " not in entry.word and any(of in kind for of in (SPACE, ".", "'")):
        after.add(Change.SPACING)
    letters = "".join(letter for letter, of in zip(part, kind, strict=True) if of in "ady")
    if len(letters) > len(entry.word.replace(" ", "")) and not (entry.open_start or entry.open_end):
        after.add(Change.REPEATS)
    return Found(entry.subject, first, last, entry.word, frozenset(after))
