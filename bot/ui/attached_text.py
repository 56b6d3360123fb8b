"""Text files that people attach."""

import asyncio

import discord

_READ_WITHIN_SECONDS = 10


async def text_in(file: discord.Attachment, most_bytes: int) -> str | None:
    """Return the text of an attached file; None when it is too large, gone, or no UTF-8."""
    if file.size > most_bytes:
        return None
    try:
        async with asyncio.timeout(_READ_WITHIN_SECONDS):
            content = await file.read()
    except (discord.HTTPException, TimeoutError):
        return None
    if len(content) > most_bytes or b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
