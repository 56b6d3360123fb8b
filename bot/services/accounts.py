"""Bringing a member's accounts up to date: a newcomer's start, and allowances that are due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.domain.allowances import (
    Allowance,
    AllowancePlan,
    AllowanceState,
    Refill,
    most_generous,
    next_refill,
    plan_allowance,
)
from bot.domain.credits import AccountKind, AccountName, EntryKind, Purse
from bot.domain.ids import GuildId, IdempotencyKey, RoleId, UserId
from bot.domain.ports import Transaction
from bot.domain.privacy import Pseudonyms
from bot.domain.rules import GuildTerms


@dataclass(frozen=True)
class Member:
    """A member of a server with the roles that they have now."""

    guild_id: GuildId
    user_id: UserId
    role_ids: Collection[RoleId] = ()


@dataclass(frozen=True)
class Account:
    """What a member can pay with, and what comes next."""

    purse: Purse
    refill: Refill | None
    is_current: bool = True
    """Whether nothing was due that is not there."""


class MemberAccounts:
    """Gives members what they are owed, each thing once."""

    def __init__(self, starting_grant: int, pseudonyms: Pseudonyms) -> None:
        """`starting_grant` is a newcomer's start where a server sets none.

        Whoever was erased and is back is known by one of the `pseudonyms`.
        """
        self._starting_grant = starting_grant
        self._pseudonyms = pseudonyms

    def current(self, tx: Transaction, terms: GuildTerms, member: Member, now: datetime) -> Account:
        """Return a member's account after giving what is due."""
        purse = tx.ledger.purse(member.guild_id, member.user_id)
        changed = False
        if not purse.welcomed:
            self._welcome(tx, terms, member, now)
            changed = True
        state, best = self._allowance(tx, terms, purse, member)
        plan = self._plan(tx, terms, purse, member, state, best, now)
        if plan is not None:
            _carry_out(tx, member, plan, now)
            state = plan.state
            changed = True
        if changed:
            purse = tx.ledger.purse(member.guild_id, member.user_id)
        return Account(purse, next_refill(state, best, now, terms.rules.time_zone))

    def as_stored(
        self, tx: Transaction, terms: GuildTerms, member: Member, now: datetime
    ) -> Account:
        """Return a member's account without giving anything; reads only."""
        purse = tx.ledger.purse(member.guild_id, member.user_id)
        state, best = self._allowance(tx, terms, purse, member)
        plan = self._plan(tx, terms, purse, member, state, best, now)
        refill = next_refill(state, best, now, terms.rules.time_zone)
        return Account(purse, refill, is_current=purse.welcomed and plan is None)

    def _welcome(self, tx: Transaction, terms: GuildTerms, member: Member, now: datetime) -> None:
        """Give a newcomer's start; to whoever was erased, only what they had not had yet."""
        former = self._welcomed_as(tx, member)
        welcome = terms.rules.welcome
        grant = self._starting_grant if welcome is None else welcome
        if former is not None:
            grant = 0
            state = tx.allowances.state(member.guild_id, former)
            if state is not None:
                tx.allowances.save(member.guild_id, member.user_id, state)
        tx.ledger.open_member(
            member.guild_id,
            member.user_id,
            starting_grant=grant,
            now=now,
            kind=AccountKind.WELCOME,
        )

    def _welcomed_as(self, tx: Transaction, member: Member) -> UserId | None:
        """Return a member's last pseudonym that was welcomed in their server, if any was.

        Not every one was: who is erased twice in a row had nothing under the second.
        """
        erased = self._pseudonyms.former(member.user_id, tx.privacy.is_pseudonym)
        return next(
            (
                former
                for former in reversed(erased)
                if tx.ledger.purse(member.guild_id, former).welcomed
            ),
            None,
        )

    def _allowance(
        self, tx: Transaction, terms: GuildTerms, purse: Purse, member: Member
    ) -> tuple[AllowanceState | None, Allowance | None]:
        if not terms.allowances and purse.allowance is None:
            return None, None
        state = tx.allowances.state(member.guild_id, member.user_id)
        return state, most_generous(terms.allowances, member.role_ids)

    def _plan(
        self,
        tx: Transaction,
        terms: GuildTerms,
        purse: Purse,
        member: Member,
        state: AllowanceState | None,
        best: Allowance | None,
        now: datetime,
    ) -> AllowancePlan | None:
        account = purse.allowance

        def granted_since(since: datetime) -> int:
            if account is None:
                return 0
            return tx.ledger.moved_since(
                account.account_id, EntryKind.ALLOWANCE, since, incoming=True
            )

        available = 0 if account is None else account.available
        zone = terms.rules.time_zone
        return plan_allowance(state, best, available, now, zone, granted_since)


def _carry_out(tx: Transaction, member: Member, plan: AllowancePlan, now: datetime) -> None:
    issue = AccountName.issue(member.guild_id)
    allowance = AccountName.allowance(member.guild_id, member.user_id)
    whose = f"{member.guild_id}:{member.user_id}"
    moves = (
        (allowance, issue, plan.expired, EntryKind.EXPIRY, plan.ended_label),
        (issue, allowance, plan.carried, EntryKind.CARRIED, plan.ended_label),
        (issue, allowance, plan.granted, EntryKind.ALLOWANCE, plan.label),
    )
    for source, target, amount, kind, label in moves:
        if amount:
            tx.ledger.move(
                source,
                target,
                amount,
                kind=kind,
                reason=label,
                actor_id=None,
                key=IdempotencyKey(f"{kind}:{whose}:{label}"),
                now=now,
            )
    tx.allowances.save(member.guild_id, member.user_id, plan.state)
