"""The menus of `/server setup` about reviews that nobody decides, and about reports."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from discord import Locale

from bot.domain.servers import Overdue
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
from bot.ui.translation import translate, translate_plural

_HOURS: Final = (1, 6, 12, 24, 48, 72, 168)
_REPORTS: Final = (0, 1, 2, 3, 5, 10)


def _draw_hours(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    def meaning(hours: int) -> str:
        return translate_plural(
            locale,
            "Moderators have {count} hour to decide",
            "Moderators have {count} hours to decide",
            hours,
        )

    words = translate(locale, "How long a review may wait")
    return number_menu(custom_id, words, _HOURS, view.settings.review_hours, meaning)


async def _apply_hours(interaction: Interaction, values: Values) -> None:
    hours = picked_number(values)
    await change_settings(interaction, lambda held: replace(held, review_hours=hours))


def _draw_overdue(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    options = [
        (Overdue.REFUSE, translate(locale, "What nobody decided in time is refused")),
        (Overdue.APPROVE, translate(locale, "What nobody decided in time is approved")),
    ]
    words = translate(locale, "What happens when nobody decides")
    return choice_menu(custom_id, words, options, {view.settings.review_overdue})


async def _apply_overdue(interaction: Interaction, values: Values) -> None:
    if len(values) != 1 or values[0] not in tuple(Overdue):
        raise ControlExpired
    overdue = Overdue(values[0])
    await change_settings(interaction, lambda held: replace(held, review_overdue=overdue))


def _draw_threshold(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    def meaning(count: int) -> str:
        if not count:
            return translate(locale, "Reports hide no song by themselves")
        return translate_plural(
            locale,
            "{count} report hides a song behind a spoiler",
            "{count} reports hide a song behind a spoiler",
            count,
        )

    words = translate(locale, "How many reports hide a song")
    return number_menu(custom_id, words, _REPORTS, view.settings.report_threshold, meaning)


async def _apply_threshold(interaction: Interaction, values: Values) -> None:
    threshold = picked_number(values)
    await change_settings(interaction, lambda held: replace(held, report_threshold=threshold))


VERDICT_FIELDS: Final[Mapping[str, MenuField]] = {
    "review-hours": MenuField(Step.VERDICT, _draw_hours, _apply_hours),
    "review-overdue": MenuField(Step.VERDICT, _draw_overdue, _apply_overdue),
    "report-threshold": MenuField(Step.VERDICT, _draw_threshold, _apply_threshold),
}
