"""A jam's song waits for a moderator where the server reviews, and goes either way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.filters import FilterAction
from bot.domain.ids import JamId, JobId, ReviewId, UserId
from bot.domain.jams import JamMode, JamPhase
from bot.domain.jobs import JobState
from bot.domain.reviews import Review, ReviewDecided, ReviewKind, ReviewState
from bot.domain.servers import Overdue, ReviewMode
from tests.support.core_fixture import credits_of, discrepancies, stored
from tests.support.filtering import rule
from tests.support.jams import (
    HOST,
    PEOPLE,
    begin,
    bring_songs,
    lock,
    phase_of,
    pledge_all,
    see_through,
    write_all,
)
from tests.support.orders import GUILD
from tests.support.surroundings import PRICE, STARTING_GRANT, Core

MODERATOR = UserId(801)
NAMES = ("Ada", "Ben", "Cleo")


async def held_jam(core: Core, overdue: Overdue = Overdue.REFUSE) -> tuple[JamId, Review]:
    """Play a jam of three until its finished song is held; return its review as well."""
    await core.servers.change(
        GUILD,
        lambda held: replace(
            held, review=ReviewMode.ALWAYS, review_hours=2, review_overdue=overdue
        ),
        actor_id=MODERATOR,
    )
    bring_songs(core)
    jam_id = await begin(core, JamMode.VERSES, 3)
    await pledge_all(core, jam_id, 5, 3)
    await lock(core, jam_id)
    await write_all(core, jam_id)
    await see_through(core)
    review = await core.reviews.next_open(GUILD)
    assert review is not None
    assert await phase_of(core, jam_id) is JamPhase.COMPOSING
    assert core.jam_boards.told == []
    assert sum([(await credits_of(core, who))[1] for who in PEOPLE[:3]]) == PRICE
    return jam_id, review


def number(review: Review) -> ReviewId:
    assert review.review_id is not None
    return review.review_id


async def test_an_approved_song_of_a_jam_is_posted_with_all_its_authors(core: Core) -> None:
    jam_id, review = await held_jam(core)
    await core.reviews.approve(GUILD, number(review), actor_id=MODERATOR)
    await see_through(core)
    assert await phase_of(core, jam_id) is JamPhase.DONE
    view = await core.library.view(JobId(review.job_id or ""), GUILD)
    assert len(view.songs) == 2
    assert tuple(author.name for author in view.authors) == NAMES
    paid = [STARTING_GRANT - (await credits_of(core, who))[0] for who in PEOPLE[:3]]
    assert sum(paid) == PRICE
    assert [(await credits_of(core, who))[1] for who in PEOPLE[:3]] == [0] * 3
    assert await discrepancies(core) == ()


@pytest.mark.parametrize("by_time", [False, True])
async def test_a_refused_song_of_a_jam_costs_nobody_anything(core: Core, *, by_time: bool) -> None:
    jam_id, review = await held_jam(core)
    if by_time:
        core.clock.advance(timedelta(hours=3).total_seconds())
        await core.reviewer.run_once()
    else:
        await core.reviews.refuse(GUILD, number(review), actor_id=MODERATOR, reason="no")
    await see_through(core)
    assert await phase_of(core, jam_id) is JamPhase.CANCELLED
    assert [await credits_of(core, who) for who in PEOPLE[:3]] == [(STARTING_GRANT, 0)] * 3
    assert await discrepancies(core) == ()


async def flagged_jam(core: Core, overdue: Overdue) -> tuple[JamId, Review]:
    """Play a jam of three until its order waits for a moderator, unsent; return its review too."""
    await core.filters.add([rule("tin", FilterAction.REVIEW, guild_id=GUILD)])
    await core.servers.change(
        GUILD,
        lambda held: replace(held, review_hours=2, review_overdue=overdue),
        actor_id=MODERATOR,
    )
    jam_id = await begin(core, JamMode.VERSES, 3)
    await pledge_all(core, jam_id, 5, 3)
    await lock(core, jam_id)
    await write_all(core, jam_id)
    await core.jam_keeper.run_once()
    review = await core.reviews.next_open(GUILD)
    assert review is not None
    assert review.kind is ReviewKind.PROMPT
    return jam_id, review


@pytest.mark.parametrize("overdue", list(Overdue))
async def test_stopping_a_jam_withdraws_the_review_of_its_order(
    core: Core, overdue: Overdue
) -> None:
    jam_id, review = await flagged_jam(core, overdue)
    await core.jams.stop(jam_id, GUILD, HOST.user_id)
    assert await core.reviews.next_open(GUILD) is None
    with pytest.raises(ReviewDecided) as told:
        await core.reviews.approve(GUILD, number(review), actor_id=MODERATOR)
    assert told.value.state is ReviewState.WITHDRAWN
    core.clock.advance(timedelta(hours=3).total_seconds())
    await core.reviewer.run_once()
    assert core.reviewer.errors == 0
    assert (await stored(core, JobId(review.job_id or ""))).state is JobState.CANCELLED
    assert [await credits_of(core, who) for who in PEOPLE[:3]] == [(STARTING_GRANT, 0)] * 3
    assert await discrepancies(core) == ()
