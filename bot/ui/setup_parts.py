"""What the menus of `/server setup` are made of."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from discord import (
    ChannelType,
    Guild,
    Locale,
    SelectDefaultValue,
    SelectDefaultValueType,
    SelectOption,
)
from discord.ui import ChannelSelect, RoleSelect, Select, View
from discord.ui.select import BaseSelect

from bot.domain.access import AccessRule, AccessScope, Verdict
from bot.domain.ids import EVERYONE, ChannelId, RoleId, UserId
from bot.domain.servers import ServerSettings
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.refusals import ControlExpired
from bot.ui.setup_view import SetupView, Step

MOST: Final = 25
"""How many things a menu takes at most."""

TEXT_CHANNELS: Final = [ChannelType.text, ChannelType.news]

Menu = BaseSelect[View]
Values = tuple[str, ...]


@dataclass(frozen=True)
class MenuField:
    """One menu: where it stands, how it is drawn, and what choosing does."""

    step: Step
    draw: Callable[[str, SetupView, Locale], Menu]
    """Given the custom id."""
    apply: Callable[[Interaction, Values], Awaitable[None]]


async def change_settings(
    interaction: Interaction, alter: Callable[[ServerSettings], ServerSettings]
) -> None:
    """Change the server's settings on behalf of whoever chose."""
    await interaction.client.services.servers.change(
        guild_of(interaction), alter, actor_id=UserId(interaction.user.id)
    )


async def set_subjects(
    interaction: Interaction, scope: AccessScope, verdict: Verdict, picked: Iterable[int]
) -> None:
    """Replace the rules of one scope and verdict that the menu shows by what was chosen."""
    wanted = {AccessRule(scope, subject_id, verdict) for subject_id in picked}

    def alter(held: ServerSettings) -> ServerSettings:
        access = held.access
        shown = shown_of(access.subjects(scope, verdict))
        kept = {
            rule
            for rule in access.rules
            if (rule.scope, rule.verdict) != (scope, verdict) or rule.subject_id not in shown
        }
        if verdict is Verdict.ALLOW:
            # As in `/server access`: what is allowed now is denied no more.
            kept -= {replace(rule, verdict=Verdict.DENY) for rule in wanted}
        return replace(held, access=replace(access, rules=frozenset(kept | wanted)))

    await change_settings(interaction, alter)


def shown_of(subjects: Iterable[int]) -> tuple[int, ...]:
    """Return those of many subjects that one menu has room for."""
    return tuple(sorted(subjects)[:MOST])


def picked_channels(interaction: Interaction, values: Values) -> tuple[ChannelId, ...]:
    """Return the chosen channels.

    Raises:
        ControlExpired: one of them is not of this server, which no menu offers.
    """
    chosen = _picked(_guild(interaction).get_channel, values)
    return tuple(ChannelId(number) for number in chosen)


def picked_channel(interaction: Interaction, values: Values) -> ChannelId | None:
    """Return the chosen channel, or None when none was chosen.

    Raises:
        ControlExpired: it is not of this server, which no menu offers.
    """
    return next(iter(picked_channels(interaction, values)), None)


def picked_roles(interaction: Interaction, values: Values) -> tuple[RoleId, ...]:
    """Return the chosen roles; `EVERYONE` for that of all members.

    Raises:
        ControlExpired: one of them is not of this server, which no menu offers.
    """
    guild = _guild(interaction)
    chosen = _picked(guild.get_role, values)
    return tuple(RoleId(EVERYONE if number == guild.id else number) for number in chosen)


def _guild(interaction: Interaction) -> Guild:
    if interaction.guild is None:
        raise ControlExpired
    return interaction.guild


def _picked(find: Callable[[int], object], values: Values) -> list[int]:
    numbers = [int(value) for value in values if value.isdecimal()]
    if len(numbers) < len(values) or None in map(find, numbers):
        raise ControlExpired
    return numbers


def picked_number(values: Values) -> int:
    """Return the one number that was chosen.

    Raises:
        ControlExpired: it is none.
    """
    if len(values) != 1 or not values[0].isdecimal():
        raise ControlExpired
    if len(values[0]) > 9:
        raise ControlExpired
    return int(values[0])


def channel_menu(
    custom_id: str, words: str, types: list[ChannelType], shown: Iterable[int], most: int
) -> Menu:
    """Return a menu of channels."""
    return ChannelSelect(
        custom_id=custom_id,
        placeholder=words,
        channel_types=types,
        min_values=0,
        max_values=most,
        default_values=[
            SelectDefaultValue(id=number, type=SelectDefaultValueType.channel) for number in shown
        ],
    )


def text_channel_menu(
    custom_id: str, words: str, view: SetupView, channel_id: ChannelId | None
) -> Menu:
    """Return a menu of at most one channel for text; `channel_id` is shown unless it is gone."""
    shown = [] if channel_id is None or not view.guild.get_channel(channel_id) else [channel_id]
    return channel_menu(custom_id, words, TEXT_CHANNELS, shown, 1)


def role_menu(custom_id: str, words: str, shown: Iterable[int], most: int) -> Menu:
    """Return a menu of roles."""
    return RoleSelect(
        custom_id=custom_id,
        placeholder=words,
        min_values=0,
        max_values=most,
        default_values=[
            SelectDefaultValue(id=number, type=SelectDefaultValueType.role) for number in shown
        ],
    )


def choice_menu(
    custom_id: str,
    words: str,
    options: Iterable[tuple[str, str]],
    shown: Iterable[str],
    *,
    several: bool = False,
) -> Menu:
    """Return a menu of `options`, each a value and its words; `several` lets none be chosen."""
    selected = set(shown)
    listed = [
        SelectOption(value=value, label=label[:100], default=value in selected)
        for value, label in options
    ][:MOST]
    return Select(
        custom_id=custom_id,
        placeholder=words,
        options=listed,
        min_values=0 if several else 1,
        max_values=len(listed) if several else 1,
    )


def number_menu(
    custom_id: str,
    words: str,
    offered: Iterable[int],
    held: int | None,
    meaning: Callable[[int], str],
    *,
    none: tuple[str, str] | None = None,
) -> Menu:
    """Return a menu of numbers in order: those that are offered, and the one that holds.

    `meaning` says what a number means; `none` is what else may hold, its value and its words.
    """
    numbers = sorted({*offered} if held is None else {*offered, held})
    options = [] if none is None else [none]
    options += [(str(number), meaning(number)) for number in numbers]
    shown = none[0] if none and held is None else str(held)
    return choice_menu(custom_id, words, options, {shown})
