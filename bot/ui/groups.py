"""The groups of commands that several files fill: `/server` and `/mod`.

A file declares its part as a subclass of `app_commands.Group` with the group's name and hands an
instance to `extend`, so that no file of commands needs another.
"""

from dataclasses import dataclass
from typing import Final

import discord
from discord import app_commands

from bot.domain.access import Use
from bot.ui.client import JamboreeClient
from bot.ui.gate import USE


@dataclass(frozen=True)
class _Root:
    description: str
    permissions: discord.Permissions
    use: Use


_ROOTS: Final = {
    "server": _Root("This server's rules", discord.Permissions(manage_guild=True), Use.MANAGE),
    "mod": _Root("For moderators", discord.Permissions(moderate_members=True), Use.MODERATE),
}


def extend(bot: JamboreeClient, part: app_commands.Group) -> None:
    """Add the commands of `part` to the group of the same name.

    Raises:
        CommandAlreadyRegistered: another part has a command of the same name.
        KeyError: there is no such group.
    """
    group = bot.tree.get_command(part.name)
    if not isinstance(group, app_commands.Group):
        group = _new_group(part.name)
        bot.tree.add_command(group)
    for command in tuple(part.commands):
        part.remove_command(command.name)
        group.add_command(command)


def _new_group(name: str) -> app_commands.Group:
    root = _ROOTS[name]
    return app_commands.Group(
        name=name,
        description=root.description,
        default_permissions=root.permissions,
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        extras={USE: root.use},
    )
