import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import LimitReached
from bot.domain.ids import ChannelId, IdempotencyKey
from bot.domain.jobs import JobState
from bot.domain.limits import LimitScope, Measure
from bot.domain.ports import TaskReport, TaskState
from bot.domain.songs import SongRequest
from tests.support.core_fixture import credits_of, order, stored
from tests.support.guilds import ARTIST, SUPPORTER, change, grant, set_limit
from tests.support.orders import ADA, BEN, CHANNEL, MODEL, clip, place, request
from tests.support.surroundings import PRICE, Core, open_core

EVERYONE, ROLE = LimitScope.EVERYONE, LimitScope.ROLE


@pytest.fixture(autouse=True)
async def _rich(core: Core) -> None:
    await change(core, welcome=100_000)


async def refused(core: Core, requester: object = ADA, key: str = "no") -> LimitReached:
    assert isinstance(requester, type(ADA))
    with pytest.raises(LimitReached) as refusal:
        await order(core, requester, key)
    return refusal.value


@pytest.mark.parametrize(
    ("measure", "seconds"),
    [(Measure.PER_MINUTE, 60), (Measure.PER_HOUR, 3600), (Measure.PER_DAY, 86400)],
)
async def test_windows_slide(core: Core, measure: Measure, seconds: int) -> None:
    await set_limit(core, measure, 2, EVERYONE)
    await order(core, key="1")
    core.clock.advance(seconds / 2)
    await order(core, key="2")
    refusal = await refused(core)
    assert refusal.resets_at is not None
    assert (refusal.resets_at - core.clock.now()).total_seconds() == seconds / 2
    core.clock.advance(seconds / 2 - 0.000001)
    await refused(core)
    core.clock.advance(0.000001)
    await order(core, key="3")
    # The window slid, it did not start anew: the second order counts still.
    await refused(core)


async def test_a_refusal_names_the_role_that_may_more(core: Core) -> None:
    await set_limit(core, Measure.PER_HOUR, 1, EVERYONE)
    await set_limit(core, Measure.PER_HOUR, 10, ROLE, SUPPORTER)
    await order(core)
    refusal = await refused(core)
    assert (refusal.limit.scope, refusal.limit.amount) == (EVERYONE, 1)
    assert refusal.better is not None
    assert (refusal.better.subject_id, refusal.better.amount) == (SUPPORTER, 10)
    await order(core, replace(ADA, role_ids=(ARTIST, SUPPORTER)), "2")


async def test_a_limit_on_a_member_beats_a_generous_role(core: Core) -> None:
    await set_limit(core, Measure.PER_HOUR, 10, ROLE, SUPPORTER)
    await set_limit(core, Measure.PER_HOUR, 0, LimitScope.MEMBER, ADA.user_id)
    refusal = await refused(core, replace(ADA, role_ids=(SUPPORTER,)))
    assert (refusal.limit.scope, refusal.resets_at) == (LimitScope.MEMBER, None)
    await order(core, replace(BEN, role_ids=(SUPPORTER,)))


async def test_a_channels_limit_counts_everybody_and_its_threads(core: Core) -> None:
    await set_limit(core, Measure.PER_HOUR, 2, LimitScope.CHANNEL, CHANNEL)
    await order(core, ADA, "1")
    thread = replace(place(core.clock.now()), channel_id=ChannelId(555), parent_id=CHANNEL)
    await core.generation.order(request(), BEN, thread, key=IdempotencyKey("2"))
    assert (await refused(core)).limit.scope is LimitScope.CHANNEL
    with pytest.raises(LimitReached):
        await core.generation.order(request(), BEN, thread, key=IdempotencyKey("3"))
    elsewhere = replace(place(core.clock.now()), channel_id=ChannelId(556))
    await core.generation.order(request(), BEN, elsewhere, key=IdempotencyKey("4"))


async def test_a_servers_limit_counts_everybody(core: Core) -> None:
    await set_limit(core, Measure.PER_DAY, 2, LimitScope.SERVER)
    await order(core, ADA, "1")
    await order(core, BEN, "2")
    assert (await refused(core)).limit.scope is LimitScope.SERVER


async def test_orders_at_once_count_until_they_are_over(core: Core) -> None:
    await set_limit(core, Measure.AT_ONCE, 2, EVERYONE)
    first = await order(core, key="1")
    await order(core, key="2")
    refusal = await refused(core)
    assert (refusal.given, refusal.resets_at) == (2, None)
    await core.cancelling.cancel(first.job.job_id, ADA.user_id, first.job.guild_id)
    await order(core, key="3")
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    await core.submitter.run_once()
    await refused(core)
    core.clock.advance(20)
    await core.run_due()
    await order(core, key="4")


async def test_a_failed_order_does_not_count_a_cancelled_one_does(core: Core) -> None:
    await set_limit(core, Measure.PER_HOUR, 1, EVERYONE)
    failed = await order(core, key="1")
    core.provider.reports = [TaskReport(TaskState.FAILED)]
    await core.submitter.run_once()
    core.clock.advance(20)
    await core.run_due()
    assert (await stored(core, failed.job.job_id)).state is JobState.FAILED
    second = await order(core, key="2")
    await core.cancelling.cancel(second.job.job_id, ADA.user_id, second.job.guild_id)
    await refused(core)


async def test_a_cooldown_lasts_from_the_last_order(core: Core) -> None:
    await set_limit(core, Measure.COOLDOWN, 30, EVERYONE)
    await order(core, key="1")
    core.clock.advance(10)
    refusal = await refused(core)
    assert refusal.resets_at is not None
    assert (refusal.resets_at - core.clock.now()).total_seconds() == 20
    core.clock.advance(20)
    await order(core, key="2")


async def test_the_longest_song_and_the_most_expensive_order(core: Core) -> None:
    await set_limit(core, Measure.SONG_SECONDS, 120, EVERYONE)
    long = SongRequest(model=MODEL, idea="rain", length_seconds=121)
    with pytest.raises(LimitReached) as refusal:
        await core.generation.order(long, ADA, place(core.clock.now()), key=IdempotencyKey("1"))
    assert (refusal.value.limit.measure, refusal.value.given) == (Measure.SONG_SECONDS, 121)
    await order(core, key="2")
    await set_limit(core, Measure.ORDER_PRICE, PRICE - 1, EVERYONE)
    assert (await refused(core)).given == PRICE


async def test_a_repeated_order_is_no_second_one(core: Core) -> None:
    await set_limit(core, Measure.PER_HOUR, 1, EVERYONE)
    first = await order(core, key="1")
    assert (await order(core, key="1")).job.job_id == first.job.job_id


async def test_a_hundred_orders_at_once_pass_no_limit(core: Core) -> None:
    await set_limit(core, Measure.PER_HOUR, 7, EVERYONE)
    await grant(core, ADA, 100_000)
    answers = await asyncio.gather(
        *(order(core, key=f"{number}") for number in range(100)), return_exceptions=True
    )
    assert sum(isinstance(answer, LimitReached) for answer in answers) == 93
    assert (await credits_of(core))[1] == 7 * PRICE


async def test_limits_and_what_was_counted_survive_a_restart(tmp_path: Path) -> None:
    async with open_core(tmp_path) as core:
        await set_limit(core, Measure.PER_HOUR, 2, EVERYONE)
        await set_limit(core, Measure.AT_ONCE, 1, LimitScope.MEMBER, BEN.user_id)
        for number in range(2):
            await order(core, key=f"{number}")
        await order(core, BEN, "ben")
    async with open_core(tmp_path) as core:
        assert (await refused(core)).limit.measure is Measure.PER_HOUR
        assert (await refused(core, BEN)).limit.measure is Measure.AT_ONCE
        core.clock.advance(3600)
        await order(core, key="2")
        assert (await refused(core, BEN)).limit.measure is Measure.AT_ONCE
