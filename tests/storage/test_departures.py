"""Servers that were left, and what is open there, on each kind of database."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.credits import AccountName
from bot.domain.ids import ChannelId, GuildId, IdempotencyKey, JamId
from bot.domain.jams import MATCHING, Host, Jam, JamMode, JamPhase, JamPlace, JamPlan
from bot.domain.jobs import JobState
from bot.domain.ports import Database, Transaction
from bot.domain.privacy import Departure
from tests.support.records import GUILD, MEMBER, NOW, after, new_job

ELSEWHERE = GuildId(2)
LEFT = Departure(GUILD, NOW, after(60))
LEFT_AGAIN = Departure(GUILD, after(30), after(90))


def jam_in(guild_id: GuildId) -> Jam:
    return Jam(
        jam_id=JamId(f"jam{guild_id % 10**7:07}"),
        place=JamPlace(guild_id, ChannelId(7), ChannelId(8)),
        host=Host(MEMBER, "Ada"),
        plan=JamPlan("rain", JamMode.VERSES, timedelta(hours=1)),
        phase=JamPhase.GATHERING,
        created_at=NOW,
        ends_at=after(60),
        idempotency_key=IdempotencyKey(f"jam:{guild_id}"),
    )


async def test_a_departure_stands_until_the_bot_is_back(database: Database) -> None:
    await database.write(lambda tx: tx.privacy.leave(LEFT))
    assert await database.write(lambda tx: tx.privacy.stands(LEFT))
    assert not await database.write(lambda tx: tx.privacy.stands(replace(LEFT, guild_id=ELSEWHERE)))
    await database.write(lambda tx: tx.privacy.stay(GUILD))
    assert not await database.write(lambda tx: tx.privacy.stands(LEFT))


async def test_an_earlier_departure_does_not_stand_for_a_later_one(database: Database) -> None:
    def come_and_go(tx: Transaction) -> None:
        tx.privacy.leave(LEFT)
        tx.privacy.stay(GUILD)
        tx.privacy.leave(LEFT_AGAIN)

    await database.write(come_and_go)
    assert not await database.write(lambda tx: tx.privacy.stands(LEFT))
    assert await database.write(lambda tx: tx.privacy.stands(LEFT_AGAIN))
    await database.write(lambda tx: tx.privacy.postpone_departure(LEFT, after(10)))
    assert await database.read(lambda tx: tx.privacy.next_departure_at()) == LEFT_AGAIN.due_at
    await database.write(lambda tx: tx.privacy.postpone_departure(LEFT_AGAIN, after(10)))
    assert await database.read(lambda tx: tx.privacy.next_departure_at()) == after(10)


async def test_a_claimed_departure_stands(database: Database) -> None:
    await database.write(lambda tx: tx.privacy.leave(LEFT))
    (claimed,) = await database.write(
        lambda tx: tx.privacy.claim_departed(now=after(60), lease_until=after(99), limit=5)
    )
    assert await database.write(lambda tx: tx.privacy.stands(claimed))


async def test_orders_that_are_not_over_are_open(database: Database) -> None:
    def order(tx: Transaction) -> None:
        tx.jobs.add(new_job(1))
        tx.jobs.add(new_job(2, JobState.RUNNING))
        tx.jobs.add(replace(new_job(3, JobState.SUCCEEDED, due=None), finished_at=NOW))
        tx.jobs.add(replace(new_job(4), guild_id=ELSEWHERE))

    await database.write(order)
    assert await database.read(lambda tx: tx.privacy.open_orders_in(GUILD)) == 2
    assert await database.read(lambda tx: tx.privacy.open_orders_in(ELSEWHERE)) == 1


async def test_jams_that_hold_pledges_are_open(database: Database) -> None:
    def pledge(tx: Transaction) -> None:
        for guild_id in (GUILD, ELSEWHERE):
            jam = jam_in(guild_id)
            tx.jams.add(jam)
            own = tx.ledger.open_member(guild_id, MEMBER, starting_grant=9, now=NOW)
            name, key = AccountName.wallet(guild_id), IdempotencyKey(f"wallet:{guild_id}")
            tx.ledger.grant(name, 9, reason="", actor_id=None, key=key, now=NOW)
            wallet = tx.ledger.balance(name)
            assert wallet is not None
            tx.pledges.add(jam.jam_id, MEMBER, own.account_id, 2, now=NOW)
            tx.pledges.add(jam.jam_id, MATCHING, wallet.account_id, 2, now=NOW)

    def take_back(tx: Transaction) -> None:
        for each in tx.pledges.pending(jam_in(GUILD).jam_id):
            tx.pledges.release(each, NOW)

    await database.write(pledge)
    assert await database.read(lambda tx: tx.privacy.open_orders_in(GUILD)) == 1
    await database.write(take_back)
    assert await database.read(lambda tx: tx.privacy.open_orders_in(GUILD)) == 0
    assert await database.read(lambda tx: tx.privacy.open_orders_in(ELSEWHERE)) == 1
