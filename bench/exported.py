"""Writes a database's lines to a CSV file as `/mod export` does; run by `bench.exports`.

Prints how many rows there were, the seconds they took, and by how many bytes the process grew.
"""

import asyncio
import resource
import sys
import time
from datetime import UTC, datetime

from bot.services.reports import ReportService
from bot.ui.exports import ledger_table
from bot.ui.spreadsheets import written
from storage import open_database
from tests.support.clock import ManualClock
from tests.support.orders import GUILD

BEGINNING, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_ANY_SIZE = 2**40


async def main(path: str) -> None:
    """Write the file, and drop it."""
    async with open_database(path, migrate=False) as database:
        reports = ReportService(database, ManualClock())
        lines = reports.lines(GUILD, BEGINNING, END)
        before, begun = _most_memory(), time.perf_counter()
        async with written(ledger_table("ledger", lines), _ANY_SIZE) as file:
            seconds = time.perf_counter() - begun
            print(file.rows, seconds, _most_memory() - before, flush=True)


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
