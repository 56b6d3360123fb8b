"""Credits: accounts, holds and lines of a double-entry ledger. Amounts are whole credits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.ids import AccountId, EntryId, GuildId, HoldId, IdempotencyKey, JobId, UserId
from bot.domain.messages import MessageAddress


class AccountKind(StrEnum):
    """What an account stands for."""

    MEMBER = "member"
    """What a member was granted or given in one server; the only credits that can be given on."""
    ALLOWANCE = "allowance"
    """What a member has of the running period's allowance."""
    WELCOME = "welcome"
    """What a member has of a newcomer's start."""
    WALLET = "wallet"
    """The server's own credits."""
    ISSUE = "issue"
    """Where credits come from; the only kind whose balance may be below zero."""
    SPENT = "spent"
    """Where captured credits go."""


@dataclass(frozen=True)
class AccountName:
    """Names one account. What is the server's own has the `owner_id` 0."""

    kind: AccountKind
    guild_id: GuildId
    owner_id: int

    @classmethod
    def member(cls, guild_id: GuildId, user_id: UserId) -> "AccountName":
        """Name the account of a member's granted credits in a server."""
        return cls(AccountKind.MEMBER, guild_id, user_id)

    @classmethod
    def allowance(cls, guild_id: GuildId, user_id: UserId) -> "AccountName":
        """Name the account of a member's allowance in a server."""
        return cls(AccountKind.ALLOWANCE, guild_id, user_id)

    @classmethod
    def welcome(cls, guild_id: GuildId, user_id: UserId) -> "AccountName":
        """Name the account of a newcomer's start in a server."""
        return cls(AccountKind.WELCOME, guild_id, user_id)

    @classmethod
    def wallet(cls, guild_id: GuildId) -> "AccountName":
        """Name the account of a server's own credits."""
        return cls(AccountKind.WALLET, guild_id, 0)

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


class Funds(Protocol):
    """Amounts of one or several accounts."""

    @property
    def posted(self) -> int:
        """All lines, added up."""
        ...

    @property
    def held(self) -> int:
        """Pending holds, added up."""
        ...

    @property
    def available(self) -> int:
        """What can be held or given now."""
        ...


@dataclass(frozen=True)
class Share:
    """What one account has to pay."""

    account_id: AccountId
    amount: int


@dataclass(frozen=True)
class Purse:
    """Everything that can pay for a member's orders. An account that was never opened is None.

    `posted`, `held` and `available` are those of the member's own accounts, without the wallet.
    """

    allowance: Balance | None = None
    welcome: Balance | None = None
    granted: Balance | None = None
    wallet: Balance | None = None
    welcomed: bool = False
    """Whether the member got a newcomer's start, even one of nothing."""

    @property
    def own(self) -> tuple[Balance, ...]:
        """The member's own accounts in the order in which they pay."""
        return tuple(
            balance
            for balance in (self.allowance, self.welcome, self.granted)
            if balance is not None
        )

    @property
    def posted(self) -> int:
        """All lines of the member's own accounts, added up."""
        return sum(balance.posted for balance in self.own)

    @property
    def held(self) -> int:
        """Pending holds on the member's own accounts, added up."""
        return sum(balance.held for balance in self.own)

    @property
    def available(self) -> int:
        """What the member's own accounts can pay now."""
        return sum(balance.available for balance in self.own)

    def payers(self, *, wallet_pays: bool) -> tuple[Balance, ...]:
        """Return the accounts that pay, in order: allowance, welcome, granted, then the wallet."""
        if wallet_pays and self.wallet is not None:
            return (*self.own, self.wallet)
        return self.own

    def holding(self, shares: Iterable[Share]) -> "Purse":
        """Return what it becomes when these shares are held."""
        amounts = {share.account_id: share.amount for share in shares}

        def held(balance: Balance | None) -> Balance | None:
            if balance is None or balance.account_id not in amounts:
                return balance
            more = amounts[balance.account_id]
            return Balance(balance.account_id, balance.posted, balance.held + more)

        return Purse(
            allowance=held(self.allowance),
            welcome=held(self.welcome),
            granted=held(self.granted),
            wallet=held(self.wallet),
            welcomed=self.welcomed,
        )


def shares(price: int, payers: Iterable[Balance]) -> tuple[Share, ...] | None:
    """Spread a price over accounts in their order; None when all together cannot pay it.

    Only accounts that pay something are named, so a price of nothing names none.
    """
    named: list[Share] = []
    missing = price
    for payer in payers:
        amount = min(missing, payer.available)
        if amount > 0:
            named.append(Share(payer.account_id, amount))
            missing -= amount
    return None if missing else tuple(named)


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
    """To a member or the wallet."""
    TAKE = "take"
    """A moderator took them back."""
    ALLOWANCE = "allowance"
    CARRIED = "carried"
    """What the allowances of periods in which nothing happened would have left."""
    EXPIRY = "expiry"
    """What was left of an allowance at the end of its period."""
    GIFT = "gift"
    """From member to member."""
    CAPTURE = "capture"
    """For a job."""
    REVERSAL = "reversal"
    """Takes back the line that it names."""

    @property
    def reversible(self) -> bool:
        """Whether a line of this kind can be reversed."""
        return self is not EntryKind.REVERSAL


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
    reverses_id: EntryId | None = None
    """The line that this one takes back."""
    message: MessageAddress | None = None
    """What tells of it, such as its job's card; None while there is none, or only a private one."""


STARTING_REASON = "start"
"""The reason on the line that gives a newcomer's start."""


def capture_share(price: int, promised: int, delivered: int) -> int:
    """Return what `delivered` of `promised` songs cost, rounded in the member's favour.

    Raises:
        ValueError: `promised` is below one, or `delivered` or `price` is below zero.
    """
    if promised < 1 or delivered < 0 or price < 0:
        raise ValueError(f"no share of {price} for {delivered} of {promised}")
    return price * min(delivered, promised) // promised
