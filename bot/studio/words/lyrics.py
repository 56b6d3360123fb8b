"""Writing lyrics about the words of an idea.

Rhymed couplets in verses, a chorus with a hook, a bridge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Final

from bot.studio.words import phrasebook, vocabulary

INSTRUMENTAL_MARKER: Final = "[Instrumental]"
"""What stands in the place of lyrics when nobody sings."""

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s'’-]")

_LONGEST_PHRASE: Final = 32


@dataclass(frozen=True, slots=True)
class Text:
    """A title and lyrics with section markers."""

    title: str
    lyrics: str


def _is_musical(token: str) -> bool:
    """Whether a word names a style or an instrument, one or many of them."""
    return token in vocabulary.GENRES or token.removesuffix("s") in vocabulary.GENRES


def phrases(idea: str) -> tuple[str, ...]:
    """The things an idea speaks of, in order.

    Runs of its telling words, with their article if they had one.
    """
    found: list[str] = []
    run: list[str] = []
    article = ""

    def close() -> None:
        nonlocal article
        # A mood alone, as in "a cheerful song", says how, not what.
        if len(run) > 1 or (run and run[0] not in vocabulary.MOODS):
            phrase = " ".join(run[:3])
            if len(phrase) <= _LONGEST_PHRASE:
                bare = run[0][0].isupper()
                found.append(phrase if bare and not article else f"{article or 'the'} {phrase}")
        run.clear()
        article = ""

    for index, original in enumerate(_TOKEN.findall(idea)):
        token = original.casefold()
        if token in vocabulary.DETERMINERS:
            close()
            article = token
        elif token in vocabulary.STOP or _is_musical(token) or not token[0].isalpha():
            close()
        else:
            # A capital inside a sentence marks a name: Paris needs no article.
            run.append(original if index and original.istitle() else token)
    close()
    return tuple(dict.fromkeys(found))


def title_of(idea: str) -> str:
    """A title of at most four words, out of an idea's own words."""
    things = phrases(idea)
    if not things:
        kinds = [token for token in _TOKEN.findall(idea.casefold()) if _is_musical(token)]
        return f"{kinds[0].title()} Song" if kinds else "Untitled"
    words = things[0].split()
    if words[0] == "the":
        words = words[1:]
    return " ".join(word[:1].upper() + word[1:] for word in words[:4])[:80]


def title_from(text: str) -> str:
    """A title out of the first line of given lyrics; empty when there is no line with letters."""
    for line in text.splitlines():
        words = [word.strip('.,;:!?"()') for word in line.split()]
        if not line.lstrip().startswith(("[", "(")) and any(word.isalpha() for word in words):
            return " ".join(word[:1].upper() + word[1:] for word in words[:4] if word)[:80]
    return ""


_SHAPES: Final = (
    ("verse", "chorus", "verse", "chorus", "bridge", "chorus", "outro"),
    ("verse", "chorus", "verse", "chorus", "outro"),
    ("verse", "chorus", "bridge", "chorus"),
    ("verse", "chorus", "outro"),
    ("verse", "chorus"),
    ("chorus",),
)
_LINES: Final = {"verse": 4, "chorus": 4, "bridge": 2, "outro": 1}


def shape_for(lines: float) -> tuple[str, ...]:
    """The largest order of sections that has no more lines than so many."""
    fitting = (shape for shape in _SHAPES if sum(_LINES[each] for each in shape) <= lines)
    return next(fitting, _SHAPES[-1])


class _Poet:
    """Uses up openings, images and rhymes so that nothing comes twice by accident."""

    def __init__(self, idea: str, seed: int) -> None:
        self.random = Random(f"lyrics {seed} {idea}")  # noqa: S311 - art, not secrets
        self._things = list(phrases(idea)) or ["the melody", "the open road"]
        self._openers = self.random.sample(phrasebook.OPENERS, len(phrasebook.OPENERS))
        self._plain = self.random.sample(phrasebook.PLAIN, len(phrasebook.PLAIN))
        self._families = self.random.sample(phrasebook.RHYMES, len(phrasebook.RHYMES))

    def _thing(self) -> str:
        self._things.append(self._things.pop(0))
        return self._things[-1]

    def _telling(self, ending: str) -> str:
        text = f"{self._openers.pop().format(x=self._thing())}, {ending}"
        return text[:1].upper() + text[1:]

    def verse(self) -> list[str]:
        """Four lines on one rhyme."""
        endings = self.random.sample(self._families.pop(), 4)
        return [
            self._telling(endings[0]),
            f"{self._plain.pop()}, {endings[1]}",
            self._telling(endings[2]),
            f"{self._plain.pop()}, {endings[3]}",
        ]

    def chorus(self) -> list[str]:
        """Four lines, of which the first and the third are the hook."""
        endings = self.random.sample(self._families.pop(), 3)
        hook = f"Oh, {self._thing()}, {endings[0]}"
        return [
            hook,
            f"{self._plain.pop()}, {endings[1]}",
            hook,
            f"{self._plain.pop()}, {endings[2]}",
        ]

    def bridge(self) -> list[str]:
        """Two lines that step aside."""
        endings = self._families.pop()
        return [
            self.random.choice(phrasebook.BRIDGES),
            f"{self._plain.pop()}, {self.random.choice(endings)}",
        ]


def write(idea: str, seed: int, *, lines: float = 23, title: str | None = None) -> Text:
    """Write lyrics of at most so many lines.

    The same idea and seed give the same words; other seeds give others.
    """
    poet = _Poet(idea, seed)
    chorus = poet.chorus()
    blocks, verses = [], 0
    for kind in shape_for(lines):
        if kind == "verse":
            verses += 1
            blocks.append((f"[Verse {verses}]", poet.verse()))
        elif kind == "chorus":
            blocks.append(("[Chorus]", chorus))
        elif kind == "bridge":
            blocks.append(("[Bridge]", poet.bridge()))
        else:
            blocks.append(("[Outro]", chorus[:1]))
    text = "\n\n".join("\n".join((marker, *sung)) for marker, sung in blocks)
    return Text(title=title or title_of(idea), lyrics=text)
