"""The one message with which the bot introduces itself to a server that it was added to."""

from datetime import timedelta
from typing import Final

import aiohttp
import discord
import structlog
from discord import Locale

from bot.domain.ids import GuildId
from bot.ui.checkup import greeting_channel
from bot.ui.client import JamboreeClient
from bot.ui.guarded import view_of
from bot.ui.rendering import guild_locale
from bot.ui.setup_panel import setup_button
from bot.ui.translation import translate

NEW_FOR: Final = timedelta(days=2)
"""So long after it was added the bot introduces itself, if it was away when that happened."""

_COLOUR: Final = discord.Colour(0x5865F2)

log = structlog.get_logger(__name__)


async def greet(client: JamboreeClient, guild: discord.Guild) -> None:
    """Read a server's settings, and post the greeting if the server is new and has not got it.

    A server gets it at most once, where the bot may write; nowhere if there is no such place.
    """
    services, guild_id = client.services, GuildId(guild.id)
    # What is drawn later without waiting, such as the language, is known from now on.
    await services.servers.settings(guild_id)
    joined_at = guild.me.joined_at
    if joined_at is None or client.clock.now() - joined_at > NEW_FOR:
        return
    channel = greeting_channel(guild)
    if channel is None or not await services.servers.greet(guild_id):
        return
    locale = guild_locale(client, guild.id)
    try:
        await channel.send(embed=draw_greeting(locale), view=view_of(setup_button(locale)))
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("greeting_not_sent", guild_id=guild.id, error=str(error))


def draw_greeting(locale: Locale) -> discord.Embed:
    """Return what a new server reads."""
    return discord.Embed(
        title=translate(locale, "🎵 Hello, let us make songs together"),
        description=translate(
            locale,
            "/create turns an idea into a song, and /help says what else there is. It works as it"
            " is. Who manages this server can set up in two minutes where songs are ordered, by"
            " whom, and what moderators see before.",
        ),
        colour=_COLOUR,
    )
