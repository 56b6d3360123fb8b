"""Turns in jams: who writes next, who is away, and what the service writes."""

from dataclasses import replace

import pytest

from bot.domain.findings import Draft, LyricsDrafts
from bot.domain.ids import IdempotencyKey, JamId
from bot.domain.jams import (
    SERVICE,
    JamMode,
    JamPhase,
    MemberState,
    NoteKind,
    NotYourTurn,
    SlotFilled,
    TurnOrder,
    WrongPhase,
)
from bot.domain.jams.modes import CHORUS, verse
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import LyricsRequest
from tests.support.core_fixture import credits_of, discrepancies
from tests.support.jams import (
    HOST,
    MODERATOR_OF_JAMS,
    PEOPLE,
    PLACE,
    begin,
    bring_songs,
    entries,
    lock,
    plan,
    pledge_all,
    propose,
    see_through,
    write_all,
)
from tests.support.orders import GUILD
from tests.support.surroundings import STARTING_GRANT, Core

ADA, BEN, CLEO, DAN, EVE, *_ = PEOPLE


async def test_turns_pass_over_the_absent_who_can_come_back(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 3)
    view = await lock(core, jam_id)
    assert view.jam.turn is not None
    assert view.jam.turn.ends_at is not None
    with pytest.raises(NotYourTurn) as refused:
        await propose(core, jam_id, BEN, verse(1), "mine")
    assert refused.value.user_id == ADA.user_id
    core.clock.advance((view.jam.turn.ends_at - core.clock.now()).total_seconds())
    await core.run_due()
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.turn is not None
    assert (view.jam.turn.slot, view.jam.turn.user_id) == (verse(1), BEN.user_id)
    states = {member.name: member.state for member in view.members}
    assert states["Ada"] is MemberState.AWAY
    await propose(core, jam_id, BEN, verse(1), "Ben's verse")
    view = await core.jams.skip(jam_id, GUILD, HOST.user_id)
    assert view.jam.turn is not None
    assert (view.jam.turn.slot, view.jam.turn.user_id) == (CHORUS, BEN.user_id)
    view = await core.jams.skip(jam_id, GUILD, HOST.user_id)
    # All are away now; nothing hangs: the part waits for whoever comes back first.
    assert view.jam.turn is not None
    assert (view.jam.turn.slot, view.jam.turn.user_id) == (CHORUS, None)
    view = await core.jams.come_back(jam_id, GUILD, CLEO)
    assert view.jam.turn is not None
    assert view.jam.turn.user_id == CLEO.user_id
    with pytest.raises(SlotFilled):
        await propose(core, jam_id, CLEO, verse(1), "again")
    turns = [note.user_id for note, _ in core.jam_boards.told if note.kind is NoteKind.TURN]
    # Nobody is told of a turn that is over already.
    assert turns == [BEN.user_id]


async def test_whoever_leaves_on_their_turn_hands_it_on(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 3)
    await lock(core, jam_id)
    view = await core.jams.leave(jam_id, GUILD, ADA.user_id)
    assert view.jam.turn is not None
    assert view.jam.turn.user_id == BEN.user_id
    assert view.name_of(ADA.user_id) is None


async def test_the_service_writes_a_missing_part_for_the_pot(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.VERSES, 2)
    await pledge_all(core, jam_id, 10, 2)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, verse(1), "Ada's verse")
    view = await core.jams.view(jam_id, GUILD)
    assert view.part_price == 1
    drafts = LyricsDrafts((Draft("Rain", "[Chorus]\nTin, tin, tin\nIn the rain\n[Verse]\nmore"),))
    core.provider.reports = [TaskReport(TaskState.FINISHED, (), finding=drafts)]
    view = await core.jams.fill(jam_id, GUILD, HOST.user_id)
    assert view.pot.total == 19
    assert view.jam.turn is not None
    assert (view.jam.turn.slot, view.jam.turn.user_id) == (CHORUS, SERVICE)
    with pytest.raises(WrongPhase):
        await core.jams.fill(jam_id, GUILD, HOST.user_id)
    with pytest.raises(NotYourTurn):
        await propose(core, jam_id, BEN, CHORUS, "mine")
    await see_through(core, 3)
    # The part is no song: it has no card of its own.
    assert core.messenger.shown == []
    assert await core.database.read(lambda tx: tx.deliveries.next_due_at()) is None
    written = await entries(core, jam_id)
    assert written["Tin, tin, tin\nIn the rain"].author_id == SERVICE
    request = core.provider.submitted[0].request
    assert isinstance(request, LyricsRequest)
    assert request.idea == (
        "Only the chorus of a song about: rain on tin. It follows the line: Ada's verse"
    )
    bring_songs(core)
    await write_all(core, jam_id)
    await see_through(core)
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.phase is JamPhase.DONE
    assert sum([STARTING_GRANT - (await credits_of(core, who))[0] for who in PEOPLE[:2]]) == 15
    assert await discrepancies(core) == ()


async def test_turns_go_on_after_whose_part_the_service_wrote(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 4)
    await pledge_all(core, jam_id, 5, 4)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, verse(1), "Ada's verse")
    drafts = LyricsDrafts((Draft("Rain", "Tin, tin, tin"),))
    core.provider.reports = [TaskReport(TaskState.FINISHED, (), finding=drafts)]
    await core.jams.fill(jam_id, GUILD, HOST.user_id)
    await see_through(core, 3)
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.turn is not None
    assert (view.jam.turn.slot, view.jam.turn.user_id) == (verse(2), CLEO.user_id)


async def test_a_part_that_the_service_cannot_write_goes_to_the_next_person(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 2)
    await pledge_all(core, jam_id, 10, 2)
    await lock(core, jam_id)
    core.provider.reports = [TaskReport(TaskState.FAILED)]
    await core.jams.fill(jam_id, GUILD, HOST.user_id)
    await see_through(core, 3)
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.turn is not None
    assert (view.jam.turn.slot, view.jam.turn.user_id) == (verse(1), BEN.user_id)
    assert [await credits_of(core, who) for who in PEOPLE[:2]] in (
        [(STARTING_GRANT, 9), (STARTING_GRANT, 10)],
        [(STARTING_GRANT, 10), (STARTING_GRANT, 9)],
    )


async def test_a_struck_part_is_written_again(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 3)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, verse(1), "bad words")
    await propose(core, jam_id, BEN, CHORUS, "good words")
    bad = (await entries(core, jam_id))["bad words"].contribution_id
    await core.jams.strike(jam_id, GUILD, bad, actor_id=MODERATOR_OF_JAMS, reason="bad")
    await propose(core, jam_id, CLEO, verse(2), "better words")
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.turn is not None
    assert (view.jam.turn.slot, view.jam.turn.user_id) == (verse(1), ADA.user_id)


async def ordered_part(core: Core) -> JamId:
    """Return a jam of Ada, who wrote the first verse, and Ben; the service writes the chorus."""
    bring_songs(core)
    jam_id = await begin(core, JamMode.VERSES, 2)
    await pledge_all(core, jam_id, 10, 2)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, verse(1), "Ada's verse")
    drafts = LyricsDrafts((Draft("Rain", "[Chorus]\nTin, tin, tin"),))
    core.provider.reports = [TaskReport(TaskState.FINISHED, (), finding=drafts)]
    await core.jams.fill(jam_id, GUILD, HOST.user_id)
    return jam_id


async def write_part(core: Core) -> None:
    """Let the service write what is ordered, before the jam is looked after."""
    for _ in range(3):
        for worker in (core.submitter, core.poller, core.collector):
            await worker.run_once()
        core.clock.advance(20)


@pytest.mark.parametrize("press", ["join", "return", "pledge", "change", "fill", "end"])
async def test_a_part_that_was_paid_for_is_kept_whatever_comes_first(
    core: Core, press: str
) -> None:
    jam_id = await ordered_part(core)
    await write_part(core)
    match press:
        case "join":
            await core.jams.join(jam_id, GUILD, CLEO)
        case "return":
            await core.jams.come_back(jam_id, GUILD, BEN)
        case "pledge":
            await core.jams.pledge(jam_id, GUILD, BEN, 9)
        case "change":
            await propose(core, jam_id, ADA, verse(1), "Ada's better verse")
        case "fill":
            view = await core.jams.fill(jam_id, GUILD, HOST.user_id)
            assert view.jam.turn is not None
            assert (view.jam.turn.slot, view.jam.turn.user_id) == (verse(2), SERVICE)
        case _:
            ends_at = (await core.jams.view(jam_id, GUILD)).jam.ends_at
            assert ends_at is not None
            core.clock.advance((ends_at - core.clock.now()).total_seconds())
            await core.jam_keeper.run_once()
    assert "Tin, tin, tin" in await entries(core, jam_id)
    if press != "end":
        turn = (await core.jams.view(jam_id, GUILD)).jam.turn
        assert turn is not None
        assert turn.slot == verse(2)


async def test_a_part_is_kept_that_somebody_pressed_for_once_more(core: Core) -> None:
    jam_id = await ordered_part(core)
    turn = (await core.jams.view(jam_id, GUILD)).jam.turn
    assert turn is not None
    await write_part(core)
    with pytest.raises(WrongPhase):
        await core.jams.fill(jam_id, GUILD, HOST.user_id, turn=turn.number)
    view = await core.jams.view(jam_id, GUILD)
    assert view.pot.total == 19
    await core.run_due()
    assert "Tin, tin, tin" in await entries(core, jam_id)


async def test_a_struck_part_of_the_service_stays_struck_when_nobody_is_there(core: Core) -> None:
    jam_id = await ordered_part(core)
    await see_through(core, 3)
    part = (await entries(core, jam_id))["Tin, tin, tin"].contribution_id
    await core.jams.strike(jam_id, GUILD, part, actor_id=MODERATOR_OF_JAMS, reason="bad")
    for _ in range(3):
        turn = (await core.jams.view(jam_id, GUILD)).jam.turn
        assert turn is not None
        if turn.ends_at is not None:
            core.clock.advance((turn.ends_at - core.clock.now()).total_seconds())
            await core.run_due()
    await core.database.write(lambda tx: tx.jams.hurry(jam_id, core.clock.now()))
    await core.run_due()
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.turn is not None
    assert (view.jam.turn.slot, view.jam.turn.user_id) == (CHORUS, None)
    assert list(await entries(core, jam_id)) == ["Ada's verse"]
    view = await core.jams.come_back(jam_id, GUILD, BEN)
    assert view.jam.turn is not None
    assert view.jam.turn.user_id == BEN.user_id


async def test_places_can_be_drawn_by_lot(core: Core) -> None:
    by_lot = replace(plan(JamMode.VERSES), order=TurnOrder.RANDOM)
    view = await core.jams.start(by_lot, HOST, PLACE, key=IdempotencyKey("k"))
    for who in PEOPLE[1:]:
        view = await core.jams.join(view.jam.jam_id, GUILD, who)
    names = [member.name for member in view.members]
    assert sorted(names) == sorted(who.display_name for who in PEOPLE)
    assert names != [who.display_name for who in PEOPLE]
