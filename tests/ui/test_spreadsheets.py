import csv
import io
import re
import tracemalloc
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.refusals import FileTooLarge
from bot.ui.spreadsheets import Cell, Table, safe_text, written

PLENTY = 10**9
SIGNS = "=+-@＝＋－＠"


async def rows_of(*rows: Sequence[Cell]) -> AsyncIterator[Sequence[Cell]]:
    for row in rows:
        yield row


async def many_rows(count: int) -> AsyncIterator[Sequence[Cell]]:
    for number in range(count):
        yield (number, "for a song that everybody liked", datetime(2026, 11, 23, tzinfo=UTC))


def begins_a_formula(cell: str) -> bool:
    bare = re.sub(r"^[\s\ufeff\u200b-\u200f\u2060\"]*", "", cell)
    return bare.startswith(tuple(SIGNS)) or cell.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\tplain",
        "＝1+1",
        "＠x",
        "  =1",
        '"=1',
        "\u200b=HYPERLINK(1)",
        "fine;=1+1",
        "fine\n=1",
        "\x00=1",
    ],
)
def test_nothing_is_left_that_a_spreadsheet_would_run(text: str) -> None:
    for cell in re.split(r"[;|\t\r\n]", safe_text(text)):
        assert not begins_a_formula(cell)
    assert not begins_a_formula(safe_text(text))


@given(st.text(alphabet=f"{SIGNS}a1 \t\r\n;|\"'\u200b"))
def test_no_text_becomes_a_formula(text: str) -> None:
    safe = safe_text(text)
    assert not begins_a_formula(safe)
    assert not any(begins_a_formula(cell) for cell in re.split(r"[;|\t\r\n]", safe))


@pytest.mark.parametrize("text", ["rain on tin", "2 + 2 = 4", "well-known", "ada@example.org", ""])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


async def test_a_table_is_read_back_as_it_was_written() -> None:
    at = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
    rows = rows_of((at, -14, 'says "hi", twice\nand نور', None), (at, 2, "=1", ""))
    async with written(Table("lines", ("at", "amount", "reason", "job"), rows), PLENTY) as file:
        content = file.path.read_bytes()
        assert (file.name, file.rows) == ("lines.csv", 2)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["at", "amount", "reason", "job"],
        ["2026-11-23 12:05:00", "-14", 'says "hi", twice\nand نور', ""],
        ["2026-11-23 12:05:00", "2", "'=1", ""],
    ]
    assert not file.path.exists()


async def test_memory_stays_the_same_however_long_the_table_is() -> None:
    peaks = []
    for count in (2_000, 100_000):
        tracemalloc.start()
        async with written(Table("lines", ("n", "reason", "at"), many_rows(count)), PLENTY) as file:
            peaks.append(tracemalloc.get_traced_memory()[1])
            assert file.rows == count
        tracemalloc.stop()
    assert all(later < earlier + 1_000_000 for earlier, later in pairwise(peaks))
    assert max(peaks) < 5_000_000


async def test_a_large_table_is_compressed() -> None:
    async with written(Table("lines", ("n", "reason", "at"), many_rows(5_000)), 100_000) as file:
        assert file.name == "lines.zip"
        with zipfile.ZipFile(file.path) as archive, archive.open("lines.csv") as table:
            assert len(list(csv.reader(io.TextIOWrapper(table, "utf-8-sig")))) == 5_001


async def test_a_table_that_does_not_fit_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(FileTooLarge) as refused:
        async with written(Table("lines", ("n", "reason", "at"), many_rows(5_000)), 10):
            pass
    assert refused.value.limit == 10
