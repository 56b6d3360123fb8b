"""What the menus of `/server setup` are made of."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from discord import ChannelType, Locale, SelectDefaultValue, SelectDefaultValueType, SelectOption
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


def _role_subject(guild_id: int, role_id: int) -> int:
    return EVERYONE if role_id == guild_id else role_id


def present(view: SetupView, channel_id: ChannelId | None) -> tuple[int, ...]:
    """Return a channel as a menu's choice; nothing when it is gone."""
    if channel_id is None or view.guild.get_channel(channel_id) is None:
        return ()
    return (channel_id,)


def picked_channels(interaction: Interaction, values: Values) -> tuple[ChannelId, ...]:
    """Return the chosen channels.

    Raises:
        ControlExpired: one of them is not of this server, which no menu offers.
    """
    guild = interaction.guild
    if guild is None or not all(value.isdecimal() for value in values):
        raise ControlExpired
    found = [guild.get_channel(int(value)) for value in values]
    if None in found:
        raise ControlExpired
    return tuple(ChannelId(int(value)) for value in values)


def picked_roles(interaction: Interaction, values: Values) -> tuple[RoleId, ...]:
    """Return the chosen roles; `EVERYONE` for that of all members.

    Raises:
        ControlExpired: one of them is not of this server, which no menu offers.
    """
    guild = interaction.guild
    if guild is None or not all(value.isdecimal() for value in values):
        raise ControlExpired
    found = [guild.get_role(int(value)) for value in values]
    if None in found:
        raise ControlExpired
    return tuple(RoleId(_role_subject(guild.id, int(value))) for value in values)


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
