"""A ledger as a CSV file: 1,000,000 lines in no more memory than 20,000, and how fast.

Both are written by processes of their own, from the database's rows to the file, whose memory is
measured at its greatest. The reference for the speed is bare sqlite3 whose cursor is handed to the
csv module, which makes nothing safe and names no owner.
"""

import asyncio
import contextlib
import csv
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.credits import LINES, fill
from bench.ratios import Ratio
from storage import migrate

FEW = 20_000
SLACK_BYTES = 16 * 1024 * 1024
"""By so much a process may grow that writes many lines; each line has more than 100 bytes."""


@dataclass(frozen=True)
class _Written:
    rows: int
    seconds: float
    grown: int


async def measure() -> list[Ratio]:
    """Compare many lines with few, and with bare sqlite3."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        few = await _exported(Path(folder) / "few.db", FEW)
        path = Path(folder) / "many.db"
        many = await _exported(path, LINES)
        bare = await asyncio.to_thread(_bare_seconds, path)
    return [
        Ratio(
            f"memory for {LINES:,} lines beyond that for {FEW:,}",
            "MiB",
            max(many.grown - few.grown, 0) / 2**20,
            "bound",
            SLACK_BYTES / 2**20,
            aim=1.0,
            more_is_better=False,
        ),
        Ratio(
            "lines written",
            "a second",
            many.rows / many.seconds,
            "bare sqlite3 and csv",
            many.rows / bare,
        ),
    ]


async def _exported(path: Path, lines: int) -> _Written:
    await migrate(str(path))
    await asyncio.to_thread(fill, path, lines)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.exported", str(path), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    rows, seconds, grown = said.split()
    if int(rows) != lines:
        raise RuntimeError(f"{int(rows)} of {lines} lines were written")
    return _Written(int(rows), float(seconds), int(grown))


def _bare_seconds(path: Path) -> float:
    begun = time.perf_counter()
    with (
        contextlib.closing(sqlite3.connect(path)) as file,
        path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as table,
    ):
        csv.writer(table, quoting=csv.QUOTE_ALL).writerows(
            file.execute("SELECT * FROM entries ORDER BY entry_id")
        )
    return time.perf_counter() - begun
