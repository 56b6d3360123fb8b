"""What a start takes over of the process before."""

from datetime import datetime

from bot.domain.delivery import DeliveryKind
from bot.domain.ids import ChannelId, IdempotencyKey, JamId, JobId, MessageId
from bot.domain.jams import Host, Jam, JamMode, JamPhase
from bot.domain.jobs import JobState, Stage, Work
from bot.domain.library import Posting
from bot.domain.ports import Database, Transaction
from bot.services.resuming import take_over
from tests.support.clock import ManualClock
from tests.support.jams import PLACE, plan
from tests.support.records import MEMBER, NOW, after, new_job

LEASE_END = after(180)
FETCHED = new_job(1, JobState.RUNNING, stage=Stage.COLLECTING)
SENT = new_job(2)
UNKNOWN = new_job(3, JobState.UNKNOWN, due=600)
POLLED = new_job(4, JobState.RUNNING, due=30)
JAM = Jam(
    jam_id=JamId("jam0000001"),
    place=PLACE,
    host=Host(MEMBER, "Ada", ()),
    plan=plan(JamMode.VERSES),
    phase=JamPhase.GATHERING,
    created_at=NOW,
    ends_at=after(60),
    idempotency_key=IdempotencyKey("jam:1"),
)


def fill(tx: Transaction) -> None:
    for job in (FETCHED, SENT, UNKNOWN, POLLED):
        tx.jobs.add(job)
    tx.deliveries.want(FETCHED.job_id, DeliveryKind.CARD, NOW)
    tx.deliveries.want(SENT.job_id, DeliveryKind.CARD, after(40))
    tx.postings.add(Posting(MessageId(8), FETCHED.job_id, FETCHED.guild_id, ChannelId(3)))
    tx.postings.want(FETCHED.job_id, NOW)
    tx.jams.add(JAM)
    tx.boards.add(JAM.jam_id, NOW)


def claim_everything(tx: Transaction, at: datetime) -> dict[str, list[JobId | JamId]]:
    """Claim what is due then, as workers do, and name it."""
    jobs = {
        work: tx.jobs.claim(work, now=at, lease_until=LEASE_END, limit=9)
        for work in (Work.COLLECT, Work.SUBMIT, Work.REAP, Work.POLL)
    }
    cards = tx.deliveries.claim(now=at, lease_until=LEASE_END, limit=9)
    postings = tx.postings.claim(now=at, lease_until=LEASE_END, limit=9)
    boards = tx.boards.claim(now=at, lease_until=LEASE_END, limit=9)
    named: dict[str, list[JobId | JamId]] = {
        **{work.value: [job.job_id for job in found] for work, found in jobs.items()},
        "card": [card.job_id for card in cards],
        "posting": [due.posting.job_id for due in postings],
        "board": [board.jam_id for board in boards],
    }
    return {name: found for name, found in named.items() if found}


async def test_what_may_be_done_twice_goes_on_at_once_and_nothing_else(database: Database) -> None:
    await database.write(fill)
    hand = await database.write(lambda tx: claim_everything(tx, NOW))
    repeatable = {
        "collect": [FETCHED.job_id],
        "card": [FETCHED.job_id],
        "posting": [FETCHED.job_id],
        "board": [JAM.jam_id],
    }
    assert hand == {**repeatable, "submit": [SENT.job_id]}
    assert await database.write(lambda tx: claim_everything(tx, after(1))) == {}

    await take_over(database, ManualClock(after(2)))

    assert await database.write(lambda tx: claim_everything(tx, after(2))) == repeatable
    later = await database.write(lambda tx: claim_everything(tx, after(40)))
    assert later == {"poll": [POLLED.job_id], "card": [SENT.job_id]}
    ended = await database.write(lambda tx: claim_everything(tx, LEASE_END))
    assert ended["reap"] == [SENT.job_id]


async def test_a_try_that_was_cut_short_counts(database: Database) -> None:
    """What ends the program each time it is tried must not be tried for ever."""
    await database.write(fill)
    for number in range(1, 4):
        await database.write(lambda tx: claim_everything(tx, NOW))
        await take_over(database, ManualClock(NOW))
        job = await database.read(lambda tx: tx.jobs.get(FETCHED.job_id))
        board = await database.read(lambda tx: tx.boards.get(JAM.jam_id))
        assert job is not None
        assert board is not None
        assert (job.attempts, board.attempts) == (number, number)


async def test_whoever_was_thought_gone_can_no_longer_save_a_job(database: Database) -> None:
    await database.write(fill)
    (held,) = await database.write(
        lambda tx: tx.jobs.claim(Work.COLLECT, now=NOW, lease_until=LEASE_END, limit=1)
    )
    await take_over(database, ManualClock(NOW))
    assert not await database.write(lambda tx: tx.jobs.save(held.postponed(after(9))))
