"""What a host's buttons end: what stood on the board when they were pressed, and nothing else."""

import asyncio
from datetime import datetime

import pytest

from bot.domain.ids import JamId
from bot.domain.jams import JamEnd, JamMode, JamPhase, MemberState, NoteKind, WrongPhase
from bot.domain.jams.modes import CHORUS, GENRE, IDEA, verse
from tests.support.core_fixture import credits_of, discrepancies
from tests.support.jams import (
    HOST,
    MODERATOR_OF_JAMS,
    PEOPLE,
    begin,
    bring_songs,
    lock,
    phase_of,
    pledge_all,
    propose,
    see_through,
    vote,
)
from tests.support.orders import GUILD
from tests.support.surroundings import PRICE, STARTING_GRANT, Core

ADA, BEN, CLEO, *_ = PEOPLE


async def proposed(core: Core) -> JamId:
    """Return a jam of slots with two genres to choose between, whose song is paid for."""
    bring_songs(core)
    jam_id = await begin(core, JamMode.SLOTS, 3)
    await pledge_all(core, jam_id, 10, 3)
    await lock(core, jam_id)
    await propose(core, jam_id, BEN, GENRE, "ska")
    await propose(core, jam_id, CLEO, GENRE, "metal")
    return jam_id


def pass_until(core: Core, ends_at: datetime | None) -> None:
    """Let time pass until just after something ended."""
    assert ends_at is not None
    core.clock.advance((ends_at - core.clock.now()).total_seconds() + 0.5)


async def test_two_presses_end_one_phase(core: Core) -> None:
    jam_id = await proposed(core)
    presses = (
        core.jams.lock(jam_id, GUILD, HOST.user_id, phase=JamPhase.PROPOSING) for _ in range(2)
    )
    answers = await asyncio.gather(*presses, return_exceptions=True)
    assert [type(each) for each in answers if isinstance(each, Exception)] == [WrongPhase]
    await core.run_due()
    assert await phase_of(core, jam_id) is JamPhase.VOTING


async def test_a_press_just_after_a_phase_ended_leaves_the_next_one_alone(core: Core) -> None:
    jam_id = await proposed(core)
    pass_until(core, (await core.jams.view(jam_id, GUILD)).jam.ends_at)
    with pytest.raises(WrongPhase) as refused:
        await core.jams.lock(jam_id, GUILD, HOST.user_id, phase=JamPhase.PROPOSING)
    assert refused.value.phase is JamPhase.VOTING
    await core.run_due()
    assert await phase_of(core, jam_id) is JamPhase.VOTING
    await core.jams.lock(jam_id, GUILD, HOST.user_id, phase=JamPhase.VOTING)
    assert await phase_of(core, jam_id) is JamPhase.COMPOSING


async def test_two_presses_pass_over_one_person(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 4)
    turn = (await lock(core, jam_id)).jam.turn
    assert turn is not None
    presses = (core.jams.skip(jam_id, GUILD, HOST.user_id, turn=turn.number) for _ in range(2))
    answers = await asyncio.gather(*presses, return_exceptions=True)
    assert [type(each) for each in answers if isinstance(each, Exception)] == [WrongPhase]
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.turn is not None
    assert view.jam.turn.user_id == BEN.user_id
    away = [member.name for member in view.members if member.state is MemberState.AWAY]
    assert away == ["Ada"]


async def test_a_press_just_after_a_turn_ended_leaves_the_next_one_alone(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 4)
    turn = (await lock(core, jam_id)).jam.turn
    assert turn is not None
    pass_until(core, turn.ends_at)
    with pytest.raises(WrongPhase):
        await core.jams.skip(jam_id, GUILD, HOST.user_id, turn=turn.number)
    await core.run_due()
    after = (await core.jams.view(jam_id, GUILD)).jam.turn
    assert after is not None
    assert after.user_id == BEN.user_id


async def test_the_service_writes_only_the_part_that_the_board_showed(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 2)
    await pledge_all(core, jam_id, 10, 2)
    turn = (await lock(core, jam_id)).jam.turn
    assert turn is not None
    await propose(core, jam_id, ADA, verse(1), "Ada's verse")
    with pytest.raises(WrongPhase):
        await core.jams.fill(jam_id, GUILD, HOST.user_id, turn=turn.number)
    view = await core.jams.view(jam_id, GUILD)
    assert view.pot.total == 20
    assert view.jam.turn is not None
    view = await core.jams.fill(jam_id, GUILD, HOST.user_id, turn=view.jam.turn.number)
    assert view.pot.total == 19
    assert view.jam.turn is not None
    assert view.jam.turn.slot == CHORUS


@pytest.mark.parametrize("moderator", [False, True])
async def test_stopping_between_songs_counts_the_votes_and_denies_nothing(
    core: Core, moderator: bool
) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.BATTLE, 3)
    await pledge_all(core, jam_id, 10, 3)
    await lock(core, jam_id)
    for who in (ADA, BEN, CLEO):
        await propose(core, jam_id, who, IDEA, f"by {who.display_name}")
    await lock(core, jam_id)
    await lock(core, jam_id)
    await see_through(core)
    assert await phase_of(core, jam_id) is JamPhase.CHOOSING
    (ballot,) = await core.jams.ballots(jam_id, GUILD, CLEO.user_id)
    better = ballot.candidates[1].contribution_id
    await vote(core, jam_id, CLEO, ballot.slot, better)
    actor = MODERATOR_OF_JAMS if moderator else HOST.user_id
    view = await core.jams.stop(jam_id, GUILD, actor, reason="late", moderator=moderator)
    assert (view.jam.phase, view.jam.end) == (JamPhase.DONE, JamEnd.FINISHED)
    assert (view.jam.end_reason, view.winner) == ("late", better)
    await core.run_due()
    assert NoteKind.RESULT in [note.kind for note, _ in core.jam_boards.told]
    paid = [STARTING_GRANT - (await credits_of(core, each))[0] for each in PEOPLE[:3]]
    assert sum(paid) == 2 * PRICE
    assert await discrepancies(core) == ()
