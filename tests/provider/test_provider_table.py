"""The table in the documentation says what is."""

import ast
from pathlib import Path

import pytest

from bot.domain.operations import Operation
from bot.provider import MusicClient, load_catalogue
from bot.provider.table import FAMILIES, main, methods, requests, table, written_into
from tests.support.operations import EXAMPLES
from tests.support.provider import Script, says, scripted_client

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "provider.md"


def test_the_document_holds_the_present_table() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written_into(text, load_catalogue()) == text, (
        "run python -m bot.provider.table docs/provider.md"
    )


def test_each_operation_has_its_line_method_and_example() -> None:
    lines = table(load_catalogue()).splitlines()[2:]
    assert [line.split(" | ")[0] for line in lines] == [f"| {name}" for name in Operation]
    assert set(methods()) == set(Operation) == set(EXAMPLES)
    assert len(set(methods().values())) == len(Operation)


async def test_the_methods_are_those_of_the_client() -> None:
    async with scripted_client(Script([says({})])) as client:
        for name in methods().values():
            attribute, _, method = name.partition(".")
            assert callable(getattr(getattr(client, attribute), method))
        families = {
            name: type(value) for name, value in vars(client).items() if not name.startswith("_")
        }
    assert families == dict(FAMILIES)
    assert isinstance(client, MusicClient)


def test_the_tests_that_it_names_exist_for_each_operation() -> None:
    tree = ast.parse((ROOT / "tests/provider/test_provider_studio.py").read_text(encoding="utf-8"))
    found = [
        node
        for node in tree.body
        if isinstance(node, ast.AsyncFunctionDef)
        and node.name == "test_an_operation_with_the_studio"
    ]
    assert len(found) == 1
    decorators = [ast.unparse(decorator) for decorator in found[0].decorator_list]
    assert "pytest.mark.parametrize('operation', Operation)" in decorators


def test_requests_name_the_operation_that_they_are_for() -> None:
    assert len(requests()) == len(Operation) - 5
    for operation, request in requests().items():
        assert request.operation is operation


def test_a_document_without_marks_is_not_written() -> None:
    with pytest.raises(ValueError, match="marks"):
        written_into("# no marks", load_catalogue())


def test_the_table_is_written_into_a_document(tmp_path: Path) -> None:
    document = tmp_path / "provider.md"
    text = DOCUMENT.read_text(encoding="utf-8")
    document.write_text(text.replace("| create |", "| compose |"), encoding="utf-8")
    main([str(document)])
    assert document.read_text(encoding="utf-8") == text


def test_the_table_shows_what_an_operator_changed(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[operations.bpm]\nenabled = false\n[families]\nnuro = true\n")
    lines = {line.split(" | ")[0]: line for line in table(load_catalogue(own)).splitlines()}
    assert lines["| bpm"].endswith("| off |")
    assert lines["| nuro_vocal"].endswith("| on, retired by the provider |")
