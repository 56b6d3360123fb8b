"""Running a studio until it is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.studio.config import StudioConfig
from bot.studio.server import Studio


async def serve(
    config: StudioConfig, *, announce: Callable[[str], None], stop: asyncio.Event
) -> None:
    """Run a studio until ``stop`` is set; ``announce`` is given a sentence with its address.

    Raises OSError when the address cannot be listened on.
    """
    async with Studio(config) as studio:
        announce(f"The studio plays at {studio.url}")
        await stop.wait()
