"""Songs of the core to rework, and getting through a job's steps."""

from bot.domain.delivery import JobView
from bot.domain.ids import IdempotencyKey
from bot.domain.jobs import Job
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import Request
from bot.domain.songs import Song
from bot.services.orders import Requester
from tests.support.core_fixture import order, stored
from tests.support.orders import ADA, clip, place
from tests.support.surroundings import Core


def finished(*numbers: int) -> TaskReport:
    """Return a report of a task that brought clips of these numbers."""
    return TaskReport(TaskState.FINISHED, tuple(clip(number) for number in numbers))


async def a_song(core: Core, requester: Requester = ADA, key: str = "itx:song") -> Song:
    """Let someone make two songs, and return the first."""
    core.provider.reports = [finished(1, 2)]
    view = await order(core, requester, key)
    await work(core, 1)
    (song, _) = await core.database.read(lambda tx: tx.songs.of_job(view.job.job_id))
    core.provider.submitted.clear()
    return song


async def rework(
    core: Core, request: Request, requester: Requester = ADA, key: str = "itx:rework"
) -> JobView:
    """Order a rework."""
    where = place(core.clock.now())
    return await core.generation.order(request, requester, where, key=IdempotencyKey(key))


async def work(core: Core, steps: int) -> None:
    """Send, ask for and fetch as often as a job has steps."""
    for _ in range(steps):
        await core.submitter.run_once()
        core.clock.advance(20)
        await core.poller.run_once()
    await core.collector.run_once()


async def ended(core: Core, view: JobView) -> Job:
    """Return a job that is over."""
    job = await stored(core, view.job.job_id)
    assert job.state.terminal
    return job


async def songs_of(core: Core, view: JobView) -> tuple[Song, ...]:
    """Return what came of a job."""
    return await core.database.read(lambda tx: tx.songs.of_job(view.job.job_id))
