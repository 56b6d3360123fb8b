"""The gateway: compression, resume with replay, invalid sessions, close codes, two bots."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from typing import Any, Literal

import aiohttp
import discord
import pytest
import zstandard

from bot.sandbox.server import Sandbox
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_bots import PlainBot, running

Itx = discord.Interaction[PlainBot]


def add_hello(bot: PlainBot) -> None:
    @bot.tree.command()
    async def hello(itx: Itx) -> None:
        await itx.response.send_message("hello")


@pytest.mark.parametrize("action", ["drop", "close", "reconnect"])
async def test_a_lost_connection_is_resumed(
    sandbox: Sandbox,
    driver: SandboxDriver,
    bot: PlainBot,
    action: Literal["drop", "close", "reconnect"],
) -> None:
    add_hello(bot)
    async with running(bot, sandbox):
        before = (await driver.gateway()).sessions
        await driver.disturb_gateway(action)
        await asyncio.wait_for(bot.resumed.wait(), 10)
        assert [item.session_id for item in (await driver.gateway()).sessions] == [
            item.session_id for item in before
        ]
        answer = await driver.command(member="Ada", channel="songs", name="hello")
        assert answer.message.content == "hello"


async def test_a_heartbeat_is_answered_as_over_a_network(sandbox: Sandbox) -> None:
    """discord.py takes an answer that comes at once for one that took the whole interval."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(sandbox.base_url + "/gateway?v=10&encoding=json") as socket,
    ):
        assert (await socket.receive_json(timeout=5))["op"] == 10
        sent = time.monotonic()
        await socket.send_json({"op": 1, "d": None})
        assert (await socket.receive_json(timeout=5))["op"] == 11
        assert 0.01 < time.monotonic() - sent < 2


async def test_what_was_missed_is_replayed(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    add_hello(bot)
    async with running(bot, sandbox):
        socket = bot.ws.socket
        await driver.disturb_gateway("close", code=4000)
        # Used while nobody is connected: the session keeps it for the replay.
        answer = await driver.command(member="Ada", channel="songs", name="hello")
        assert answer.message.content == "hello"
        assert socket.closed
        kinds = [event.kind for event in (await driver.gateway()).events]
        assert kinds == ["identify", "close", "resume"]


async def test_an_invalid_session_is_begun_anew(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_hello(bot)
    async with running(bot, sandbox):
        before = (await driver.gateway()).sessions[0].session_id
        bot.ready.clear()
        await driver.disturb_gateway("invalidate", resumable=False)
        await asyncio.wait_for(bot.ready.wait(), 15)
        (session,) = [item for item in (await driver.gateway()).sessions if item.connected]
        assert session.session_id != before


async def test_a_wrong_token_and_forbidden_intents_are_refused(sandbox: Sandbox) -> None:
    with pytest.raises(discord.LoginFailure):
        async with PlainBot() as bot:
            await bot.start("wrong")
    curious = PlainBot(discord.Intents(guilds=True, message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(curious, sandbox):
            pytest.fail("the intents were allowed")


@pytest.mark.parametrize("compress", [None, "zlib-stream", "zstd-stream"])
async def test_transports(sandbox: Sandbox, compress: str | None) -> None:
    url = f"{sandbox.services.gateway.url}?v=10&encoding=json"
    inflate, expand = zlib.decompressobj(), zstandard.ZstdDecompressor().decompressobj()
    async with aiohttp.ClientSession() as session:
        address = url if compress is None else f"{url}&compress={compress}"
        async with session.ws_connect(address) as socket:

            async def receive() -> dict[str, Any]:
                frame = await socket.receive(timeout=5)
                if compress is None:
                    text = frame.data
                elif compress == "zlib-stream":
                    assert frame.data.endswith(b"\x00\x00\xff\xff")
                    text = inflate.decompress(frame.data)
                else:
                    text = expand.decompress(frame.data)
                message: dict[str, Any] = json.loads(text)
                return message

            hello = await receive()
            assert hello["op"] == 10
            assert hello["d"]["heartbeat_interval"] > 1000
            await socket.send_json({"op": 1, "d": None})
            assert (await receive())["op"] == 11
            identify = {"token": sandbox.token, "intents": 1, "properties": {"os": "x"}}
            await socket.send_json({"op": 2, "d": identify})
            ready = await receive()
            assert (ready["t"], ready["s"]) == ("READY", 1)
            assert ready["d"]["resume_gateway_url"].startswith("ws://127.0.0.1:")
            guild = await receive()
            assert (guild["t"], guild["s"]) == ("GUILD_CREATE", 2)
            assert guild["d"]["name"] == "Jamboree sandbox"


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["no json"], 4002),
        ([{"op": 3, "d": {}}], 4003),
        ([{"op": 2, "d": {"token": "x", "intents": 1, "properties": {}}}], 4004),
        ([{"op": 2, "d": {"token": "T", "intents": 1 << 30, "properties": {}}}], 4013),
        ([{"op": 2, "d": {"token": "T", "intents": 1, "properties": {}}}] * 2, 4005),
        ([{"op": 1, "d": None}, {"op": 99, "d": None}], 4003),
    ],
)
async def test_close_codes(sandbox: Sandbox, frames: list[Any], code: int) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{sandbox.services.gateway.url}?v=10&encoding=json") as socket,
    ):
        for frame in frames:
            text = frame if isinstance(frame, str) else json.dumps(frame)
            await socket.send_str(text.replace('"T"', json.dumps(sandbox.token)))
        async for _ in socket:
            pass
        assert socket.close_code == code


async def test_two_bots_on_one_token_both_hear_and_one_answers(
    sandbox: Sandbox, driver: SandboxDriver
) -> None:
    refused: list[int] = []
    done = asyncio.Event()
    bots = [PlainBot(), PlainBot()]
    for bot in bots:

        @bot.tree.command()
        async def hello(itx: Itx) -> None:
            try:
                await itx.response.send_message("hello")
            except discord.HTTPException as error:
                refused.append(error.code)
                done.set()

    async with running(bots[0], sandbox), running(bots[1], sandbox):
        answer = await driver.command(member="Ada", channel="songs", name="hello")
        assert answer.message.content == "hello"
        await asyncio.wait_for(done.wait(), 5)
        assert refused == [40060]
        assert len(await driver.messages("songs", "Ada")) == 1
