"""Whom a rule is for, as the options of a command say it."""

from typing import TypeAlias

import discord
from discord import app_commands

from bot.domain.access import AccessRule, AccessScope, Verdict
from bot.domain.ids import EVERYONE
from bot.domain.limits import LimitScope
from bot.ui.refusals import OneTargetOnly

AnyChannel: TypeAlias = app_commands.AppCommandChannel | app_commands.AppCommandThread


class RuledChannel(app_commands.Transformer):
    """An option that takes any channel or thread in which songs can be ordered.

    discord.py would offer media channels beside forums; Discord's description of its API does not
    know them.
    """

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Which kind of option it is."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Which channels can be chosen."""
        return [
            discord.ChannelType.text,
            discord.ChannelType.voice,
            discord.ChannelType.news,
            discord.ChannelType.stage_voice,
            discord.ChannelType.forum,
            discord.ChannelType.news_thread,
            discord.ChannelType.public_thread,
            discord.ChannelType.private_thread,
        ]

    async def transform(
        self, interaction: discord.Interaction[discord.Client], value: AnyChannel, /
    ) -> AnyChannel:
        """Hand the channel on."""
        return value


def target_of(
    role: discord.Role | None,
    member: discord.User | None,
    channel: AnyChannel | None,
    *,
    whole_server: bool,
) -> tuple[LimitScope, int]:
    """Return the one that is named, or everyone when none is; a thread stands for its channel.

    Raises:
        OneTargetOnly: several are named.
    """
    named: list[tuple[LimitScope, int]] = []
    if role is not None:
        named.append((LimitScope.EVERYONE, 0) if role.is_default() else (LimitScope.ROLE, role.id))
    if member is not None:
        named.append((LimitScope.MEMBER, member.id))
    if channel is not None:
        named.append((LimitScope.CHANNEL, _counted(channel)))
    if whole_server:
        named.append((LimitScope.SERVER, 0))
    if len(named) > 1:
        raise OneTargetOnly
    return named[0] if named else (LimitScope.EVERYONE, 0)


def rules_of(
    verdict: Verdict,
    role: discord.Role | None,
    member: discord.User | None,
    channel: AnyChannel | None,
) -> tuple[AccessRule, ...]:
    """Return a rule about access for each that is named; a thread stands for its channel."""
    named: list[tuple[AccessScope, int]] = []
    if role is not None:
        named.append((AccessScope.ROLE, EVERYONE if role.is_default() else role.id))
    if member is not None:
        named.append((AccessScope.MEMBER, member.id))
    if channel is not None:
        named.append((AccessScope.CHANNEL, _counted(channel)))
    return tuple(AccessRule(scope, subject_id, verdict) for scope, subject_id in named)


def _counted(channel: AnyChannel) -> int:
    return channel.parent_id if isinstance(channel, app_commands.AppCommandThread) else channel.id
