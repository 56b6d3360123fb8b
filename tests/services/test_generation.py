import asyncio

import pytest

from bot.domain.delivery import JobView
from bot.domain.errors import (
    ChangingHands,
    EmptyText,
    Field,
    JobNotFound,
    NotEnoughCredits,
    NotYourJob,
    OrdersStopped,
    TextTooLong,
    TooLateToCancel,
)
from bot.domain.ids import GuildId, IdempotencyKey, JobId
from bot.domain.jobs import JobState
from bot.domain.ports import TaskReport, TaskState
from bot.domain.songs import SongRequest
from tests.support.core_fixture import credits_of, order, stored
from tests.support.orders import ADA, BEN, GUILD, MODEL, clip, place, request
from tests.support.surroundings import PRICE, STARTING_GRANT, Core


async def test_an_order_is_queued_and_its_price_held(core: Core) -> None:
    view = await order(core)
    assert view.job.state is JobState.QUEUED
    assert view.balance.available == STARTING_GRANT - PRICE
    assert await credits_of(core) == (STARTING_GRANT, PRICE)


async def test_a_card_tells_place_and_expected_time(core: Core) -> None:
    await order(core, ADA, "itx:1")
    core.clock.advance(1)
    second = await order(core, BEN, "itx:2")
    assert second.place is not None
    assert (second.place.position, second.place.length) == (2, 2)
    assert second.expected_at is not None
    assert (second.expected_at - core.clock.now()).total_seconds() == 93


async def test_the_time_that_was_waited_for_a_turn_is_no_part_of_what_a_song_takes(
    core: Core,
) -> None:
    first, second = [
        await order(core, requester, requester.display_name) for requester in (ADA, BEN)
    ]

    async def seconds_left(ordered: JobView) -> float:
        view = await core.library.view(ordered.job.job_id, GUILD)
        assert view.expected_at is not None
        return (view.expected_at - core.clock.now()).total_seconds()

    usual = await seconds_left(first)
    core.clock.advance(3600)
    assert [await seconds_left(each) for each in (first, second)] == [usual, usual + 3]
    await core.submitter.run_once()
    core.clock.advance(10)
    assert await seconds_left(first) == usual - 10


async def test_the_same_key_orders_once(core: Core) -> None:
    first = await order(core, key="itx:1")
    again = await order(core, key="itx:1")
    assert again.job.job_id == first.job.job_id
    assert await credits_of(core) == (STARTING_GRANT, PRICE)


async def test_fifty_orders_at_once_with_credits_for_two(core: Core) -> None:
    answers = await asyncio.gather(
        *(order(core, key=f"itx:{number}") for number in range(50)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, NotEnoughCredits)]
    assert len(refused) == 48
    assert {(error.needed, error.available) for error in refused} == {(PRICE, 2)}
    assert await credits_of(core) == (STARTING_GRANT, 2 * PRICE)


async def test_a_refused_order_leaves_no_trace(core: Core) -> None:
    with pytest.raises(EmptyText):
        await core.generation.order(
            SongRequest(model=MODEL, idea="\u200b"),
            ADA,
            place(core.clock.now()),
            key=IdempotencyKey("itx:1"),
        )
    core.provider.refusal = TextTooLong(Field.IDEA, 400, 401)
    with pytest.raises(TextTooLong):
        await order(core)
    assert await core.database.read(lambda tx: tx.jobs.waiting()) == 0
    assert await credits_of(core) == (0, 0)


async def test_no_orders_are_taken_while_stopping(core: Core) -> None:
    core.generation.stop_orders()
    with pytest.raises(OrdersStopped):
        await order(core)


async def test_again_is_charged_to_whoever_presses(core: Core) -> None:
    first = await order(core, ADA)
    again = await core.generation.again(
        first.job.job_id, BEN, place(core.clock.now()), key=IdempotencyKey("itx:2")
    )
    assert again.job.requester_id == BEN.user_id
    assert again.job.request == request().checked()
    assert await credits_of(core, BEN) == (STARTING_GRANT, PRICE)
    assert await credits_of(core, ADA) == (STARTING_GRANT, PRICE)


async def test_a_job_of_another_server_cannot_be_ordered_again(core: Core) -> None:
    first = await order(core)
    elsewhere = place(core.clock.now(), GuildId(4711))
    with pytest.raises(JobNotFound):
        await core.generation.again(first.job.job_id, BEN, elsewhere, key=IdempotencyKey("x"))


async def test_cancelling_a_waiting_job_releases_its_hold(core: Core) -> None:
    view = await order(core)
    cancelled = await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD)
    assert cancelled.job.state is JobState.CANCELLED
    assert cancelled.captured == 0
    assert await credits_of(core) == (STARTING_GRANT, 0)
    assert await core.submitter.run_once() == 0


async def test_only_the_requester_cancels(core: Core) -> None:
    view = await order(core)
    with pytest.raises(NotYourJob):
        await core.cancelling.cancel(view.job.job_id, BEN.user_id, GUILD)
    with pytest.raises(JobNotFound):
        await core.cancelling.cancel(JobId("nothing000"), ADA.user_id, GUILD)
    assert (await stored(core, view.job.job_id)).state is JobState.QUEUED


async def test_what_was_handed_over_or_is_over_cannot_be_cancelled(core: Core) -> None:
    view = await order(core)
    await core.submitter.run_once()
    with pytest.raises(TooLateToCancel) as running:
        await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD)
    assert not running.value.over
    second = await order(core, key="itx:2")
    await core.cancelling.cancel(second.job.job_id, ADA.user_id, GUILD)
    with pytest.raises(TooLateToCancel) as over:
        await core.cancelling.cancel(second.job.job_id, ADA.user_id, GUILD)
    assert over.value.over


async def test_what_is_made_can_be_kept_from_being_posted_by_whoever_ordered_it(
    core: Core,
) -> None:
    view = await order(core)
    job_id = view.job.job_id
    with pytest.raises(ChangingHands):
        await core.cancelling.withhold(job_id, ADA.user_id, GUILD)
    await core.submitter.run_once()
    with pytest.raises(NotYourJob):
        await core.cancelling.withhold(job_id, BEN.user_id, GUILD)
    with pytest.raises(TooLateToCancel) as offered:
        await core.cancelling.cancel(job_id, ADA.user_id, GUILD)
    assert offered.value.withholdable
    assert not (await stored(core, job_id)).unposted
    for _ in range(2):
        await core.cancelling.withhold(job_id, ADA.user_id, GUILD)
    assert (await stored(core, job_id)).unposted
    with pytest.raises(TooLateToCancel) as nothing_left:
        await core.cancelling.cancel(job_id, ADA.user_id, GUILD)
    assert not nothing_left.value.withholdable
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    core.clock.advance(20)
    await core.run_due()
    ended = await core.library.view(job_id, GUILD)
    assert (ended.job.state, ended.captured) == (JobState.SUCCEEDED, PRICE)
    assert all(song.private for song in ended.songs)
    late = await order(core, key="itx:2")
    await core.cancelling.cancel(late.job.job_id, ADA.user_id, GUILD)
    with pytest.raises(TooLateToCancel):
        await core.cancelling.withhold(late.job.job_id, ADA.user_id, GUILD)


async def test_of_cancel_and_submission_at_once_one_wins(core: Core) -> None:
    for number in range(1, 3):
        view = await order(core, key=f"itx:{number}")
        results = await asyncio.gather(
            core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD),
            core.submitter.run_once(),
            return_exceptions=True,
        )
        state = (await stored(core, view.job.job_id)).state
        assert state in {JobState.CANCELLED, JobState.RUNNING}
        assert (state is JobState.CANCELLED) == (not isinstance(results[0], Exception))


async def test_a_statement_names_the_songs_to_their_author_alone(core: Core) -> None:
    await order(core, BEN)
    await core.submitter.run_once()
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    core.clock.advance(20)
    await core.run_due()
    paid = (await core.credits.statement(GUILD, BEN.user_id)).lines[0]
    assert (paid.amount, paid.title) == (-PRICE, clip(1).title)
    assert [line.title for line in (await core.treasury.show(GUILD, BEN.user_id)).lines] == ["", ""]


async def test_a_statement_opens_the_account_and_lists_its_lines(core: Core) -> None:
    statement = await core.credits.statement(GUILD, BEN.user_id)
    assert statement.balance.available == STARTING_GRANT
    assert [line.amount for line in statement.lines] == [STARTING_GRANT]
    again = await core.credits.statement(GUILD, BEN.user_id)
    assert again.balance.posted == STARTING_GRANT


async def test_a_job_is_seen_only_in_its_server(core: Core) -> None:
    view = await order(core)
    seen = await core.library.view(view.job.job_id, GUILD)
    assert seen.job == view.job
    with pytest.raises(JobNotFound):
        await core.library.view(view.job.job_id, GuildId(4711))
