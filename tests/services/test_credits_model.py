"""All operations on credits in any order, with callers cancelled and the program killed anywhere.

Whatever happened: the books are right, nobody is in debt, nothing was charged above its price, and
what was given back was charged before.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from structlog.testing import capture_logs

from bot.domain.allowances import Allowance
from bot.domain.credits import AccountKind, EntryKind, HoldState
from bot.domain.delivery import JobView
from bot.domain.errors import JamboreeError, MediaUnusable, OutcomeUnknown, Refusal
from bot.domain.ids import EVERYONE, EntryId, IdempotencyKey, JobId, ProviderTaskId
from bot.domain.periods import Period
from bot.domain.ports import TaskReport, TaskState, Transaction
from bot.services.orders import Requester
from tests.support.core_fixture import order
from tests.support.guilds import MODERATOR, SUPPORTER
from tests.support.mortal import Fate, open_mortal
from tests.support.orders import ADA, BEN, GUILD, clip
from tests.support.surroundings import Core, build_core

MEMBERS = st.sampled_from([ADA, BEN, replace(ADA, role_ids=(SUPPORTER,))])
PATIENCE = st.one_of(st.none(), st.integers(0, 40))
"""After how many turns of the event loop a caller is cancelled; None: never."""

BEGINNING, END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

OUTCOMES = st.sampled_from(["both", "half", "failed", "unknown", "late", "never"])


class Economy(RuleBasedStateMachine):
    """A server in which people order, give, ask, undo, and the program dies now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.stack = AsyncExitStack()
        self.fate = Fate(Path(self.folder.name) / "core.db")
        self.core: Core
        self.numbers = count()
        self.jobs: list[JobId] = []

    def teardown(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    @initialize(welcome=st.integers(0, 40), carry=st.integers(0, 20), wallet=st.booleans())
    def open(self, welcome: int, carry: int, wallet: bool) -> None:
        self.runner.run(self._open())

        async def set_up() -> None:
            await self.core.rules.change(
                GUILD,
                lambda rules: replace(
                    rules, welcome=welcome, wallet_pays=wallet, gifts=True, monthly_ceiling=900
                ),
                actor_id=MODERATOR,
            )
            for role, amount in ((EVERYONE, 9), (SUPPORTER, 25)):
                allowance = Allowance(GUILD, role, amount, Period.DAY, carry)
                await self.core.rules.set_allowance(allowance, actor_id=MODERATOR)

        self.runner.run(set_up())

    async def _open(self) -> None:
        database = await self.stack.enter_async_context(open_mortal(self.fate))
        clock = self.core.clock if hasattr(self, "core") else None
        self.core = build_core(database)
        if clock is not None:
            self.core.clock.advance((clock.now() - self.core.clock.now()).total_seconds())

    def attempt(self, work: Coroutine[Any, Any, object], patience: int | None = None) -> None:
        """Let somebody try something; who is impatient is cancelled in the middle."""

        async def run() -> None:
            task = asyncio.create_task(work)
            if patience is not None:
                for _ in range(patience):
                    await asyncio.sleep(0)
                task.cancel()
            for result in await asyncio.gather(task, return_exceptions=True):
                if isinstance(result, Exception) and not isinstance(result, Refusal):
                    raise result

        self.runner.run(run())

    def key(self) -> IdempotencyKey:
        return IdempotencyKey(f"key:{next(self.numbers)}")

    @rule(members=st.lists(MEMBERS, min_size=1, max_size=6), patience=PATIENCE)
    def order(self, members: Sequence[Requester], patience: int | None) -> None:
        async def at_once() -> None:
            answers = await asyncio.gather(
                *(order(self.core, member, self.key()) for member in members),
                return_exceptions=True,
            )
            self.jobs += [
                answer.job.job_id for answer in answers if not isinstance(answer, BaseException)
            ]

        self.attempt(at_once(), patience)

    @rule(member=MEMBERS, amount=st.integers(1, 60), patience=PATIENCE)
    def grant(self, member: Requester, amount: int, patience: int | None) -> None:
        grant = self.core.treasury.grant(
            GUILD, member.user_id, amount, actor_id=MODERATOR, reason="", key=self.key()
        )
        self.attempt(grant, patience)

    @rule(member=MEMBERS, amount=st.integers(1, 60), patience=PATIENCE)
    def take(self, member: Requester, amount: int, patience: int | None) -> None:
        take = self.core.treasury.take(
            GUILD, member.user_id, amount, actor_id=MODERATOR, reason="", key=self.key()
        )
        self.attempt(take, patience)

    @rule(amount=st.integers(1, 60))
    def fill_the_wallet(self, amount: int) -> None:
        fill = self.core.treasury.fill_wallet(
            GUILD, amount, actor_id=MODERATOR, reason="", key=self.key()
        )
        self.attempt(fill)

    @rule(amount=st.integers(1, 30), patience=PATIENCE)
    def give(self, amount: int, patience: int | None) -> None:
        give = self.core.credits.give(
            GUILD, ADA.user_id, BEN.user_id, amount, reason="", key=self.key()
        )
        self.attempt(give, patience)

    @rule(number=st.integers(1, 12), patience=PATIENCE)
    def undo(self, number: int, patience: int | None) -> None:
        undo = self.core.treasury.undo(GUILD, EntryId(number), actor_id=MODERATOR, reason="")
        self.attempt(undo, patience)

    @rule(which=st.integers(0, 30), patience=PATIENCE)
    def cancel(self, which: int, patience: int | None) -> None:
        if self.jobs:
            job_id = self.jobs[which % len(self.jobs)]
            self.attempt(self.core.cancelling.cancel(job_id, ADA.user_id, GUILD), patience)

    @rule(member=MEMBERS)
    def look(self, member: Requester) -> None:
        looking = self.core.credits.statement(GUILD, member.user_id, role_ids=member.role_ids)
        self.attempt(looking)

    @rule(outcome=OUTCOMES, patience=PATIENCE)
    def work(self, outcome: str, patience: int | None) -> None:
        self.script(outcome)
        self.attempt(self.core.run_due(), patience)

    @rule(outcome=OUTCOMES)
    def see_through(self, outcome: str) -> None:
        """Everything that waits is submitted and ends; what ends late is looked after."""
        self.script(outcome)
        self.attempt(self.core.run_due())
        for seconds in (20, 2000, 1000) if outcome in ("late", "never") else (20, 20):
            if outcome == "late" and seconds == 1000:
                self.script("both")
            self.core.clock.advance(seconds)
            self.attempt(self.core.run_due())

    def script(self, outcome: str) -> None:
        provider, archive = self.core.provider, self.core.archive
        submitted: ProviderTaskId | JamboreeError = ProviderTaskId(f"task-{next(self.numbers)}")
        provider.submissions = [OutcomeUnknown("lost") if outcome == "unknown" else submitted]
        state = {
            "failed": TaskState.FAILED,
            "late": TaskState.RUNNING,
            "never": TaskState.RUNNING,
        }
        clips = () if outcome in state else (clip(1), clip(2))
        provider.reports = [TaskReport(state.get(outcome, TaskState.FINISHED), clips)]
        archive.faults = {"clip-2": [MediaUnusable("silence")] * 99} if outcome == "half" else {}

    @rule(seconds=st.sampled_from([1, 20, 70, 2000, 8000, 90_000]))
    def wait(self, seconds: int) -> None:
        self.core.clock.advance(seconds)

    @rule(zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"]))
    def move_house(self, zone: str) -> None:
        moved = self.core.rules.change(
            GUILD, lambda rules: replace(rules, time_zone=zone), actor_id=MODERATOR
        )
        self.attempt(moved)

    @rule(
        members=st.lists(MEMBERS, min_size=1, max_size=4),
        outcome=OUTCOMES,
        statement=st.integers(1, 200),
    )
    def killed(self, members: Sequence[Requester], outcome: str, statement: int) -> None:
        """The program is killed before any statement, while people order and workers work."""
        self.script(outcome)
        self.fate.die_before(statement)

        async def live_until_killed() -> None:
            answers = await asyncio.gather(
                *(order(self.core, member, self.key()) for member in members),
                self.core.credits.give(
                    GUILD, ADA.user_id, BEN.user_id, 1, reason="", key=self.key()
                ),
                self.core.run_due(),
                return_exceptions=True,
            )
            # Who was told of an order has it after the kill too.
            self.jobs += [answer.job.job_id for answer in answers if isinstance(answer, JobView)]

        async def come_back() -> None:
            await self.stack.aclose()
            await self._open()

        # Drawing up what went wrong takes longer than all else.
        with capture_logs():
            self.runner.run(live_until_killed())
        self.fate.escape()
        if self.fate.remains is not None:
            self.fate = Fate(self.fate.remains / "core.db")
            self.runner.run(come_back())

    @rule()
    def die_and_come_back(self) -> None:
        """The program ends and starts again; what was committed is all that is left."""

        async def restart() -> None:
            await self.stack.aclose()
            await self._open()

        self.runner.run(restart())

    @invariant()
    def books_are_right(self) -> None:
        if hasattr(self, "core"):
            self.runner.run(self.core.database.read(self._check))

    def _check(self, tx: Transaction) -> None:
        assert tx.ledger.discrepancies() == ()
        for member in (ADA, BEN):
            purse = tx.ledger.purse(GUILD, member.user_id)
            assert all(balance.available >= 0 for balance in purse.own)
            state = tx.allowances.state(GUILD, member.user_id)
            if state is not None and purse.allowance is not None:
                # What the running period says was granted was, so no key was in the way.
                assert state.granted == tx.ledger.moved_since(
                    purse.allowance.account_id, EntryKind.ALLOWANCE, state.starts_at, incoming=True
                )
        for job_id in self.jobs:
            job = tx.jobs.get(job_id)
            assert job is not None
            holds = tx.ledger.holds_of(job_id)
            assert sum(hold.amount for hold in holds) == job.price
            pending = [hold for hold in holds if hold.state is HoldState.PENDING]
            assert pending == [] if job.state.terminal else len(pending) == len(holds)
            assert (job.charged or 0) <= job.price
        lines = tx.reports.lines(GUILD, since=BEGINNING, until=END, after=None, limit=100_000)
        charged = sum(line.amount for line in lines if line.target is AccountKind.SPENT)
        returned = sum(line.amount for line in lines if line.source is AccountKind.SPENT)
        assert returned <= charged
        taken_back = [line.reverses_id for line in lines if line.kind is EntryKind.REVERSAL]
        assert len(set(taken_back)) == len(taken_back)


def test_nothing_that_happens_upsets_the_books() -> None:
    run_state_machine_as_test(
        Economy,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
