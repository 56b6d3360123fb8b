"""Starting the process that draws, and living with whatever becomes of it."""

import asyncio
import atexit
import os
import shutil
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from functools import cache
from pathlib import Path

import structlog

from bot.ui.charts.messages import BarChart, FamilyTree

log = structlog.get_logger(__name__)

_PACKAGE_ROOT = Path(__file__).parents[3]
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DRAWING_SECONDS = 30.0
_AT_ONCE = 1
# What an interpreter may need to start. Everything else stays outside, secrets above all.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")


class ChartPainter:
    """Draws charts, one after another, each in a new process.

    A process costs about a second and, unlike a thread, neither memory between charts nor time of
    the event loop: the library holds Python's lock while it draws.
    """

    def __init__(self, *, seconds: float = _DRAWING_SECONDS) -> None:
        """`seconds` is the longest that one chart may take."""
        self._seconds = seconds
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def draw(self, chart: BarChart | FamilyTree) -> bytes | None:
        """Return the chart as a PNG file, or None when it could not be drawn."""
        async with self._slots:
            try:
                picture = await self._run(chart)
            except (OSError, TimeoutError) as error:
                log.warning("chart_not_drawn", reason=str(error) or type(error).__name__)
                return None
        if not picture.startswith(_PNG_SIGNATURE):
            log.warning("chart_not_drawn", reason="no picture came back")
            return None
        return picture

    async def _run(self, chart: BarChart | FamilyTree) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            # Safe path: modules come from the installation, never from the working folder.
            *("-P", "-m", "bot.ui.charts"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=_environment(),
            # Ctrl-C in a terminal is the bot's to handle.
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self._seconds):
                picture, _ = await process.communicate(chart.model_dump_json().encode())
        finally:
            if process.returncode is None:
                await _end(process)
        return picture


async def _end(process: Process) -> None:
    process.kill()
    await process.communicate()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(_PACKAGE_ROOT),
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": _library_folder(),
    }


@cache
def _library_folder() -> str:
    """Return where the library keeps its list of fonts, which takes half a second to make."""
    folder = tempfile.mkdtemp(prefix="jamboree-charts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
