"""Running the studio and the sandbox as processes of their own, for as long as the bot runs.

Rendering audio and holding a whole server's state would otherwise stall the bot's event loop.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import SetupError

_START_SECONDS = 60
_STOP_SECONDS = 10


@dataclass(frozen=True)
class Announcement:
    """Where a stand-in can be reached."""

    api_url: str
    page_url: str
    token: str
    """What it accepts as the bot's token or key."""

    def to_line(self) -> str:
        """Return the line by which a stand-in tells its parent that it is ready."""
        return json.dumps({"api_url": self.api_url, "page_url": self.page_url, "token": self.token})

    @classmethod
    def of_line(cls, line: bytes) -> "Announcement":
        """Read such a line.

        Raises:
            ValueError: it is none.
        """
        fields = json.loads(line)
        return cls(str(fields["api_url"]), str(fields["page_url"]), str(fields["token"]))


@asynccontextmanager
async def stand_in(name: str, host: str, port: int, folder: Path) -> AsyncIterator[Announcement]:
    """Run `python -m bot NAME` until the block is left.

    The process ends when its standard input does, so it never outlives this one.

    Raises:
        SetupError: it did not start.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", name, "--attached"),
        *("--host", host, "--port", str(port), "--data-dir", str(folder)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        # A Ctrl-C in the terminal is for the bot, which then ends its stand-ins in order.
        start_new_session=True,
    )
    try:
        yield await _announcement_of(process, name)
    finally:
        await _end(process)


async def _announcement_of(process: asyncio.subprocess.Process, name: str) -> Announcement:
    if process.stdout is None:
        raise ValueError("the process has no output to read")
    try:
        async with asyncio.timeout(_START_SECONDS):
            return Announcement.of_line(await process.stdout.readline())
    except (TimeoutError, ValueError, KeyError):
        sentence = f"The {name} did not start; what it said stands above."
        raise SetupError(sentence) from None


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
