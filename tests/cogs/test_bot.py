"""Starting, registering commands, and what no part of the bot knows."""

import asyncio
from pathlib import Path

import discord
import pytest

from bot.app import SongBot
from bot.domain.errors import SetupError
from bot.sandbox.server import Sandbox
from tests.support.sandbox import SandboxDriver
from tests.support.stage import FolderArchive, Stage, log_in
from tests.support.surroundings import Core
from tests.support.unconnected_bot import RememberedFingerprints, make_bot
from tests.support.uses import COMMANDS, MENUS


async def registrations(driver: SandboxDriver) -> int:
    requests = await driver.requests()
    return sum(1 for each in requests if each.method == "PUT" and each.route.endswith("/commands"))


FOR_EVERYBODY = sorted({name.split(" ")[0] for name in COMMANDS} - {"mod", "server"} | set(MENUS))


async def run_until_it_ends(bot: SongBot, token: str) -> None:
    async with bot, asyncio.timeout(10):
        await bot.start(token)


async def test_commands_are_registered_once_and_again_only_when_discord_lost_them(
    core: Core, tmp_path: Path
) -> None:
    fingerprints, archive = RememberedFingerprints(), FolderArchive(tmp_path)
    async with Sandbox() as sandbox, SandboxDriver.connect(sandbox.base_url) as driver:
        for _ in range(2):
            async with log_in(core, sandbox, driver, archive, fingerprints):
                assert sorted(await driver.commands("ada")) == FOR_EVERYBODY
        assert await registrations(driver) == 1
    async with Sandbox() as forgetful, SandboxDriver.connect(forgetful.base_url) as driver:
        async with log_in(core, forgetful, driver, archive, fingerprints):
            assert sorted(await driver.commands("ada")) == FOR_EVERYBODY
        assert await registrations(driver) == 1


async def test_the_gateway_s_address_is_asked_for(stage: Stage) -> None:
    routes = [request.route for request in await stage.driver.requests()]
    assert "/gateway/bot" in routes
    (session,) = (await stage.driver.gateway()).sessions
    assert session.intents == discord.Intents(guilds=True, voice_states=True).value


async def test_a_wrong_token_is_one_sentence(core: Core) -> None:
    async with Sandbox() as sandbox:
        bot = make_bot(core, sandbox.api_url, RememberedFingerprints())
        with pytest.raises(SetupError, match="does not accept the bot's token"):
            await run_until_it_ends(bot, "not.the.token")


async def test_an_unreachable_discord_is_one_sentence(core: Core) -> None:
    bot = make_bot(core, "http://127.0.0.1:9/api/v10", RememberedFingerprints())
    with pytest.raises(SetupError, match=r"cannot be reached at http://127\.0\.0\.1:9/api/v10;"):
        await run_until_it_ends(bot, "any.token.at-all")


@pytest.mark.parametrize(
    ("code", "sentence"), [(4004, "does not accept the bot's token any more"), (4014, "intents")]
)
async def test_a_connection_closed_for_good_is_one_sentence(
    core: Core, code: int, sentence: str
) -> None:
    async with Sandbox() as sandbox, SandboxDriver.connect(sandbox.base_url) as driver:
        bot = make_bot(core, sandbox.api_url, RememberedFingerprints())
        running = asyncio.create_task(run_until_it_ends(bot, sandbox.token))
        await driver.wait_until_online()
        await driver.disturb_gateway("close", code=code)
        with pytest.raises(SetupError, match=sentence):
            await running


async def test_after_a_lost_connection_commands_work_again(stage: Stage) -> None:
    await stage.driver.disturb_gateway("drop")
    await stage.driver.wait_until_online()
    card = await stage.order()
    assert card.content.startswith("🎵 rain on tin")


async def test_a_button_of_an_earlier_version_says_so(stage: Stage) -> None:
    card = await stage.order()
    view = discord.ui.View()
    view.add_item(discord.ui.Button(label="Old", custom_id="song:again:1"))
    view.stop()
    channel = stage.bot.get_partial_messageable(card.channel_id)
    sent = await channel.send("An old card", view=view)
    old = await stage.driver.wait_for(lambda message: message.id == sent.id)
    answer = await stage.driver.press(old, member="ada", label="Old")
    assert answer.message.ephemeral
    assert answer.message.content.startswith("This button or form belongs to an earlier version")


async def test_a_command_that_changed_meanwhile_says_so(stage: Stage) -> None:
    stage.bot.tree.remove_command("create")
    answer = await stage.driver.command(
        member="ada", channel="songs", name="create", options={"idea": "rain"}
    )
    assert answer.message.ephemeral
    assert answer.message.content.startswith("This command has just changed.")
