"""Credits: accounts, holds and lines of a double-entry ledger. Amounts are whole credits."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import AccountId, EntryId, GuildId, HoldId, IdempotencyKey, JobId, UserId


class AccountKind(StrEnum):
    """What an account stands for."""

    MEMBER = "member"
    """A member's credits in one server."""
    ISSUE = "issue"
    """Where credits come from; the only kind whose balance may be below zero."""
    SPENT = "spent"
    """Where captured credits go."""


@dataclass(frozen=True)
class AccountName:
    """Names one account. Issue and spent accounts belong to a server, so `owner_id` is 0 there."""

    kind: AccountKind
    guild_id: GuildId
    owner_id: int

    @classmethod
    def member(cls, guild_id: GuildId, user_id: UserId) -> "AccountName":
        """Name the account of a member in a server."""
        return cls(AccountKind.MEMBER, guild_id, user_id)

    @classmethod
    def issue(cls, guild_id: GuildId) -> "AccountName":
        """Name the account that a server's credits are issued from."""
        return cls(AccountKind.ISSUE, guild_id, 0)

    @classmethod
    def spent(cls, guild_id: GuildId) -> "AccountName":
        """Name the account that a server's captured credits go to."""
        return cls(AccountKind.SPENT, guild_id, 0)


@dataclass(frozen=True)
class Balance:
    """An account's state. `available` is never below zero except for issue accounts."""

    account_id: AccountId
    posted: int
    """All lines, added up."""
    held: int
    """Pending holds, added up."""

    @property
    def available(self) -> int:
        """What can be held or given now."""
        return self.posted - self.held


class HoldState(StrEnum):
    """A hold is resolved exactly once."""

    PENDING = "pending"
    CAPTURED = "captured"
    RELEASED = "released"


@dataclass(frozen=True)
class Hold:
    """Credits set aside for a job until its outcome is known."""

    hold_id: HoldId
    account_id: AccountId
    job_id: JobId
    amount: int
    state: HoldState
    captured: int
    """How much of `amount` was taken; 0 unless captured."""


class EntryKind(StrEnum):
    """Why credits moved."""

    GRANT = "grant"
    CAPTURE = "capture"


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: `amount` credits moved from one account to another. Never changed."""

    entry_id: EntryId
    source_id: AccountId
    target_id: AccountId
    amount: int
    kind: EntryKind
    reason: str
    job_id: JobId | None
    actor_id: UserId | None
    """Who caused it; None when the bot did."""
    idempotency_key: IdempotencyKey
    created_at: datetime


def capture_share(price: int, promised: int, delivered: int) -> int:
    """Return what `delivered` of `promised` songs cost, rounded in the member's favour.

    Raises:
        ValueError: `promised` is below one, or `delivered` or `price` is below zero.
    """
    if promised < 1 or delivered < 0 or price < 0:
        raise ValueError(f"no share of {price} for {delivered} of {promised}")
    return price * min(delivered, promised) // promised
