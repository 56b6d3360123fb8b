"""Every sentence that people read passes `translate`; catalogues lie in `bot/locale`.

A catalogue is `bot/locale/<locale>/LC_MESSAGES/jamboree.po`, named as Discord names its locales
(`de`, `pt-BR`). It is read at the first use; where a sentence has no translation, English is shown.
"""

import gettext
import io
from functools import cache
from pathlib import Path
from typing import NewType

import structlog
from discord import Locale, app_commands
from discord.app_commands import (
    TranslationContextLocation,
    TranslationContextTypes,
    locale_str,
)

DEFAULT_LOCALE = Locale.american_english

_FOLDER = Path(__file__).parent.parent / "locale"

Deferred = NewType("Deferred", str)
"""A sentence that is translated later; see `deferred`."""

log = structlog.get_logger(__name__)


def translate(locale: Locale, message: str, /, **values: object) -> str:
    """Return `message` in the reader's language, with `values` in place of the names in braces."""
    return _fill(_catalogue(locale).gettext(message), message, values)


def deferred(message: str, /) -> Deferred:
    """Mark a sentence of a table, so that the tools for translators find it; it is not translated.

    `translate_deferred` does that once it is known who reads it.
    """
    return Deferred(message)


def translate_deferred(locale: Locale, message: Deferred, /, **values: object) -> str:
    """Return a sentence of a table as `translate` does."""
    return _fill(_catalogue(locale).gettext(message), message, values)


def translate_plural(
    locale: Locale, singular: str, plural: str, count: int, /, **values: object
) -> str:
    """Choose the form of a sentence that fits `count`, which fills `{count}`."""
    translated = _catalogue(locale).ngettext(singular, plural, count)
    return _fill(translated, singular if count == 1 else plural, {"count": count, **values})


def available_locales() -> tuple[Locale, ...]:
    """Return the languages that sentences can be read in: English and those with a catalogue."""
    found = {
        locale
        for locale in Locale
        if (_FOLDER / locale.value / "LC_MESSAGES" / "jamboree.po").is_file()
    }
    return (DEFAULT_LOCALE, *sorted(found - {DEFAULT_LOCALE}, key=lambda each: each.value))


def language_name(locale: Locale) -> str:
    """Return what speakers of a language call it: `Deutsch`."""
    if locale is DEFAULT_LOCALE:
        return "English"
    import babel

    return babel.Locale.parse(locale.value, sep="-").get_display_name() or locale.value


def ordinal(locale: Locale, number: int) -> str:
    """Return a place in a row, such as `2nd`; `number` is 1 or more."""
    match _ordinal_form(locale, number):
        case "one":
            return translate(locale, "{number}st", number=number)
        case "two":
            return translate(locale, "{number}nd", number=number)
        case "few":
            return translate(locale, "{number}rd", number=number)
        case _:
            return translate(locale, "{number}th", number=number)


def command_text(locale: Locale, text: str) -> str:
    """Return a command's name or description in the reader's language."""
    return _catalogue(locale).gettext(text)


_NAMES = {
    TranslationContextLocation.command_name,
    TranslationContextLocation.group_name,
    TranslationContextLocation.parameter_name,
}


class CommandTranslator(app_commands.Translator):
    """Gives Discord the descriptions and choices of commands, and menus, in other languages.

    What one types is the same in every language, as sentences and documents name it.
    """

    async def translate(
        self, string: locale_str, locale: Locale, context: TranslationContextTypes
    ) -> str | None:
        """Return the translation, or None to leave the English text."""
        if context.location in _NAMES and not isinstance(context.data, app_commands.ContextMenu):
            return None
        translated = command_text(locale, string.message)
        return None if translated == string.message else translated


def _ordinal_form(locale: Locale, number: int) -> str:
    if isinstance(_catalogue(locale), gettext.GNUTranslations):
        # Some megabytes of every language's rules, which only translations need.
        import babel

        return babel.Locale.parse(locale.value, sep="-").ordinal_form(number)
    if number % 100 in {11, 12, 13}:
        return "other"
    return {1: "one", 2: "two", 3: "few"}.get(number % 10, "other")


def _fill(text: str, original: str, values: dict[str, object]) -> str:
    try:
        return text.format(**values)
    except (KeyError, IndexError, ValueError):
        # A translator's slip must not keep a sentence from its reader.
        log.warning("translation_malformed", original=original)
        return original.format(**values)


@cache
def _catalogue(locale: Locale) -> gettext.NullTranslations:
    path = _FOLDER / locale.value / "LC_MESSAGES" / "jamboree.po"
    if not path.is_file():
        return gettext.NullTranslations()
    # Only an installation with translations pays for the reader.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
