"""Tables as CSV files (RFC 4180, UTF-8) which a spreadsheet opens without running anything.

A text that a spreadsheet would take for a formula gets an apostrophe before its first sign. Files
are written while their rows arrive, so they may be of any length.
"""

import asyncio
import csv
import io
import re
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from bot.domain.text import without_controls
from bot.ui.refusals import FileTooLarge

Cell: TypeAlias = str | int | datetime | None

_BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets take UTF-8 for an older encoding."""
# The full-width forms are read as their plain ones in East Asian settings. Where a comma is part of
# numbers, spreadsheets split lines at semicolons, quoted or not, so that a cell may begin there.
_FORMULA = re.compile(
    r"""(?P<before> (?:^|[;|\t\r\n]) [\s\ufeff\u200b-\u200f\u2060"']* )
        (?P<sign> [=+\-@\uff1d\uff0b\uff0d\uff20] )""",
    re.VERBOSE,
)
_BEGINS_ANOTHER_CELL = ("\t", "\r", "\n")
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Table:
    """A file name's stem, the columns' names and the rows."""

    stem: str
    """ASCII, without an ending."""
    columns: Sequence[str]
    rows: AsyncIterator[Sequence[Cell]]


@dataclass(frozen=True)
class TableFile:
    """A written file and the name to show for it."""

    path: Path
    name: str
    rows: int


def safe_text(text: str) -> str:
    """Return `text` so that no spreadsheet takes a part of it for a formula or turns it round."""
    harmless = _FORMULA.sub(r"\g<before>'\g<sign>", without_controls(text))
    return f"'{harmless}" if harmless.startswith(_BEGINS_ANOTHER_CELL) else harmless


@asynccontextmanager
async def written(table: Table, limit_bytes: int) -> AsyncIterator[TableFile]:
    """Write a table to a file that is there until the exit; compressed if it is too large.

    Raises:
        FileTooLarge: not even its compressed form has at most `limit_bytes`.
    """
    folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="jamboree-table-")
    with folder as name:
        path = Path(name) / f"{table.stem}.csv"
        rows = await _write(table, path)
        if path.stat().st_size > limit_bytes:
            path = await asyncio.to_thread(_compress, path)
        if path.stat().st_size > limit_bytes:
            raise FileTooLarge(path.stat().st_size, limit_bytes)
        yield TableFile(path, path.name, rows)


async def _write(table: Table, path: Path) -> int:
    count = 0
    with await asyncio.to_thread(path.open, "w", encoding="utf-8", newline="") as file:
        file.write(_BYTE_ORDER_MARK)
        file.write(_lines([table.columns]))
        async for rows in _portions(table.rows):
            count += len(rows)
            await asyncio.to_thread(_append, file, rows)
    return count


async def _portions(
    rows: AsyncIterator[Sequence[Cell]],
) -> AsyncIterator[list[Sequence[Cell]]]:
    portion: list[Sequence[Cell]] = []
    async for row in rows:
        portion.append(row)
        if len(portion) == _ROWS_AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


def _append(file: io.TextIOWrapper, rows: Iterable[Sequence[Cell]]) -> None:
    file.write(_lines(rows))


def _lines(rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue()


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case int():
            # A number of ours, so that a minus may stand before it.
            return str(cell)
        case datetime():
            return cell.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        case str():
            return safe_text(cell)


def _compress(path: Path) -> Path:
    packed = path.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    return packed
