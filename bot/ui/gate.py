"""The gate on Discord's side: who uses what, where, before any command, button or form is heeded.

What something is for (`Use`) is said where it is declared: by `used_to` at a command, by `use` at
a button, menu or form. Where nothing is said, every rule of the server holds.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import discord
from discord import app_commands

from bot.domain.access import Caller, Use
from bot.domain.ids import ChannelId
from bot.ui.asking import guild_of, is_outside, parent_of, requester_of
from bot.ui.client import Interaction
from bot.ui.rights import MANAGE_SERVER, MODERATE, require

USE: Final = "use"
"""The key of a command's extras that says its `Use`."""

_RIGHTS: Final = {Use.MANAGE: MANAGE_SERVER, Use.MODERATE: MODERATE}

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group
Marked = TypeVar("Marked", bound=AnyCommand)


def used_to(use: Use) -> Callable[[Marked], Marked]:
    """Say what a command, or all commands of a group, are for; above `@app_commands.command`."""

    def mark(command: Marked) -> Marked:
        command.extras[USE] = use
        return command

    return mark


def use_of(command: AnyCommand) -> Use:
    """Return what a command is for, as it or the nearest group around it says."""
    place: AnyCommand | None = command
    while place is not None:
        said = place.extras.get(USE)
        if isinstance(said, Use):
            return said
        place = None if isinstance(place, app_commands.ContextMenu) else place.parent
    return Use.ORDER


async def admit(interaction: Interaction, use: Use) -> None:
    """Check that whoever uses `interaction` may use something.

    Raises:
        OnlyInServers, MemberLacksRight: it is for moderators or managers.
        MemberBlocked, AccessRefusal: a moderator or a rule of the server keeps them from it.
    """
    right = _RIGHTS.get(use)
    if right is not None:
        require(interaction, right)
    await interaction.client.services.access.check(caller_of(interaction), use)


def caller_of(interaction: Interaction) -> Caller:
    """Return who uses an interaction and where, with the roles that they have now."""
    requester = requester_of(interaction)
    channel = interaction.channel
    return Caller(
        guild_id=guild_of(interaction),
        user_id=requester.user_id,
        channel_id=None if channel is None else ChannelId(channel.id),
        parent_id=parent_of(interaction),
        role_ids=requester.role_ids,
        age_restricted=_is_age_restricted(channel),
        registered_at=requester.registered_at,
        joined_at=requester.joined_at,
        outside=is_outside(interaction),
    )


def _is_age_restricted(channel: object) -> bool:
    if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return bool(getattr(channel, "is_nsfw", bool)())
    return False
