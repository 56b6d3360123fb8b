"""Lyrics that a member attaches as a text file, because no form holds so many."""

import asyncio

import discord

from bot.ui.refusals import LyricsFileUnusable

LARGEST_BYTES = 64 * 1024
"""Far more than the music service takes, and little enough to read while a member waits."""

_READ_WITHIN_SECONDS = 10


async def lyrics_in(file: discord.Attachment) -> str:
    """Return the text of an attached file.

    Raises:
        LyricsFileUnusable: it is too large, cannot be fetched, or is no text in UTF-8.
    """
    if file.size > LARGEST_BYTES:
        raise LyricsFileUnusable(LARGEST_BYTES)
    try:
        async with asyncio.timeout(_READ_WITHIN_SECONDS):
            content = await file.read()
    except (discord.HTTPException, TimeoutError) as error:
        raise LyricsFileUnusable(LARGEST_BYTES) from error
    if len(content) > LARGEST_BYTES or b"\0" in content:
        raise LyricsFileUnusable(LARGEST_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LyricsFileUnusable(LARGEST_BYTES) from error
