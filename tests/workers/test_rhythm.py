from dataclasses import replace
from datetime import timedelta

from bot.domain.jobs import JobState
from bot.domain.polling import Bounds, Forecast
from bot.domain.ports import TaskReport, TaskState, Transaction
from bot.workers.jobs import Surroundings
from bot.workers.poller import Poller, PollPace
from bot.workers.rhythm import Ration, Rhythm
from tests.support.clock import ManualClock
from tests.support.core_fixture import order, stored
from tests.support.orders import MODEL
from tests.support.records import new_job
from tests.support.surroundings import BACKOFF, LEASE, Core

STEADY = Bounds(jitter=0.0)


def rhythm_of(core: Core) -> Rhythm:
    return Rhythm(core.database, core.clock, STEADY, chance=lambda: 0.5)


async def took(core: Core, seconds: float, count: int) -> None:
    """Let jobs have been done that took so long."""
    began = core.clock.now() - timedelta(hours=1)

    def add(tx: Transaction) -> None:
        for number in range(count):
            job = new_job(1000 + number, JobState.SUCCEEDED, due=None, model=MODEL)
            ended = began + timedelta(seconds=seconds)
            tx.jobs.add(replace(job, price=0, submitted_at=began, finished_at=ended))

    await core.database.write(add)


async def test_the_first_poll_comes_when_the_last_songs_ended(core: Core) -> None:
    view = await order(core)
    prior = Forecast.of([], STEADY).next_wait_seconds(0, 0.5)
    assert await rhythm_of(core).first_wait(view.job) == timedelta(seconds=prior)
    await took(core, 300, 40)
    assert await rhythm_of(core).first_wait(view.job) > timedelta(seconds=prior)


async def test_what_was_read_serves_for_a_minute(core: Core) -> None:
    view, rhythm = await order(core), rhythm_of(core)
    before = await rhythm.first_wait(view.job)
    await took(core, 300, 40)
    core.clock.advance(59)
    assert await rhythm.first_wait(view.job) == before
    core.clock.advance(1)
    assert await rhythm.first_wait(view.job) > before


async def test_songs_of_another_model_say_nothing(core: Core) -> None:
    view = await order(core)
    await took(core, 300, 40)
    seen = await core.database.read(lambda tx: tx.jobs.recent_seconds(view.job.kind, "another"))
    assert seen == ()


async def test_the_poller_asks_again_by_the_age_of_the_task(core: Core) -> None:
    rhythm = rhythm_of(core)
    poller = Poller(around(core), poll_pace(20), core.provider, rhythm)
    job_id = (await order(core)).job.job_id
    await core.submitter.run_once()
    core.clock.advance(70)
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    for job in await poller.claim(1):
        await poller.handle(job)
    due_at = (await stored(core, job_id)).due_at
    expected = Forecast.of([], STEADY).next_wait_seconds(70, 0.5)
    assert due_at == core.clock.now() + timedelta(seconds=expected)


async def test_after_a_pause_no_more_are_asked_for_than_the_ration(core: Core) -> None:
    now = core.clock.now()

    def add(tx: Transaction) -> None:
        for number in range(500):
            tx.jobs.add(replace(new_job(1000 + number, JobState.RUNNING), price=0, due_at=now))

    await core.database.write(add)
    poller = Poller(around(core), poll_pace(20), core.provider)
    assert len(await poller.claim(100)) == 20
    assert await poller.claim(100) == ()
    assert await poller.next_due_at() == now + timedelta(seconds=1 / 20)
    core.clock.advance(0.5)
    assert len(await poller.claim(100)) == 10


def test_a_ration_is_not_saved_up() -> None:
    clock = ManualClock()
    ration = Ration(clock, 5.0)
    clock.advance(3600)
    assert ration.left() == 5
    ration.spend(5)
    assert ration.left() == 0
    clock.advance(0.2)
    assert ration.left() == 1


def test_less_than_one_a_second_is_possible() -> None:
    clock = ManualClock()
    ration = Ration(clock, 0.5)
    ration.spend(1)
    assert ration.free_at() == clock.now() + timedelta(seconds=2)


def around(core: Core) -> Surroundings:
    return Surroundings(
        core.database, core.clock, core.signals, core.settlement, card_delay=timedelta(0)
    )


def poll_pace(per_second: float) -> PollPace:
    return PollPace(
        *(LEASE, BACKOFF),
        interval=timedelta(seconds=20),
        deadline=timedelta(minutes=30),
        missing_after=timedelta(minutes=5),
        most_per_second=per_second,
    )
