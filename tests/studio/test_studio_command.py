"""Running the studio as a program does."""

import asyncio

import aiohttp
import pytest

from bot.studio.command import serve
from bot.studio.config import StudioConfig
from bot.studio.server import Studio


async def test_serves_until_told_to_stop() -> None:
    stop, said = asyncio.Event(), asyncio.Queue[str]()
    running = asyncio.create_task(serve(StudioConfig(), announce=said.put_nowait, stop=stop))
    async with asyncio.timeout(10):
        address = (await said.get()).split()[-1]
        async with (
            aiohttp.ClientSession(headers={"Authorization": "Bearer x"}) as session,
            session.get(address + "/get-credits") as reply,
        ):
            assert await reply.json() == {"credits": 1000, "extra_credits": 0}
        stop.set()
        await running


async def test_taken_port_is_an_os_error() -> None:
    async with Studio() as studio:
        with pytest.raises(OSError, match="address already in use"):
            await serve(
                StudioConfig(port=studio.port), announce=lambda _: None, stop=asyncio.Event()
            )
    with pytest.raises(RuntimeError):
        _ = studio.port
