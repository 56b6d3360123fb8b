"""The music service goes away and comes back; nothing is sent meanwhile, nobody is forgotten."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.domain.errors import (
    JamboreeError,
    OutcomeUnknown,
    Presence,
    ProviderBusy,
    ProviderRefused,
    ProviderUnreachable,
    RefusalReason,
    ReportUnavailable,
)
from bot.domain.ids import JobId, MessageId, ProviderTaskId
from bot.domain.jobs import Job, JobState
from bot.domain.notices import NoticeKind
from bot.domain.ports import ProviderBalance, TaskReport, TaskState
from bot.domain.songs import SongRequest
from bot.services.outages import WatchedProvider
from storage import open_database
from tests.support.core_fixture import credits_of, order, stored
from tests.support.jobs import submitting_job
from tests.support.orders import ADA, BEN, GUILD
from tests.support.provider import Script, says, scripted_provider
from tests.support.surroundings import Core, build_core

DOWN = ProviderUnreachable("ConnectError")
FAILURES = 5
SONG = SongRequest(model="sonic-v6", idea="rain")


async def go_down(core: Core) -> None:
    """Let the service refuse connections until it counts as down."""
    core.provider.submissions = [DOWN]
    core.provider.balances = [ReportUnavailable("ConnectError")]
    for _ in range(FAILURES):
        await core.submitter.run_once()
        core.clock.advance(120)
    assert core.breaker.known.open


async def come_back(core: Core) -> None:
    """Let it answer again, and be asked."""
    core.provider.balances = [ProviderBalance(1000, 0)]
    core.provider.submissions = [ProviderTaskId(f"task-{number}") for number in range(20)]
    core.clock.advance(120)
    await core.prober.run_once()


async def test_nothing_is_sent_to_a_service_that_is_down(core: Core) -> None:
    view = await order(core)
    await go_down(core)
    sent = len(core.provider.submitted)
    for _ in range(20):
        core.clock.advance(60)
        assert await core.submitter.run_once() == 0
        assert await core.poller.run_once() == 0
    assert len(core.provider.submitted) == sent == FAILURES
    assert (await stored(core, view.job.job_id)).state is JobState.QUEUED
    assert await credits_of(core) == (30, 14)


async def test_an_order_is_taken_at_once_and_says_since_when_it_is_down(core: Core) -> None:
    await order(core)
    since = core.clock.now()
    await go_down(core)
    view = await order(core, BEN, "itx:2")
    assert view.job.state is JobState.QUEUED
    assert view.down_since == since
    assert view.expected_at is None


async def test_the_cards_of_all_who_wait_say_so_and_that_it_is_back(core: Core) -> None:
    view = await order(core)
    await core.cards.posted(view.job.job_id, MessageId(4001))
    await go_down(core)
    await core.courier.run_once()
    assert core.messenger.shown[-1].down_since is not None
    await come_back(core)
    await core.courier.run_once()
    assert core.messenger.shown[-1].down_since is None


async def test_probes_are_few_and_end_with_the_outage(core: Core) -> None:
    await order(core)
    await go_down(core)
    for _ in range(3600):
        core.clock.advance(1)
        await core.prober.run_once()
    assert 55 <= core.provider.balance_asked <= 70
    await come_back(core)
    asked = core.provider.balance_asked
    core.clock.advance(3600)
    assert await core.prober.run_once() == 0
    assert core.provider.balance_asked == asked


async def test_when_it_is_back_those_who_waited_are_sent(core: Core) -> None:
    views = [await order(core, BEN if n % 2 else ADA, f"itx:{n}") for n in range(4)]
    await go_down(core)
    await come_back(core)
    assert await core.submitter.run_once() == 4
    states = {(await stored(core, view.job.job_id)).state for view in views}
    assert states == {JobState.RUNNING}


async def test_a_service_that_only_seems_to_be_back_gets_one_order(core: Core) -> None:
    for number in range(4):
        await order(core, BEN if number % 2 else ADA, f"itx:{number}")
    await go_down(core)
    await come_back(core)
    core.provider.submissions = [OutcomeUnknown("ReadTimeout")]
    before = len(core.provider.submitted)
    assert await core.submitter.run_once() == 1
    assert core.breaker.known.open
    for _ in range(3):
        core.clock.advance(3)
        assert await core.submitter.run_once() == 0
    assert len(core.provider.submitted) == before + 1


async def test_refusals_are_answers_and_a_busy_service_that_is_polled_is_there(core: Core) -> None:
    core.provider.submissions = [ProviderRefused(RefusalReason.CONTENT, "no")]
    for number in range(2):
        await order(core, key=f"itx:{number}")
        await core.submitter.run_once()
    assert core.breaker.known.failures == 0
    core.provider.submissions = [ProviderTaskId("task"), ProviderBusy(None)]
    for number in range(2, 4):
        await order(core, BEN, f"itx:{number}")
    for _ in range(3 * FAILURES):
        core.clock.advance(121)
        await core.submitter.run_once()
        await core.poller.run_once()
    assert not core.breaker.known.open


async def test_a_busy_service_is_there_and_what_was_never_sent_says_nothing(core: Core) -> None:
    async with scripted_provider(
        Script([says({"error": "slow down"}, 429, Retry_After="300")]), clock=core.clock
    ) as provider:
        watched = WatchedProvider(provider, core.breaker)
        for number in range(2 * FAILURES):
            with pytest.raises(ReportUnavailable):
                await watched.report(ProviderTaskId(f"task-{number}"))
            with pytest.raises(ProviderBusy):
                await watched.submit(submitting_job(SONG))
    assert not core.breaker.known.open
    assert core.breaker.known.failures == 0


@pytest.mark.parametrize(
    "local",
    [
        ProviderBusy(5, Presence.UNASKED),
        ProviderRefused(RefusalReason.INVALID, "too long", Presence.UNASKED),
    ],
)
async def test_what_was_never_sent_ends_no_outage(core: Core, local: JamboreeError) -> None:
    for _ in range(FAILURES):
        await core.breaker.failed()
    core.provider.submissions = [local]
    with pytest.raises(type(local)):
        await WatchedProvider(core.provider, core.breaker).submit(submitting_job(SONG))
    assert core.breaker.known.open


async def test_orders_wait_while_a_guard_in_front_of_the_service_turns_us_away(
    core: Core,
) -> None:
    page = httpx.Response(403, text="<!DOCTYPE html><title>Attention Required!</title>")
    async with scripted_provider(Script([page]), clock=core.clock) as provider:
        watched = WatchedProvider(provider, core.breaker)
        for _ in range(FAILURES):
            with pytest.raises(ProviderUnreachable):
                await watched.submit(submitting_job(SONG))
    assert core.breaker.known.open


async def test_a_service_that_answers_503_is_down(core: Core) -> None:
    async with scripted_provider(Script([says({}, 503)]), clock=core.clock) as provider:
        watched = WatchedProvider(provider, core.breaker)
        for _ in range(FAILURES):
            with pytest.raises(ReportUnavailable):
                await watched.report(ProviderTaskId("task"))
            core.clock.advance(61)
    assert core.breaker.known.open


async def test_a_task_has_its_whole_time_again_after_an_outage(core: Core) -> None:
    view = await order(core)
    await core.submitter.run_once()
    core.clock.advance(16)
    core.provider.reports = [ReportUnavailable("ConnectError")]
    core.provider.balances = [ReportUnavailable("ConnectError")]
    for _ in range(FAILURES):
        await core.poller.run_once()
        core.clock.advance(61)
    assert core.breaker.known.open
    asked = core.provider.asked
    core.clock.advance(3600)
    await core.poller.run_once()
    assert core.provider.asked == asked
    await come_back(core)
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    await core.poller.run_once()
    assert (await stored(core, view.job.job_id)).state is JobState.RUNNING
    core.clock.advance(31 * 60)
    await core.poller.run_once()
    assert (await stored(core, view.job.job_id)).state is JobState.TIMED_OUT


async def until_over(core: Core, job_id: JobId, longest: timedelta) -> Job:
    """Let time pass until a job is over, and return it."""
    ends_at = core.clock.now() + longest
    while not (job := await stored(core, job_id)).state.terminal:
        assert core.clock.now() < ends_at, "the job never ended"
        core.clock.advance(30)
        await core.prober.run_once()
        await core.poller.run_once()
    return job


UNREADABLE = ReportUnavailable("HTTP 200, unreadable")


async def test_one_task_that_cannot_be_asked_for_shuts_the_service_once_and_ends(
    core: Core,
) -> None:
    view = await order(core)
    await core.submitter.run_once()
    core.provider.reports = [UNREADABLE]
    job = await until_over(core, view.job.job_id, timedelta(hours=1))
    assert job.state is JobState.TIMED_OUT
    assert core.provider.balance_asked == 1
    assert await credits_of(core) == (30, 0)


async def test_a_task_ends_however_often_the_service_is_down(core: Core) -> None:
    view = await order(core)
    await core.submitter.run_once()
    core.provider.reports = [UNREADABLE]
    began_at = core.clock.now()
    while not (await stored(core, view.job.job_id)).state.terminal:
        assert core.clock.now() < began_at + timedelta(hours=7)
        for _ in range(FAILURES):
            await core.breaker.failed()
        core.clock.advance(5)
        await core.prober.run_once()
        await core.breaker.answered(order_taken=True)
        core.clock.advance(600)
        await core.poller.run_once()
    assert core.clock.now() > began_at + timedelta(hours=6)
    assert await credits_of(core) == (30, 0)


async def test_a_task_ends_even_when_the_service_never_comes_back(core: Core) -> None:
    view = await order(core)
    await core.submitter.run_once()
    began_at = core.clock.now()
    core.provider.reports = [ReportUnavailable("ConnectError")]
    core.provider.balances = [ReportUnavailable("ConnectError")]
    job = await until_over(core, view.job.job_id, timedelta(hours=7))
    assert job.state is JobState.TIMED_OUT
    assert core.clock.now() > began_at + timedelta(hours=6.5)
    assert core.provider.asked == FAILURES
    assert await credits_of(core) == (30, 0)


async def test_channels_that_waited_are_told_once(core: Core) -> None:
    for number in range(3):
        await order(core, BEN if number % 2 else ADA, f"itx:{number}")
    await go_down(core)
    await come_back(core)
    await core.teller.run_once()
    (notice,) = core.herald.told
    assert (notice.kind, notice.guild_id) == (NoticeKind.SERVICE_BACK, GUILD)
    assert notice.subject.startswith("2001:")
    assert (notice.amount, notice.limit) == (3, 12)


async def test_a_short_outage_is_told_to_nobody(core: Core) -> None:
    await order(core)
    for _ in range(FAILURES):
        await core.breaker.failed()
    core.clock.advance(100)
    await come_back_now(core)
    assert not core.breaker.known.open
    await core.teller.run_once()
    assert core.herald.told == []


async def come_back_now(core: Core) -> None:
    """Let the service answer the next probe."""
    core.provider.balances = [ProviderBalance(1000, 0)]
    await core.prober.run_once()


async def test_a_restart_and_another_process_know_it_too(tmp_path: Path) -> None:
    async with open_database(str(tmp_path / "core.db")) as database:
        first, second = build_core(database), build_core(database)
        await order(first)
        await go_down(first)
        assert not second.breaker.known.open
        await second.breaker.refresh()
        assert second.breaker.down_since() == first.breaker.down_since()
        second.clock.advance(3600)
        assert await second.submitter.run_once() == 0
        await come_back(second)
        await first.prober.run_once()
        assert not first.breaker.known.open
        assert first.provider.balance_asked == 0
