"""Refusals around filters, reviews and reports that only Discord's side can have."""

from dataclasses import dataclass

from bot.domain.errors import Refusal


@dataclass(eq=False)
class FilterFileUnusable(Refusal):
    """A file with a list of words is too large, or no text."""

    limit_bytes: int


@dataclass(eq=False)
class NothingRefusesIt(Refusal):
    """A prompt that was refused would pass now; there is nothing to ask about."""


@dataclass(eq=False)
class AuthorCannotOrder(Refusal):
    """What a moderator approves cannot be ordered for its author now."""

    because: Refusal
    """What the author would read."""
