"""Running moderators' patterns on google-re2: no pattern can make it slow or large."""

from typing import Final

import re2

from bot.domain.filters import LONGEST_PATTERN, PatternFault, PatternRefused

LARGEST_PROGRAM: Final = 2_000
"""How many instructions a pattern may compile to; a plain word takes about one for each letter."""

_MEMORY: Final = 1 << 20
"""How many bytes a pattern's program and the states of its search may take."""


class Re2Pattern:
    """A compiled pattern; implements `bot.domain.ports.filters.Pattern`."""

    def __init__(self, compiled: "re2._Regexp[str]") -> None:
        self._compiled = compiled

    def find(self, text: str) -> tuple[int, int] | None:
        """Return where in `text` it matches first, as start and end, or None."""
        match = self._compiled.search(text)
        if match is None:
            return None
        start, end = match.span()
        return (start, end) if start < end else None


class Re2Engine:
    """Implements `bot.domain.ports.filters.PatternEngine`."""

    def compile(self, pattern: str) -> Re2Pattern:
        """Compile a pattern, which is matched without regard to case.

        Raises:
            PatternRefused: it is unreadable, too long, too complex or matches everything.
        """
        if len(pattern) > LONGEST_PATTERN:
            raise PatternRefused(PatternFault.TOO_LONG)
        try:
            compiled = re2.compile(pattern, options=_options())
        except (re2.error, UnicodeEncodeError) as error:
            detail = _reason(error)
            large = "too large" in detail or "repetition size" in detail
            fault = PatternFault.TOO_COMPLEX if large else PatternFault.UNREADABLE
            raise PatternRefused(fault, detail) from error
        if compiled.programsize > LARGEST_PROGRAM:
            raise PatternRefused(PatternFault.TOO_COMPLEX)
        if compiled.search("") is not None:
            raise PatternRefused(PatternFault.MATCHES_NOTHING)
        return Re2Pattern(compiled)


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    options.never_capture = True
    return options


def _reason(error: Exception) -> str:
    given = error.args[0] if error.args else ""
    return given.decode("utf-8", "replace") if isinstance(given, bytes) else str(given)
