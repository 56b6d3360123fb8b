"""`python -m bot sandbox`: the sandbox in a process of its own."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox

_COLLECT_AFTER = 50_000


async def serve(
    config: SandboxConfig, *, announce: Callable[[str], None], stop: asyncio.Event
) -> None:
    """Run a sandbox until `stop` is set, telling `announce` where it is.

    Raises `OSError` when it cannot listen there.
    """
    async with Sandbox(config) as sandbox:
        # What is loaded by now stays; searching it for rubbish again and again would stall
        # answers in a way that looks like the bot's latency.
        gc.freeze()
        gc.set_threshold(_COLLECT_AFTER, 50, 100)
        announce(f"sandbox page: {sandbox.page_url}")
        announce(f"DISCORD_API_URL={sandbox.api_url}")
        announce(f"DISCORD_TOKEN={sandbox.token}")
        await stop.wait()
