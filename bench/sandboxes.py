"""A sandbox in a process of its own, so that its work is not measured with the bot's."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.program import environment

_PROGRAM = """
import asyncio
import os
import sys
from bot.sandbox.config import SandboxConfig, Seed, SeedChannel, SeedMember
from bot.sandbox.server import Sandbox

people, *channels = sys.argv[1:]
seed = Seed(
    channels=tuple(SeedChannel(name) for name in channels),
    members=(
        SeedMember("olga", owner=True),
        *(SeedMember(f"member{number}") for number in range(int(people))),
    ),
)

async def main():
    async with Sandbox(SandboxConfig(seed=seed)) as sandbox:
        print(sandbox.page_url, sandbox.api_url, sandbox.token, flush=True)
        # Nobody reads what it says from here on, and a full pipe would stop it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@asynccontextmanager
async def open_sandbox(
    folder: Path, *, channels: list[str], people: int
) -> AsyncIterator[tuple[str, str, str]]:
    """Run a sandbox with so many members beside its owner, named `member0` and so on.

    Gives the address of its page, that of its API, and the bot's token. It limits requests as
    Discord does.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _PROGRAM, str(people), *channels),
        cwd=folder,
        env=environment({}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("the sandbox says nothing")
        page_url, api_url, token = (await process.stdout.readline()).decode().split()
        yield page_url, api_url, token
    finally:
        process.kill()
        await process.wait()
