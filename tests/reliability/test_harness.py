"""What the tests of this folder leave behind: nothing, also when they are killed."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.support.lives import until
from tests.support.program import environment

pytestmark = pytest.mark.flow


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows processes as folders")
async def test_a_test_that_is_killed_leaves_no_bot_behind(tmp_path: Path) -> None:
    test = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _TEST, str(tmp_path)),
        env=environment({}),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    assert test.stdout is not None
    async with asyncio.timeout(120):
        pids = (await test.stdout.readline()).decode().split()
    assert len(pids) == 2
    running = [Path("/proc") / pid for pid in pids]
    try:
        assert all(process.exists() for process in running)
        test.kill()
        await test.wait()
        await until(lambda: not any(map(_alive, running)), seconds=20)
    finally:
        for process in filter(_alive, running):
            os.kill(int(process.name), signal.SIGKILL)


def _alive(process: Path) -> bool:
    """Whether a process runs; one that ended may wait to be asked for its exit code."""
    try:
        return "State:\tZ" not in (process / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


_TEST = """
import asyncio, sys
from pathlib import Path
from tests.support.crashes import open_range

async def test():
    async with open_range(Path(sys.argv[1])) as at:
        life = await at.start()
        print(at.lives.pid, life.pid, flush=True)
        await asyncio.Event().wait()

asyncio.run(test())
"""
