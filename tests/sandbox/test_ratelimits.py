"""Rate limits as observed of Discord, and how discord.py lives with them."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import discord
import pytest

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_bots import PlainBot, running

Itx = discord.Interaction[PlainBot]


def songs(sandbox: Sandbox) -> int:
    return next(
        channel.id
        for channel in sandbox.services.world.channels.values()
        if channel.name == "songs"
    )


@pytest.fixture
async def api(sandbox: Sandbox) -> aiohttp.ClientSession:
    headers = {"Authorization": f"Bot {sandbox.token}"}
    return aiohttp.ClientSession(headers=headers)


async def test_every_answer_has_the_headers_and_the_sixth_send_waits(
    sandbox: Sandbox, api: aiohttp.ClientSession
) -> None:
    url = f"{sandbox.api_url}/channels/{songs(sandbox)}/messages"
    async with api:
        for left in range(4, -1, -1):
            async with api.post(url, json={"content": "x"}) as response:
                assert response.status == 200
                assert response.headers["Content-Type"] == "application/json"
                assert response.headers["X-RateLimit-Limit"] == "5"
                assert response.headers["X-RateLimit-Remaining"] == str(left)
                assert 0 < float(response.headers["X-RateLimit-Reset-After"]) <= 5
                assert len(response.headers["X-RateLimit-Bucket"]) == 32
        async with api.post(url, json={"content": "x"}) as response:
            assert response.status == 429
            assert response.headers["Via"]
            assert int(response.headers["Retry-After"]) >= 1
            assert response.headers["X-RateLimit-Scope"] == "user"
            answer = await response.json()
            assert 0 < answer["retry_after"] <= 5
            assert answer["global"] is False
        sandbox.services.world.clock.advance(5)
        async with api.post(url, json={"content": "x"}) as response:
            assert response.status == 200


async def test_fifty_a_second_over_all_channels(
    sandbox: Sandbox, api: aiohttp.ClientSession
) -> None:
    users = list(sandbox.services.world.users)
    sandbox.services.world.clock.advance(1)
    statuses: list[tuple[int, bool]] = []
    async with api:

        async def ask(number: int) -> None:
            # Another server's id in the path is another bucket: only the global one counts.
            url = f"{sandbox.api_url}/guilds/{number}/members/{users[0]}"
            async with api.get(url) as response:
                is_global = response.headers.get("X-RateLimit-Global") == "true"
                statuses.append((response.status, is_global))

        await asyncio.gather(*(ask(number) for number in range(60)))
    assert statuses.count((429, True)) == 10
    assert statuses.count((404, False)) == 50


async def test_edits_of_old_messages_are_limited_apart(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        place = bot.get_partial_messageable(songs(sandbox))
        message = await place.send("old")
        await driver.advance(3601)
        partial = place.get_partial_message(message.id)
        began = time.monotonic()
        for number in range(4):
            await partial.edit(content=f"{number}")
        assert time.monotonic() - began > 4
        refused = [item for item in await driver.requests() if item.status == 429]
        assert [item.answer["code"] for item in refused if isinstance(item.answer, dict)] == [30046]


async def test_edits_by_token_wait_for_each_other(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command()
    async def busy(itx: Itx) -> None:
        await itx.response.send_message("0")
        for number in range(1, 7):
            await itx.edit_original_response(content=f"{number}")

    async with running(bot, sandbox):
        await driver.command(member="Ada", channel="songs", name="busy")
        await driver.wait_for(lambda message: message.content == "6")
        assert [item.status for item in await driver.requests() if item.status == 429] == []


class TestSwitchedOff:
    @pytest.fixture
    def config(self) -> SandboxConfig:
        return SandboxConfig(rate_limits=False)

    async def test_nothing_is_limited(self, sandbox: Sandbox, bot: PlainBot) -> None:
        async with running(bot, sandbox):
            place = bot.get_partial_messageable(songs(sandbox))
            async with asyncio.timeout(4):
                for number in range(20):
                    await place.send(str(number))
