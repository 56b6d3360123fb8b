"""A bot that is killed in the middle of a request, which is nobody's mistake."""

import asyncio
from urllib.parse import urlsplit

import pytest

from bot.sandbox.server import Sandbox
from tests.support.sandbox import SandboxDriver

_HALVES = {
    "application/json": b'{"content":',
    "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="files[0]"',
}


@pytest.mark.parametrize("content_type", _HALVES)
async def test_half_a_request_is_no_mistake(content_type: str) -> None:
    async with Sandbox() as sandbox, SandboxDriver.connect(sandbox.base_url) as driver:
        address = urlsplit(sandbox.api_url)
        _, bot = await asyncio.open_connection(address.hostname, address.port)
        head = (
            f"PATCH {address.path}/channels/1/messages/2 HTTP/1.1\r\nHost: discord\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: 5000\r\n\r\n"
        )
        bot.write(head.encode() + _HALVES[content_type])
        await bot.drain()
        # Whoever asks afterwards on another connection is answered after the half was read.
        await driver.requests()
        bot.close()
        await bot.wait_closed()
        await driver.requests()
        assert await driver.errors() == []
