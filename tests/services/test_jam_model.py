"""Jams of each mode with any events in any order, restarts, clock jumps, and outcomes of orders.

Whatever happens: a jam only goes forward, has no more votes than people and none for oneself, every
pledge is resolved once, no credit is lost or made, and it always ends.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bot.domain.credits import AccountName, HoldState
from bot.domain.errors import JamboreeError, MediaUnusable, OutcomeUnknown, Refusal
from bot.domain.findings import Draft, LyricsDrafts
from bot.domain.ids import ContributionId, IdempotencyKey, JamId, ProviderTaskId
from bot.domain.jams import JamMode, JamPayer, JamPhase, JamRules, TurnOrder
from bot.domain.jams.modes import PHASES, SONG, Slot, slots_of
from bot.domain.ports import TaskReport, TaskState, Transaction
from storage import open_database
from storage.tables import pledges, votes
from storage.transactions import SqlTransaction
from tests.support.jams import HOST, MODERATOR_OF_JAMS, PEOPLE, PLACE, plan
from tests.support.orders import GUILD, clip
from tests.support.surroundings import STARTING_GRANT, Core, build_core

FEW = PEOPLE[:5]
WHO = st.sampled_from(FEW)
EVERY_SLOT = sorted({slot for mode in JamMode for slot in slots_of(mode, 6)} | {SONG})
SLOTS = st.sampled_from(EVERY_SLOT)
NUMBERS = st.integers(1, 12).map(ContributionId)
WALLET = 40


class Jamming(RuleBasedStateMachine):
    """A server with one jam at a time, and a program that dies now and then."""

    mode: JamMode

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.stack = AsyncExitStack()
        self.core: Core
        self.numbers = count()
        self.jam_id: JamId
        self.seen: list[JamPhase] = []

    def teardown(self) -> None:
        try:
            if hasattr(self, "core"):
                self.see_to_the_end()
        finally:
            self.runner.run(self.stack.aclose())
            self.runner.close()
            self.folder.cleanup()

    @initialize(
        payer=st.sampled_from(JamPayer),
        order=st.sampled_from(TurnOrder),
        percent=st.sampled_from([0, 50]),
        joined=st.integers(0, 5),
        pledge=st.integers(0, 12),
    )
    def begin(
        self, payer: JamPayer, order: TurnOrder, percent: int, joined: int, pledge: int
    ) -> None:
        self.runner.run(self._open())

        async def set_up() -> None:
            jams = self.core.jams

            def alter(rules: JamRules) -> JamRules:
                return replace(rules, match_percent=percent, wallet_pays=True, most_people=4)

            await jams.change_rules(GUILD, alter, actor_id=MODERATOR_OF_JAMS)
            await self.core.treasury.fill_wallet(
                GUILD, WALLET, actor_id=MODERATOR_OF_JAMS, reason="", key=IdempotencyKey("w")
            )
            chosen = replace(plan(self.mode), payer=payer, order=order, most_people=4)
            view = await jams.start(chosen, HOST, PLACE, key=IdempotencyKey("jam"))
            self.jam_id = view.jam.jam_id
            for who in FEW[1:joined]:
                await self._leniently(jams.join(self.jam_id, GUILD, who))
            for who in FEW[:joined]:
                await self._leniently(jams.pledge(self.jam_id, GUILD, who, pledge))

        self.runner.run(set_up())

    async def _open(self) -> None:
        url = f"sqlite:///{Path(self.folder.name) / 'core.db'}"
        database = await self.stack.enter_async_context(open_database(url))
        clock = self.core.clock if hasattr(self, "core") else None
        self.core = build_core(database)
        if clock is not None:
            self.core.clock.advance((clock.now() - self.core.clock.now()).total_seconds())
        self.script("both")

    async def _leniently(self, work: Coroutine[Any, Any, object]) -> None:
        """Let somebody try something that may be refused."""
        for result in await asyncio.gather(work, return_exceptions=True):
            if isinstance(result, BaseException) and not isinstance(result, Refusal):
                raise result

    def attempt(self, *works: Coroutine[Any, Any, object]) -> None:
        """Let people try things at the same time."""

        async def run() -> None:
            await asyncio.gather(*(self._leniently(work) for work in works))

        self.runner.run(run())

    @rule(who=WHO)
    def join(self, who: Any) -> None:  # noqa: ANN401 - drawn
        self.attempt(self.core.jams.join(self.jam_id, GUILD, who))

    @rule(who=WHO)
    def leave(self, who: Any) -> None:  # noqa: ANN401 - drawn
        self.attempt(self.core.jams.leave(self.jam_id, GUILD, who.user_id))

    @rule(who=WHO)
    def come_back(self, who: Any) -> None:  # noqa: ANN401 - drawn
        self.attempt(self.core.jams.come_back(self.jam_id, GUILD, who))

    @rule(who=st.lists(WHO, min_size=1, max_size=4), amount=st.integers(0, STARTING_GRANT + 2))
    def pledge(self, who: list[Any], amount: int) -> None:
        pledges = (self.core.jams.pledge(self.jam_id, GUILD, each, amount) for each in who)
        self.attempt(*pledges)

    @rule(who=st.lists(WHO, min_size=1, max_size=4), slot=SLOTS)
    def contribute(self, who: list[Any], slot: Slot) -> None:
        self.attempt(
            *(
                self.core.jams.contribute(self.jam_id, GUILD, each, slot, f"{each.user_id}")
                for each in who
            )
        )

    @rule()
    def write_in_turn(self) -> None:
        """Whoever's turn it is writes; in other modes everybody proposes for everything."""

        async def write() -> None:
            jams = self.core.jams
            jam = (await jams.view(self.jam_id, GUILD)).jam
            if jam.turn is not None:
                for who in FEW:
                    if jam.turn.user_id in {who.user_id, None}:
                        await self._leniently(
                            jams.contribute(self.jam_id, GUILD, who, jam.turn.slot, "la")
                        )
            elif jam.phase is JamPhase.PROPOSING:
                for who in FEW[:3]:
                    for slot in jam.slots:
                        await self._leniently(
                            jams.contribute(self.jam_id, GUILD, who, slot, f"{who.user_id}")
                        )

        self.runner.run(write())

    @rule(who=WHO, slot=SLOTS)
    def withdraw(self, who: Any, slot: Slot) -> None:  # noqa: ANN401 - drawn
        self.attempt(self.core.jams.withdraw(self.jam_id, GUILD, who.user_id, slot))

    @rule(who=st.lists(WHO, min_size=1, max_size=4), slot=SLOTS, number=NUMBERS)
    def vote(self, who: list[Any], slot: Slot, number: ContributionId) -> None:
        self.attempt(*(self.core.jams.vote(self.jam_id, GUILD, each, slot, number) for each in who))

    @rule(who=WHO)
    def vote_for_the_first(self, who: Any) -> None:  # noqa: ANN401 - drawn
        async def cast() -> None:
            for ballot in await self.core.jams.ballots(self.jam_id, GUILD, who.user_id):
                number = ballot.candidates[0].contribution_id
                await self._leniently(
                    self.core.jams.vote(self.jam_id, GUILD, who, ballot.slot, number)
                )

        self.attempt(cast())

    @rule()
    def lock(self) -> None:
        self.attempt(self.core.jams.lock(self.jam_id, GUILD, HOST.user_id))

    @rule()
    def skip(self) -> None:
        self.attempt(self.core.jams.skip(self.jam_id, GUILD, HOST.user_id))

    @rule()
    def fill(self) -> None:
        self.attempt(self.core.jams.fill(self.jam_id, GUILD, HOST.user_id))

    @precondition(lambda self: len(self.seen) > 10)
    @rule(moderator=st.booleans())
    def stop(self, moderator: bool) -> None:
        self.attempt(self.core.jams.stop(self.jam_id, GUILD, HOST.user_id, moderator=moderator))

    @rule(number=NUMBERS)
    def strike(self, number: ContributionId) -> None:
        self.attempt(
            self.core.jams.strike(
                self.jam_id, GUILD, number, actor_id=MODERATOR_OF_JAMS, reason="no"
            )
        )

    @rule(who=WHO, back=st.booleans())
    def ban(self, who: Any, back: bool) -> None:  # noqa: ANN401 - drawn
        act = self.core.jams.unban if back else self.core.jams.ban
        self.attempt(act(self.jam_id, GUILD, who.user_id, actor_id=MODERATOR_OF_JAMS, reason="no"))

    @precondition(lambda self: self.seen and self.seen[-1].over)
    @rule(who=WHO)
    def another_round(self, who: Any) -> None:  # noqa: ANN401 - drawn
        async def begin() -> None:
            key = IdempotencyKey(f"round:{next(self.numbers)}")
            view = await self.core.jams.again(self.jam_id, GUILD, who, PLACE, key=key)
            self.jam_id, self.seen = view.jam.jam_id, []

        self.attempt(begin())

    @rule(outcome=st.sampled_from(["both", "half", "failed", "unknown"]))
    def work(self, outcome: str) -> None:
        self.script(outcome)
        self.attempt(self.core.run_due())

    @rule(outcome=st.sampled_from(["both", "half", "failed"]))
    def see_orders_through(self, outcome: str) -> None:
        self.script(outcome)
        for _ in range(4):
            self.attempt(self.core.run_due())
            self.core.clock.advance(20)

    def script(self, outcome: str) -> None:
        provider, archive = self.core.provider, self.core.archive
        submitted: ProviderTaskId | JamboreeError = ProviderTaskId(f"task-{next(self.numbers)}")
        provider.submissions = [OutcomeUnknown("lost") if outcome == "unknown" else submitted]
        drafts = LyricsDrafts((Draft("Rain", "la la\nla"),))
        finished = TaskReport(TaskState.FINISHED, (clip(1), clip(2)))
        written = TaskReport(TaskState.FINISHED, (), finding=drafts)
        provider.reports = [TaskReport(TaskState.FAILED)] if outcome == "failed" else [finished]
        provider.lyrics = None if outcome == "failed" else written
        archive.faults = {"clip-2": [MediaUnusable("silence")] * 99} if outcome == "half" else {}

    @rule(seconds=st.sampled_from([1, 30, 400, 1000, 4000, 90_000]))
    def wait(self, seconds: int) -> None:
        self.core.clock.advance(seconds)

    @rule()
    def die_and_come_back(self) -> None:
        """The program ends and starts again; what was committed is all that is left."""

        async def restart() -> None:
            await self.stack.aclose()
            await self._open()

        self.runner.run(restart())

    def see_to_the_end(self) -> None:
        """With nobody doing anything, every jam ends by itself."""
        self.script("both")
        for _ in range(40):
            self.attempt(self.core.run_due())
            self.core.clock.advance(3000)
        self.attempt(self.core.run_due())
        self.everything_holds()
        assert self.seen[-1].over

    @invariant()
    def everything_holds(self) -> None:
        if hasattr(self, "core") and hasattr(self, "jam_id"):
            self.runner.run(self.core.database.read(self._check))

    def _check(self, tx: Transaction) -> None:
        assert isinstance(tx, SqlTransaction)
        assert tx.ledger.discrepancies() == ()
        jam = tx.jams.get(self.jam_id)
        assert jam is not None
        self._check_phase(jam.phase)
        self._check_votes(tx)
        self._check_money(tx)
        members = [m for m in tx.jams.members(self.jam_id) if m.state.takes_part]
        assert len(members) <= jam.plan.most_people
        assert (jam.due_at is None) == jam.phase.over

    def _check_phase(self, phase: JamPhase) -> None:
        way = (*PHASES[self.mode], JamPhase.CANCELLED)
        if self.seen:
            assert way.index(phase) >= way.index(self.seen[-1])
            assert phase is self.seen[-1] or not self.seen[-1].over
        self.seen.append(phase)

    def _check_votes(self, tx: SqlTransaction) -> None:
        cast = tx.connection.execute(select(votes)).all()
        by_ballot: dict[tuple[str, str], list[int]] = {}
        for each in cast:
            assert each.voter_id != each.author_id
            by_ballot.setdefault((each.jam_id, each.ballot), []).append(each.voter_id)
        for voters in by_ballot.values():
            assert len(voters) == len(set(voters)) <= len(FEW)
        jam = tx.jams.get(self.jam_id)
        assert jam is not None
        open_ballots = {ballot.key for ballot in jam.ballots}
        for (jam_id, ballot), voters in by_ballot.items():
            if jam_id != self.jam_id or ballot not in open_ballots:
                assert all(voter < 0 for voter in voters)

    def _check_money(self, tx: SqlTransaction) -> None:
        """What people and the wallet own, and what was spent, is what they were given."""
        owned = spent = given = 0
        for who in FEW:
            purse = tx.ledger.purse(GUILD, who.user_id)
            owned += purse.posted
            given += STARTING_GRANT if purse.welcomed else 0
        wallet = tx.ledger.balance(AccountName.wallet(GUILD))
        paid = tx.ledger.balance(AccountName.spent(GUILD))
        spent = 0 if paid is None else paid.posted
        assert wallet is not None
        assert owned + wallet.posted + spent == given + WALLET
        for each in tx.connection.execute(select(pledges)).all():
            assert (each.job_id is not None) == (each.used > 0)
            if each.job_id is not None:
                job = tx.jobs.get(each.job_id)
                assert job is not None
                held = tx.ledger.holds_of(each.job_id)
                pending = [hold.state is HoldState.PENDING for hold in held]
                assert not any(pending) if job.state.terminal else all(pending)


class Verses(Jamming):
    """A song in turns."""

    mode = JamMode.VERSES


class Slots(Jamming):
    """A song by votes."""

    mode = JamMode.SLOTS


class Battle(Jamming):
    """Songs against each other."""

    mode = JamMode.BATTLE


@pytest.mark.parametrize("machine", [Verses, Slots, Battle])
def test_whatever_happens_a_jam_goes_forward_and_its_books_are_right(
    machine: type[Jamming],
) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
