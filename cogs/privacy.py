"""/privacy: what is kept about people, as a file, and gone when they wish; servers that leave."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.access import Use
from bot.domain.ids import GuildId
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.gate import used_to
from bot.ui.panels import open_panel
from bot.ui.privacy import draw_policy, draw_question, send_records


class PrivacyCog(
    commands.GroupCog, group_name="privacy", group_description="What is kept about you"
):
    """Commands about one's own data. Nobody is ever kept from them."""

    def __init__(self, bot: JamboreeClient) -> None:
        self._bot = bot
        super().__init__()

    @used_to(Use.OWN)
    @app_commands.command(description="Get everything that is kept about you, as a file")
    async def export(self, interaction: Interaction) -> None:
        """Send it privately."""
        await send_records(interaction)

    @used_to(Use.OWN)
    @app_commands.command(description="Have everything about you erased; you are asked first")
    async def erase(self, interaction: Interaction) -> None:
        """Ask whether it is really meant."""
        await open_panel(interaction, draw_question(interaction.locale))

    @used_to(Use.OWN)
    @app_commands.command(description="What is kept about you, why, how long, and who sees it")
    async def policy(self, interaction: Interaction) -> None:
        """Tell it privately."""
        await interaction.response.send_message(
            embed=draw_policy(interaction.locale), ephemeral=True
        )

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Notice the servers that removed the bot, or took it back, while it was off.

        One of several processes sees only some of the servers and cannot tell.
        """
        if (self._bot.shard_count or 1) == 1:
            here = frozenset(GuildId(guild.id) for guild in self._bot.guilds)
            await self._bot.services.privacy.is_in(here)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Plan the end of a server's data."""
        await self._bot.services.privacy.left(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep the data of a server that is back."""
        await self._bot.services.privacy.joined(GuildId(guild.id))


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(PrivacyCog(bot))
