import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain

import pytest

from bot.domain.delivery import Delivery, DeliveryKind, MessageRef, Telling
from bot.domain.ids import ChannelId, JobId, MessageId, UserId
from bot.domain.ports import Database, Transaction
from tests.support.records import MEMBER, after, new_job, new_message

JOB = new_job()


@dataclass(frozen=True)
class Reach:
    """Whether more than a token leads to a message."""

    ephemeral: bool = False
    outside: bool = False


@pytest.fixture(autouse=True)
async def job(database: Database) -> None:
    await database.write(lambda tx: tx.jobs.add(JOB))


def adding(number: int) -> Callable[[Transaction], None]:
    return lambda tx: tx.jobs.add(new_job(number))


async def want(
    database: Database,
    due: float = 0,
    kind: DeliveryKind = DeliveryKind.CARD,
    job_id: JobId = JOB.job_id,
) -> None:
    await database.write(lambda tx: tx.deliveries.want(job_id, kind, after(due)))


async def claim(database: Database, at: float = 0, limit: int = 10) -> tuple[Delivery, ...]:
    return await database.write(
        lambda tx: tx.deliveries.claim(now=after(at), lease_until=after(at + 60), limit=limit)
    )


async def claim_one(database: Database, at: float = 0) -> Delivery:
    (delivery,) = await claim(database, at)
    return delivery


async def done(database: Database, delivery: Delivery) -> bool:
    return await database.write(lambda tx: tx.deliveries.done(delivery))


async def give_up(database: Database, delivery: Delivery) -> None:
    await database.write(lambda tx: tx.deliveries.give_up(delivery, "too old"))


async def test_a_message_is_kept_with_its_place(database: Database) -> None:
    message = new_message(JOB)
    await database.write(lambda tx: tx.deliveries.add_message(message))
    assert await database.read(lambda tx: tx.deliveries.message_of(JOB.job_id)) == message
    told = MessageId(2**62)
    await database.write(lambda tx: tx.deliveries.record_message(JOB.job_id, told))
    assert await database.read(lambda tx: tx.deliveries.message_of(JOB.job_id)) == replace(
        message, message_id=told
    )
    assert await database.read(lambda tx: tx.deliveries.message_of(JobId("none"))) is None


async def test_a_wish_is_claimed_and_done(database: Database) -> None:
    assert await database.read(lambda tx: tx.deliveries.next_due_at()) is None
    await want(database, due=5)
    assert await database.read(lambda tx: tx.deliveries.next_due_at()) == after(5)
    assert await claim(database, at=4.9) == ()
    delivery = await claim_one(database, at=5)
    assert (delivery.job_id, delivery.kind) == (JOB.job_id, DeliveryKind.CARD)
    assert (delivery.revision, delivery.attempts, delivery.due_at) == (1, 1, after(65))
    assert await done(database, delivery) is True
    assert await database.read(lambda tx: tx.deliveries.next_due_at()) is None
    assert await claim(database, at=1000) == ()


async def test_several_wishes_are_one_drawing_at_the_earliest_time(database: Database) -> None:
    await want(database, due=20)
    await want(database, due=10)
    await want(database, due=30)
    assert await claim(database, at=9) == ()
    delivery = await claim_one(database, at=10)
    assert delivery.revision == 3
    assert await done(database, delivery) is True
    assert await claim(database, at=1000) == ()


async def test_a_wish_during_a_drawing_is_drawn_next(database: Database) -> None:
    await want(database)
    delivery = await claim_one(database)
    await want(database, due=1)
    # The courier that is drawing keeps its lease.
    assert await claim(database, at=2) == ()
    assert await done(database, delivery) is False
    newer = await claim_one(database, at=2)
    assert (newer.revision, newer.attempts) == (2, 1)
    assert await done(database, newer) is True


async def test_a_card_may_be_wanted_again_later(database: Database) -> None:
    await want(database)
    await done(database, await claim_one(database))
    await want(database, due=100)
    delivery = await claim_one(database, at=100)
    assert (delivery.revision, delivery.attempts) == (2, 1)


async def test_a_ping_that_was_delivered_is_not_wanted_again(database: Database) -> None:
    await want(database, kind=DeliveryKind.PING)
    await want(database, kind=DeliveryKind.CARD)
    first, second = await claim(database)
    assert await done(database, first)
    assert await done(database, second)
    await want(database, kind=DeliveryKind.PING)
    assert await claim(database, at=1000) == ()


async def test_a_drawing_that_failed_is_tried_again(database: Database) -> None:
    await want(database)
    delivery = await claim_one(database)
    await database.write(lambda tx: tx.deliveries.retry(delivery, after(30)))
    assert await claim(database, at=29) == ()
    again = await claim_one(database, at=30)
    assert (again.revision, again.attempts) == (1, 2)


async def test_a_lease_that_ended_lets_another_courier_draw(database: Database) -> None:
    await want(database)
    slow = await claim_one(database)
    assert await claim(database, at=59) == ()
    quick = await claim_one(database, at=60)
    await want(database, due=61)
    # The slow one must not end the quick one's lease.
    assert await done(database, slow) is False
    await database.write(lambda tx: tx.deliveries.retry(slow, after(61)))
    assert await claim(database, at=70) == ()
    assert await done(database, quick) is False
    assert (await claim_one(database, at=70)).revision == 2


async def test_what_was_given_up_stays_closed(database: Database) -> None:
    await want(database)
    delivery = await claim_one(database)
    await database.write(lambda tx: tx.deliveries.give_up(delivery, "the channel is gone\x00"))
    await want(database, due=1)
    assert await claim(database, at=1000) == ()
    assert await done(database, delivery) is True


async def test_couriers_at_once_never_get_the_same_delivery(database: Database) -> None:
    for number in range(2, 32):
        await database.write(adding(number))
        await want(database, due=-number, job_id=new_job(number).job_id)
    claims = await asyncio.gather(*(claim(database, limit=4) for _ in range(10)))
    taken = [delivery.job_id for delivery in chain.from_iterable(claims)]
    while more := await claim(database, limit=4):
        taken += [delivery.job_id for delivery in more]
    assert sorted(taken) == sorted(new_job(number).job_id for number in range(2, 32))


async def test_what_is_longest_due_comes_first(database: Database) -> None:
    for number, due in ((2, 30), (3, 10), (4, 20)):
        await database.write(adding(number))
        await want(database, due=due, job_id=new_job(number).job_id)
    claimed = await claim(database, at=50)
    assert [delivery.job_id for delivery in claimed] == [new_job(n).job_id for n in (3, 4, 2)]


async def test_a_wish_needs_a_job(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await want(database, job_id=JobId("nothing"))


async def test_what_is_due_is_told_except_in_some_channels(database: Database) -> None:
    message = new_message(JOB)
    here = message.place.channel_id
    await database.write(adding(2))
    await database.write(lambda tx: tx.deliveries.add_message(message))
    await want(database, due=5)
    await want(database, due=3, job_id=new_job(2).job_id)

    def look(tx: Transaction) -> list[tuple[JobId, ChannelId | None]]:
        found = tx.deliveries.due(after(9), limit=5, without=[])
        assert tx.deliveries.due(after(9), limit=5, without=[here]) == found[:1]
        assert tx.deliveries.due(after(9), limit=1) == found[:1]
        assert tx.deliveries.due(after(4), limit=5) == found[:1]
        return [(delivery.job_id, delivery.channel_id) for delivery in found]

    # No message was ever wanted for the other job: it is in no channel, and in none left out.
    assert await database.write(look) == [(new_job(2).job_id, None), (JOB.job_id, here)]
    assert await database.read(lambda tx: tx.deliveries.next_due_at(without=[here])) == after(3)


async def test_what_was_chosen_is_claimed_and_what_was_not_stays(database: Database) -> None:
    await database.write(adding(2))
    await want(database, due=5)
    await want(database, due=3, job_id=new_job(2).job_id)

    def choose(tx: Transaction) -> tuple[Delivery, ...]:
        chosen = [tx.deliveries.due(after(9), limit=5)[1].delivery_id]
        return tx.deliveries.claim(now=after(9), lease_until=after(60), limit=5, chosen=chosen)

    (taken,) = await database.write(choose)
    assert (taken.job_id, taken.attempts, taken.due_at) == (JOB.job_id, 1, after(60))
    assert (await claim_one(database, at=9)).job_id == new_job(2).job_id


async def test_what_is_postponed_comes_later_and_no_try_is_counted(database: Database) -> None:
    await want(database)

    def postpone(tx: Transaction) -> None:
        (due,) = tx.deliveries.due(after(1), limit=5)
        tx.deliveries.postpone([due.delivery_id], after(10))

    await database.write(postpone)
    assert await claim(database, at=9) == ()
    assert (await claim_one(database, at=10)).attempts == 1


async def test_only_where_nothing_else_leads_a_fresh_token_is_taken_over(
    database: Database,
) -> None:
    told, fresh = MessageId(7), "another-token"

    def renew(tx: Transaction, number: int, message_id: MessageId | None) -> bool:
        place = replace(new_message(JOB).place, token=fresh, token_expires_at=after(1800))
        return tx.deliveries.renew_token(MessageRef(new_job(number).job_id, place, message_id))

    def work(tx: Transaction) -> list[bool]:
        places = {
            2: Reach(ephemeral=True),
            3: Reach(outside=True),
            4: Reach(),
        }
        for number, reach in places.items():
            job = new_job(number)
            tx.jobs.add(job)
            message = new_message(job)
            place = replace(message.place, ephemeral=reach.ephemeral, outside=reach.outside)
            tx.deliveries.add_message(replace(message, place=place))
            tx.deliveries.record_message(job.job_id, told)
        return [
            renew(tx, 2, MessageId(8)),
            renew(tx, 2, None),
            renew(tx, 5, told),
            *(renew(tx, number, told) for number in places),
        ]

    assert await database.write(work) == [False, False, False, True, True, False]

    def tokens(tx: Transaction) -> list[str]:
        kept = [tx.deliveries.message_of(new_job(number).job_id) for number in (2, 3, 4)]
        return [each.place.token for each in kept if each is not None]

    assert await database.read(tokens) == [fresh, fresh, "made-up-token"]


async def test_what_was_given_up_is_wanted_again_once_it_is_taken_up(database: Database) -> None:
    for kind in DeliveryKind:
        await want(database, kind=kind)
        delivery = await claim_one(database)
        await give_up(database, delivery)
    await want(database, due=1)
    assert await claim(database, at=100) == ()
    await database.write(lambda tx: tx.deliveries.take_up(JOB.job_id, DeliveryKind.CARD))
    assert await claim(database, at=100) == ()
    for kind in DeliveryKind:
        await want(database, due=2, kind=kind)
    taken = await claim_one(database, at=100)
    assert (taken.kind, taken.attempts) == (DeliveryKind.CARD, 1)


async def leave_card(database: Database, until: float) -> None:
    await database.write(lambda tx: tx.deliveries.leave_card(JOB.job_id, after(until)))


async def card_drawn(database: Database, until: float) -> None:
    await database.write(lambda tx: tx.deliveries.card_drawn(JOB.job_id, after(until)))


async def test_a_card_that_somebody_else_draws_is_left_and_closed(database: Database) -> None:
    await want(database)
    await leave_card(database, 5)
    assert await claim(database, at=4) == ()
    await card_drawn(database, 5)
    assert await claim(database, at=6) == ()


async def test_a_card_that_nobody_drew_is_drawn_a_little_later(database: Database) -> None:
    await want(database)
    await leave_card(database, 5)
    assert (await claim_one(database, at=5)).kind is DeliveryKind.CARD


async def test_what_is_wanted_after_a_card_was_left_is_drawn_at_once(database: Database) -> None:
    await want(database)
    await leave_card(database, 5)
    await want(database, due=1)
    await card_drawn(database, 5)
    assert (await claim_one(database, at=1)).kind is DeliveryKind.CARD


async def test_a_card_in_somebodys_hand_and_a_ping_are_not_left(database: Database) -> None:
    await want(database)
    await want(database, kind=DeliveryKind.PING)
    card, ping = sorted(await claim(database), key=lambda each: each.kind)
    assert (card.kind, ping.kind) == (DeliveryKind.CARD, DeliveryKind.PING)
    await leave_card(database, 5)
    await card_drawn(database, 5)
    assert {each.kind for each in await claim(database, at=60)} == set(DeliveryKind)


async def test_how_somebody_is_told_is_kept_until_they_choose_anew(database: Database) -> None:
    assert await database.read(lambda tx: tx.member_choices.telling(MEMBER)) is Telling.REPLY
    for telling in (Telling.NOTHING, Telling.DIRECT, Telling.REPLY):
        await tell_by(database, telling)
        assert await database.read(lambda tx: tx.member_choices.telling(MEMBER)) is telling
    await tell_by(database, Telling.DIRECT)
    assert await database.read(lambda tx: tx.member_choices.telling(UserId(5))) is Telling.REPLY


async def tell_by(database: Database, telling: Telling) -> None:
    await database.write(lambda tx: tx.member_choices.tell_by(MEMBER, telling))
