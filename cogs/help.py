"""/help: what there is, by topic, and only what the asker may use here."""

from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.domain.access import Use
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.gate import used_to
from bot.ui.help_pages import Topic, draw_help, topic_name
from bot.ui.translation import DEFAULT_LOCALE


class HelpCog(commands.Cog):
    """The command that explains the others."""

    @used_to(Use.OWN)
    @app_commands.command(name="help", description="What there is, and what you may use here")
    @app_commands.describe(topic="What you want to know about; left out, everything in short")
    @app_commands.choices(
        topic=[Choice(name=topic_name(topic, DEFAULT_LOCALE), value=topic) for topic in Topic]
    )
    async def show_help(self, interaction: Interaction, topic: str | None = None) -> None:
        """Show it to the asker alone."""
        embed = await draw_help(interaction, None if topic is None else Topic(topic))
        await interaction.response.send_message(embed=embed, ephemeral=True)


async def setup(bot: JamboreeClient) -> None:
    """Add the command to the bot."""
    await bot.add_cog(HelpCog())
