"""The bot as operators run it: a process of its own, killed and started as a test wants."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_END_SECONDS = 30


@dataclass
class BotProcess:
    """A running `python -m bot run`."""

    process: asyncio.subprocess.Process
    log: Path
    """Where its standard error goes."""
    said: Path
    """Where its standard output goes."""

    async def kill(self) -> None:
        """End it without any warning, as a power cut would."""
        self.process.kill()
        await self.process.wait()

    async def terminate(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await self.wait()

    async def wait(self) -> int:
        """Return its exit code once it ended."""
        async with asyncio.timeout(_END_SECONDS):
            return await self.process.wait()

    def logged(self) -> str:
        """Return what it wrote to standard error."""
        return self.log.read_text(encoding="utf-8")


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with nothing in it but what Python needs and the given settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error::RuntimeWarning", **settings}


@asynccontextmanager
async def start_bot(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[BotProcess]:
    """Start the bot with only these settings; it is killed at the exit if it still runs."""
    log, said = folder / "bot.log", folder / "bot.out"
    with log.open("ab") as errors, said.open("wb") as sentences:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=folder,
            env=environment(settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=sentences,
            stderr=errors,
        )
    bot = BotProcess(process, log, said)
    try:
        yield bot
    finally:
        if process.returncode is None:
            await bot.kill()


@dataclass(frozen=True)
class Ended:
    """What a command that ended by itself did."""

    code: int
    said: str
    complained: str


async def run_command(folder: Path, settings: Mapping[str, str], *arguments: str) -> Ended:
    """Run `python -m bot` with these arguments and only these settings, to its end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env=environment(settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(2 * _END_SECONDS):
        said, complained = await process.communicate()
    return Ended(process.returncode or 0, said.decode(), complained.decode())
