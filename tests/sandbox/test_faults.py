"""Discord's bad days: faults, as discord.py meets them."""

from __future__ import annotations

import asyncio
import io
import time

import aiohttp
import discord
import pytest

from bot.sandbox.server import Sandbox
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_bots import PlainBot, running

SEND = "/channels/{channel_id}/messages"


async def place_of(driver: SandboxDriver, bot: PlainBot) -> discord.PartialMessageable:
    channels = {item.name: item for item in await driver.channels("Ada")}
    return bot.get_partial_messageable(channels["songs"].id)


async def test_a_503_reaches_the_bot_at_once_and_only_once(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        place = await place_of(driver, bot)
        await driver.fault(kind="status", status=503, method="POST", route=SEND)
        with pytest.raises(discord.DiscordServerError):
            await place.send("x")
        await place.send("y")
        requests = [item for item in await driver.requests() if item.route == SEND]
        assert [(item.status, item.fault) for item in requests] == [(503, "1:status"), (200, None)]


async def test_a_500_is_retried_and_the_nonce_prevents_a_double(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        place = await place_of(driver, bot)
        await driver.fault(kind="status", status=502, route=SEND, applied=True)
        await place.send("once")
        assert [item.content for item in await driver.messages("songs", "Ada")] == ["once"]


async def test_a_reset_connection(sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot) -> None:
    async with running(bot, sandbox):
        place = await place_of(driver, bot)
        await driver.fault(kind="reset", route=SEND)
        with pytest.raises(aiohttp.ClientConnectionError):
            await place.send("x")
        assert await driver.messages("songs", "Ada") == []


async def test_a_slow_answer(sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot) -> None:
    async with running(bot, sandbox):
        place = await place_of(driver, bot)
        await driver.fault(kind="slow", route=SEND, seconds=0.3)
        began = time.monotonic()
        await place.send("x")
        assert time.monotonic() - began > 0.3


async def test_files_refused_as_too_large_from_a_size_on(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        place = await place_of(driver, bot)
        await driver.fault(kind="status", status=413, code=40005, min_file_bytes=100, times=0)
        await place.send("words", file=discord.File(io.BytesIO(bytes(99)), "a.mp3"))
        for _ in range(2):
            with pytest.raises(discord.HTTPException) as refused:
                await place.send(file=discord.File(io.BytesIO(bytes(100)), "a.mp3"))
            assert refused.value.code == 40005
        await driver.disarm()
        await place.send(file=discord.File(io.BytesIO(bytes(100)), "a.mp3"))


async def test_429_with_and_without_headers(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        place = await place_of(driver, bot)
        await driver.fault(kind="rate_limit", route=SEND, retry_after=0.1, global_=True)
        await place.send("x")
        await driver.fault(kind="rate_limit", route=SEND, bare=True)
        with pytest.raises(discord.HTTPException) as refused:
            await place.send("y")
        assert refused.value.status == 429


async def test_skipping_and_counting(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        place = await place_of(driver, bot)
        await driver.fault(kind="status", status=403, code=50001, route=SEND, skip=1, times=2)
        outcomes: list[int] = []
        for _ in range(4):
            try:
                await place.send("x")
                outcomes.append(200)
            except discord.Forbidden as error:
                outcomes.append(error.code)
        assert outcomes == [200, 50001, 50001, 200]


async def test_a_message_deleted_by_a_moderator(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        place = await place_of(driver, bot)
        message = await place.send("x")
        seen = await driver.wait_for(lambda item: item.id == message.id)
        await driver.delete_message(seen)
        with pytest.raises(discord.NotFound) as gone:
            await message.edit(content="y")
        assert gone.value.code == 10008


async def test_the_bot_is_thrown_out_and_another_server_adds_it(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    left: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    joined: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    @bot.event
    async def on_guild_remove(guild: discord.Guild) -> None:
        left.set_result(guild.name)

    @bot.event
    async def on_guild_join(guild: discord.Guild) -> None:
        joined.set_result(guild.name)

    async with running(bot, sandbox):
        other = await driver.add_guild("Another server", members=["Ben"])
        assert await asyncio.wait_for(joined, 5) == "Another server"
        await driver.remove_bot(other)
        assert await asyncio.wait_for(left, 5) == "Another server"


async def test_unknown_routes_and_invalid_bodies_are_collected(
    sandbox: Sandbox, driver: SandboxDriver
) -> None:
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"{sandbox.api_url}/nothing") as response:
            assert response.status == 404
        channels = {item.name: item for item in await driver.channels("Ada")}
        url = f"{sandbox.api_url}/channels/{channels['songs'].id}/messages"
        async with session.post(url, json={"content": "x" * 3000}) as response:
            assert response.status == 400
    async with (
        aiohttp.ClientSession() as stranger,
        stranger.get(f"{sandbox.api_url}/users/@me") as response,
    ):
        assert response.status == 401
    kinds = [error.kind for error in await driver.errors()]
    assert kinds == ["unknown_route", "invalid_request"]
    sandbox.services.journal.entries.clear()
    await driver.clear_errors()
