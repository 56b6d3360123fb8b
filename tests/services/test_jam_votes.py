"""Votes in jams: for whom, by whom, and that nobody learns of it."""

from functools import partial

import pytest
from structlog.testing import capture_logs

from bot.domain.actions import ActionKind
from bot.domain.ids import ContributionId, JamId, UserId
from bot.domain.jams import (
    ContributionNotFound,
    JamEnd,
    JamMode,
    JamPhase,
    NoteKind,
    OwnContribution,
    Slot,
    WrongPhase,
)
from bot.domain.jams.modes import CHORUS, GENRE, IDEA
from bot.domain.ports import Transaction
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
    vote,
)
from tests.support.orders import GUILD
from tests.support.surroundings import Core

ADA, BEN, CLEO, DAN, EVE, *_ = PEOPLE


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


async def strike(core: Core, jam_id: JamId, text: str) -> JamPhase:
    """Strike what somebody wrote; returns where the jam stands then."""
    number = (await entries(core, jam_id))[text].contribution_id
    view = await core.jams.strike(
        jam_id, GUILD, number, actor_id=MODERATOR_OF_JAMS, reason="not here"
    )
    return view.jam.phase


async def test_votes_end_once_strikes_leave_nothing_to_choose_between(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.SLOTS, 3)
    await pledge_all(core, jam_id, 10, 3)
    await lock(core, jam_id)
    for who, word in ((ADA, "ska"), (BEN, "polka"), (CLEO, "dub")):
        await propose(core, jam_id, who, GENRE, word)
    for who, line in ((ADA, "Oh tin"), (BEN, "Oh rain")):
        await propose(core, jam_id, who, CHORUS, line)
    await lock(core, jam_id)
    assert await strike(core, jam_id, "dub") is JamPhase.VOTING
    assert await strike(core, jam_id, "polka") is JamPhase.VOTING
    (ballot,) = await core.jams.ballots(jam_id, GUILD, CLEO.user_id)
    assert ballot.slot == CHORUS
    # A ban strikes everything that somebody wrote.
    view = await core.jams.ban(
        jam_id, GUILD, BEN.user_id, actor_id=MODERATOR_OF_JAMS, reason="not here"
    )
    assert view.jam.phase is JamPhase.COMPOSING
    assert [slot.filled and slot.filled.text for slot in view.slots] == [
        "ska", None, None, None, "Oh tin", None,
    ]  # fmt: skip
    with pytest.raises(WrongPhase):
        await core.jams.ballots(jam_id, GUILD, CLEO.user_id)
    await see_through(core)
    assert await phase_of(core, jam_id) is JamPhase.DONE


async def test_the_only_song_left_has_won(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.BATTLE, 4)
    await pledge_all(core, jam_id, 7, 4)
    await lock(core, jam_id)
    for who in (ADA, BEN):
        await propose(core, jam_id, who, IDEA, f"by {who.display_name}")
    await lock(core, jam_id)
    await lock(core, jam_id)
    await see_through(core)
    assert await phase_of(core, jam_id) is JamPhase.CHOOSING
    left = (await entries(core, jam_id))["by Ada"].contribution_id
    assert await strike(core, jam_id, "by Ben") is JamPhase.DONE
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.end, view.winner) == (JamEnd.FINISHED, left)
