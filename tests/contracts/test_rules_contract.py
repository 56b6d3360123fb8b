"""Rules, turns, notices and what else surrounds credits, on each kind of database."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.actions import Action, ActionKind
from bot.domain.allowances import Allowance, AllowanceState
from bot.domain.credits import AccountKind, AccountName, EntryKind
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import EVERYONE, ChannelId, GuildId, IdempotencyKey, RoleId, UserId
from bot.domain.jobs import Job, JobKind, JobState
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.notices import OPERATOR, Notice, NoticeKind
from bot.domain.periods import Period
from bot.domain.ports import Database, Transaction
from bot.domain.rules import FixedPrice, GuildRules, GuildTerms, TurnWeight
from storage.transactions import SqlTransaction
from tests.support.records import GUILD, MEMBER, NOW, after, new_job, open_member

OTHER = GuildId(5)


async def terms(database: Database, guild_id: GuildId = GUILD) -> GuildTerms:
    return await database.read(lambda tx: tx.rules.terms(guild_id))


async def test_rules_come_back_as_they_were_set(database: Database) -> None:
    assert await terms(database) == GuildTerms(GuildRules(GUILD))
    rules = GuildRules(GUILD, "Europe/Vienna", 7, True, 500, 150, True, 20)
    limit = Limit(GUILD, LimitScope.ROLE, 2**63 - 1, Measure.COOLDOWN, 30)
    allowance = Allowance(GUILD, RoleId(6), 60, Period.WEEK, 10)
    price = FixedPrice(GUILD, JobKind.CREATE, "sonic-v6", 9)
    weight = TurnWeight(GUILD, RoleId(6), 3)

    def put(tx: Transaction) -> None:
        tx.rules.put_limit(limit)
        tx.rules.put_allowance(replace(allowance, amount=1))
        tx.rules.put_allowance(allowance)
        tx.rules.put_price(price)
        tx.rules.put_weight(weight)
        tx.rules.save(rules)

    await database.write(put)
    expected = GuildTerms(rules, (limit,), (allowance,), (price,), (weight,))
    assert await terms(database) == expected
    assert await database.write(lambda tx: tx.rules.terms(GUILD)) == expected
    assert await terms(database, OTHER) == GuildTerms(GuildRules(OTHER))


async def test_a_change_is_seen_everywhere_and_an_undone_one_nowhere(database: Database) -> None:
    price = FixedPrice(GUILD, JobKind.CREATE, "", 9)
    await database.write(lambda tx: tx.rules.put_price(price))
    assert (await terms(database)).prices == (price,)

    def change_and_fail(tx: Transaction) -> None:
        tx.rules.put_price(replace(price, amount=99))
        assert tx.rules.terms(GUILD).prices[0].amount == 99
        raise KeyError("undone")

    with pytest.raises(KeyError):
        await database.write(change_and_fail)
    for work in (database.read, database.write):
        assert (await work(lambda tx: tx.rules.terms(GUILD))).prices == (price,)
    assert await database.write(lambda tx: tx.rules.remove_price(GUILD, JobKind.CREATE, ""))
    assert not await database.write(lambda tx: tx.rules.remove_price(GUILD, JobKind.CREATE, ""))
    assert (await terms(database)).prices == ()


async def test_every_kind_of_rule_can_be_removed(database: Database) -> None:
    def put(tx: Transaction) -> None:
        tx.rules.put_limit(Limit(GUILD, LimitScope.SERVER, 0, Measure.PER_DAY, 1))
        tx.rules.put_allowance(Allowance(GUILD, EVERYONE, 1, Period.DAY))
        tx.rules.put_weight(TurnWeight(GUILD, EVERYONE, 2))

    await database.write(put)
    removed = await database.write(
        lambda tx: (
            tx.rules.remove_limit(GUILD, LimitScope.SERVER, 0, Measure.PER_DAY),
            tx.rules.remove_allowance(GUILD, EVERYONE),
            tx.rules.remove_weight(GUILD, EVERYONE),
        )
    )
    assert removed == (True, True, True)
    assert await terms(database) == GuildTerms(GuildRules(GUILD))


async def test_what_a_member_was_given_is_remembered(database: Database) -> None:
    state = AllowanceState(RoleId(6), 60, Period.WEEK, 10, NOW, after(99), 60)
    for saved in (state, replace(state, granted=61), None):

        def save(tx: Transaction, saved: AllowanceState | None = saved) -> None:
            tx.allowances.save(GUILD, MEMBER, saved)

        await database.write(save)
        assert await database.read(lambda tx: tx.allowances.state(GUILD, MEMBER)) == saved


async def test_a_budget_adds_up_also_at_once(database: Database) -> None:
    await asyncio.gather(
        *(database.write(lambda tx: tx.budgets.add(GUILD, "2026-11", 14)) for _ in range(20))
    )
    assert await database.write(lambda tx: tx.budgets.add(GUILD, "2026-11", -5)) == 275
    assert await database.read(lambda tx: tx.budgets.used(GUILD, "2026-11")) == 275
    assert await database.read(lambda tx: tx.budgets.used(GUILD, "2026-12")) == 0


async def test_a_member_has_one_open_request(database: Database) -> None:
    answers = await asyncio.gather(
        *(
            database.write(lambda tx: tx.credit_requests.add(GUILD, MEMBER, 5, "please", NOW))
            for _ in range(10)
        )
    )
    assert sum(answer is not None for answer in answers) == 1
    assert len(await database.read(lambda tx: tx.credit_requests.open_in(GUILD, 9))) == 1


async def test_what_was_done_is_never_changed(database: Database) -> None:
    action = Action(None, GUILD, None, ActionKind.LIMIT_SET, "x", "", "", "{}", NOW)
    await database.write(lambda tx: tx.actions.add(action))
    (stored,) = await database.read(lambda tx: tx.actions.newest(GUILD, 9))
    assert replace(stored, action_id=None) == action
    for statement in ("UPDATE actions SET reason = 'other'", "DELETE FROM actions"):

        def tamper(tx: Transaction, statement: str = statement) -> None:
            assert isinstance(tx, SqlTransaction)
            tx.connection.execute(text(statement))

        with pytest.raises(DBAPIError):
            await database.write(tamper)
    assert await database.read(lambda tx: tx.actions.newest(GUILD, 9)) == (stored,)


async def test_a_notice_is_claimed_by_one_and_told_once(database: Database) -> None:
    notice = Notice(None, OPERATOR, NoticeKind.PROVIDER_LOW, "", 5, 10, NOW)
    raised = await asyncio.gather(
        *(database.write(lambda tx: tx.notices.raise_once(notice)) for _ in range(5))
    )
    assert sorted(raised) == [False] * 4 + [True]
    claims = await asyncio.gather(
        *(
            database.write(
                lambda tx: tx.notices.claim(now=after(1), lease_until=after(60), limit=9)
            )
            for _ in range(4)
        )
    )
    (claimed,) = [found for claim in claims for found in claim]
    assert (claimed.attempts, claimed.amount, claimed.limit) == (1, 5, 10)
    await database.write(lambda tx: tx.notices.told(claimed))
    assert await database.read(lambda tx: tx.notices.next_due_at()) is None


async def test_a_chore_is_done_by_one(database: Database) -> None:
    await database.write(lambda tx: tx.chores.plan("sweep", after(5)))
    await database.write(lambda tx: tx.chores.plan("sweep", after(1)))
    assert await database.read(lambda tx: tx.chores.due_at("sweep")) == after(5)
    claims = await asyncio.gather(
        *(
            database.write(lambda tx: tx.chores.claim("sweep", now=after(5), next_at=after(100)))
            for _ in range(5)
        )
    )
    assert sorted(claims) == [False] * 4 + [True]


async def test_a_line_is_reversed_once_and_never_into_debt(database: Database) -> None:
    name = AccountName.member(GUILD, MEMBER)

    def grant(tx: Transaction) -> None:
        key = IdempotencyKey("g")
        tx.ledger.grant(name, 9, reason="", actor_id=None, key=key, now=NOW)

    await database.write(grant)
    balance = await database.read(lambda tx: tx.ledger.balance(name))
    assert balance is not None
    (line,) = await database.read(lambda tx: tx.ledger.statement(balance.account_id, 5))
    assert await database.read(lambda tx: tx.ledger.entry(OTHER, line.entry_id)) is None

    def spend(tx: Transaction) -> None:
        tx.jobs.add(replace(new_job(), price=1))
        key = IdempotencyKey("h")
        tx.ledger.hold(balance.account_id, 1, job_id=new_job().job_id, key=key, now=NOW)

    def release(tx: Transaction) -> None:
        (hold,) = tx.ledger.holds_of(new_job().job_id)
        tx.ledger.release(hold.hold_id, now=NOW)
        job = tx.jobs.get(new_job().job_id)
        assert job is not None
        tx.jobs.save(job.ended(JobState.CANCELLED, NOW))

    def reverse(tx: Transaction) -> bool:
        return tx.ledger.reverse(line, reason="", actor_id=None, now=NOW) is not None

    await database.write(spend)
    with pytest.raises(NotEnoughCredits):
        await database.write(reverse)
    await database.write(release)
    done = await asyncio.gather(*(database.write(reverse) for _ in range(10)))
    assert sorted(done) == [False] * 9 + [True]
    (reversal, _) = await database.read(lambda tx: tx.ledger.statement(balance.account_id, 5))
    assert (reversal.kind, reversal.reverses_id) == (EntryKind.REVERSAL, line.entry_id)
    with pytest.raises(ValueError, match="another"):
        await database.write(
            lambda tx: tx.ledger.reverse(reversal, reason="", actor_id=None, now=NOW)
        )
    assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()


async def test_a_start_is_given_once_whichever_account_it_is_for(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 30))
    await database.write(
        lambda tx: tx.ledger.open_member(
            GUILD, MEMBER, starting_grant=30, now=NOW, kind=AccountKind.WELCOME
        )
    )
    purse = await database.read(lambda tx: tx.ledger.purse(GUILD, MEMBER))
    assert (purse.posted, purse.welcomed, purse.allowance, purse.wallet) == (30, True, None, None)


def waiting(number: int, member: int, guild: int = 1, weight: int = 1) -> Job:
    return replace(
        new_job(number),
        guild_id=GuildId(guild),
        requester_id=UserId(member),
        weight=weight,
    )


async def add(database: Database, jobs: Sequence[Job]) -> None:
    def add_all(tx: Transaction) -> None:
        for job in jobs:
            tx.jobs.add(job)

    await database.write(add_all)


async def take(database: Database, limit: int, at: float = 1000) -> list[int]:
    claimed = await database.write(
        lambda tx: tx.jobs.claim_in_turn(now=after(at), lease_until=after(9999), limit=limit)
    )
    assert all(job.state is JobState.SUBMITTING for job in claimed)
    return [job.requester_id for job in claimed]


async def test_turns_go_round_by_server_and_member(database: Database) -> None:
    await add(database, [waiting(number, 11) for number in range(4)])
    await add(database, [waiting(number, 12) for number in range(10, 12)])
    await add(database, [waiting(number, 21, guild=2) for number in range(20, 23)])
    taken = [member for _ in range(4) for member in await take(database, 2)]
    assert taken == [11, 21, 12, 21, 11, 21, 12, 11]
    assert await take(database, 9) == [11]
    assert await take(database, 9) == []


async def test_a_late_comer_comes_next_whatever_waits(database: Database) -> None:
    await add(database, [waiting(number, 11) for number in range(50)])
    assert await take(database, 20) == [11] * 20
    late = waiting(99, 12)
    await add(database, [late])
    busy = 20
    assert await database.read(lambda tx: tx.jobs.turns_before(late)) - busy <= 1
    assert 12 in await take(database, 2)


async def test_only_what_is_due_gets_a_turn(database: Database) -> None:
    await add(database, [replace(waiting(1, 11), due_at=after(500)), waiting(2, 12)])
    assert await take(database, 9, at=100) == [12]
    assert await take(database, 9, at=500) == [11]


async def test_claimers_of_turns_at_once_never_get_the_same_job(database: Database) -> None:
    await add(database, [waiting(number, 11 + number % 7, 1 + number % 2) for number in range(40)])
    claims = await asyncio.gather(*(take(database, 5) for _ in range(6)))
    taken = sum(len(claim) for claim in claims)
    while more := await take(database, 9):
        taken += len(more)
    assert taken == 40


async def test_orders_are_counted_for_limits(database: Database) -> None:
    jobs = [
        replace(waiting(1, 11), channel_id=ChannelId(7)),
        replace(waiting(2, 12), channel_id=ChannelId(7), state=JobState.FAILED),
        replace(waiting(3, 11), state=JobState.UNKNOWN),
        replace(waiting(4, 11, guild=2)),
    ]
    await add(database, jobs)
    guild, ada = GuildId(1), UserId(11)

    def look(tx: Transaction) -> None:
        assert tx.jobs.newest_order_at(guild, after(0), user_id=ada) == after(3)
        assert tx.jobs.newest_order_at(guild, after(0), user_id=ada, skip=1) == after(1)
        assert tx.jobs.newest_order_at(guild, after(0), user_id=ada, skip=2) is None
        assert tx.jobs.newest_order_at(guild, after(0), user_id=UserId(12)) is None
        assert tx.jobs.newest_order_at(guild, after(3), user_id=ada) is None
        assert tx.jobs.newest_order_at(guild, after(1), user_id=ada, skip=1) is None
        assert tx.jobs.newest_order_at(guild, after(0), channel_id=ChannelId(7)) == after(1)
        assert tx.jobs.newest_order_at(guild, after(0)) == after(3)
        assert tx.jobs.at_once(guild, user_id=ada) == 1
        assert tx.jobs.at_once(GuildId(2)) == 1

    await database.read(look)
