"""The form of a song: which sections follow each other, what is sung in them, how long they are."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Final

from bot.studio.words import syllables

_MARKER: Final = re.compile(r"^\s*[\[(]([^\])]{1,60})[\])]\s*$")

INTRO, VERSE, PRE_CHORUS, CHORUS, BREAK, BRIDGE, OUTRO = (
    "intro",
    "verse",
    "pre-chorus",
    "chorus",
    "break",
    "bridge",
    "outro",
)

_KINDS: Final = (
    ("intro", INTRO),
    ("pre", PRE_CHORUS),
    ("chorus", CHORUS),
    ("hook", CHORUS),
    ("refrain", CHORUS),
    ("drop", CHORUS),
    ("bridge", BRIDGE),
    ("break", BREAK),
    ("solo", BREAK),
    ("instrumental", BREAK),
    ("interlude", BREAK),
    ("outro", OUTRO),
    ("end", OUTRO),
    ("coda", OUTRO),
    ("verse", VERSE),
)

_SYLLABLE_SECONDS: Final = 0.42

ENERGY: Final = {
    INTRO: 0.3,
    VERSE: 0.5,
    PRE_CHORUS: 0.65,
    CHORUS: 0.9,
    BREAK: 0.75,
    BRIDGE: 0.45,
    OUTRO: 0.35,
}
"""How hard the band plays in each kind of section, 0-1."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of lyrics as its syllables; each carries the blank after it."""

    syllables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section; ``marker`` is how the lyrics announce it (empty when they do not)."""

    kind: str
    marker: str
    lines: tuple[Line, ...]
    bars: int
    energy: float

    @property
    def bars_per_line(self) -> int:
        """How many bars each line has."""
        return max(1, self.bars // max(1, len(self.lines)))


def kind_of(marker: str) -> str:
    """The kind of section that a marker's words announce; a verse when they say nothing known."""
    text = marker.casefold()
    return next((kind for word, kind in _KINDS if word in text), VERSE)


def parse(lyrics: str) -> tuple[Section, ...]:
    """Read lyrics with or without markers; blank lines part sections where there are no markers."""
    found: list[Section] = []
    kind, marker, lines = VERSE, "", list[Line]()
    marked = any(_MARKER.match(line) for line in lyrics.splitlines())

    def close() -> None:
        if lines or marker:
            found.append(Section(kind, marker, tuple(lines), 0, ENERGY[kind]))

    for line in lyrics.splitlines():
        if announced := _MARKER.match(line):
            close()
            kind, marker, lines = kind_of(announced[1]), line.strip(), []
        elif sung := syllables.of_line(line):
            lines.append(Line(sung))
        elif not marked and lines:
            close()
            kind, lines = (CHORUS if kind == VERSE else VERSE), []
    close()
    return tuple(found)


def instrumental(bars: int) -> tuple[Section, ...]:
    """A form without words of about so many bars."""
    shape = (
        (INTRO, 4),
        (VERSE, 8),
        (CHORUS, 8),
        (VERSE, 8),
        (CHORUS, 8),
        (BRIDGE, 4),
        (CHORUS, 8),
        (OUTRO, 4),
    )
    sections = tuple(Section(kind, "", (), length, ENERGY[kind]) for kind, length in shape)
    return fit(sections, bars)


def line_bars(syllables: float, bar_seconds: float) -> int:
    """How many bars a line of so many syllables gets: one, two or four."""
    wanted = max(0.1, syllables) * _SYLLABLE_SECONDS / bar_seconds
    return min((1, 2, 4), key=lambda bars: abs(math.log(wanted / bars)))


def lay_out(
    sections: tuple[Section, ...], bar_seconds: float, *, opening: bool = True
) -> tuple[Section, ...]:
    """Give every section its bars, and the song an intro and an outro if the lyrics have none.

    A line lasts as long as its syllables want. ``opening`` is false for what continues a song: no
    intro then.
    """
    lengths = [len(line.syllables) for section in sections for line in section.lines]
    bars_per_line = line_bars(sum(lengths) / len(lengths) if lengths else 0.0, bar_seconds)
    sized = []
    for section in sections:
        if section.lines:
            bars = len(section.lines) * bars_per_line
        else:
            bars = 8 if section.kind in (BREAK, CHORUS) else 4
        sized.append(replace(section, bars=bars))
    short = 4 if bar_seconds < 2.2 else 2
    if opening and (not sized or sized[0].kind != INTRO):
        sized.insert(0, Section(INTRO, "", (), short, ENERGY[INTRO]))
    if sized[-1].kind != OUTRO:
        sized.append(Section(OUTRO, "", (), short, ENERGY[OUTRO]))
    return tuple(sized)


def fit(sections: tuple[Section, ...], bars: int) -> tuple[Section, ...]:
    """Shorten or lengthen a form to so many bars, at least one, keeping whole lines where it
    can.
    """
    return _lengthened(_shortened(sections, bars), bars)


def _total(sections: tuple[Section, ...]) -> int:
    return sum(section.bars for section in sections)


def _shortened(sections: tuple[Section, ...], bars: int) -> tuple[Section, ...]:
    if _total(sections) <= bars:
        return sections
    kept = [replace(each, bars=min(each.bars, 1)) if not each.lines else each for each in sections]
    # What is sung matters more than what frames it, the first chorus more than the last one.
    while _total(tuple(kept)) > bars and len(kept) > 1:
        index = next((i for i, each in enumerate(kept) if not each.lines), len(kept) - 1)
        last = kept[index]
        if last.lines and len(last.lines) > 1:
            per_line = last.bars_per_line
            lines = last.lines[:-1]
            kept[index] = replace(last, lines=lines, bars=len(lines) * per_line)
        else:
            del kept[index]
    only = kept[0]
    while len(kept) == 1 and only.bars > bars and len(only.lines) > 1:
        per_line = only.bars_per_line
        only = replace(only, lines=only.lines[:-1], bars=(len(only.lines) - 1) * per_line)
    kept[0] = replace(only, bars=bars) if len(kept) == 1 else kept[0]
    return tuple(kept)


def _lengthened(sections: tuple[Section, ...], bars: int) -> tuple[Section, ...]:
    kept = list(sections)
    missing = bars - _total(sections)
    chorus = next((each for each in sections if each.kind == CHORUS and each.lines), None)
    place = len(kept) - 1 if kept[-1].kind == OUTRO else len(kept)
    while missing > 0:
        if missing >= 8 + (chorus.bars if chorus else 8):
            kept.insert(place, Section(BREAK, "", (), 8, ENERGY[BREAK]))
            again = chorus or Section(CHORUS, "", (), 8, ENERGY[CHORUS])
            kept.insert(place + 1, again)
            place += 2
            missing -= 8 + again.bars
            continue
        extra = min(missing, 8)
        silent = [i for i, each in enumerate(kept) if not each.lines]
        if silent and kept[silent[-1]].bars + extra <= 8:
            kept[silent[-1]] = replace(kept[silent[-1]], bars=kept[silent[-1]].bars + extra)
        else:
            kept.insert(place, Section(BREAK, "", (), extra, ENERGY[BREAK]))
            place += 1
        missing -= extra
    return tuple(kept)
