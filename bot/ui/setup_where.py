"""The menus of `/server setup` about who may order, and where."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from discord import ChannelType, Locale

from bot.domain.access import AccessScope, NewcomerRule, Verdict
from bot.domain.ids import EVERYONE
from bot.domain.servers import ServerSettings
from bot.ui.client import Interaction
from bot.ui.setup_parts import (
    MOST,
    TEXT_CHANNELS,
    Menu,
    MenuField,
    Values,
    change_settings,
    channel_menu,
    number_menu,
    picked_channels,
    picked_number,
    picked_roles,
    role_menu,
    set_subjects,
    shown_of,
)
from bot.ui.setup_view import SetupView, Step
from bot.ui.translation import translate, translate_plural

_SONG_CHANNELS: Final = [*TEXT_CHANNELS, ChannelType.voice, ChannelType.forum]
_DAYS: Final = (0, 1, 3, 7, 14, 30, 90)


def _draw_song_channels(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    words = translate(locale, "Channels for songs; none chosen means all")
    known = {channel.id for channel in view.guild.channels}
    shown = shown_of(view.settings.access.song_channels & known)
    return channel_menu(custom_id, words, _SONG_CHANNELS, shown, MOST)


async def _apply_song_channels(interaction: Interaction, values: Values) -> None:
    picked = picked_channels(interaction, values)
    await set_subjects(interaction, AccessScope.CHANNEL, Verdict.ALLOW, picked)


def _draw_roles(
    verdict: Verdict, words: Callable[[Locale], str]
) -> Callable[[str, SetupView, Locale], Menu]:
    def draw(custom_id: str, view: SetupView, locale: Locale) -> Menu:
        subjects = view.settings.access.subjects(AccessScope.ROLE, verdict)
        known = {role.id for role in view.guild.roles}
        shown = shown_of(view.guild.id if each == EVERYONE else each for each in subjects)
        return role_menu(custom_id, words(locale), [s for s in shown if s in known], MOST)

    return draw


async def _apply_order_roles(interaction: Interaction, values: Values) -> None:
    picked = picked_roles(interaction, values)
    await set_subjects(interaction, AccessScope.ROLE, Verdict.ALLOW, picked)


async def _apply_trusted_roles(interaction: Interaction, values: Values) -> None:
    picked = picked_roles(interaction, values)
    await set_subjects(interaction, AccessScope.ROLE, Verdict.TRUST, picked)


def _draw_account_age(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    anybody = translate(locale, "Accounts of any age may order")

    def meaning(days: int) -> str:
        if not days:
            return anybody
        return translate_plural(
            locale,
            "Accounts from {count} day on may order",
            "Accounts from {count} days on may order",
            days,
        )

    held = view.settings.access.newcomers.account_days
    return number_menu(custom_id, anybody, _DAYS, held, meaning)


async def _apply_account_age(interaction: Interaction, values: Values) -> None:
    days = picked_number(values)
    await _change_newcomers(interaction, lambda held: replace(held, account_days=days))


def _draw_stay(custom_id: str, view: SetupView, locale: Locale) -> Menu:
    at_once = translate(locale, "New members may order at once")

    def meaning(days: int) -> str:
        if not days:
            return at_once
        return translate_plural(
            locale,
            "New members may order after {count} day",
            "New members may order after {count} days",
            days,
        )

    held = view.settings.access.newcomers.stay_days
    return number_menu(custom_id, at_once, _DAYS, held, meaning)


async def _apply_stay(interaction: Interaction, values: Values) -> None:
    days = picked_number(values)
    await _change_newcomers(interaction, lambda held: replace(held, stay_days=days))


async def _change_newcomers(
    interaction: Interaction, alter: Callable[[NewcomerRule], NewcomerRule]
) -> None:
    def change(held: ServerSettings) -> ServerSettings:
        newcomers = alter(held.access.newcomers)
        return replace(held, access=replace(held.access, newcomers=newcomers))

    await change_settings(interaction, change)


WHERE_FIELDS: Final[Mapping[str, MenuField]] = {
    "song-channels": MenuField(Step.WHERE, _draw_song_channels, _apply_song_channels),
    "order-roles": MenuField(
        Step.WHERE,
        _draw_roles(
            Verdict.ALLOW,
            lambda locale: translate(locale, "Roles that may order; none chosen means everyone"),
        ),
        _apply_order_roles,
    ),
    "account-age": MenuField(Step.WHERE, _draw_account_age, _apply_account_age),
    "stay": MenuField(Step.WHERE, _draw_stay, _apply_stay),
    "trusted-roles": MenuField(
        Step.REVIEW,
        _draw_roles(
            Verdict.TRUST,
            lambda locale: translate(locale, "Roles that are trusted: no review, never too new"),
        ),
        _apply_trusted_roles,
    ),
}
