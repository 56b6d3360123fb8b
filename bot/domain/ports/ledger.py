"""What the ledger keeps."""

from datetime import datetime
from typing import Protocol

from bot.domain.credits import (
    AccountKind,
    AccountName,
    Balance,
    Entry,
    EntryKind,
    Hold,
    Purse,
)
from bot.domain.ids import (
    AccountId,
    EntryId,
    GuildId,
    HoldId,
    IdempotencyKey,
    JobId,
    UserId,
)
from bot.domain.messages import MessageAddress


class LedgerRepository(Protocol):
    """Accounts, holds and lines. Every method is atomic within its transaction."""

    def open_member(
        self,
        guild_id: GuildId,
        user_id: UserId,
        *,
        starting_grant: int,
        now: datetime,
        kind: AccountKind = AccountKind.MEMBER,
    ) -> Balance:
        """Return one of a member's accounts; the first call opens it.

        Opening it gives `starting_grant` credits, to each member of a server once, whichever kind
        of account they are for.
        """
        ...

    def purse(self, guild_id: GuildId, user_id: UserId) -> Purse:
        """Return everything that can pay for a member's orders."""
        ...

    def balance(self, name: AccountName) -> Balance | None:
        """Return an account's state, or None when it was never opened."""
        ...

    def grant(
        self,
        name: AccountName,
        amount: int,
        *,
        reason: str,
        actor_id: UserId | None,
        key: IdempotencyKey,
        now: datetime,
    ) -> bool:
        """Issue `amount` (above zero) credits to an account, once per key; False when repeated."""
        ...

    def move(
        self,
        source: AccountName,
        target: AccountName,
        amount: int,
        *,
        kind: EntryKind,
        reason: str,
        actor_id: UserId | None,
        key: IdempotencyKey,
        now: datetime,
    ) -> bool:
        """Move `amount` (above zero) credits, once per key; False when repeated.

        Raises:
            NotEnoughCredits: the source has fewer available; nothing changed.
        """
        ...

    def reverse(
        self, entry: Entry, *, reason: str, actor_id: UserId | None, now: datetime
    ) -> Entry | None:
        """Write the line that takes `entry` back; None when it was taken back before.

        Raises:
            NotEnoughCredits: the account that got the credits has fewer available; nothing changed.
        """
        ...

    def entry(self, guild_id: GuildId, entry_id: EntryId) -> Entry | None:
        """Return a line of a server's ledger, or None when the server has none such."""
        ...

    def link(self, entry_id: EntryId, message: MessageAddress) -> None:
        """Remember the message that tells of a line; the first one stays."""
        ...

    def link_key(self, key: IdempotencyKey, message: MessageAddress) -> None:
        """Do so for the line with a key; nothing if there is none."""
        ...

    def owner_of(self, account_id: AccountId) -> AccountName:
        """Return what an account is called.

        Raises:
            LookupError: there is none such.
        """
        ...

    def moved_since(
        self, account_id: AccountId, kind: EntryKind, since: datetime, *, incoming: bool
    ) -> int:
        """Return how much lines of a kind moved to (or from) an account since a time.

        What was taken back counts nevertheless.
        """
        ...

    def hold(
        self,
        account_id: AccountId,
        amount: int,
        *,
        job_id: JobId,
        key: IdempotencyKey,
        now: datetime,
    ) -> Hold:
        """Set `amount` (zero or more) credits aside for a job that is already saved.

        Raises:
            NotEnoughCredits: fewer than `amount` are available; nothing changed.
        """
        ...

    def holds_of(self, job_id: JobId) -> tuple[Hold, ...]:
        """Return a job's holds in the order in which they were made."""
        ...

    def capture(self, hold_id: HoldId, amount: int, *, reason: str, now: datetime) -> bool:
        """Take `amount` (at most the hold's, above zero) and free the rest.

        Returns False, changing nothing, when the hold was resolved before.
        """
        ...

    def release(self, hold_id: HoldId, *, now: datetime) -> bool:
        """Free the whole hold; False, changing nothing, when it was resolved before."""
        ...

    def statement(
        self, account_id: AccountId, limit: int, before: EntryId | None = None
    ) -> tuple[Entry, ...]:
        """Return an account's newest lines, or the newest before one, newest first."""
        ...

    def discrepancies(self) -> tuple[str, ...]:
        """Check every invariant of the books; return one English line per finding, or nothing.

        Sums are zero, balances equal their lines, held amounts equal the pending holds, no
        terminal job has a pending hold, no job holds more or less than its price, no capture is
        without a job or differs from what its job says was charged, no line is taken back by one
        that is not its mirror image.
        """
        ...
