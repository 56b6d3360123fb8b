"""The bot started again and again, each life ended at a named point or as a test wants."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.doomed import ARMING, Birth, Doom, News
from tests.support.program import environment

_PATIENCE_SECONDS = 180
_LOOK_SECONDS = 0.01


class Life:
    """One process of the bot."""

    def __init__(self, birth: Birth, pid: int, end: "asyncio.Task[int]") -> None:
        self._birth = birth
        self.pid = pid
        self._end = end

    @property
    def over(self) -> bool:
        """Whether it ended."""
        return self._end.done()

    async def ended(self) -> int:
        """Return its exit code once it ended; below zero, the signal that ended it."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await asyncio.shield(self._end)

    async def end(self, *, after_seconds: float = 0.0) -> None:
        """End it as a power cut would, unless it ends by itself within so many seconds."""
        await asyncio.wait({self._end}, timeout=after_seconds)
        if not self.over:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        await self.ended()

    async def terminate(self) -> int:
        """Ask it to end in order, and return its exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return await self.ended()

    async def arm(self, doom: Doom) -> None:
        """Have it end at a point that it passes from now on."""
        self._birth.orders.write_text(doom.model_dump_json(), encoding="utf-8")
        self._birth.armed.unlink(missing_ok=True)
        os.kill(self.pid, ARMING)
        await until(self._birth.armed.exists)

    @property
    def reached(self) -> bool:
        """Whether it ended at the point that was meant."""
        return self._birth.reached.exists()

    def logged(self) -> str:
        """Return what it and the lives before it wrote to standard error."""
        return (self._birth.folder / "bot.log").read_text(encoding="utf-8")


class Lives:
    """Starts the bot in one folder, one life at a time."""

    def __init__(self, program: asyncio.subprocess.Process, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self.started = 0
        self._end: asyncio.Task[int] | None = None

    @property
    def pid(self) -> int:
        """The process that starts the bot."""
        return self._program.pid

    async def start(self, settings: Mapping[str, str], doom: Doom | None = None) -> Life:
        """Start the bot with only these settings; with a doom it ends there, whenever it gets."""
        birth = Birth(folder=self._folder, settings=environment(settings), doom=doom)
        birth.reached.unlink(missing_ok=True)
        stdin = self._program.stdin
        assert stdin is not None
        stdin.write(birth.model_dump_json().encode() + b"\n")
        await stdin.drain()
        news = await self._news()
        self.started += 1
        self._end = asyncio.create_task(self._code())
        return Life(birth, news.pid, self._end)

    async def leave(self) -> None:
        """Wait for nobody's end any more."""
        if self._end is not None:
            self._end.cancel()
            await asyncio.gather(self._end, return_exceptions=True)

    async def _code(self) -> int:
        code = (await self._news()).code
        assert code is not None
        return code

    async def _news(self) -> News:
        stdout = self._program.stdout
        assert stdout is not None
        return News.model_validate_json(await stdout.readline())


@asynccontextmanager
async def open_lives(folder: Path) -> AsyncIterator[Lives]:
    """Get ready to start the bot in `folder`, which is there; the last life ends at the exit."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.doomed"),
        env=environment({}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    lives = Lives(program, folder)
    try:
        yield lives
    finally:
        await lives.leave()
        # It leads a group of its own, to which every life belongs.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        await program.wait()


async def until(holds: Callable[[], bool], seconds: float = _PATIENCE_SECONDS) -> None:
    """Wait until something holds that only looking tells.

    Raises:
        TimeoutError: it did not in so many seconds.
    """
    looked = asyncio.Event()
    async with asyncio.timeout(seconds):
        while not holds():
            asyncio.get_running_loop().call_later(_LOOK_SECONDS, looked.set)
            await looked.wait()
            looked.clear()
