"""Keeping what is said within what Discord takes."""

from collections.abc import Sequence

import discord

from bot.domain.text import length
from bot.ui.text import ELLIPSIS, shorten

MESSAGE_LIMIT = 2000
"""Letters of a message's content."""
EMBED_LIMIT = 6000
"""Letters of a message's embeds, all their parts together."""


def fitted(marked: str, limit: int = MESSAGE_LIMIT) -> str:
    """Return text with mark-up in it, cut to at most `limit` UTF-16 units, an ellipsis included.

    No letter is split, and no backslash parted from the mark-up that it switches off.
    """
    cut = shorten(marked, limit)
    if cut == marked:
        return marked
    kept = cut.removesuffix(ELLIPSIS)
    backslashes = len(kept) - len(kept.rstrip("\\"))
    return kept[: len(kept) - backslashes % 2] + ELLIPSIS


def first_that_fit(texts: Sequence[str], separator: str, limit: int) -> list[str]:
    """Return the texts from the first on, as many as `limit` UTF-16 units hold when joined."""
    kept: list[str] = []
    taken = 0
    for text in texts:
        taken += length(text) + (length(separator) if kept else 0)
        if taken > limit:
            break
        kept.append(text)
    return kept


def room_in(embed: discord.Embed) -> int:
    """Return how many UTF-16 units an embed has room for besides what it holds."""
    fields = [text for field in embed.fields for text in (field.name, field.value)]
    texts = (embed.title, embed.description, embed.footer.text, embed.author.name, *fields)
    return EMBED_LIMIT - sum(length(text or "") for text in texts)
