"""Who may do what in jams, what is refused, and what happens to those who are away or gone."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from structlog.testing import capture_logs

from bot.domain.actions import ActionKind
from bot.domain.errors import UnknownChoice, ValueOutOfRange
from bot.domain.filters import Filter, FilterAction, FilterKind, Scope, TextRefused
from bot.domain.findings import Draft, LyricsDrafts
from bot.domain.ids import ContributionId, GuildId, IdempotencyKey, JamId, UserId
from bot.domain.jams import (
    SERVICE,
    BannedFromJam,
    ContributionEmpty,
    ContributionNotFound,
    ContributionTooLong,
    JamEnd,
    JamFull,
    JamKeyUsed,
    JamLimit,
    JamMode,
    JamNotFound,
    JamPhase,
    JamPlan,
    MemberState,
    NoSuchSlot,
    NoteKind,
    NothingWritten,
    NotInJam,
    NotTheHost,
    NotYourTurn,
    OwnContribution,
    PeopleOutOfRange,
    Slot,
    SlotFilled,
    ThemeUnusable,
    TooFewPeople,
    TooManyJams,
    TurnOrder,
    WrongPhase,
)
from bot.domain.jams.modes import BRIDGE, CHORUS, GENRE, IDEA, TITLE, verse
from bot.domain.ports import TaskReport, TaskState, Transaction
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
    vote,
    write_all,
)
from tests.support.orders import GUILD
from tests.support.surroundings import STARTING_GRANT, Core

ADA, BEN, CLEO, DAN, EVE, *_ = PEOPLE


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"theme": " \u200b "}, ThemeUnusable),
        ({"theme": "x" * 201}, ThemeUnusable),
        ({"style": "x" * 201}, ThemeUnusable),
        ({"length": timedelta(seconds=59)}, ValueOutOfRange),
        ({"length": timedelta(days=8)}, ValueOutOfRange),
        ({"most_people": 1}, PeopleOutOfRange),
        ({"most_people": 201}, PeopleOutOfRange),
        ({"model": "no-such-model"}, UnknownChoice),
    ],
)
async def test_plans_that_cannot_be_are_refused_before_anything_is_kept(
    core: Core, changed: dict[str, object], refusal: type[Exception]
) -> None:
    bad: JamPlan = replace(plan(JamMode.SLOTS), **changed)  # type: ignore[arg-type]
    with pytest.raises(refusal):
        await core.jams.check_start(bad, HOST, GUILD)
    with pytest.raises(refusal):
        await core.jams.start(bad, HOST, PLACE, key=IdempotencyKey("k"))
    assert await core.jams.open_in(GUILD) == ()


async def test_a_server_lets_so_many_jams_begin(core: Core) -> None:
    slots = plan(JamMode.SLOTS)
    await core.jams.start(slots, ADA, PLACE, key=IdempotencyKey("1"))
    with pytest.raises(TooManyJams) as refused:
        await core.jams.start(slots, ADA, PLACE, key=IdempotencyKey("2"))
    assert refused.value.limit is JamLimit.HOST_AT_ONCE
    await core.jams.start(slots, BEN, PLACE, key=IdempotencyKey("3"))
    await core.jams.start(slots, CLEO, PLACE, key=IdempotencyKey("4"))
    with pytest.raises(TooManyJams) as refused:
        await core.jams.start(slots, DAN, PLACE, key=IdempotencyKey("5"))
    assert refused.value.limit is JamLimit.AT_ONCE
    await core.jams.change_rules(
        GUILD,
        lambda rules: replace(rules, at_once=9, host_at_once=9, per_host=1),
        actor_id=MODERATOR_OF_JAMS,
    )
    with pytest.raises(TooManyJams) as refused:
        await core.jams.start(slots, ADA, PLACE, key=IdempotencyKey("6"))
    assert refused.value.limit is JamLimit.PER_HOST
    assert refused.value.resets_at == core.clock.now() + timedelta(hours=24)
    (action,) = await core.rules.actions(GUILD)
    assert action.kind is ActionKind.JAM_RULES_CHANGED


async def test_another_servers_jam_is_not_found(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    with pytest.raises(JamNotFound):
        await core.jams.view(jam_id, GuildId(9))
    with pytest.raises(JamNotFound):
        await core.jams.join(jam_id, GuildId(9), EVE)


async def test_a_full_jam_and_one_closed_to_somebody_let_nobody_in(core: Core) -> None:
    small = replace(plan(JamMode.SLOTS), most_people=2)
    view = await core.jams.start(small, HOST, PLACE, key=IdempotencyKey("k"))
    jam_id = view.jam.jam_id
    await core.jams.join(jam_id, GUILD, BEN)
    with pytest.raises(JamFull):
        await core.jams.pledge(jam_id, GUILD, CLEO, 1)
    await core.jams.leave(jam_id, GUILD, BEN.user_id)
    await core.jams.join(jam_id, GUILD, CLEO)
    await core.jams.ban(jam_id, GUILD, CLEO.user_id, actor_id=MODERATOR_OF_JAMS, reason="shouting")
    with pytest.raises(BannedFromJam) as closed:
        await core.jams.join(jam_id, GUILD, CLEO)
    assert closed.value.reason == "shouting"
    await core.jams.unban(jam_id, GUILD, CLEO.user_id, actor_id=MODERATOR_OF_JAMS, reason="")
    await core.jams.join(jam_id, GUILD, CLEO)
    with pytest.raises(NotInJam):
        await core.jams.leave(jam_id, GUILD, EVE.user_id)


async def test_only_the_host_steers_and_only_where_it_leads_somewhere(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 1)
    for deed in (core.jams.lock, core.jams.skip, core.jams.fill):
        with pytest.raises(NotTheHost):
            await deed(jam_id, GUILD, BEN.user_id)
    with pytest.raises(NotTheHost):
        await core.jams.stop(jam_id, GUILD, BEN.user_id)
    with pytest.raises(TooFewPeople):
        await lock(core, jam_id)
    with pytest.raises(WrongPhase):
        await core.jams.skip(jam_id, GUILD, HOST.user_id)
    await core.jams.join(jam_id, GUILD, BEN)
    await lock(core, jam_id)
    with pytest.raises(NothingWritten):
        await lock(core, jam_id)


async def test_texts_that_do_not_fit_or_are_filtered_are_refused(core: Core) -> None:
    bananas = Filter(
        None,
        GUILD,
        FilterKind.WORDS,
        "bananas",
        FilterAction.REFUSE,
        frozenset(Scope),
        MODERATOR_OF_JAMS,
        core.clock.now(),
    )
    await core.filters.add([bananas])
    jam_id = await begin(core, JamMode.SLOTS, 2)
    await lock(core, jam_id)
    with pytest.raises(TextRefused):
        await propose(core, jam_id, ADA, TITLE, "Bananas in the rain")
    with pytest.raises(ContributionEmpty):
        await propose(core, jam_id, ADA, TITLE, "\u200b")
    with pytest.raises(NoSuchSlot):
        await propose(core, jam_id, ADA, BRIDGE, "no bridge here")
    with pytest.raises(ContributionTooLong) as refused:
        await propose(core, jam_id, ADA, GENRE, "x" * 101)
    assert (refused.value.limit, refused.value.given) == (100, 101)
    other = plan(JamMode.SLOTS, "bananas")
    with pytest.raises(TextRefused):
        await core.jams.start(other, BEN, PLACE, key=IdempotencyKey("other"))


async def test_what_one_wrote_can_be_changed_and_withdrawn_until_the_phase_ends(
    core: Core,
) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, GENRE, "ska")
    await propose(core, jam_id, ADA, GENRE, "dub")
    await propose(core, jam_id, BEN, GENRE, "polka")
    mine = await core.jams.mine(jam_id, GUILD, ADA.user_id)
    assert [each.text for each in mine.contributions] == ["dub"]
    await core.jams.withdraw(jam_id, GUILD, ADA.user_id, GENRE)
    with pytest.raises(ContributionNotFound):
        await core.jams.withdraw(jam_id, GUILD, ADA.user_id, GENRE)
    assert set(await entries(core, jam_id)) == {"polka"}
    await propose(core, jam_id, ADA, GENRE, "ska")
    await lock(core, jam_id)
    with pytest.raises(WrongPhase):
        await core.jams.withdraw(jam_id, GUILD, ADA.user_id, GENRE)


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
    assert (view.jam.turn.slot, view.jam.turn.user_id) == (CHORUS, None)
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


async def test_nobody_votes_for_themselves_or_for_what_is_no_candidate(core: Core) -> None:
    jam_id = await begin(core, JamMode.BATTLE, 3)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, IDEA, "a")
    await propose(core, jam_id, BEN, IDEA, "b")
    with pytest.raises(WrongPhase):
        await core.jams.ballots(jam_id, GUILD, CLEO.user_id)
    await lock(core, jam_id)
    written = await entries(core, jam_id)
    with pytest.raises(OwnContribution):
        await vote(core, jam_id, ADA, IDEA, written["a"].contribution_id)
    with pytest.raises(ContributionNotFound):
        await vote(core, jam_id, ADA, IDEA, ContributionId(99))
    with pytest.raises(WrongPhase):
        await vote(core, jam_id, ADA, GENRE, written["b"].contribution_id)
    await vote(core, jam_id, EVE, IDEA, written["a"].contribution_id)
    await vote(core, jam_id, EVE, IDEA, written["b"].contribution_id)
    assert (await core.jams.mine(jam_id, GUILD, EVE.user_id)).votes == {
        IDEA: written["b"].contribution_id
    }
    # Who is gone votes no more.
    view = await core.jams.leave(jam_id, GUILD, EVE.user_id)
    assert view.voted == 0


async def test_nothing_tells_whose_a_vote_was(core: Core) -> None:
    jam_id = await begin(core, JamMode.BATTLE, 3)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, IDEA, "a")
    await propose(core, jam_id, BEN, IDEA, "b")
    await lock(core, jam_id)
    written = await entries(core, jam_id)
    with capture_logs() as logs:
        view = await vote(core, jam_id, CLEO, IDEA, written["a"].contribution_id)
        view = await vote(core, jam_id, ADA, IDEA, written["b"].contribution_id)
    assert f"{CLEO.user_id}" not in f"{logs}"
    # While the vote is open the board knows how many voted, and nothing else.
    assert (view.voted, view.slots[0].result, view.slots[0].filled) == (2, (), None)
    (ballot,) = await core.jams.ballots(jam_id, GUILD, EVE.user_id)
    assert ballot.chosen is None
    await lock(core, jam_id)
    for who in (ADA, CLEO):
        mine = await core.database.read(partial(votes_of, jam_id=jam_id, user_id=who.user_id))
        assert mine == {}
    # The tally is recomputed from the rows, which have lost their voters.
    view = await core.jams.view(jam_id, GUILD)
    assert [(each.contribution.text, each.votes) for each in view.slots[0].result] == [
        ("a", 1),
        ("b", 1),
    ]


def votes_of(tx: Transaction, jam_id: JamId, user_id: UserId) -> dict[Slot, ContributionId]:
    """Return what the rows tell of somebody's votes."""
    return dict(tx.contributions.votes_of(jam_id, user_id))


async def test_a_struck_contribution_is_out_and_its_author_is_told_why(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.BATTLE, 4)
    await pledge_all(core, jam_id, 7, 4)
    await lock(core, jam_id)
    for who in (ADA, BEN, CLEO):
        await propose(core, jam_id, who, IDEA, f"by {who.display_name}")
    await lock(core, jam_id)
    bad = (await entries(core, jam_id))["by Ben"].contribution_id
    await vote(core, jam_id, ADA, IDEA, bad)
    await vote(core, jam_id, DAN, IDEA, bad)
    await core.jams.strike(
        jam_id, GUILD, bad, actor_id=MODERATOR_OF_JAMS, reason="not on my server"
    )
    with pytest.raises(ContributionNotFound):
        await core.jams.strike(jam_id, GUILD, bad, actor_id=MODERATOR_OF_JAMS, reason="twice")
    with pytest.raises(ContributionNotFound):
        await vote(core, jam_id, CLEO, IDEA, bad)
    await lock(core, jam_id)
    await see_through(core)
    ideas = sorted(job.request.idea for job in core.provider.submitted)
    assert ideas == ["by Ada", "by Cleo"]
    (told,) = [note for note, _ in core.jam_boards.told if note.kind is NoteKind.STRUCK]
    assert (told.user_id, told.text, told.quoted) == (BEN.user_id, "not on my server", "by Ben")
    (action,) = await core.rules.actions(GUILD)
    assert (action.kind, action.reason) == (
        ActionKind.JAM_CONTRIBUTION_STRUCK,
        "not on my server",
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


async def test_a_jam_ends_that_nobody_comes_to_or_writes_for(core: Core) -> None:
    lonely = await begin(core, JamMode.SLOTS, 1)
    core.clock.advance(15 * 60)
    await core.run_due()
    view = await core.jams.view(lonely, GUILD)
    assert (view.jam.phase, view.jam.end) == (JamPhase.CANCELLED, JamEnd.TOO_FEW)
    silent = await begin(core, JamMode.VERSES, 3, key="silent")
    await pledge_all(core, silent, 5, 3)
    for _ in range(20):
        core.clock.advance(15 * 60)
        await core.run_due()
    view = await core.jams.view(silent, GUILD)
    assert (view.jam.phase, view.jam.end) == (JamPhase.CANCELLED, JamEnd.NOTHING_WRITTEN)
    assert [await credits_of(core, who) for who in PEOPLE[:3]] == [(STARTING_GRANT, 0)] * 3


async def test_after_hours_away_what_had_ended_ends_once_and_the_next_has_its_time(
    core: Core,
) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    core.clock.advance(10 * 3600)
    await core.run_due()
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.phase is JamPhase.PROPOSING
    assert view.jam.ends_at == core.clock.now() + timedelta(minutes=55)


async def test_a_press_after_the_end_of_a_phase_meets_the_next_one(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    core.clock.advance(16 * 60)
    # No worker ran: the press itself finds that gathering is over.
    await propose(core, jam_id, ADA, GENRE, "ska")
    assert (await core.jams.view(jam_id, GUILD)).jam.phase is JamPhase.PROPOSING


async def test_places_can_be_drawn_by_lot(core: Core) -> None:
    by_lot = replace(plan(JamMode.VERSES), order=TurnOrder.RANDOM)
    view = await core.jams.start(by_lot, HOST, PLACE, key=IdempotencyKey("k"))
    for who in PEOPLE[1:]:
        view = await core.jams.join(view.jam.jam_id, GUILD, who)
    names = [member.name for member in view.members]
    assert sorted(names) == sorted(who.display_name for who in PEOPLE)
    assert names != [who.display_name for who in PEOPLE]


async def test_there_is_one_next_round_and_only_after_the_end(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    with pytest.raises(WrongPhase):
        await core.jams.check_again(jam_id, GUILD, BEN)
    await core.jams.stop(jam_id, GUILD, MODERATOR_OF_JAMS, reason="enough", moderator=True)
    with pytest.raises(NotInJam):
        await core.jams.check_again(jam_id, GUILD, EVE)
    await core.jams.check_again(jam_id, GUILD, BEN)
    second = await core.jams.again(jam_id, GUILD, BEN, PLACE, key=IdempotencyKey("a"))
    with pytest.raises(JamKeyUsed) as refused:
        await core.jams.again(jam_id, GUILD, ADA, PLACE, key=IdempotencyKey("b"))
    assert refused.value.jam_id == second.jam.jam_id
    ended = await core.jams.view(jam_id, GUILD)
    assert (ended.jam.end, ended.jam.end_reason) == (JamEnd.STOPPED, "enough")


async def test_somebody_can_be_let_go_from_everything_at_once(core: Core) -> None:
    own = await begin(core, JamMode.SLOTS, 2)
    view = await core.jams.start(plan(JamMode.SLOTS), BEN, PLACE, key=IdempotencyKey("b"))
    await core.jams.pledge(view.jam.jam_id, GUILD, ADA, 9)
    await core.jams.leave_all(ADA.user_id)
    assert (await core.jams.view(own, GUILD)).jam.end is JamEnd.STOPPED
    others = await core.jams.view(view.jam.jam_id, GUILD)
    assert [member.name for member in others.members] == ["Ben"]
    assert await credits_of(core, ADA) == (STARTING_GRANT, 0)
