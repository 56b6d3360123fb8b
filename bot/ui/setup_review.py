"""The menus of `/server setup` about reviews and the log."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from discord import Locale

from bot.domain.ids import EVERYONE
from bot.domain.server_log import LogEvent
from bot.domain.servers import ReviewMode
from bot.ui.client import Interaction
from bot.ui.log_words import event_name
from bot.ui.refusals import ControlExpired
from bot.ui.setup_parts import (
    Menu,
    MenuField,
    Values,
    change_settings,
    choice_menu,
    number_menu,
    picked_channel,
    picked_number,
    picked_roles,
    role_menu,
    text_channel_menu,
)
from bot.ui.setup_view import SetupView, Step
from bot.ui.translation import translate, translate_plural

_FIRST: Final = (1, 2, 3, 5, 10, 20)


def _draw_review(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    options = [
        (ReviewMode.OFF, translate(locale, "Post songs without a review")),
        (ReviewMode.FLAGGED, translate(locale, "Review what a filter flags")),
        (ReviewMode.NEWCOMERS, translate(locale, "Review members' first songs")),
        (ReviewMode.ALWAYS, translate(locale, "Review every song")),
    ]
    words = translate(locale, "Which songs are reviewed")
    return choice_menu(custom_id, words, options, {view.settings.review})


async def _apply_review(interaction: Interaction, values: Values) -> None:
    if len(values) != 1 or values[0] not in tuple(ReviewMode):
        raise ControlExpired
    mode = ReviewMode(values[0])
    await change_settings(interaction, lambda held: replace(held, review=mode))


def _draw_review_channel(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    words = translate(locale, "Channel for reviews; none: /mod review alone")
    return text_channel_menu(custom_id, words, view, view.settings.review_channel_id)


async def _apply_review_channel(interaction: Interaction, values: Values) -> None:
    channel_id = picked_channel(interaction, values)
    await change_settings(interaction, lambda held: replace(held, review_channel_id=channel_id))


def _draw_review_first(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    def meaning(count: int) -> str:
        return translate_plural(
            locale,
            "Of newcomers: the first {count} song",
            "Of newcomers: the first {count} songs",
            count,
        )

    words = translate(locale, "How many first songs are reviewed")
    return number_menu(custom_id, words, _FIRST, view.settings.review_first, meaning)


async def _apply_review_first(interaction: Interaction, values: Values) -> None:
    first = picked_number(values)
    await change_settings(interaction, lambda held: replace(held, review_first=first))


def _draw_log_channel(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    words = translate(locale, "Log channel; none: no log")
    return text_channel_menu(custom_id, words, view, view.settings.log_channel_id)


async def _apply_log_channel(interaction: Interaction, values: Values) -> None:
    channel_id = picked_channel(interaction, values)
    await change_settings(interaction, lambda held: replace(held, log_channel_id=channel_id))


def _draw_alert_role(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    words = translate(locale, "Role that the log pings; none: nobody")
    role_id = view.settings.alert_role_id
    shown = () if role_id is None or view.guild.get_role(role_id) is None else (role_id,)
    return role_menu(custom_id, words, shown, 1)


async def _apply_alert_role(interaction: Interaction, values: Values) -> None:
    # Pinging everyone is nothing that a log should do.
    role_id = next((each for each in picked_roles(interaction, values) if each != EVERYONE), None)
    await change_settings(interaction, lambda held: replace(held, alert_role_id=role_id))


def _draw_alerts(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    options = [(event.value, event_name(event, locale)) for event in LogEvent]
    words = translate(locale, "What the role is pinged for")
    return choice_menu(custom_id, words, options, view.settings.alerts, several=True)


async def _apply_alerts(interaction: Interaction, values: Values) -> None:
    if not set(values) <= set(LogEvent):
        raise ControlExpired
    alerts = frozenset(LogEvent(value) for value in values)
    await change_settings(interaction, lambda held: replace(held, alerts=alerts))


REVIEW_FIELDS: Final[Mapping[str, MenuField]] = {
    "review": MenuField(Step.REVIEW, _draw_review, _apply_review),
    "review-channel": MenuField(Step.REVIEW, _draw_review_channel, _apply_review_channel),
    "review-first": MenuField(Step.REVIEW, _draw_review_first, _apply_review_first),
    "log-channel": MenuField(Step.LOG, _draw_log_channel, _apply_log_channel),
    "alert-role": MenuField(Step.LOG, _draw_alert_role, _apply_alert_role),
    "alerts": MenuField(Step.LOG, _draw_alerts, _apply_alerts),
}
