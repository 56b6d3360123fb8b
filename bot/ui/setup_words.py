"""The menus of `/server setup` about what newcomers get, the model, the language and keeping."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from discord import Locale

from bot.domain.ids import UserId
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.refusals import ControlExpired
from bot.ui.setup_parts import (
    Menu,
    MenuField,
    Values,
    change_settings,
    choice_menu,
    number_menu,
    picked_number,
)
from bot.ui.setup_view import SetupView, Step
from bot.ui.translation import available_locales, language_name, translate, translate_plural

AMOUNTS: Final = (0, 10, 20, 30, 50, 60, 100, 200, 500, 1000)
"""What the menus of credits offer."""

_KEPT_DAYS: Final = (30, 90, 180, 365)
_KEPT: Final = "kept"
_USUAL: Final = "usual"


def _draw_welcome(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    def meaning(amount: int) -> str:
        return translate_plural(
            locale,
            "Newcomers start with {count} credit",
            "Newcomers start with {count} credits",
            amount,
        )

    words = translate(locale, "What newcomers start with")
    usual = (_USUAL, translate(locale, "Newcomers start with the bot's usual credits"))
    return number_menu(custom_id, words, AMOUNTS, view.rules.welcome, meaning, none=usual)


async def _apply_welcome(interaction: Interaction, values: Values) -> None:
    welcome = None if values == (_USUAL,) else picked_number(values)
    await interaction.client.services.rules.change(
        guild_of(interaction),
        lambda held: replace(held, welcome=welcome),
        actor_id=UserId(interaction.user.id),
    )


def _draw_model(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    options = [(_USUAL, translate(locale, "The bot's usual model"))]
    options += [(model, model) for model in view.models]
    words = translate(locale, "Model of orders that name none")
    return choice_menu(custom_id, words, options, {view.settings.model or _USUAL})


async def _apply_model(interaction: Interaction, values: Values) -> None:
    if len(values) != 1:
        raise ControlExpired
    model = "" if values == (_USUAL,) else values[0]
    await change_settings(interaction, lambda held: replace(held, model=model))


def _draw_language(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    options = [(_USUAL, translate(locale, "The language that Discord has for this server"))]
    options += [(each.value, language_name(each)) for each in available_locales()]
    words = translate(locale, "Language of what everybody sees")
    return choice_menu(custom_id, words, options, {view.settings.language or _USUAL})


async def _apply_language(interaction: Interaction, values: Values) -> None:
    known = {each.value for each in available_locales()}
    if len(values) != 1 or values[0] not in known | {_USUAL}:
        raise ControlExpired
    language = "" if values == (_USUAL,) else values[0]
    await change_settings(interaction, lambda held: replace(held, language=language))


def _draw_retention(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    def meaning(days: int) -> str:
        return translate_plural(
            locale,
            "Forget the words of orders after {count} day",
            "Forget the words of orders after {count} days",
            days,
        )

    words = translate(locale, "How long the words of orders are kept")
    kept = (_KEPT, translate(locale, "Keep the words of orders as long as the songs"))
    held = view.settings.prompts_kept_days
    return number_menu(custom_id, words, _KEPT_DAYS, held, meaning, none=kept)


async def _apply_retention(interaction: Interaction, values: Values) -> None:
    days = None if values == (_KEPT,) else picked_number(values)
    await change_settings(interaction, lambda held: replace(held, prompts_kept_days=days))


WORDS_FIELDS: Final[Mapping[str, MenuField]] = {
    "welcome": MenuField(Step.CREDITS, _draw_welcome, _apply_welcome),
    "model": MenuField(Step.WORDS, _draw_model, _apply_model),
    "language": MenuField(Step.WORDS, _draw_language, _apply_language),
    "retention": MenuField(Step.WORDS, _draw_retention, _apply_retention),
}
