"""Who is erased goes from jams: out of those that run, and out of the names in those that ended."""

from bot.domain.jams import JamMode, JamPhase
from bot.domain.privacy import is_forgotten
from tests.support.core_fixture import credits_of, discrepancies
from tests.support.jams import PEOPLE, begin, bring_songs, lock, pledge_all, see_through, write_all
from tests.support.orders import GUILD
from tests.support.surroundings import STARTING_GRANT, Core

ADA, BEN, *_ = PEOPLE


async def test_whoever_is_erased_leaves_a_running_jam_with_their_pledge(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES)
    await pledge_all(core, jam_id, 4)
    assert await core.privacy.request_erasure(BEN.user_id, GUILD) == 0
    view = await core.jams.view(jam_id, GUILD)
    assert BEN.user_id not in {member.user_id for member in view.members}
    assert BEN.display_name not in repr(view)
    assert await credits_of(core, ADA) == (STARTING_GRANT, 4)
    assert await discrepancies(core) == ()


async def test_a_song_of_many_stays_and_loses_one_name(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.VERSES)
    await pledge_all(core, jam_id, 4)
    await lock(core, jam_id)
    await write_all(core, jam_id)
    await see_through(core)
    assert await core.privacy.request_erasure(BEN.user_id, GUILD) == 0
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.phase is JamPhase.DONE
    assert BEN.display_name not in repr(view)
    assert any(is_forgotten(member.user_id) for member in view.members)
    everybody_else = tuple(who.display_name for who in PEOPLE[:5] if who is not BEN)
    assert core.archive.authored == [everybody_else, everybody_else]
    assert await core.privacy.records_of(BEN.user_id) == ()
    assert await discrepancies(core) == ()
