"""What was used, as data for reports and tables."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.credits import AccountKind, EntryKind
from bot.domain.ids import EntryId, JobId, UserId
from bot.domain.jobs import JobKind
from bot.domain.messages import MessageAddress


@dataclass(frozen=True)
class Usage:
    """One member's orders of one kind on one day of the server's calendar."""

    day: date
    user_id: UserId
    kind: JobKind
    orders: int
    songs: int
    charged: int
    """What the member, or the wallet, paid for them."""
    provider_used: int
    """What the provider took for them, in its credits."""
    provider_measured: int = 0
    """How much of that was seen on the provider's balance; the rest is from its price list."""


@dataclass(frozen=True)
class LedgerLine:
    """One line of a server's ledger with the owners of both accounts."""

    entry_id: EntryId
    at: datetime
    kind: EntryKind
    amount: int
    source: AccountKind
    source_owner: UserId | None
    """None for what is the server's own."""
    target: AccountKind
    target_owner: UserId | None
    actor_id: UserId | None
    reason: str
    """Hostile text."""
    job_id: JobId | None
    reverses_id: EntryId | None
    message: MessageAddress | None
    """What tells of it; None while there is none, or only a private one."""
