"""Lyrics that a member attaches as a text file, because no form holds so many."""

import discord

from bot.ui.attached_text import text_in
from bot.ui.refusals import LyricsFileUnusable

LARGEST_BYTES = 64 * 1024
"""Far more than the music service takes, and little enough to read while a member waits."""


async def lyrics_in(file: discord.Attachment) -> str:
    """Return the text of an attached file.

    Raises:
        LyricsFileUnusable: it is too large, cannot be fetched, or is no text in UTF-8.
    """
    text = await text_in(file, LARGEST_BYTES)
    if text is None:
        raise LyricsFileUnusable(LARGEST_BYTES)
    return text
