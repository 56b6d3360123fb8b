"""Every language that is shipped is there as a whole, and fits where Discord shows it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from discord import Locale

from bot.ui.translation import CommandTranslator, available_locales
from tests.support.surroundings import Core
from tests.support.unconnected_bot import unconnected_bot

BOT = Path(__file__).parents[2] / "bot"
KEYWORDS = {"translate": (2,), "deferred": None, "translate_plural": (2, 3)}
NAME = re.compile(r"\{[^{}]*\}")
KEPT = re.compile(
    r"\*+|`|~~|\|\||^-# |<[#@]&?\{\w+\}>|\[(?=[A-Z{])|(?<![\w<])/[a-z]+", re.MULTILINE
)
COMMAND_CHARACTERS = 8000
"""Names, descriptions and values of a command altogether; Discord counts the longest language."""
DESCRIPTION_CHARACTERS = 100

SHIPPED = [locale for locale in available_locales() if locale is not Locale.american_english]


@cache
def catalogue(locale: Locale) -> Catalog:
    path = BOT / "locale" / locale.value / "LC_MESSAGES" / "jamboree.po"
    with path.open("rb") as source:
        return read_po(source, abort_invalid=True)


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def kept(text: str) -> tuple[object, ...]:
    """Return what a translation has to have as the sentence has it."""
    edges = text[:1].isspace(), text[-1:].isspace()
    return set(NAME.findall(text)), Counter(KEPT.findall(text)), text.count("\n"), edges


def sentences() -> set[tuple[str, ...]]:
    """Return every sentence of the program, with its plural where it has one."""
    found = extract_from_dir(BOT / "ui", method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {forms(message) for _, _, message, _, _ in found}


def test_german_is_shipped() -> None:
    assert Locale.german in SHIPPED


@pytest.mark.parametrize("locale", SHIPPED)
def test_every_sentence_is_translated(locale: Locale) -> None:
    translated = {forms(m.id): forms(m.string) for m in catalogue(locale) if m.id and not m.fuzzy}
    missing = [ids for ids in sentences() if not all(translated.get(ids, ("",)))]
    assert sorted(missing) == []


@pytest.mark.parametrize("locale", SHIPPED)
def test_what_is_filled_in_and_marked_up_is_kept(locale: Locale) -> None:
    wrong = [
        (ids, text)
        for ids, texts in ((forms(m.id), forms(m.string)) for m in catalogue(locale) if m.id)
        for text in texts
        if kept(text) not in [kept(english) for english in ids]
    ]
    assert wrong == []


def texts(entry: Mapping[str, Any], key: str) -> list[str]:
    """Return a field in every language."""
    return [entry.get(key, ""), *(entry.get(f"{key}_localizations") or {}).values()]


def characters(entry: Mapping[str, Any]) -> int:
    """Count a command, option or choice as Discord does."""
    own = sum(max(map(len, texts(entry, key))) for key in ("name", "description"))
    value = len(entry["value"]) if isinstance(entry.get("value"), str) else 0
    inner = (*(entry.get("options") or ()), *(entry.get("choices") or ()))
    return own + value + sum(characters(each) for each in inner)


def localized(entry: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield str(entry.get("description", "")), entry.get("description_localizations") or {}
    for inner in entry.get("options") or ():
        yield from localized(inner)


async def test_commands_are_described_in_each_language(core: Core) -> None:
    async with unconnected_bot(core) as bot:
        tree = bot.tree
        translator = tree.translator or CommandTranslator()
        commands = [
            await each.get_translated_payload(tree, translator) for each in tree.get_commands()
        ]
    described = [each for command in commands for each in localized(command) if each[0]]
    assert len(described) > 300
    for english, others in described:
        assert {locale.value for locale in SHIPPED} <= set(others), english
        assert all(len(text) <= DESCRIPTION_CHARACTERS for text in others.values()), english
    assert max(characters(command) for command in commands) <= COMMAND_CHARACTERS
