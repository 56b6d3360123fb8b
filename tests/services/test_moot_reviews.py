"""Reviews whose order waits for no verdict, as older versions left some: nobody can decide them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.filters import FilterAction
from bot.domain.ids import ReviewId, UserId
from bot.domain.jobs import JobState
from bot.domain.ports import Database
from bot.domain.reviews import Review, ReviewDecided, ReviewState
from bot.domain.servers import Overdue
from tests.support.core_fixture import credits_of, discrepancies, order, stored
from tests.support.databases import tamper
from tests.support.filtering import rule
from tests.support.orders import ADA, GUILD
from tests.support.surroundings import STARTING_GRANT, Core, build_core

MODERATOR = UserId(801)
LENGTH = timedelta(hours=2)

Verdict = Callable[[Core, ReviewId], Awaitable[Review]]


async def approve(core: Core, review_id: ReviewId) -> Review:
    return await core.reviews.approve(GUILD, review_id, actor_id=MODERATOR)


async def refuse(core: Core, review_id: ReviewId) -> Review:
    return await core.reviews.refuse(GUILD, review_id, actor_id=MODERATOR, reason="no")


async def left_open(core: Core, url: str, overdue: Overdue = Overdue.REFUSE) -> Review:
    """Cancel a flagged order, and open its review again as if that had not withdrawn it."""
    await core.servers.change(
        GUILD, lambda held: replace(held, review_overdue=overdue), actor_id=MODERATOR
    )
    await core.filters.add([rule("tin", FilterAction.REVIEW, guild_id=GUILD)])
    view = await order(core)
    review = await core.reviews.next_open(GUILD)
    assert review is not None
    review_id, due_at = number(review), core.clock.now() + LENGTH
    await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD)
    await tamper(url, "UPDATE reviews SET state = 'open', decided_at = NULL")
    await core.database.write(lambda tx: tx.reviews.postpone(review_id, due_at))
    assert await core.reviews.next_open(GUILD) is not None
    return review


def number(review: Review) -> ReviewId:
    assert review.review_id is not None
    return review.review_id


async def nothing_came_of_it(core: Core, review: Review) -> None:
    """Check that the review is over and that it changed nothing else."""
    assert await core.reviews.next_open(GUILD) is None
    assert await core.database.read(lambda tx: tx.reviews.next_due_at()) is None
    assert review.job_id is not None
    assert (await stored(core, review.job_id)).state is JobState.CANCELLED
    await core.informer.run_once()
    assert core.whisperer.told == []
    assert await credits_of(core) == (STARTING_GRANT, 0)
    assert await discrepancies(core) == ()


@pytest.mark.parametrize("verdict", [approve, refuse])
async def test_a_verdict_is_told_that_the_order_was_taken_back(
    database: Database, database_url: str, verdict: Verdict
) -> None:
    core = build_core(database)
    review = await left_open(core, database_url)
    with pytest.raises(ReviewDecided) as told:
        await verdict(core, number(review))
    assert told.value.state is ReviewState.WITHDRAWN
    await nothing_came_of_it(core, review)


@pytest.mark.parametrize("overdue", list(Overdue))
async def test_time_ends_it_once(database: Database, database_url: str, overdue: Overdue) -> None:
    core = build_core(database)
    review = await left_open(core, database_url, overdue)
    core.clock.advance(LENGTH.total_seconds())
    await core.reviewer.run_once()
    assert core.reviewer.errors == 0
    await nothing_came_of_it(core, review)
