"""Deleting a song: the question before it, and what is to be done on Discord after it."""

from dataclasses import replace

import aiohttp
import discord
import structlog
from discord import ButtonStyle, Locale

from bot.domain.delivery import MessageRef
from bot.domain.library import Deletion
from bot.domain.songs import Song
from bot.ui.asking import guild_of, place_of
from bot.ui.client import Interaction
from bot.ui.figures import duration
from bot.ui.library_buttons import DeleteSongButton, KeepSongButton, subject_button
from bot.ui.painter import Painter
from bot.ui.panels import Panel
from bot.ui.surfaces import OwnMessage
from bot.ui.text import inline
from bot.ui.translation import translate

log = structlog.get_logger(__name__)

_TITLE_LIMIT = 80
_COLOUR = discord.Colour(0xDA373C)


def draw_question(song: Song, locale: Locale) -> Panel:
    """Return the question whether a song is really to be deleted."""
    title = inline(song.title, _TITLE_LIMIT) or translate(locale, "Untitled")
    question = translate(
        locale,
        "Delete {title}, version {position}, {length}? Its file, its words and its place on every"
        " message of mine go for good. What it cost stays spent.",
        title=f"**{title}**",
        position=song.position,
        length=duration(song.audio.duration_seconds),
    )
    return Panel(
        discord.Embed(description=question, colour=_COLOUR),
        (
            subject_button(
                DeleteSongButton,
                "delete",
                song.song_id,
                translate(locale, "Delete"),
                ButtonStyle.danger,
            ),
            subject_button(KeepSongButton, "keep", song.song_id, translate(locale, "Keep")),
        ),
    )


async def clear_postings(interaction: Interaction, deletion: Deletion) -> None:
    """Take a deleted song off the messages that showed its card once more, where that is possible.

    The courier sees to the job's own message.
    """
    client = interaction.client
    if not deletion.postings:
        return
    view = await client.services.library.view(deletion.song.job_id, guild_of(interaction))
    painter = Painter(client, client.archive)
    for posting in deletion.postings:
        place = replace(
            place_of(interaction, private=False),
            guild_id=posting.guild_id,
            channel_id=posting.channel_id,
        )
        message = MessageRef(posting.job_id, place, posting.message_id)
        try:
            await painter.paint(OwnMessage(client, place, posting.message_id), message, view)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("posting_not_cleared", job_id=posting.job_id, error=str(error))
