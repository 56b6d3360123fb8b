"""A song's lyrics, with the times at which they are sung where those are known."""

from dataclasses import replace

import discord
from discord.ui import Button, View

from bot.domain.errors import NoLyrics, Refusal
from bot.domain.songs import Song
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.export_offers import MakeFileButton, price_of_file
from bot.ui.findings import time_files
from bot.ui.guarded import view_of
from bot.ui.labels import priced
from bot.ui.lyrics import draw_lyrics
from bot.ui.translation import translate

_TIMES = "times"


async def show_words(interaction: Interaction, song: Song) -> None:
    """Show a song's words to the asker alone, free of charge.

    The times of the words come as files where they are known; else a button with its price orders
    them, if they can be had.

    Raises:
        NoLyrics: nothing is sung.
    """
    if not song.has_words:
        raise NoLyrics(song.job_id)
    services = interaction.client.services
    view = await services.library.view(song.job_id, guild_of(interaction))
    answer = draw_lyrics(replace(view, songs=(song,)), interaction.locale)
    text = answer.file()
    files = [text] if text else []
    known = (await services.files.of_song(song)).timeline
    buttons = []
    if known is not None:
        files += time_files(known, song.title)
    else:
        buttons = await _offer(interaction, song)
    await interaction.response.send_message(
        embeds=list(answer.embeds), files=files, view=view_of(*buttons), ephemeral=True
    )


async def _offer(interaction: Interaction, song: Song) -> list[MakeFileButton]:
    """Return the button that orders the times of the words; none where they cannot be had."""
    try:
        price = await price_of_file(interaction, song, _TIMES)
    except Refusal:
        return []
    button = Button[View](
        label=priced(translate(interaction.locale, ".lrc and .srt"), price),
        custom_id=f"v1:makefile:{song.song_id}.{_TIMES}",
        style=discord.ButtonStyle.primary,
    )
    return [MakeFileButton(button)]
