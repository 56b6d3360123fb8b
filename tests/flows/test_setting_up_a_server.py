"""A server's owner sets it up while the bot is killed in between; and what holds afterwards."""

import pytest

from tests.support.sandbox_views import SeenMessage
from tests.support.scene import Scene

pytestmark = pytest.mark.flow


async def choose(scene: Scene, panel: SeenMessage, field: str, *values: int | str) -> SeenMessage:
    answer = await scene.driver.select(
        panel, [str(value) for value in values], member="Olga", custom_id=f"v1:set:{field}"
    )
    return answer.message


async def press(scene: Scene, panel: SeenMessage, label: str) -> SeenMessage:
    return (await scene.driver.press(panel, member="Olga", label=label)).message


async def test_a_panel_goes_on_after_the_bot_was_killed(scene: Scene) -> None:
    driver = scene.driver
    async with scene.bot() as bot:
        greeting = await driver.wait_for(lambda message: "make songs together" in message.text)
        panel = await press(scene, greeting, "Set up")
        log = await driver.channel("Olga", "log")
        panel = await choose(scene, panel, "song-channels", log)
        panel = await press(scene, panel, "Next")
        await bot.kill()
    await driver.wait_until_offline()
    async with scene.bot() as bot:
        panel = await choose(scene, panel, "review", "flagged")
        panel = await press(scene, panel, "Next")
        panel = await choose(scene, panel, "review-hours", "48")
        panel = await press(scene, panel, "Next")
        panel = await choose(scene, panel, "log-channel", log)
        await bot.kill()
    await driver.wait_until_offline()
    async with scene.bot():
        line = await driver.wait_for(lambda message: "changed settings" in message.text)
        assert line.channel_id == log
        refused = await scene.order()
        assert refused.ephemeral
        assert f"Use <#{log}>." in refused.content
        for _ in range(3):
            panel = await press(scene, panel, "Next")
        checked = await driver.wait_for(
            lambda message: message.id == panel.id and "How this server is set up" in message.text
        )
        assert "What a filter flags is reviewed." in checked.text
        posted = await driver.messages(greeting.channel_id, "Olga")
        assert sum("make songs together" in message.text for message in posted) == 1
