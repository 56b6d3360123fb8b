"""The workers of jams: time, boards that are drawn seldom, notes that are told once."""

import asyncio
from dataclasses import replace

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.ids import ContributionId, IdempotencyKey, JamId, UserId
from bot.domain.jams import JamMode, JamPhase, NoteKind
from bot.domain.jams.modes import IDEA
from bot.services.orders import Requester
from tests.support.jams import HOST, PEOPLE, PLACE, begin, lock, phase_of, plan, propose
from tests.support.orders import GUILD
from tests.support.surroundings import Core


async def test_two_hundred_presses_in_five_seconds_are_a_handful_of_drawings(core: Core) -> None:
    jam_id = await begin(core, JamMode.BATTLE, 5)
    await core.jam_drawer.run_once()
    before = len(core.jam_boards.shown)
    for press in range(200):
        core.clock.advance(0.025)
        await core.jams.pledge(jam_id, GUILD, PEOPLE[press % 5], press % 7)
        await core.jam_drawer.run_once()
    core.clock.advance(3)
    await core.jam_drawer.run_once()
    drawn = core.jam_boards.shown[before:]
    assert 2 <= len(drawn) <= 4
    assert drawn[-1].pot == (await core.jams.view(jam_id, GUILD)).pot
    core.clock.advance(60)
    assert await core.jam_drawer.run_once() == 0


async def test_the_board_is_posted_once_and_then_edited(core: Core) -> None:
    await begin(core, JamMode.SLOTS, 1)
    await core.jam_drawer.run_once()
    (first,) = core.jam_boards.shown
    assert first.message_id is None
    core.clock.advance(4)
    jam_id = first.jam.jam_id
    await core.jams.join(jam_id, GUILD, PEOPLE[1])
    await core.jam_drawer.run_once()
    assert core.jam_boards.shown[1].message_id == 7001


async def test_a_busy_discord_is_tried_again_and_a_closed_thread_is_not(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    core.jam_boards.faults = [MessengerBusy("later", 7.0)]
    await core.jam_drawer.run_once()
    core.clock.advance(6)
    assert await core.jam_drawer.run_once() == 0
    core.clock.advance(1)
    await core.jam_drawer.run_once()
    assert len(core.jam_boards.shown) == 1
    core.clock.advance(4)
    await core.jams.pledge(jam_id, GUILD, HOST, 1)
    core.jam_boards.faults = [MessageUnreachable("gone")]
    await core.jam_drawer.run_once()
    core.clock.advance(3600)
    assert await core.jam_drawer.run_once() == 0
    # The next press draws anew: perhaps the thread is open again.
    await core.jams.pledge(jam_id, GUILD, HOST, 2)
    await core.jam_drawer.run_once()
    assert len(core.jam_boards.shown) == 2


async def test_a_note_that_cannot_be_told_for_long_is_given_up(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 2)
    await core.jam_drawer.run_once()
    await lock(core, jam_id)
    core.clock.advance(4)
    core.jam_boards.faults = [MessengerBusy("later") for _ in range(12)]
    for _ in range(8):
        await core.jam_drawer.run_once()
        core.clock.advance(60)
    core.jam_boards.faults = []
    assert await core.jam_drawer.run_once() == 0
    assert core.jam_boards.told == []


async def test_only_the_one_whose_turn_it_is_is_reminded(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 3)
    await lock(core, jam_id)
    for _ in range(3):
        await core.run_due()
        core.clock.advance(30 * 60)
    told = [(note.kind, note.user_id) for note, _ in core.jam_boards.told]
    people = [who.user_id for who in PEOPLE[:3]]
    assert told == [(NoteKind.TURN, user_id) for user_id in people]


async def test_a_jam_whose_worker_vanished_comes_again_after_its_lease(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    core.clock.advance(15 * 60)
    assert await core.jam_keeper.worker.claim(9) == (jam_id,)
    assert await core.jam_keeper.run_once() == 0
    core.clock.advance(60)
    assert await core.jam_keeper.run_once() == 1
    assert await phase_of(core, jam_id) is JamPhase.PROPOSING


async def test_two_hundred_callers_at_once_lose_nothing(core: Core) -> None:
    people = 200
    crowd = [Requester(UserId(5000 + number), f"Member {number}") for number in range(people)]
    jam_id = await _wide_jam(core)
    await asyncio.gather(*(core.jams.pledge(jam_id, GUILD, who, 1) for who in crowd))
    await lock(core, jam_id)
    await asyncio.gather(
        *(propose(core, jam_id, who, IDEA, f"idea of {who.user_id}") for who in crowd)
    )
    view = await lock(core, jam_id)
    assert view.slots[0].entries == people
    assert view.pot.pledged == people
    first, second, *_ = await core.jams.contributions(jam_id, GUILD)

    def choice(who: Requester) -> ContributionId:
        chosen = second if first.author_id == who.user_id else first
        return chosen.contribution_id

    await asyncio.gather(*(core.jams.vote(jam_id, GUILD, who, IDEA, choice(who)) for who in crowd))
    assert (await core.jams.view(jam_id, GUILD)).voted == people
    assert await core.database.read(lambda tx: tx.ledger.discrepancies()) == ()


async def _wide_jam(core: Core) -> JamId:
    await core.jams.change_rules(
        GUILD, lambda rules: replace(rules, most_people=300), actor_id=HOST.user_id
    )
    wide = replace(plan(JamMode.BATTLE), most_people=300)
    view = await core.jams.start(wide, HOST, PLACE, key=IdempotencyKey("wide"))
    return view.jam.jam_id
