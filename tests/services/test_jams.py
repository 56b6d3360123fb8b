"""Jams from the first member to the song, in each mode, on a real database."""

from dataclasses import replace

import pytest

from bot.domain.ids import IdempotencyKey
from bot.domain.jams import (
    JamEnd,
    JamMode,
    JamPhase,
    NoteKind,
    Slot,
    SlotKind,
)
from bot.domain.jams.modes import CHORUS, GENRE, IDEA, MOOD, SONG, TITLE, verse
from bot.domain.library import Shelf, SongQuery, Visitor
from bot.domain.songs import SongRequest
from bot.services.orders import Requester
from tests.support.core_fixture import credits_of, discrepancies, order
from tests.support.jams import (
    HOST,
    PEOPLE,
    PLACE,
    THREAD,
    begin,
    bring_songs,
    entries,
    lock,
    phase_of,
    plan,
    pledge_all,
    propose,
    see_through,
    vote,
    write_all,
)
from tests.support.orders import CHANNEL, GUILD
from tests.support.surroundings import PRICE, STARTING_GRANT, Core

ADA, BEN, CLEO, DAN, EVE, *_ = PEOPLE


async def test_verses_in_turns_become_one_song_of_all(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.VERSES)
    await pledge_all(core, jam_id, 4)
    view = await lock(core, jam_id)
    assert (view.jam.phase, view.jam.parts) == (JamPhase.WRITING, 5)
    assert view.jam.turn is not None
    assert view.jam.turn.user_id == HOST.user_id
    assert (await write_all(core, jam_id)).jam.phase is JamPhase.COMPOSING
    await see_through(core)
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.jam.end) == (JamPhase.DONE, JamEnd.FINISHED)
    request = core.provider.submitted[0].request
    assert isinstance(request, SongRequest)
    assert request.lyrics == (
        "[Verse 1]\nAda sings of the rain\n\n[Chorus]\nBen sings of the rain\n\n"
        "[Verse 2]\nCleo sings of the rain\n\n[Bridge]\nDan sings of the rain\n\n"
        "[Verse 3]\nEve sings of the rain\n\n[Chorus]\nBen sings of the rain"
    )
    assert (request.title, request.style) == ("rain on tin", "rain on tin")
    names = ("Ada", "Ben", "Cleo", "Dan", "Eve")
    assert tuple(author.name for author in view.authors) == names
    assert {tags.authors for tags in core.archive.kept} == {names}
    # 14 of 20: everyone pays 2 or 3, exactly 14 together, and has the rest back.
    paid = [STARTING_GRANT - (await credits_of(core, who))[0] for who in PEOPLE[:5]]
    assert sum(paid) == PRICE
    assert set(paid) == {2, 3}
    assert [(await credits_of(core, who))[1] for who in PEOPLE[:5]] == [0] * 5
    assert await discrepancies(core) == ()


async def test_a_finished_song_is_in_the_library_of_each_author_and_announced_once(
    core: Core,
) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.VERSES, 3)
    await pledge_all(core, jam_id, 5, 3)
    await lock(core, jam_id)
    await write_all(core, jam_id)
    await see_through(core)
    query = SongQuery(Shelf.OWN)

    async def own(who: Requester) -> int:
        visitor = Visitor(GUILD, who.user_id)
        return len(await core.database.read(lambda tx: tx.songs.find(visitor, query, limit=9)))

    assert [await own(who) for who in (ADA, BEN, CLEO, EVE)] == [2, 2, 2, 0]
    card = core.messenger.shown[-1]
    assert [author.name for author in card.authors] == ["Ada", "Ben", "Cleo"]
    message = await core.database.read(lambda tx: tx.deliveries.message_of(card.job.job_id))
    assert message is not None
    assert (message.place.channel_id, message.place.guild_id) == (THREAD, GUILD)
    assert card.job.channel_id == CHANNEL
    told = [note.kind for note, _ in core.jam_boards.told]
    assert told == [NoteKind.RESULT]
    await order(core, EVE)
    await see_through(core)
    assert await own(EVE) == 2
    query = SongQuery(Shelf.JAMS)
    assert await own(EVE) == 2


async def test_slots_are_filled_by_votes_and_ties_go_to_the_earlier(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.SLOTS)
    await pledge_all(core, jam_id, 3)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, GENRE, "ska")
    core.clock.advance(1)
    await propose(core, jam_id, BEN, GENRE, "polka")
    await propose(core, jam_id, CLEO, GENRE, "dub")
    await propose(core, jam_id, CLEO, MOOD, "sunny\nand   warm")
    await propose(core, jam_id, DAN, TITLE, "Tin roof")
    await propose(core, jam_id, EVE, verse(1), "Drops come down")
    await propose(core, jam_id, ADA, CHORUS, "Oh rain")
    await propose(core, jam_id, BEN, CHORUS, "Oh tin")
    hidden = await core.jams.view(jam_id, GUILD)
    assert [(slot.entries, slot.filled) for slot in hidden.slots[:2]] == [(3, None), (1, None)]
    assert (await lock(core, jam_id)).jam.phase is JamPhase.VOTING
    written = await entries(core, jam_id)
    genre = {text: written[text].contribution_id for text in ("ska", "polka", "dub")}
    # One vote each for two of them: the earlier one wins.
    await vote(core, jam_id, DAN, GENRE, genre["polka"])
    await vote(core, jam_id, EVE, GENRE, genre["dub"])
    await vote(core, jam_id, EVE, GENRE, genre["ska"])
    await vote(core, jam_id, ADA, CHORUS, written["Oh tin"].contribution_id)
    view = await core.jams.view(jam_id, GUILD)
    assert view.voted == 3
    assert [slot.result for slot in view.slots] == [()] * 6
    await lock(core, jam_id)
    await see_through(core)
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.phase is JamPhase.DONE
    request = core.provider.submitted[0].request
    assert isinstance(request, SongRequest)
    assert (request.title, request.style) == ("Tin roof", "ska, sunny and warm")
    assert request.lyrics == "[Verse 1]\nDrops come down\n\n[Chorus]\nOh tin"
    results = {slot.slot: slot.result for slot in view.slots}
    assert [(each.contribution.text, each.votes) for each in results[GENRE]] == [
        ("ska", 1),
        ("polka", 1),
        ("dub", 0),
    ]


async def test_a_battle_makes_the_two_best_ideas_and_chooses_the_better(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.BATTLE)
    await pledge_all(core, jam_id, 7)
    await lock(core, jam_id)
    for who in (ADA, BEN, CLEO):
        await propose(core, jam_id, who, IDEA, f"a song by {who.display_name}")
    await lock(core, jam_id)
    written = {e.author_id: e.contribution_id for e in (await entries(core, jam_id)).values()}
    for who, whose in ((ADA, BEN), (BEN, CLEO), (CLEO, BEN), (DAN, CLEO), (EVE, BEN)):
        await vote(core, jam_id, who, IDEA, written[whose.user_id])
    await lock(core, jam_id)
    await see_through(core)
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.phase is JamPhase.CHOOSING
    assert [song.contribution_id for song in view.songs] == [
        written[BEN.user_id],
        written[CLEO.user_id],
    ]
    ideas = sorted(job.request.idea for job in core.provider.submitted)
    assert ideas == ["a song by Ben", "a song by Cleo"]
    (ballot,) = await core.jams.ballots(jam_id, GUILD, CLEO.user_id)
    assert (ballot.slot, [each.own for each in ballot.candidates]) == (SONG, [False, True])
    await vote(core, jam_id, ADA, SONG, written[CLEO.user_id])
    await lock(core, jam_id)
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.winner) == (JamPhase.DONE, written[CLEO.user_id])
    assert sum([STARTING_GRANT - (await credits_of(core, who))[0] for who in PEOPLE[:5]]) == 28
    assert await discrepancies(core) == ()


async def test_a_battle_whose_pot_reaches_for_one_song_makes_the_best_alone(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.BATTLE, 3)
    await pledge_all(core, jam_id, 6, 3)
    await lock(core, jam_id)
    for who in (ADA, BEN, CLEO):
        await propose(core, jam_id, who, IDEA, f"a song by {who.display_name}")
    await lock(core, jam_id)
    await lock(core, jam_id)
    await see_through(core)
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, len(view.songs)) == (JamPhase.DONE, 1)
    assert view.pot.total == 0
    assert await discrepancies(core) == ()


async def test_a_jam_goes_its_whole_way_by_time_alone(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.SLOTS, 2)
    await pledge_all(core, jam_id, 10, 2)
    phases: list[JamPhase] = []
    for seconds in (0, 15 * 60, 0, 55 * 60, 30 * 60, 60, 60, 60):
        core.clock.advance(seconds)
        await core.run_due()
        if await phase_of(core, jam_id) is JamPhase.PROPOSING and len(phases) == 1:
            await propose(core, jam_id, ADA, GENRE, "ska")
            await propose(core, jam_id, BEN, GENRE, "polka")
        phases.append(await phase_of(core, jam_id))
    assert phases == [
        JamPhase.GATHERING,
        JamPhase.PROPOSING,
        JamPhase.PROPOSING,
        JamPhase.VOTING,
        JamPhase.COMPOSING,
        JamPhase.COMPOSING,
        JamPhase.DONE,
        JamPhase.DONE,
    ]


async def test_the_same_key_begins_one_jam(core: Core) -> None:
    first = await core.jams.start(plan(JamMode.SLOTS), HOST, PLACE, key=IdempotencyKey("k"))
    again = await core.jams.start(plan(JamMode.SLOTS), HOST, PLACE, key=IdempotencyKey("k"))
    assert again.jam.jam_id == first.jam.jam_id


async def test_another_round_keeps_people_and_plan_and_takes_no_money(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 4)
    await core.jams.ban(jam_id, GUILD, DAN.user_id, actor_id=EVE.user_id, reason="rude")
    await core.jams.stop(jam_id, GUILD, HOST.user_id)
    view = await core.jams.again(jam_id, GUILD, BEN, PLACE, key=IdempotencyKey("2"))
    assert (view.jam.round, view.jam.previous_id) == (2, jam_id)
    assert view.jam.host.user_id == BEN.user_id
    assert view.jam.plan == replace(plan(JamMode.SLOTS), songs=1, model=view.jam.plan.model)
    assert {member.name for member in view.members} == {"Ada", "Ben", "Cleo"}
    assert view.pot.total == 0
    assert (await core.jams.view(jam_id, GUILD)).next_id == view.jam.jam_id


@pytest.mark.parametrize("key", ["verse-2", "chorus", "idea"])
def test_slots_have_names_for_custom_ids(key: str) -> None:
    assert Slot.of(key).key == key


@pytest.mark.parametrize("key", ["", "verse-02", "chorus-0", "nothing", "verse--1"])
def test_other_names_are_no_slots(key: str) -> None:
    with pytest.raises(ValueError, match=r"slot|valid|literal"):
        Slot.of(key)
    assert SlotKind.VERSE.sung
