"""The 3 s and 15 min rules, each answer's code, and the hour after which edits are rare."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.sandbox.server import Sandbox
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_bots import PlainBot, running

Itx = discord.Interaction[PlainBot]


async def test_an_answer_after_three_seconds_is_too_late(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    heard = asyncio.Event()
    late = asyncio.Event()
    outcome: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @bot.tree.command()
    async def slow(itx: Itx) -> None:
        heard.set()
        await late.wait()
        try:
            await itx.response.send_message("late")
        except discord.NotFound as error:
            outcome.set_result(error.code)

    async with running(bot, sandbox):
        using = asyncio.create_task(driver.command(member="Ada", channel="songs", name="slow"))
        await asyncio.wait_for(heard.wait(), 5)
        await driver.advance(3.1)
        answer = await using
        assert answer.kind == "failed"
        assert answer.reason == "The application did not respond"
        late.set()
        assert await asyncio.wait_for(outcome, 5) == 10062


async def test_without_a_bot_it_fails_at_once(driver: SandboxDriver, sandbox: Sandbox) -> None:
    bot = PlainBot()

    @bot.tree.command()
    async def hello(itx: Itx) -> None:
        await itx.response.send_message("hello")

    async with running(bot, sandbox):
        await driver.wait_until_online()
    await driver.wait_until_offline()
    # discord.py closes with 4000, so that its session could be resumed for three minutes.
    await driver.advance(181)
    answer = await driver.command(member="Ada", channel="songs", name="hello")
    assert answer.kind == "failed"


async def test_second_answer_and_token_before_the_first(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    codes: list[int] = []

    @bot.tree.command()
    async def twice(itx: Itx) -> None:
        try:
            await itx.followup.send("too early")
        except discord.NotFound as error:
            codes.append(error.code)
        first, second = (
            discord.InteractionResponse[PlainBot](itx),
            discord.InteractionResponse[PlainBot](itx),
        )
        await first.send_message("once")
        try:
            await second.send_message("twice")
        except discord.HTTPException as error:
            codes.append(error.code)
        await itx.edit_original_response(content="end")

    async with running(bot, sandbox):
        await driver.command(member="Ada", channel="songs", name="twice")
        await driver.wait_for(lambda message: message.content == "end")
        assert codes == [10015, 40060]


async def test_the_token_dies_after_fifteen_minutes_and_the_channel_route_lives(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    answered: asyncio.Future[Itx] = asyncio.get_running_loop().create_future()

    @bot.tree.command()
    async def create(itx: Itx) -> None:
        await itx.response.send_message("queued")
        answered.set_result(itx)

    async with running(bot, sandbox):
        message = (await driver.command(member="Ada", channel="songs", name="create")).message
        itx = await answered
        await driver.advance(14 * 60)
        await itx.edit_original_response(content="14 minutes")
        await driver.advance(61)
        with pytest.raises(discord.HTTPException) as refused:
            await itx.edit_original_response(content="too late")
        assert (refused.value.status, refused.value.code) == (401, 50027)
        with pytest.raises(discord.HTTPException) as refused:
            await itx.followup.send("too late")
        assert refused.value.code == 50027
        place = bot.get_partial_messageable(message.channel_id)
        await place.get_partial_message(message.id).edit(content="by channel")
        await driver.wait_for(lambda found: found.content == "by channel")


async def test_a_press_on_an_old_message_has_a_fresh_token(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command()
    async def create(itx: Itx) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button[discord.ui.View](label="Refresh", custom_id="refresh"))
        await itx.response.send_message("old", view=view)

    @bot.event
    async def on_interaction(itx: Itx) -> None:
        if itx.type is discord.InteractionType.component:
            await itx.response.edit_message(content="fresh")

    async with running(bot, sandbox):
        message = (await driver.command(member="Ada", channel="songs", name="create")).message
        await driver.advance(3600 * 24)
        pressed = await driver.press(message, member="Ben", label="Refresh")
        assert pressed.message.content == "fresh"
