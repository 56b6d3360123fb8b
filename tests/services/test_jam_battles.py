"""The second song of a battle, when something hinders its order."""

import pytest

from bot.domain.ids import JamId
from bot.domain.jams import JamEnd, JamMode, JamPhase
from bot.domain.jams.modes import IDEA
from bot.domain.limits import Limit, LimitScope, Measure
from tests.support.core_fixture import credits_of, discrepancies
from tests.support.jams import (
    MODERATOR_OF_JAMS,
    PEOPLE,
    begin,
    bring_songs,
    entries,
    lock,
    phase_of,
    pledge_all,
    propose,
    see_through,
)
from tests.support.orders import GUILD
from tests.support.surroundings import PRICE, STARTING_GRANT, Core

ADA, BEN, CLEO, *_ = PEOPLE


async def limited_battle(core: Core, measure: Measure) -> JamId:
    """Return a battle of two songs, both paid for, of which a limit on its host lets one pass."""
    limit = Limit(GUILD, LimitScope.EVERYONE, 0, measure, 1)
    await core.rules.set_limit(limit, actor_id=MODERATOR_OF_JAMS)
    bring_songs(core)
    jam_id = await begin(core, JamMode.BATTLE, 3)
    await pledge_all(core, jam_id, 10, 3)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, IDEA, "moths")
    await propose(core, jam_id, BEN, IDEA, "gulls")
    await lock(core, jam_id)
    await lock(core, jam_id)
    await core.jam_keeper.run_once()
    return jam_id


async def paid(core: Core) -> int:
    """Return what all three were charged; nothing of theirs is held any more."""
    found = [await credits_of(core, who) for who in PEOPLE[:3]]
    assert [held for _, held in found] == [0, 0, 0]
    return sum(STARTING_GRANT - posted for posted, _ in found)


@pytest.mark.parametrize("measure", [Measure.AT_ONCE, Measure.PER_MINUTE, Measure.COOLDOWN])
async def test_a_limit_that_passes_delays_the_second_song(core: Core, measure: Measure) -> None:
    jam_id = await limited_battle(core, measure)
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.ordered, view.jam.obstacle, len(view.songs)) == (True, "LimitReached", 1)
    assert view.pot.total == 30 - PRICE
    await see_through(core, 15)
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.jam.obstacle, len(view.songs)) == (JamPhase.CHOOSING, "", 2)
    assert await paid(core) == 2 * PRICE
    assert await discrepancies(core) == ()


async def test_a_limit_that_lasts_leaves_the_battle_one_song_and_says_why(core: Core) -> None:
    jam_id = await limited_battle(core, Measure.PER_DAY)
    await see_through(core)
    assert await phase_of(core, jam_id) is JamPhase.COMPOSING
    for _ in range(16):
        core.clock.advance(60)
        await core.run_due()
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.jam.end) == (JamPhase.DONE, JamEnd.FINISHED)
    assert (view.jam.obstacle, len(view.songs)) == ("LimitReached", 1)
    assert await paid(core) == PRICE
    assert await discrepancies(core) == ()


async def test_a_battle_waits_no_more_for_a_second_song_that_was_struck(core: Core) -> None:
    jam_id = await limited_battle(core, Measure.PER_DAY)
    (song,) = (await core.jams.view(jam_id, GUILD)).songs
    (second,) = (
        each.contribution_id
        for each in (await entries(core, jam_id)).values()
        if each.contribution_id != song.contribution_id
    )
    await core.jams.strike(jam_id, GUILD, second, actor_id=MODERATOR_OF_JAMS, reason="bad")
    await core.jam_keeper.run_once()
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.ordered, view.jam.obstacle, view.jam.ends_at) == (True, "", None)
    assert view.pot.total == 0
    await see_through(core)
    assert await phase_of(core, jam_id) is JamPhase.DONE
    assert await paid(core) == PRICE


async def test_a_pot_for_one_song_makes_one_at_once(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.BATTLE, 2)
    await pledge_all(core, jam_id, 7, 2)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, IDEA, "moths")
    await propose(core, jam_id, BEN, IDEA, "gulls")
    await lock(core, jam_id)
    await lock(core, jam_id)
    await see_through(core)
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.jam.obstacle, len(view.songs)) == (JamPhase.DONE, "", 1)
