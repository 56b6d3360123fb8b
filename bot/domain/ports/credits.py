"""Repositories around credits, as protocols: rules, allowances, budgets, requests, notices.

Every method is atomic within its transaction.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from bot.domain.actions import ALL_ACTIONS, Action, ActionQuery
from bot.domain.allowances import Allowance, AllowanceState
from bot.domain.credit_requests import CreditRequest
from bot.domain.ids import (
    ActionId,
    ChargeId,
    CreditRequestId,
    EntryId,
    GuildId,
    IdempotencyKey,
    JobId,
    RoleId,
    UserId,
)
from bot.domain.jobs import JobKind
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.notices import Notice, NoticeKind
from bot.domain.rules import FixedPrice, GuildRules, GuildTerms, TurnWeight
from bot.domain.usage import LedgerLine, Usage


class RuleRepository(Protocol):
    """What servers set. Every `put` replaces what is there for the same subject."""

    def terms(self, guild_id: GuildId) -> GuildTerms:
        """Return all of a server's rules; the defaults when nobody set any."""
        ...

    def save(self, rules: GuildRules) -> None:
        """Replace a server's general rules."""
        ...

    def put_limit(self, limit: Limit) -> None:
        """Set a limit."""
        ...

    def remove_limit(
        self, guild_id: GuildId, scope: LimitScope, subject_id: int, measure: Measure
    ) -> bool:
        """Remove a limit; False when there was none."""
        ...

    def put_allowance(self, allowance: Allowance) -> None:
        """Set a role's allowance."""
        ...

    def remove_allowance(self, guild_id: GuildId, role_id: RoleId) -> bool:
        """Remove a role's allowance; False when there was none."""
        ...

    def put_price(self, price: FixedPrice) -> None:
        """Set a fixed price."""
        ...

    def remove_price(self, guild_id: GuildId, kind: JobKind, model: str) -> bool:
        """Remove a fixed price; False when there was none."""
        ...

    def put_weight(self, weight: TurnWeight) -> None:
        """Set a role's weight."""
        ...

    def remove_weight(self, guild_id: GuildId, role_id: RoleId) -> bool:
        """Remove a role's weight; False when there was none."""
        ...


class AllowanceRepository(Protocol):
    """What members were given for the running period."""

    def state(self, guild_id: GuildId, user_id: UserId) -> AllowanceState | None:
        """Return what a member was given, or None when there was no allowance for them."""
        ...

    def save(self, guild_id: GuildId, user_id: UserId, state: AllowanceState | None) -> None:
        """Replace it."""
        ...


class BudgetRepository(Protocol):
    """Provider credits that a server's orders cost in a month, which is named as `2026-11`."""

    def used(self, guild_id: GuildId, month: str) -> int:
        """Return how many were used or are expected to be."""
        ...

    def note_request(self, job_id: JobId, now: datetime) -> ChargeId:
        """Write down that a paid request of a job begins; what it takes is unknown."""
        ...

    def tell_charge(self, charge_id: ChargeId, amount: int) -> None:
        """Write down what a paid request took from the provider's balance."""
        ...

    def charged(self, job_id: JobId) -> int | None:
        """Return what a job's paid requests took; None when that of any is unknown."""
        ...

    def add(self, guild_id: GuildId, month: str, amount: int) -> int:
        """Add some, or give some back with an amount below zero; return the sum."""
        ...


class CreditRequestRepository(Protocol):
    """Requests for credits."""

    def add(
        self, guild_id: GuildId, user_id: UserId, amount: int, reason: str, now: datetime
    ) -> CreditRequest | None:
        """Save a new request; None when one of this member is open."""
        ...

    def get(self, guild_id: GuildId, request_id: CreditRequestId) -> CreditRequest | None:
        """Return a server's request."""
        ...

    def open_of(self, guild_id: GuildId, user_id: UserId) -> CreditRequest | None:
        """Return a member's open request."""
        ...

    def open_in(self, guild_id: GuildId, limit: int) -> tuple[CreditRequest, ...]:
        """Return a server's open requests, oldest first."""
        ...

    def decide(self, request: CreditRequest) -> bool:
        """Save the decision on an open request; False when it was decided before."""
        ...


class ActionRepository(Protocol):
    """What was done by whom; never changed."""

    def add(self, action: Action, *, moved_by: IdempotencyKey | None = None) -> None:
        """Write it down, and add it to the server's log if that has a channel.

        `moved_by` is the key of the line of the ledger that the act wrote; what is posted in the
        log is then the message that tells of it.
        """
        ...

    def newest(
        self,
        guild_id: GuildId,
        limit: int,
        before: ActionId | None = None,
        query: ActionQuery = ALL_ACTIONS,
    ) -> tuple[Action, ...]:
        """Return a server's newest actions, or the newest before one, newest first."""
        ...


class NoticeRepository(Protocol):
    """What people must be told once."""

    def raise_once(self, notice: Notice) -> bool:
        """Save a notice; False when one of the same server, kind and subject is there."""
        ...

    def withdraw(self, guild_id: GuildId, kind: NoticeKind, subject: str) -> bool:
        """Forget a notice, told or not, so that it can be raised again; False if there is none."""
        ...

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Notice, ...]:
        """Take at most `limit` untold notices; nobody else gets them before the lease ends."""
        ...

    def told(self, notice: Notice) -> None:
        """Remember that it was told, or that it can never be."""
        ...

    def retry(self, notice: Notice, due_at: datetime) -> None:
        """Tell it at `due_at`."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when the next untold notice becomes due, or None."""
        ...


class ChoreRepository(Protocol):
    """What is done from time to time, by one process of several."""

    def due_at(self, name: str) -> datetime | None:
        """Return when it is due; None when it was never planned."""
        ...

    def plan(self, name: str, due_at: datetime) -> None:
        """Plan it unless it is planned."""
        ...

    def claim(self, name: str, *, now: datetime, next_at: datetime) -> bool:
        """Take it if it is due, and plan the next time; False when it is not due."""
        ...


class ReportRepository(Protocol):
    """What was used."""

    def usage(
        self,
        guild_id: GuildId,
        day: date,
        *,
        starts_at: datetime,
        ends_at: datetime,
        user_id: UserId | None,
    ) -> tuple[Usage, ...]:
        """Return what the orders of a day, from `starts_at` to `ends_at`, came to.

        By member and kind; of one member, when one is named.
        """
        ...

    def titles(self, job_ids: Collection[JobId]) -> Mapping[JobId, str]:
        """Return the title of each job's first song; jobs without any are left out."""
        ...

    def lines(
        self,
        guild_id: GuildId,
        *,
        since: datetime,
        until: datetime,
        after: EntryId | None,
        limit: int,
    ) -> tuple[LedgerLine, ...]:
        """Return a server's first lines of a time, or the first after one, oldest first."""
        ...
