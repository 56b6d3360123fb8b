"""A song that comes after its order was given up belongs to its member, free of charge."""

from datetime import timedelta

from bot.domain.actions import ActionKind
from bot.domain.errors import MediaUnavailable, OutcomeUnknown, ProviderRefused, RefusalReason
from bot.domain.ids import JobId, ProviderTaskId
from bot.domain.jobs import JobState
from bot.domain.ports import TaskReport, TaskState
from tests.support.core_fixture import credits_of, discrepancies, order, stored
from tests.support.orders import GUILD, clip
from tests.support.surroundings import PRICE, STARTING_GRANT, Core

FINISHED = TaskReport(TaskState.FINISHED, (clip(1), clip(2)))


async def give_up(core: Core) -> JobId:
    """Order a song, and let its task run until the poller gives it up."""
    job_id = (await order(core)).job.job_id
    await core.submitter.run_once()
    core.clock.advance(timedelta(minutes=31).total_seconds())
    await core.poller.run_once()
    job = await stored(core, job_id)
    assert (job.state, job.charged) == (JobState.TIMED_OUT, 0)
    assert await credits_of(core) == (STARTING_GRANT, 0)
    return job_id


async def look_again(core: Core) -> None:
    core.clock.advance(15 * 60)
    await core.straggler.run_once()


async def test_late_songs_are_given_free_of_charge_and_noted(core: Core) -> None:
    job_id = await give_up(core)
    await look_again(core)
    assert (await stored(core, job_id)).state is JobState.TIMED_OUT
    core.provider.reports = [FINISHED]
    await look_again(core)
    job = await stored(core, job_id)
    assert (job.state, job.charged, job.provider_used) == (JobState.SUCCEEDED, 0, PRICE)
    assert job.free_of_charge
    assert await credits_of(core) == (STARTING_GRANT, 0)
    (action,) = await core.rules.actions(GUILD)
    assert (action.kind, action.subject) == (ActionKind.LATE_SONG_GIVEN, job_id)
    await core.courier.run_once()
    core.clock.advance(10)
    await core.courier.run_once()
    shown = core.messenger.shown[-1]
    assert (len(shown.songs), shown.captured) == (2, 0)
    assert await discrepancies(core) == ()


async def test_a_late_half_is_given_as_well(core: Core) -> None:
    job_id = await give_up(core)
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1),), failed_clips=1)]
    await look_again(core)
    assert (await stored(core, job_id)).state is JobState.PARTIAL
    assert await credits_of(core) == (STARTING_GRANT, 0)


async def test_files_that_are_late_as_well_are_tried_again(core: Core) -> None:
    job_id = await give_up(core)
    core.provider.reports = [FINISHED]
    core.archive.faults = {"clip-2": [MediaUnavailable("not yet")]}
    await look_again(core)
    assert (await stored(core, job_id)).state is JobState.TIMED_OUT
    await look_again(core)
    assert (await stored(core, job_id)).state is JobState.SUCCEEDED


async def test_nobody_looks_for_ever(core: Core) -> None:
    job_id = await give_up(core)
    for _ in range(4 * 24 + 2):
        await look_again(core)
    assert (await stored(core, job_id)).due_at is None
    asked = core.provider.asked
    core.provider.reports = [FINISHED]
    await look_again(core)
    assert core.provider.asked == asked


async def test_a_task_that_failed_or_is_gone_is_forgotten(core: Core) -> None:
    job_id = await give_up(core)
    core.provider.reports = [ProviderRefused(RefusalReason.INVALID, "no such task")]
    await look_again(core)
    job = await stored(core, job_id)
    assert (job.state, job.due_at) == (JobState.TIMED_OUT, None)


async def test_an_order_of_unknown_fate_has_no_task_to_ask_for(core: Core) -> None:
    core.provider.submissions = [OutcomeUnknown("lost"), ProviderTaskId("other")]
    job_id = (await order(core)).job.job_id
    await core.submitter.run_once()
    core.clock.advance(timedelta(hours=3).total_seconds())
    await core.reaper.run_once()
    assert (await stored(core, job_id)).state is JobState.TIMED_OUT
    assert await core.straggler.run_once() == 0


async def test_an_answer_after_the_job_was_given_up_names_the_task(core: Core) -> None:
    job_id = await give_up(core)
    job = await stored(core, job_id)
    late = job.found_late(ProviderTaskId("found"), core.clock.now())
    assert await core.database.write(lambda tx: tx.jobs.save(late))
    core.provider.reports = [FINISHED]
    await core.straggler.run_once()
    assert (await stored(core, job_id)).state is JobState.SUCCEEDED
