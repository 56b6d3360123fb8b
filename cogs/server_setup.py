"""/server setup, check, settings and turns: how a server is set up."""

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.domain.ids import EVERYONE, RoleId, UserId
from bot.domain.rules import TurnWeight
from bot.domain.turns import HEAVIEST
from bot.ui.answers import draw_turns
from bot.ui.asking import guild_of
from bot.ui.checkup import gaps_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.groups import extend
from bot.ui.refusals import NothingToSet
from bot.ui.server_summary import draw_check
from bot.ui.settings_import import send_settings, show_import
from bot.ui.setup_panel import open_setup
from bot.ui.setup_view import read_setup


class SetupCommands(app_commands.Group, name="server", description="This server's rules"):
    """Commands for managers about how the server is set up."""

    settings = app_commands.Group(name="settings", description="All settings as a file")

    @app_commands.command(description="Set everything up in a few steps, with menus alone")
    async def setup(self, interaction: Interaction) -> None:
        """Open the panel."""
        await open_setup(interaction)

    @app_commands.command(description="What is missing here, what is set, and what to do about it")
    async def check(self, interaction: Interaction) -> None:
        """Show it to the manager alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        view = await read_setup(interaction)
        spendable = await interaction.client.services.balance.spendable()
        gaps = gaps_of(view.guild, view.settings, interaction.locale)
        embed = draw_check(view, gaps, spendable, interaction.locale)
        await interaction.followup.send(embed=embed, ephemeral=True)

    @settings.command(description="Everything that is set here, as a file")
    async def export(self, interaction: Interaction) -> None:
        """Send the file to the manager alone."""
        await send_settings(interaction)

    @settings.command(name="import", description="Bring settings in; you see first what changes")
    @app_commands.describe(file="What /server settings export gave, here or on another server")
    async def import_file(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Show what would change, with the button that does it."""
        await show_import(interaction, file)

    @app_commands.command(description="How many turns roles get when orders wait")
    @app_commands.describe(
        role="Whose members get more turns",
        turns="How many turns for one; 1 takes the extra turns away",
    )
    async def turns(
        self,
        interaction: Interaction,
        role: discord.Role | None = None,
        turns: Range[int, 1, HEAVIEST] | None = None,
    ) -> None:
        """Set a role's turns, if they are given, and show those of all."""
        rules, guild_id = interaction.client.services.rules, guild_of(interaction)
        actor_id = UserId(interaction.user.id)
        if (role is None) != (turns is None):
            raise NothingToSet
        if role is not None and turns is not None:
            role_id = EVERYONE if role.is_default() else RoleId(role.id)
            if turns == 1:
                await rules.remove_weight(guild_id, role_id, actor_id=actor_id)
            else:
                weight = TurnWeight(guild_id, role_id, turns)
                await rules.set_weight(weight, actor_id=actor_id)
        embed = draw_turns(await rules.weights(guild_id), interaction.locale)
        await interaction.response.send_message(embed=embed, ephemeral=True)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    extend(bot, SetupCommands())
