"""Orders under way in a copy that is put back: nothing that may be paid already is sent again."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.filters import FilterAction
from bot.domain.ids import IdempotencyKey, JobId, ProviderTaskId, UserId
from bot.domain.jams import JamEnd, JamMode
from bot.domain.jams.modes import GENRE
from bot.domain.jobs import JobState
from bot.domain.requests import ExtendRequest
from bot.domain.servers import Overdue
from bot.domain.songs import SongRole
from bot.domain.sources import Source
from bot.services.resuming import end_copied_jams
from storage import back_up, restore
from tests.support.core_fixture import credits_of, discrepancies, order, stored
from tests.support.filtering import rule
from tests.support.jams import (
    PEOPLE,
    begin,
    bring_songs,
    lock,
    pledge_all,
    propose,
    see_through,
)
from tests.support.orders import ADA, GUILD, place, request
from tests.support.reworks import a_song, finished, rework, work
from tests.support.surroundings import STARTING_GRANT, Core, open_core

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


async def _copied(folder: Path) -> None:
    await asyncio.to_thread(back_up, str(folder / "core.db"), folder / "copy.db")


def _put_back(folder: Path, *, moved: bool = False) -> int:
    return restore(str(folder / "core.db"), folder / "copy.db", now=NOW, moved=moved).withheld


async def _extending(core: Core) -> JobId:
    """Return an order whose new parts are being made; they are joined next."""
    song = await a_song(core)
    core.provider.submissions = [ProviderTaskId("making")]
    core.provider.reports = [finished(3, 4)]
    view = await rework(core, ExtendRequest(source=Source.of_song(song.song_id)))
    await core.submitter.run_once()
    return view.job.job_id


@pytest.mark.parametrize("steps", [0, 1], ids=["being made", "made, to be joined"])
async def test_what_is_being_made_is_fetched_and_not_joined_again(
    tmp_path: Path, steps: int
) -> None:
    async with open_core(tmp_path) as core:
        job_id = await _extending(core)
        for _ in range(steps):
            core.clock.advance(20)
            await core.poller.run_once()
        await _copied(tmp_path)
        posted, _ = await credits_of(core)
    _put_back(tmp_path)
    async with open_core(tmp_path) as core:
        core.provider.reports = [finished(3, 4)]
        core.clock.advance(600)
        await work(core, 3)
        job = await stored(core, job_id)
        songs = await core.database.read(lambda tx: tx.songs.of_job(job_id))
        assert await credits_of(core) == (posted - job.price + job.join_price, 0)
        assert core.provider.submitted == []
    assert job.state is JobState.PARTIAL
    assert [song.role for song in songs] == [SongRole.FRAGMENT, SongRole.FRAGMENT]
    assert job.charged == job.price - job.join_price


async def test_what_waits_for_a_moderator_is_not_sent_when_it_is_approved(tmp_path: Path) -> None:
    moderator = UserId(801)
    async with open_core(tmp_path) as core:
        await core.servers.change(
            GUILD,
            lambda settings: replace(settings, review_hours=2, review_overdue=Overdue.APPROVE),
            actor_id=moderator,
        )
        await core.filters.add([rule("heron", FilterAction.REVIEW, guild_id=GUILD)])
        view = await core.generation.order(
            request("a heron"), ADA, place(core.clock.now()), key=IdempotencyKey("heron")
        )
        await _copied(tmp_path)
    _put_back(tmp_path)
    async with open_core(tmp_path) as core:
        core.clock.advance(timedelta(hours=3).total_seconds())
        await core.run_due()
        await core.submitter.run_once()
        assert core.provider.submitted == []
        assert (await stored(core, view.job.job_id)).state is JobState.UNKNOWN
        core.clock.advance(timedelta(days=1).total_seconds())
        await core.reaper.run_once()
        assert (await stored(core, view.job.job_id)).state is JobState.TIMED_OUT
        assert await credits_of(core) == (STARTING_GRANT, 0)


async def test_what_waits_is_counted_and_what_runs_is_not(tmp_path: Path) -> None:
    async with open_core(tmp_path) as core:
        await order(core, key="running")
        await core.submitter.run_once()
        await order(core, key="waiting")
        await _copied(tmp_path)
    assert _put_back(tmp_path) == 1


async def test_a_database_that_was_moved_joins_its_songs(tmp_path: Path) -> None:
    async with open_core(tmp_path) as core:
        await _extending(core)
        await _copied(tmp_path)
    _put_back(tmp_path, moved=True)
    async with open_core(tmp_path) as core:
        core.provider.submissions = [ProviderTaskId("joining")]
        core.provider.reports = [finished(3, 4)]
        core.clock.advance(600)
        await core.poller.run_once()
        await core.submitter.run_once()
        assert len(core.provider.submitted) == 1


@pytest.mark.parametrize("moved", [False, True])
async def test_a_jam_of_the_copy_ends_instead_of_ordering_once_more(
    tmp_path: Path, moved: bool
) -> None:
    async with open_core(tmp_path) as core:
        bring_songs(core)
        jam_id = await begin(core, JamMode.SLOTS, 3)
        await pledge_all(core, jam_id, 10, 3)
        await lock(core, jam_id)
        await propose(core, jam_id, PEOPLE[1], GENRE, "ska")
        await _copied(tmp_path)
    _put_back(tmp_path, moved=moved)
    async with open_core(tmp_path) as core:
        bring_songs(core)
        for _ in range(2):
            await end_copied_jams(core.database, core.jams, core.clock)
        core.clock.advance(timedelta(days=1).total_seconds())
        await see_through(core)
        jam = (await core.jams.view(jam_id, GUILD)).jam
        assert (jam.end is JamEnd.FINISHED) is moved
        assert len(core.provider.submitted) == int(moved)
        if not moved:
            assert await credits_of(core, PEOPLE[0]) == (STARTING_GRANT, 0)
        assert await discrepancies(core) == ()


async def test_jams_that_are_begun_afterwards_are_left_alone(tmp_path: Path) -> None:
    async with open_core(tmp_path):
        await _copied(tmp_path)
    _put_back(tmp_path)
    async with open_core(tmp_path) as core:
        await end_copied_jams(core.database, core.jams, core.clock)
        jam_id = await begin(core, JamMode.SLOTS, 3)
        await end_copied_jams(core.database, core.jams, core.clock)
        assert not (await core.jams.view(jam_id, GUILD)).jam.phase.over
