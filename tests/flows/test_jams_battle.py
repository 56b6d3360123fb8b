from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.support.jam_play import PEOPLE, JamPlay, charged_and_held
from tests.support.scene import Scene

pytestmark = pytest.mark.flow

VOTES = {
    "Chloé": "Ben and the moths",
    "Dieter": "Ben and the moths",
    "Ben": "Mika and the moths",
    "Mika": "Dieter and the moths",
}


@asynccontextmanager
async def until_killed(scene: Scene) -> AsyncIterator[None]:
    """Run the bot, and end it as a power cut does."""
    async with scene.bot(JAMBOREE_JAM_BOARD_REST_SECONDS="0.2") as bot:
        yield
        await bot.kill()
    await scene.driver.wait_until_offline()


async def test_a_battle_of_five_survives_a_kill_in_every_phase(scene: Scene) -> None:
    async with until_killed(scene):
        jam = await JamPlay.start(scene.driver, "gardens at night", mode="battle", pot=20)
        await jam.join("Ben", "Chloé")
    async with until_killed(scene):
        await jam.join("Dieter", "Mika")
        await jam.pledge("Ben", 10)
        await jam.shows("Gathering", "30 of 28 credits", "5 of 12")
        await jam.told("Ada", "Lock")
        for member in PEOPLE[:3]:
            await jam.write(member, f"{member} and the moths", label="Add an idea")
    async with until_killed(scene):
        for member in PEOPLE[3:]:
            await jam.write(member, f"{member} and the moths", label="Add an idea")
        await jam.shows("Proposing", "5 entries")
        await jam.told("Ada", "Lock")
        await jam.vote("Ada", "Ben and the moths")
    async with until_killed(scene):
        assert "You voted for number 2" in (await jam.press("Ada", "Vote")).message.text
        for member, idea in VOTES.items():
            await jam.vote(member, idea)
        await jam.shows("Voting", "5 of 5 have voted")
        await jam.told("Ada", "Lock")
        # An order that is just being sent would be of unknown fate, and rightly never sent again.
        await scene.until(lambda: _sent(scene) == 2)
    async with until_killed(scene):
        await jam.songs(2)
        await jam.shows("Choosing the better song")
        await jam.vote("Ada", "Ben and the moths")
    async with until_killed(scene):
        await jam.vote("Mika", "Dieter and the moths")
        await jam.vote("Chloé", "Ben and the moths")
        await jam.told("Ada", "Lock")
        await jam.shows("Finished", "2 votes")
    async with until_killed(scene):
        await _assert_made_once(scene, jam)
        await _assert_another_round(jam)


def _sent(scene: Scene) -> int:
    """Return how many orders the service has taken."""
    return sum(state not in {"queued", "submitting"} for state in scene.job_states())


async def _assert_made_once(scene: Scene, jam: JamPlay) -> None:
    for card in await jam.songs(2):
        for names in await jam.authors_in_tags(card):
            assert set(names) == set(PEOPLE)
    assert len(await jam.songs(2)) == 2
    assert await scene.paid_requests() == 2
    assert charged_and_held(scene) == (28, 0)
    messages = await jam.driver.messages(jam.thread, "Ada")
    assert len([message for message in messages if "hosted by" in message.text]) == 1


async def _assert_another_round(jam: JamPlay) -> None:
    """The next round begins in a thread of its own, with the same people and settings."""
    answer = await jam.press("Ben", "Another round")
    assert "begins a jam" in (await jam.driver.settled(answer.message)).text
    board = await jam.driver.wait_for(lambda message: "round 2" in message.text and message.pinned)
    assert "Battle · round 2" in board.text
    assert "5 of 12" in board.text
    assert board.channel_id != jam.thread
