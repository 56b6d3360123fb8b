"""A person who installed the bot for themselves, in a server that it is not in."""

import pytest

from tests.support.sandbox_views import SeenMessage
from tests.support.scene import Scene

pytestmark = pytest.mark.flow

_LATE = 16 * 60
"""Seconds after which an interaction's token is dead."""


async def elsewhere(scene: Scene) -> tuple[int, int]:
    """Make a server without the bot, where Ada has it with her; return it and a channel."""
    driver = scene.driver
    guild_id = await driver.add_guild("Elsewhere", members=["Ada", "Ben"], with_bot=False)
    await driver.change_member("Ada", installed_app=True)
    state = await driver.state("Ada", fresh=True)
    guild = next(each for each in state.guilds if each.id == guild_id)
    channel = next(each.id for each in guild.channels if each.name == "songs")
    await driver.permit(str(guild_id), channel=channel, allow=["USE_EXTERNAL_APPS"])
    return guild_id, channel


async def order(scene: Scene, channel: int, idea: str) -> SeenMessage:
    answer = await scene.driver.command(
        member="Ada", channel=channel, name="create", options={"idea": idea, "length": 10}
    )
    return answer.message


async def test_songs_are_made_and_delivered_where_the_bot_is_not(scene: Scene) -> None:
    async with scene.bot(JAMBOREE_ORDER_USER_INSTALLS="true"):
        guild_id, channel = await elsewhere(scene)
        card = await order(scene, channel, "rain on tin")
        assert card.labels == ["Cancel", "Refresh"]
        done = await scene.finished(card)
        assert not done.ephemeral
        assert (await scene.driver.download(done.attachments[0]))[:3] == b"ID3"
        told = await scene.driver.wait_for(lambda message: "is finished" in message.content)
        assert [person.username for person in told.mentions] == ["ada"]
        seen = await scene.driver.messages(channel, "Ben")
        assert {card.id, told.id} <= {message.id for message in seen}
    await scene.driver.wait_until_offline()
    # Nothing may come of it by itself once the token is dead.
    async with scene.bot(
        JAMBOREE_ORDER_USER_INSTALLS="true",
        JAMBOREE_POLL_FIRST_SECONDS="2",
    ):
        late = await order(scene, channel, "sun on brass")
        await scene.driver.advance(_LATE)
        await scene.until(lambda: scene.job_states() == ["succeeded", "succeeded"])
        given_up = "SELECT 1 FROM deliveries WHERE state = 'undeliverable'"
        await scene.until(lambda: len(scene.query(given_up)) == 1)
        shown = await scene.driver.messages(channel, "Ada")
        (still,) = [message for message in shown if message.id == late.id]
        assert still.attachments == []
        await scene.driver.press(still, member="Ada", label="Refresh")
        await scene.finished(late)
        # What was made there is in the library of the one who made it.
        direct = await scene.driver.direct("Ada")
        answer = await scene.driver.command(
            member="Ada", channel=direct.id, name="song library", options={}
        )
        assert "4 songs" in answer.message.text
    own_rights = [
        f"{request.method} {request.path}"
        for request in await scene.driver.requests()
        if f"/channels/{channel}" in request.path
    ]
    assert own_rights == []
    # Nothing was made for that server: whoever ordered there paid as in direct messages.
    known = scene.query(
        "SELECT guild_id FROM guild_settings UNION SELECT guild_id FROM guild_rules"
        " UNION SELECT guild_id FROM accounts UNION SELECT guild_id FROM jobs"
    )
    assert str(guild_id) not in {str(row[0]) for row in known}
