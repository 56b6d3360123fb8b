"""Filters: where they are kept, and the engine that runs patterns."""

from typing import Protocol

from bot.domain.filters import Filter
from bot.domain.ids import FilterId, GuildId


class Pattern(Protocol):
    """A compiled regular expression. Searching takes time linear in the text's length."""

    def find(self, text: str) -> tuple[int, int] | None:
        """Return where in `text` it matches first, as start and end, or None."""
        ...


class PatternEngine(Protocol):
    """Compiles moderators' patterns; no pattern can make it slow or large."""

    def compile(self, pattern: str) -> Pattern:
        """Compile a pattern.

        Raises:
            PatternRefused: it is unreadable, too long, too complex or matches everything.
        """
        ...


class FilterRepository(Protocol):
    """What servers filter."""

    def revision(self, guild_id: GuildId) -> tuple[int, int]:
        """Return something that is different after every change of a server's filters."""
        ...

    def of_guild(self, guild_id: GuildId) -> tuple[Filter, ...]:
        """Return all filters of a server, in the order in which they were added."""
        ...

    def put(self, rule: Filter) -> Filter:
        """Store a filter under a new id, in place of an earlier one of the same kind and text."""
        ...

    def remove(self, guild_id: GuildId, filter_id: FilterId) -> Filter | None:
        """Remove a filter and return it; None when there is none such."""
        ...
