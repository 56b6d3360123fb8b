"""What a server does not want to be written or sung: filters, and what comes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.errors import Refusal
from bot.domain.folding import Change
from bot.domain.ids import FilterId, GuildId, UserId

MOST_FILTERS: Final = 5_000
"""How many words and phrases a server may have."""
MOST_PATTERNS: Final = 50
"""How many patterns a server may have."""
LONGEST_WORDS: Final = 100
"""How long a word or phrase may be, in characters."""
LONGEST_PATTERN: Final = 260
"""How long a pattern may be, in characters; Discord's own limit for AutoMod."""
SHORTEST_STEM: Final = 3
"""How many letters a word must have when it is looked for within other words."""


class FilterKind(StrEnum):
    """What a filter looks for."""

    WORDS = "words"
    """A word or phrase, as a whole; a `*` at an end stands for any letters."""
    PATTERN = "pattern"
    """A regular expression."""
    LIST = "list"
    """A list that comes with the bot; `bot.domain.artists` is one."""


class FilterAction(StrEnum):
    """What happens to a text that matches, from mild to strict."""

    SPOILER = "spoiler"
    """The song is hidden behind a click."""
    REVIEW = "review"
    """A moderator decides."""
    REFUSE = "refuse"

    @property
    def strictness(self) -> int:
        """Grows from spoiler to refuse."""
        return list(FilterAction).index(self)


class Scope(StrEnum):
    """Which texts a filter looks at."""

    IDEA = "idea"
    LYRICS = "lyrics"
    STYLE = "style"
    """What is wanted, and what is excluded."""
    TITLE = "title"
    """Titles of songs and names of voices."""
    JAM = "jam"
    """What people add to a jam."""
    FILE_NAME = "file_name"
    RETURNED_TITLE = "returned_title"
    """What the music service calls a song."""
    RETURNED_LYRICS = "returned_lyrics"
    """What it sings."""

    @property
    def returned(self) -> bool:
        """Whether it is the music service's text and not a member's."""
        return self in {Scope.RETURNED_TITLE, Scope.RETURNED_LYRICS}


EVERYWHERE: Final = frozenset(Scope)

ARTISTS: Final = "artists"
"""The name of the list of artists."""


@dataclass(frozen=True)
class Filter:
    """One rule of a server. A server has at most one for the same kind and text."""

    filter_id: FilterId | None
    """None until it is stored."""
    guild_id: GuildId
    kind: FilterKind
    text: str
    """The words, the pattern or the list's name. Hostile text."""
    action: FilterAction
    scopes: frozenset[Scope]
    created_by: UserId
    created_at: datetime


@dataclass(frozen=True)
class ScopedText:
    """A text that is to be examined, and what it is."""

    scope: Scope
    text: str


@dataclass(frozen=True)
class Match:
    """What a filter found. `start` and `end` are places in the text as it was written."""

    rule: Filter
    scope: Scope
    start: int
    end: int
    found: str
    """The part of the text itself; hostile."""
    read_as: str
    """What it was read as."""
    after: frozenset[Change] = frozenset()
    """What had to be undone to read it so."""


@dataclass(frozen=True)
class Verdict:
    """What a server's filters say about texts; allowed when nothing matches."""

    matches: tuple[Match, ...] = ()
    """The strictest first, then in the order of the texts."""

    @property
    def action(self) -> FilterAction | None:
        """What is to happen: the strictest of what was found, or nothing."""
        return self.matches[0].rule.action if self.matches else None

    @property
    def refused(self) -> bool:
        """Whether it may not be."""
        return self.action is FilterAction.REFUSE

    @property
    def wants_review(self) -> bool:
        """Whether a moderator is to decide."""
        return self.action is FilterAction.REVIEW

    @property
    def spoiler(self) -> bool:
        """Whether what is made is to be hidden behind a click."""
        return any(match.rule.action is FilterAction.SPOILER for match in self.matches)

    def require_allowed(self) -> None:
        """Return if it is not refused.

        Raises:
            TextRefused: with the first of the strictest matches.
        """
        if self.refused:
            raise TextRefused(self.matches[0])


def verdict_of(matches: Sequence[Match]) -> Verdict:
    """Return the verdict that follows from matches in the order of the texts."""
    return Verdict(tuple(sorted(matches, key=lambda match: -match.rule.action.strictness)))


@dataclass(eq=False)
class TextRefused(Refusal):
    """A server's filter does not allow a text."""

    match: Match


class PatternFault(StrEnum):
    """Why a pattern cannot be used."""

    UNREADABLE = "unreadable"
    """It is no regular expression of RE2's."""
    TOO_LONG = "too_long"
    TOO_COMPLEX = "too_complex"
    """Its program would be too large."""
    MATCHES_NOTHING = "matches_nothing"
    """It matches the empty text, and with that everything."""


@dataclass(eq=False)
class PatternRefused(Refusal):
    """A moderator's pattern cannot be used; `detail` is the engine's word, and hostile."""

    fault: PatternFault
    detail: str = ""


@dataclass(eq=False)
class WordsRefused(Refusal):
    """A word or phrase cannot be a filter: it has no letters, or too many, or is too short."""

    text: str
    shortest: int
    longest: int


@dataclass(eq=False)
class TooManyFilters(Refusal):
    """A server has as many filters of a kind as it may."""

    kind: FilterKind
    most: int


@dataclass(eq=False)
class FilterNotFound(Refusal):
    """This server has no such filter."""

    filter_id: FilterId


@dataclass(eq=False)
class UnknownList(Refusal):
    """No list of this name comes with the bot; `given` is hostile."""

    given: str


def within(rule: Filter, scope: Scope) -> bool:
    """Tell whether a filter looks at texts of a scope."""
    return scope in rule.scopes


def stored_as(rule: Filter, filter_id: FilterId) -> Filter:
    """Return a filter with the id that it was stored under."""
    return replace(rule, filter_id=filter_id)
