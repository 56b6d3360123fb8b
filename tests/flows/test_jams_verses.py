import pytest

from tests.support.jam_play import PEOPLE, JamPlay, charged_and_held
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import Scene

pytestmark = pytest.mark.flow

NOTHING = "\u200b\u200b"
"""Letters of which nothing can be seen."""


async def test_five_people_take_turns_to_one_tagged_song(scene: Scene) -> None:
    async with scene.bot(JAMBOREE_JAM_BOARD_REST_SECONDS="0.2"):
        jam = await JamPlay.start(scene.driver, "a lighthouse in the fog", pot=4, max_people=5)
        await jam.join(*PEOPLE[1:])
        assert "All 5 places" in await jam.told("Fresh Face", "Join")
        assert "6 credits of yours" in await jam.pledge("Ben", 6)
        assert "20 credits of yours are set aside" in await jam.pledge("Chloé", 20)
        await jam.shows("30 of 14 credits, pledged by 3 people ✓")
        assert "the host of this jam" in await jam.told("Ben", "Lock")
        await jam.told("Ada", "Lock")

        await _first_turn(jam)
        await _absence(jam)
        assert "for 10 credits from the pot" in await jam.told("Ada", "Choose for me · 10")
        await jam.shows("Verse 2** · ✓ by the music service")
        authors = {"Ada", "Chloé"}
        for _ in range(2):
            writer = await jam.turn()
            authors.add(writer)
            await jam.write(writer, f"the words of {writer}")
            await jam.shows(f"the words of {writer}")
        (card,) = await jam.songs()
        await jam.shows("Finished", "The song is below")
        await _assert_everybodys(jam, card, authors)
        assert charged_and_held(scene) == (24, 0)


async def _first_turn(jam: JamPlay) -> None:
    """Only the one whose turn it is is mentioned; a refused text comes back in the form."""
    assert await jam.turn() == "Ada"
    assert "It is <@" in await jam.told("Ben", "Add a line")
    reminder = await jam.driver.wait_for(lambda message: "It is your turn" in message.content)
    assert [user.id for user in reminder.mentions] == [await jam.driver.person("Ada")]
    form = await jam.driver.press(reminder, member="Ada", label="Add a line")
    refused = await jam.fill(form, "Ada", NOTHING)
    assert "nothing that one can read" in refused.text
    again = await jam.driver.press(refused, member="Ada", label="Edit")
    assert again.modal.inputs()["text"]["value"] == NOTHING
    kept = await jam.fill(again, "Ada", "the lamp turns slow")
    changed = await jam.driver.press(kept, member="Ada", label="Change")
    await jam.fill(changed, "Ada", "the lamp turns slowly")
    await jam.shows("the lamp turns slowly", "Chorus**: it is")


async def _absence(jam: JamPlay) -> None:
    """Whoever is skipped is passed over until they come back."""
    assert await jam.turn() == "Ben"
    assert "turn now" in await jam.told("Ada", "Skip")
    await jam.shows("(away)", "Chorus**: it is")
    assert await jam.turn() == "Chloé"
    assert "You are in" in await jam.told("Ben", "Join or come back")
    await jam.write("Chloé", "hold on\nthe light is on")
    await jam.shows("hold on", "the light is on", "Verse 2**: it is")


async def _assert_everybodys(jam: JamPlay, card: SeenMessage, authors: set[str]) -> None:
    """All who wrote are on the card, in the files' tags and find the song in their library."""
    for name in authors:
        assert f"<@{await jam.driver.person(name)}>" in card.content
    assert "14 used" in card.content
    assert "left" not in card.content
    for names in await jam.authors_in_tags(card):
        assert set(names) == authors
    shared = await jam.driver.wait_for(
        lambda message: len(message.attachments) == 2 and message.channel_id != jam.thread
    )
    assert f"<#{jam.thread}>" in shared.content
    answer = await jam.driver.command(member="Chloé", channel="songs", name="song library")
    assert "2 songs" in answer.message.text
