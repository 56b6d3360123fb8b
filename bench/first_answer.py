"""How long a member waits for the first answer to `/create`, beside a bot that answers a constant.

Both bots run as processes of their own against one sandbox, which is a process too and measures
from handing an interaction out to receiving the answer. Orders are checked, priced, paid for and
queued. Each is taken back before the next, so that all meet an empty line, and the music service is
out of reach, so that no song takes the machine's time.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import quantiles

from bench.ratios import Ratio
from tests.support.program import environment
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_views import Answer

ROUNDS = 4
"""The two bots take turns, for a machine is not equally fast from one minute to the next."""
INTERACTIONS = 50
"""Of each bot in a round."""
WARM_UP = 20
PAUSE_SECONDS = 0.15
"""Between two interactions of the second way: what an order sets going is over by then."""
LONGEST_P99_MILLISECONDS = 250.0

_OURS = {
    "AIMUSIC_API_KEY": "unused",
    "AIMUSIC_API_URL": "http://127.0.0.1:9/api/v1",
    "JAMBOREE_ORDER_STARTING_GRANT": "1000000",
    "JAMBOREE_SUBMIT_BACKOFF_SECONDS": "600",
    "JAMBOREE_SUBMIT_BACKOFF_CEILING_SECONDS": "600",
    "JAMBOREE_WEB_PORT": "0",
    "JAMBOREE_LOG_LEVEL": "warning",
}

_SANDBOX = """
import asyncio
from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox

async def main():
    async with Sandbox(SandboxConfig(rate_limits=False)) as sandbox:
        print(sandbox.page_url, sandbox.api_url, sandbox.token, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def measure() -> list[Ratio]:
    """Compare one interaction right after the other, and with pauses; the aims are for the first.

    Back to back, an order's work in the background is in the way of the next order's answer.
    """
    back_to_back = await _compared("back to back", 0.0, aim=3.0)
    paced = await _compared("with pauses", PAUSE_SECONDS, aim=None)
    return [*back_to_back, *paced]


async def _compared(way: str, pause_seconds: float, *, aim: float | None) -> list[Ratio]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sandbox = await stack.enter_async_context(_process(["-c", _SANDBOX], folder, {}))
        if sandbox.stdout is None:
            raise RuntimeError("the sandbox says nothing")
        page_url, api_url, token = (await sandbox.stdout.readline()).decode().split()
        driver = await stack.enter_async_context(SandboxDriver.connect(page_url))
        discord = {"DISCORD_API_URL": api_url, "DISCORD_TOKEN": token}
        bare: list[float] = []
        ours: list[float] = []
        for number in range(ROUNDS):
            # Nothing of an earlier round: its bot would believe its commands still registered.
            own = folder / str(number)
            own.mkdir()
            bare += await _milliseconds(
                driver, ["-m", "bench.bare_bot"], own, discord, _constant, pause_seconds
            )
            ours += await _milliseconds(
                driver, ["-m", "bot", "run"], own, {**discord, **_OURS}, _order, pause_seconds
            )
    return [
        Ratio(f"median, {way}", "ms", _p(ours, 50), "bare bot", _p(bare, 50), aim, False),
        Ratio(f"p99, {way}", "ms", _p(ours, 99), "bare bot", _p(bare, 99)),
        Ratio(
            *(f"p99, {way}", "ms", _p(ours, 99), "bound", LONGEST_P99_MILLISECONDS),
            aim=1.0,
            more_is_better=False,
        ),
    ]


async def _milliseconds(
    driver: SandboxDriver,
    program: Sequence[str],
    folder: Path,
    settings: Mapping[str, str],
    one: Callable[[SandboxDriver], Awaitable[float]],
    pause_seconds: float,
) -> list[float]:
    async with _process(program, folder, settings):
        await driver.wait_until_online()
        taken = []
        for _ in range(WARM_UP + INTERACTIONS):
            taken.append(await one(driver))
            if pause_seconds:
                await asyncio.sleep(pause_seconds)
    await driver.wait_until_offline()
    return taken[WARM_UP:]


async def _answered(driver: SandboxDriver) -> Answer:
    return await driver.command(
        member="Ada", channel="songs", name="create", options={"idea": "rain on tin"}
    )


async def _constant(driver: SandboxDriver) -> float:
    return (await _answered(driver)).seconds * 1000


async def _order(driver: SandboxDriver) -> float:
    answer = await _answered(driver)
    if answer.message.ephemeral:
        raise RuntimeError(f"the order was refused: {answer.message.text}")
    pressed = await driver.press(answer.message, label="Cancel", member="Ada")
    while pressed.message.id != answer.message.id:
        # It was just being sent, in vain; then it waits again. Nobody may meet it in the line.
        await asyncio.sleep(PAUSE_SECONDS)
        pressed = await driver.press(answer.message, label="Cancel", member="Ada")
    return answer.seconds * 1000


def _p(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


@asynccontextmanager
async def _process(
    program: Sequence[str], folder: Path, settings: Mapping[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *program),
        cwd=folder,
        env={**environment(settings), "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        await process.wait()
