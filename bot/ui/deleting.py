"""The question before a song is deleted."""

import discord
from discord import ButtonStyle, Locale

from bot.domain.songs import Song
from bot.ui.figures import duration
from bot.ui.library_buttons import DeleteSongButton, KeepSongButton, subject_button
from bot.ui.panels import Panel
from bot.ui.text import inline
from bot.ui.translation import translate

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
