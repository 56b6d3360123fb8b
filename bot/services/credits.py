"""What members have, where it went, giving credits and asking for them."""

import heapq
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.allowances import Refill
from bot.domain.credit_requests import CreditRequest
from bot.domain.credits import AccountName, Entry, EntryKind, Funds, Purse
from bot.domain.errors import (
    AlreadyAsked,
    AmountOutOfRange,
    GiftsOff,
    GiftTooLarge,
    GiftToOneself,
)
from bot.domain.ids import AccountId, EntryId, GuildId, IdempotencyKey, JobId, RoleId, UserId
from bot.domain.messages import MessageAddress
from bot.domain.periods import Period, stretch_at
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.rules import GuildRules
from bot.services.accounts import Account, Member, MemberAccounts

MOST_CREDITS = 1_000_000
"""The greatest amount that can be moved at once; keeps a slip of the hand within bounds."""


@dataclass(frozen=True)
class StatementLine:
    """One movement as its owner sees it: `amount` is above zero for credits that came in."""

    at: datetime
    amount: int
    kind: EntryKind
    reason: str
    job_id: JobId | None
    message: MessageAddress | None
    """What tells of it, to link to; None when there is none that others see."""
    entry_id: EntryId | None = None
    """What a moderator names to undo it."""
    other_id: UserId | None = None
    """Who gave or got a gift."""
    actor_id: UserId | None = None
    """Who caused it; None when the bot did."""
    title: str = ""
    """What the song is called that was paid for, as its author alone may see. Hostile text."""


@dataclass(frozen=True)
class Statement:
    """A member's accounts, added up, with their newest lines first."""

    balance: Funds
    lines: tuple[StatementLine, ...]
    refill: Refill | None = None
    """The next allowance; None when there is none."""
    gifts: bool = False
    """Whether the server lets members give credits to each other."""


class CreditService:
    """What members do with their credits."""

    def __init__(self, database: Database, clock: Clock, accounts: MemberAccounts) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts

    async def statement(
        self,
        guild_id: GuildId,
        user_id: UserId,
        limit: int = 10,
        *,
        role_ids: Sequence[RoleId] = (),
    ) -> Statement:
        """Return a member's account with its newest `limit` lines, after giving what is due."""
        member = Member(guild_id, user_id, role_ids)

        def read(tx: Transaction) -> Statement | None:
            terms, now = tx.rules.terms(guild_id), self._clock.now()
            account = self._accounts.as_stored(tx, terms, member, now)
            if not account.is_current:
                return None
            return _with_titles(tx, statement_of(tx, terms.rules, account, limit))

        def bring_up_to_date(tx: Transaction) -> Statement:
            terms, now = tx.rules.terms(guild_id), self._clock.now()
            account = self._accounts.current(tx, terms, member, now)
            return _with_titles(tx, statement_of(tx, terms.rules, account, limit))

        statement: Statement | None = await self._database.read(read)
        if statement is None:
            return await self._database.write(bring_up_to_date)
        return statement

    async def history(
        self, guild_id: GuildId, user_id: UserId, *, page: int = 500
    ) -> AsyncIterator[StatementLine]:
        """Yield all of a member's lines, newest first, a page in memory at a time."""
        before: EntryId | None = None
        while True:
            end = before

            def read(tx: Transaction, end: EntryId | None = end) -> tuple[StatementLine, ...]:
                return lines_of(tx, tx.ledger.purse(guild_id, user_id), page, end)

            lines = await self._database.read(read)
            for line in lines:
                yield line
            if len(lines) < page:
                return
            before = lines[-1].entry_id

    async def give(
        self,
        guild_id: GuildId,
        giver_id: UserId,
        receiver_id: UserId,
        amount: int,
        *,
        reason: str,
        key: IdempotencyKey,
    ) -> Purse:
        """Give granted credits to another member; returns what the giver has left.

        Allowances and a newcomer's start cannot be given. The same `key` gives once.

        Raises:
            GiftsOff, GiftToOneself, AmountOutOfRange, GiftTooLarge, NotEnoughCredits: nothing was
                given.
        """
        if giver_id == receiver_id:
            raise GiftToOneself
        check_amount(amount)

        def give(tx: Transaction) -> Purse:
            rules, now = tx.rules.terms(guild_id).rules, self._clock.now()
            if not rules.gifts:
                raise GiftsOff
            purse = tx.ledger.purse(guild_id, giver_id)
            repeated = not tx.ledger.move(
                AccountName.member(guild_id, giver_id),
                AccountName.member(guild_id, receiver_id),
                amount,
                kind=EntryKind.GIFT,
                reason=reason,
                actor_id=giver_id,
                key=key,
                now=now,
            )
            if not repeated and purse.granted is not None:
                _check_ceiling(tx, rules, purse.granted.account_id, amount, now)
            return tx.ledger.purse(guild_id, giver_id)

        return await self._database.write(give)

    async def told(self, key: IdempotencyKey, message: MessageAddress) -> None:
        """Remember the message that tells of what was given under a key; the first one stays."""
        await self._database.write(lambda tx: tx.ledger.link_key(key, message))

    async def ask(
        self, guild_id: GuildId, user_id: UserId, amount: int, reason: str
    ) -> CreditRequest:
        """Ask the moderators for credits.

        Raises:
            AmountOutOfRange: nothing was asked.
            AlreadyAsked: an earlier request waits for an answer; names it.
        """
        check_amount(amount)

        def ask(tx: Transaction) -> CreditRequest:
            request = tx.credit_requests.add(guild_id, user_id, amount, reason, self._clock.now())
            if request is not None:
                return request
            earlier = tx.credit_requests.open_of(guild_id, user_id)
            if earlier is None:
                raise LookupError("a request is in the way and cannot be found")
            raise AlreadyAsked(earlier.request_id)

        return await self._database.write(ask)


def check_amount(amount: int) -> None:
    """Make sure that so many credits can be moved at once.

    Raises:
        AmountOutOfRange: not from 1 to `MOST_CREDITS`.
    """
    if not 1 <= amount <= MOST_CREDITS:
        raise AmountOutOfRange(1, MOST_CREDITS, amount)


def statement_of(tx: Transaction, rules: GuildRules, account: Account, limit: int) -> Statement:
    """Return the statement of an account that is current."""
    lines = lines_of(tx, account.purse, limit)
    return Statement(account.purse, lines, account.refill, rules.gifts)


def _with_titles(tx: Transaction, statement: Statement) -> Statement:
    titles = tx.reports.titles({line.job_id for line in statement.lines if line.job_id})
    lines = (
        replace(line, title=titles.get(line.job_id, "") if line.job_id else "")
        for line in statement.lines
    )
    return replace(statement, lines=tuple(lines))


def lines_of(
    tx: Transaction, purse: Purse, limit: int, before: EntryId | None = None
) -> tuple[StatementLine, ...]:
    """Return the newest lines of a member's accounts, or the newest before one, newest first."""
    own = [balance.account_id for balance in purse.own]
    found = [
        (entry, account_id)
        for account_id in own
        for entry in tx.ledger.statement(account_id, limit, before)
    ]
    newest = heapq.nlargest(limit, found, key=lambda pair: pair[0].entry_id)
    return tuple(_line(tx, entry, account_id) for entry, account_id in newest)


def _line(tx: Transaction, entry: Entry, account_id: AccountId) -> StatementLine:
    incoming = entry.target_id == account_id
    return StatementLine(
        at=entry.created_at,
        amount=entry.amount if incoming else -entry.amount,
        kind=entry.kind,
        reason=entry.reason,
        job_id=entry.job_id,
        message=entry.message,
        entry_id=entry.entry_id,
        other_id=_other(tx, entry, incoming=incoming) if entry.kind is EntryKind.GIFT else None,
        actor_id=entry.actor_id,
    )


def _other(tx: Transaction, entry: Entry, *, incoming: bool) -> UserId:
    other_id = entry.source_id if incoming else entry.target_id
    return UserId(tx.ledger.owner_of(other_id).owner_id)


def _check_ceiling(
    tx: Transaction, rules: GuildRules, giver: AccountId, amount: int, now: datetime
) -> None:
    """Refuse a gift, already written, that goes over what a member may give away in a day."""
    if rules.gift_ceiling is None:
        return
    today = stretch_at(Period.DAY, now, rules.time_zone)
    given = tx.ledger.moved_since(giver, EntryKind.GIFT, today.starts_at, incoming=False)
    if given > rules.gift_ceiling:
        raise GiftTooLarge(rules.gift_ceiling, given - amount, today.ends_at)
