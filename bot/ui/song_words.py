"""A song's lyrics with the times at which they are sung."""

import discord

from bot.domain.errors import NoLyrics
from bot.domain.requests import TimelineRequest
from bot.domain.songs import Song
from bot.domain.sources import Source
from bot.ui.client import Interaction
from bot.ui.findings import lines_of_song, time_files
from bot.ui.ordering import order_at_once
from bot.ui.text import inline
from bot.ui.translation import translate

_TITLE_LIMIT = 80


async def show_words(interaction: Interaction, song: Song) -> None:
    """Show a song's words and times to the asker alone; the times are paid for once.

    Raises:
        NoLyrics: nothing is sung.
    """
    if not song.has_words:
        raise NoLyrics(song.job_id)
    known = await interaction.client.services.files.of_song(song)
    if known.timeline is None:
        source = Source.of_song(song.song_id)
        await order_at_once(interaction, TimelineRequest(source=source))
        return
    title = inline(song.title, _TITLE_LIMIT) or translate(interaction.locale, "Untitled")
    embed = discord.Embed(
        title=translate(interaction.locale, "Lyrics of {title}", title=title),
        description=lines_of_song(known.timeline),
    )
    files = time_files(known.timeline, song.title)
    await interaction.response.send_message(embed=embed, files=files, ephemeral=True)
