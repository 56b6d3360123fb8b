"""Starting and stopping a studio."""

import pytest

from bot.studio.config import StudioConfig
from bot.studio.server import Studio


async def test_a_taken_port_is_an_os_error() -> None:
    async with Studio() as studio:
        with pytest.raises(OSError, match="address already in use"):
            await Studio(StudioConfig(port=studio.port)).start()
    with pytest.raises(RuntimeError):
        _ = studio.port
