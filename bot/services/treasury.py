"""What moderators do with credits. Everything leaves an action."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.actions import Action, ActionKind
from bot.domain.credit_requests import CreditRequest, RequestState
from bot.domain.credits import AccountName, Balance, Entry, EntryKind, Purse
from bot.domain.errors import EntryNotFound, NotReversible, RequestDecided
from bot.domain.ids import (
    AccountId,
    CreditRequestId,
    EntryId,
    GuildId,
    IdempotencyKey,
    UserId,
)
from bot.domain.ports import Clock, Database, Transaction
from bot.services.accounts import Member, MemberAccounts
from bot.services.budget import month_name, month_of
from bot.services.credits import Statement, check_amount, statement_of

MOST_REQUESTS = 200
"""How many open requests are listed at most."""


@dataclass(frozen=True)
class WalletState:
    """A server's own credits, and what it cost at the provider this month."""

    balance: Balance
    pays: bool
    """Whether it pays what a member cannot."""
    ceiling: int | None
    """The most provider credits in a month; None: no ceiling."""
    used_this_month: int
    """Provider credits, those included that running orders are expected to cost."""
    month_ends_at: datetime


class TreasuryService:
    """Grants, takes back and undoes; looks after the wallet; answers requests."""

    def __init__(self, database: Database, clock: Clock, accounts: MemberAccounts) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts

    async def grant(
        self,
        guild_id: GuildId,
        user_id: UserId,
        amount: int,
        *,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> Purse:
        """Issue credits to a member, once per key; returns what the member has then.

        Raises:
            AmountOutOfRange: nothing was granted.
        """
        check_amount(amount)

        def grant(tx: Transaction) -> Purse:
            granted = self._move(
                tx,
                AccountName.issue(guild_id),
                AccountName.member(guild_id, user_id),
                amount,
                EntryKind.GRANT,
                actor_id,
                reason,
                key,
            )
            if granted:
                self._note_amount(
                    tx, guild_id, actor_id, ActionKind.CREDITS_GRANTED, user_id, reason, amount
                )
            return tx.ledger.purse(guild_id, user_id)

        return await self._database.write(grant)

    async def take(
        self,
        guild_id: GuildId,
        user_id: UserId,
        amount: int,
        *,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> Purse:
        """Take granted credits back from a member, once per key; returns what is left.

        Raises:
            AmountOutOfRange, NotEnoughCredits: nothing was taken.
        """
        check_amount(amount)

        def take(tx: Transaction) -> Purse:
            taken = self._move(
                tx,
                AccountName.member(guild_id, user_id),
                AccountName.issue(guild_id),
                amount,
                EntryKind.TAKE,
                actor_id,
                reason,
                key,
            )
            if taken:
                self._note_amount(
                    tx, guild_id, actor_id, ActionKind.CREDITS_TAKEN, user_id, reason, amount
                )
            return tx.ledger.purse(guild_id, user_id)

        return await self._database.write(take)

    async def undo(
        self, guild_id: GuildId, entry_id: EntryId, *, actor_id: UserId, reason: str
    ) -> Entry:
        """Reverse a line by a new line, once and in full; returns the new line.

        Raises:
            EntryNotFound, NotReversible, NotEnoughCredits: nothing was changed.
        """

        def undo(tx: Transaction) -> Entry:
            entry = tx.ledger.entry(guild_id, entry_id)
            if entry is None:
                raise EntryNotFound(entry_id)
            if not entry.kind.reversible:
                raise NotReversible(entry_id)
            now = self._clock.now()
            reversal = tx.ledger.reverse(entry, reason=reason, actor_id=actor_id, now=now)
            if reversal is None:
                raise NotReversible(entry_id)
            self._note_amount(
                tx,
                guild_id,
                actor_id,
                ActionKind.LINE_REVERSED,
                entry_id,
                reason,
                entry.amount,
            )
            return reversal

        return await self._database.write(undo)

    async def show(self, guild_id: GuildId, user_id: UserId, limit: int = 20) -> Statement:
        """Return a member's account as it stands, without giving anything that is due."""

        def show(tx: Transaction) -> Statement:
            terms = tx.rules.terms(guild_id)
            member = Member(guild_id, user_id)
            account = self._accounts.as_stored(tx, terms, member, self._clock.now())
            return statement_of(tx, terms.rules, account, limit)

        return await self._database.read(show)

    async def wallet(self, guild_id: GuildId) -> WalletState:
        """Return the server's own credits and its month at the provider."""
        return await self._database.read(lambda tx: self._wallet(tx, guild_id))

    async def fill_wallet(
        self,
        guild_id: GuildId,
        amount: int,
        *,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> WalletState:
        """Issue credits to the wallet, once per key.

        Raises:
            AmountOutOfRange: nothing was changed.
        """
        issue, wallet = AccountName.issue(guild_id), AccountName.wallet(guild_id)
        change = self._change_wallet(
            (issue, wallet), amount, EntryKind.GRANT, actor_id, reason, key
        )
        return await self._database.write(change)

    async def drain_wallet(
        self,
        guild_id: GuildId,
        amount: int,
        *,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> WalletState:
        """Take credits out of the wallet, once per key.

        Raises:
            AmountOutOfRange, NotEnoughCredits: nothing was changed.
        """
        issue, wallet = AccountName.issue(guild_id), AccountName.wallet(guild_id)
        change = self._change_wallet((wallet, issue), amount, EntryKind.TAKE, actor_id, reason, key)
        return await self._database.write(change)

    async def requests(self, guild_id: GuildId) -> tuple[CreditRequest, ...]:
        """Return the open requests, oldest first, at most `MOST_REQUESTS`."""
        return await self._database.read(
            lambda tx: tx.credit_requests.open_in(guild_id, MOST_REQUESTS)
        )

    async def grant_request(
        self,
        guild_id: GuildId,
        request_id: CreditRequestId,
        *,
        actor_id: UserId,
        amount: int | None = None,
        answer: str = "",
    ) -> CreditRequest:
        """Grant what was asked for, or `amount`.

        Raises:
            AmountOutOfRange, RequestDecided: nothing was granted.
        """
        if amount is not None:
            check_amount(amount)

        def grant(tx: Transaction) -> CreditRequest:
            decided = self._decide(
                tx, guild_id, request_id, RequestState.GRANTED, actor_id, amount, answer
            )
            self._move(
                tx,
                AccountName.issue(guild_id),
                AccountName.member(guild_id, decided.user_id),
                decided.granted,
                EntryKind.GRANT,
                actor_id,
                answer,
                IdempotencyKey(f"request:{request_id}"),
            )
            return decided

        return await self._database.write(grant)

    async def refuse_request(
        self, guild_id: GuildId, request_id: CreditRequestId, *, actor_id: UserId, answer: str
    ) -> CreditRequest:
        """Refuse a request.

        Raises:
            RequestDecided: somebody answered it before.
        """
        return await self._database.write(
            lambda tx: self._decide(
                tx, guild_id, request_id, RequestState.REFUSED, actor_id, 0, answer
            )
        )

    def _decide(
        self,
        tx: Transaction,
        guild_id: GuildId,
        request_id: CreditRequestId,
        state: RequestState,
        actor_id: UserId,
        amount: int | None,
        answer: str,
    ) -> CreditRequest:
        request = tx.credit_requests.get(guild_id, request_id)
        if request is None:
            raise RequestDecided(request_id)
        decided = replace(
            request,
            state=state,
            decided_by=actor_id,
            decided_at=self._clock.now(),
            granted=request.amount if amount is None else amount,
            answer=answer,
        )
        if not tx.credit_requests.decide(decided):
            raise RequestDecided(request_id)
        granted = state is RequestState.GRANTED
        kind = ActionKind.REQUEST_GRANTED if granted else ActionKind.REQUEST_REFUSED
        self._note_amount(tx, guild_id, actor_id, kind, request.user_id, answer, decided.granted)
        return decided

    def _change_wallet(
        self,
        way: tuple[AccountName, AccountName],
        amount: int,
        kind: EntryKind,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> Callable[[Transaction], WalletState]:
        check_amount(amount)
        source, target = way
        filled = kind is EntryKind.GRANT
        action = ActionKind.WALLET_FILLED if filled else ActionKind.WALLET_DRAINED

        def change(tx: Transaction) -> WalletState:
            if self._move(tx, source, target, amount, kind, actor_id, reason, key):
                self._note_amount(tx, source.guild_id, actor_id, action, "", reason, amount)
            return self._wallet(tx, source.guild_id)

        return change

    def _wallet(self, tx: Transaction, guild_id: GuildId) -> WalletState:
        rules = tx.rules.terms(guild_id).rules
        month = month_of(rules, self._clock.now())
        balance = tx.ledger.balance(AccountName.wallet(guild_id))
        return WalletState(
            balance=balance or Balance(AccountId(0), 0, 0),
            pays=rules.wallet_pays,
            ceiling=rules.monthly_ceiling,
            used_this_month=tx.budgets.used(guild_id, month_name(month)),
            month_ends_at=month.ends_at,
        )

    def _move(
        self,
        tx: Transaction,
        source: AccountName,
        target: AccountName,
        amount: int,
        kind: EntryKind,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> bool:
        return tx.ledger.move(
            source,
            target,
            amount,
            kind=kind,
            reason=reason,
            actor_id=actor_id,
            key=key,
            now=self._clock.now(),
        )

    def _note_amount(
        self,
        tx: Transaction,
        guild_id: GuildId,
        actor_id: UserId,
        kind: ActionKind,
        subject: object,
        reason: str,
        amount: int,
    ) -> None:
        tx.actions.add(
            Action(
                action_id=None,
                guild_id=guild_id,
                actor_id=actor_id,
                kind=kind,
                subject=str(subject),
                reason=reason,
                before="",
                after=json.dumps({"amount": amount}),
                created_at=self._clock.now(),
            )
        )
