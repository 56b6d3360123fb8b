"""Sentences must be literals, or the tools for translators would not find them."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted([*(ROOT / "bot" / "ui").glob("*.py"), *(ROOT / "cogs").glob("*.py")])
POSITIONS = {"translate": (1,), "translate_plural": (1, 2), "deferred": (0,)}


def translations(source: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in POSITIONS:
            yield node


def messages(call: ast.Call) -> Iterator[str]:
    assert isinstance(call.func, ast.Name)
    for position in POSITIONS[call.func.id]:
        message = call.args[position]
        assert isinstance(message, ast.Constant), ast.unparse(call)
        assert isinstance(message.value, str)
        yield message.value


def told_of_acts() -> set[str | None]:
    """Return what the words of every act are given, by name."""
    source = ROOT / "bot" / "ui" / "action_words.py"
    (given,) = [
        {keyword.arg for keyword in node.keywords}
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "translate_deferred"
    ]
    return given


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_sentences_are_literals_and_get_all_their_values(source: Path) -> None:
    for call in translations(source):
        given = {keyword.arg for keyword in call.keywords}
        if ast.unparse(call.func) == "deferred":
            given = told_of_acts()
        for message in messages(call):
            named = {
                name.split(":")[0] for _, name, _, _ in string.Formatter().parse(message) if name
            }
            assert named - {"count"} <= given, ast.unparse(call)


def test_there_are_sentences() -> None:
    assert sum(1 for source in SOURCES for _ in translations(source)) > 80
