"""The least that discord.py can do: one command whose answer is a constant."""

import os

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket


class BareBot(discord.Client):
    """Answers `/create` with a constant."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Register the command, and ask where the gateway is."""
        await self.tree.sync()
        _, gateway_url, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


def main() -> None:
    """Run until killed."""
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    bot = BareBot()

    @bot.tree.command(description="Answers with a constant")
    @app_commands.describe(idea="Is not looked at")
    async def create(interaction: discord.Interaction, idea: str) -> None:
        await interaction.response.send_message("constant")

    bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
