"""What is kept about people, and how the link to a person goes while all sums stay right.

A person who is erased is replaced everywhere by a pseudonym: a negative number, which Discord never
issues. It comes from a keyed hash, so that with this server's secret alone it can be told that
somebody was here before. That is needed for one thing only: who is erased and comes back gets
neither starting credits nor a running period's allowance a second time.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count, takewhile

from bot.domain.errors import Refusal
from bot.domain.ids import GuildId, JobId, UserId

SOMEBODY = UserId(-1)
"""Stands for anybody of a server that was erased, where nobody has to be told from others."""

_PSEUDONYM_BYTES = 7


def is_forgotten(user_id: UserId) -> bool:
    """Tell whether an id is a pseudonym."""
    return user_id < 0


class Pseudonyms:
    """Derives what people are replaced by."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"people", hashlib.sha256)

    def of(self, user_id: UserId, number: int) -> UserId:
        """Return the pseudonym of a person's erasure, of which the first has number 0."""
        told = f"{user_id}:{number}".encode()
        digest = hmac.digest(self._key, told, hashlib.sha256)[:_PSEUDONYM_BYTES]
        return UserId(-2 - int.from_bytes(digest))

    def free(self, user_id: UserId, taken: Callable[[UserId], bool]) -> UserId:
        """Return a person's first pseudonym that is not taken."""
        return next(
            pseudonym for number in count() if not taken(pseudonym := self.of(user_id, number))
        )

    def former(self, user_id: UserId, taken: Callable[[UserId], bool]) -> tuple[UserId, ...]:
        """Return a person's pseudonyms that are taken, one for each erasure, the first one first.

        For whoever was never erased it asks for one.
        """
        return tuple(takewhile(taken, (self.of(user_id, number) for number in count())))


@dataclass(frozen=True)
class Erasure:
    """Somebody's wish to be forgotten, kept until it is done."""

    user_id: UserId
    requested_at: datetime
    attempts: int


@dataclass(frozen=True)
class Departure:
    """A server that the bot is no longer in."""

    guild_id: GuildId
    left_at: datetime
    due_at: datetime
    """When what is kept of it is erased, or the end of a lease."""


@dataclass(frozen=True)
class PersonalTable:
    """All rows of one table that are about a person, as plain values by column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


@dataclass(eq=False)
class PromptForgotten(Refusal):
    """What was asked for is no longer kept, so that it cannot be ordered again."""

    job_id: JobId
