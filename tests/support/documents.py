"""Parts of the documentation that tests write, or find to be what they would write."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.support.program import ROOT

VARIABLE = "JAMBOREE_WRITE_DOCUMENTS"
"""Set by `make reliability`: what tests found is written instead of compared."""

RELIABILITY = ROOT / "docs" / "reliability.md"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def hold(name: str, content: str, document: Path = RELIABILITY) -> None:
    """Compare a part of a document with what it should say, or write it if the variable is set.

    Raises:
        AssertionError: it says something else; `make reliability` brings it up to date.
    """
    if os.environ.get(VARIABLE):
        write(name, content, document)
    else:
        assert part(name, document) == content.strip(), f"{document.name}, {name}: out of date"


def write(name: str, content: str, document: Path = RELIABILITY) -> None:
    """Write a part of a document.

    Raises:
        AssertionError: the document has no such part.
    """
    text = document.read_text(encoding="utf-8")
    begin, end = _marks(name)
    before, found, rest = text.partition(begin)
    assert found, f"{document.name} has no part named {name}"
    _, found, after = rest.partition(end)
    assert found, f"{document.name} does not end its part named {name}"
    document.write_text(f"{before}{begin}\n{content}\n{end}{after}", encoding="utf-8")


def part(name: str, document: Path = RELIABILITY) -> str:
    """Return what a part of a document says now."""
    begin, end = _marks(name)
    text = document.read_text(encoding="utf-8")
    return text.partition(begin)[2].partition(end)[0].strip()


def rows(name: str, document: Path = RELIABILITY) -> list[tuple[str, ...]]:
    """Return the rows of the table in a part of a document, without its head."""
    lines = part(name, document).splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("| ").split(" | ")) for line in lines]


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}: written by tests -->", f"<!-- {name}: end -->"
