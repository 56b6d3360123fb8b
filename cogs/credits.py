"""/credits: what a member has, and where it went."""

from discord import app_commands
from discord.ext import commands

from bot.domain.ids import UserId
from bot.ui.asking import guild_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.statements import draw_statement


class CreditsCog(commands.GroupCog, group_name="credits", group_description="Your credits here"):
    """Commands about credits."""

    @app_commands.command(description="What you have, what is reserved and where the rest went")
    async def balance(self, interaction: Interaction) -> None:
        """Show the account to its owner alone."""
        statement = await interaction.client.services.credits.statement(
            guild_of(interaction), UserId(interaction.user.id)
        )
        await interaction.response.send_message(
            embed=draw_statement(statement, interaction.locale), ephemeral=True
        )


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(CreditsCog())
