"""The ledger against a model of it, in any order of operations, on each kind of database."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.domain.credits import AccountName, Hold
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import GuildId, IdempotencyKey
from bot.domain.ports import Database, Transaction
from storage import open_database
from tests.support.records import MEMBER, NOW, balance_of, new_job, open_member

T = TypeVar("T")

# One database serves all examples; each plays in a server and with jobs of its own.
_guilds, _jobs = count(1), count(1)


class Books(RuleBasedStateMachine):
    """One member's credits; `posted` and `held` say what must be in the database."""

    url: str
    pending = Bundle("pending")
    resolved = Bundle("resolved")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.opening = open_database(self.url, migrate=False)
        self.database: Database = self.runner.run(self.opening.__aenter__())
        self.guild = GuildId(next(_guilds))
        self.posted = self.held = self.spent = self.issued = 0
        self.key = IdempotencyKey("")

    def teardown(self) -> None:
        self.runner.run(self.opening.__aexit__(None, None, None))
        self.runner.close()

    def write(self, work: Callable[[Transaction], T]) -> T:
        return self.runner.run(self.database.write(work))

    @initialize(amount=st.integers(0, 50))
    def open(self, amount: int) -> None:
        self.write(lambda tx: open_member(tx, amount, self.guild))
        self.posted = self.issued = amount

    @rule(amount=st.integers(1, 50))
    def grant(self, amount: int) -> None:
        self.key = IdempotencyKey(f"grant:{self.guild}:{self.issued}:{self.key}"[:200])
        assert self.write(lambda tx: self._grant(tx, amount))
        self.posted += amount
        self.issued += amount

    @rule(amount=st.integers(1, 50))
    def grant_again(self, amount: int) -> None:
        if self.key:
            assert not self.write(lambda tx: self._grant(tx, amount))

    def _grant(self, tx: Transaction, amount: int) -> bool:
        name = AccountName.member(self.guild, MEMBER)
        return tx.ledger.grant(name, amount, reason="", actor_id=None, key=self.key, now=NOW)

    @rule(target=pending, amount=st.integers(0, 60))
    def hold(self, amount: int) -> Hold | None:
        job = replace(new_job(next(_jobs)), price=amount)

        def work(tx: Transaction) -> Hold:
            tx.jobs.add(job)
            account_id = balance_of(tx, self.guild).account_id
            key = IdempotencyKey(f"hold:{job.job_id}")
            return tx.ledger.hold(account_id, amount, job_id=job.job_id, key=key, now=NOW)

        if amount > self.posted - self.held:
            with pytest.raises(NotEnoughCredits) as refusal:
                self.write(work)
            assert refusal.value.available == self.posted - self.held
            return None
        held = self.write(work)
        self.held += amount
        return held

    @rule(target=resolved, hold=consumes(pending), share=st.integers(1, 100))
    def capture(self, hold: Hold | None, share: int) -> Hold | None:
        if hold is None:
            return None
        amount = hold.amount * share // 100
        if amount == 0:
            with pytest.raises(ValueError, match="capture"):
                self._capture(hold, 0)
            self._release(hold)
            return hold
        assert self._capture(hold, amount)
        self.held -= hold.amount
        self.posted -= amount
        self.spent += amount
        return hold

    @rule(target=resolved, hold=consumes(pending))
    def release(self, hold: Hold | None) -> Hold | None:
        if hold is not None:
            self._release(hold)
        return hold

    def _release(self, hold: Hold) -> None:
        assert self.write(lambda tx: tx.ledger.release(hold.hold_id, now=NOW))
        self.held -= hold.amount

    @rule(hold=resolved)
    def resolve_again(self, hold: Hold | None) -> None:
        if hold is not None:
            assert not self._capture(hold, max(hold.amount, 1))
            assert not self.write(lambda tx: tx.ledger.release(hold.hold_id, now=NOW))

    def _capture(self, hold: Hold, amount: int) -> bool:
        return self.write(lambda tx: tx.ledger.capture(hold.hold_id, amount, reason="", now=NOW))

    @invariant()
    def agrees(self) -> None:
        self.runner.run(self.database.read(self._check))

    def _check(self, tx: Transaction) -> None:
        balance = tx.ledger.balance(AccountName.member(self.guild, MEMBER))
        if balance is not None:
            assert (balance.posted, balance.held) == (self.posted, self.held)
            assert balance.available >= 0
        for name, posted in (
            (AccountName.issue(self.guild), -self.issued),
            (AccountName.spent(self.guild), self.spent),
        ):
            found = tx.ledger.balance(name)
            assert (found.posted if found else 0) == posted
        assert tx.ledger.discrepancies() == ()


def test_the_ledger_agrees_with_its_model(database_url: str, database_kind: str) -> None:
    machine = type("OwnBooks", (Books,), {"url": database_url})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40 if database_kind == "sqlite" else 8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
