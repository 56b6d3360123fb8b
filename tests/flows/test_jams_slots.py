import pytest

from tests.support.jam_play import PEOPLE, JamPlay
from tests.support.scene import Scene

pytestmark = pytest.mark.flow

PROPOSALS = (
    ("Ada", "Genre", "sea shanty"),
    ("Ben", "Genre", "dub techno"),
    ("Chloé", "Mood", "wistful"),
    ("Dieter", "Title", "foghorn waltz"),
    ("Ben", "Title", "fog"),
    ("Mika", "Verse 1", "the lamp turns slow"),
)


async def test_five_people_vote_part_by_part_on_one_tagged_song(scene: Scene) -> None:
    async with scene.bot(JAMBOREE_JAM_BOARD_REST_SECONDS="0.2") as bot:
        jam = await JamPlay.start(scene.driver, "rain on tin", mode="slots", payer="host")
        await jam.join(*PEOPLE[1:])
        await jam.told("Ada", "Lock")
        await _propose(jam)
        await _vote(jam)
        (card,) = await jam.songs()
        board = await jam.shows("Finished", "sea shanty", "2 votes", "foghorn waltz")
        assert board.mentions == []
        assert "dub techno" not in board.text
        assert "foghorn waltz" in card.content
        for names in await jam.authors_in_tags(card):
            assert set(names) == set(PEOPLE)
        assert "86" in await scene.balance("Ada")
        assert "100" in await scene.balance("Ben")
        _assert_votes_are_nobodys(jam, bot.logged())


async def _propose(jam: JamPlay) -> None:
    for member, slot, text in PROPOSALS:
        kept = await jam.propose(member, slot, text)
        assert "Nobody sees that it is yours" in kept.text
    gone = await jam.propose("Mika", "Chorus", "nobody will read this")
    await jam.driver.press(gone, member="Mika", label="Withdraw")
    assert "is withdrawn" in jam.driver.known[gone.id].text
    board = await jam.shows("Genre** · 2 entries", "Chorus** · 0 entries", "Verse 1** · 1")
    assert not any(text in board.text for _, _, text in PROPOSALS)
    await jam.told("Ada", "Lock")


async def _vote(jam: JamPlay) -> None:
    """Vote, change a vote, and find that one's own proposal is none of the choices."""
    assert "You voted for number 1" in await jam.vote("Dieter", "sea shanty")
    assert "You voted for number 2" in await jam.vote("Chloé", "dub techno")
    ballot = await jam.turn_ballot("Chloé", "genre")
    assert "number 1" in await jam.choose(ballot, "Chloé", "sea shanty")
    title = await jam.turn_ballot("Chloé", "title")
    assert "number 1" in await jam.choose(title, "Chloé", "foghorn waltz")
    own = await jam.turn_ballot("Ada", "genre")
    assert "sea shanty (yours)" in own.text
    offered = [option.label for item in own.controls for option in item.options]
    assert "2 · dub techno" in offered
    assert "1 · sea shanty" not in offered
    board = await jam.shows("2 of 5 have voted")
    assert not any(text in board.text for _, _, text in PROPOSALS)
    await jam.told("Ada", "Lock")


def _assert_votes_are_nobodys(jam: JamPlay, logged: str) -> None:
    """Neither the log nor anything that everybody sees says who voted for what."""
    assert "vote" not in logged
    public = [message for message in jam.driver.known.values() if not message.ephemeral]
    assert not any("voted for" in message.text for message in public)
