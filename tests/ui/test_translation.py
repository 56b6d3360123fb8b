from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import discord
import pytest
from discord import Locale, app_commands
from discord.app_commands import TranslationContext, TranslationContextLocation, locale_str

from bot.ui import translation
from bot.ui.translation import (
    CommandTranslator,
    available_locales,
    ordinal,
    translate,
    translate_plural,
)

GERMAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "queued"
msgstr "in der Schlange"

msgid "{price} reserved, {left} left"
msgstr "{price} reserviert, {rest} übrig"

msgid "{count} song"
msgid_plural "{count} songs"
msgstr[0] "{count} Lied"
msgstr[1] "{count} Lieder"

msgid "{number}th"
msgstr "{number}."
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Locale]:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "jamboree.po").write_text(GERMAN, encoding="utf-8")
    monkeypatch.setattr(translation, "_FOLDER", tmp_path)
    translation._catalogue.cache_clear()
    yield Locale.german
    translation._catalogue.cache_clear()


def test_a_catalogue_changes_the_language(german: Locale) -> None:
    assert translate(german, "queued") == "in der Schlange"
    assert translate(Locale.french, "queued") == "queued"


def test_what_is_not_translated_stays_english(german: Locale) -> None:
    assert translate(german, "by {author}", author="Ada") == "by Ada"


def test_a_slip_of_a_translator_falls_back_to_english(german: Locale) -> None:
    translated = translate(german, "{price} reserved, {left} left", price=14, left=42)
    assert translated == "14 reserved, 42 left"


def test_plurals_follow_the_language(german: Locale) -> None:
    def songs(locale: Locale, count: int) -> str:
        return translate_plural(locale, "{count} song", "{count} songs", count)

    assert [songs(german, count) for count in (1, 2)] == ["1 Lied", "2 Lieder"]
    assert [songs(Locale.french, count) for count in (1, 2)] == ["1 song", "2 songs"]


def test_places_in_a_row_follow_the_language(german: Locale) -> None:
    assert ordinal(german, 2) == "2."


@pytest.mark.parametrize("locale", set(Locale) - set(available_locales()))
def test_places_are_english_where_the_sentences_are(locale: Locale) -> None:
    places = [ordinal(locale, number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 112)]
    assert places == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]


async def test_commands_are_translated_where_there_is_a_translation(german: Locale) -> None:
    translator = CommandTranslator()
    context: TranslationContext[Literal[TranslationContextLocation.other], None]
    context = TranslationContext(location=TranslationContextLocation.other, data=None)
    assert await translator.translate(locale_str("queued"), german, context) == "in der Schlange"
    assert await translator.translate(locale_str("idea"), german, context) is None


async def test_what_one_types_is_the_same_in_every_language(german: Locale) -> None:
    @app_commands.command(name="queued", description="queued")
    async def command(interaction: discord.Interaction, queued: str) -> None:
        """Do nothing; only its names matter."""

    client = discord.Client(intents=discord.Intents.none())
    tree = app_commands.CommandTree(client)
    payload = await command.get_translated_payload(tree, CommandTranslator())
    (option,) = payload["options"]
    for described in (payload, option):
        assert described.get("name_localizations", {}) == {}
    assert payload["description_localizations"] == {"de": "in der Schlange"}


def test_values_are_not_read_as_patterns() -> None:
    assert translate(Locale.french, "by {author}", author="{left}") == "by {left}"
