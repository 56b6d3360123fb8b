"""Sentences for refusals about what is no longer kept."""

from collections.abc import Callable

from discord import Locale

from bot.domain.privacy import PromptForgotten
from bot.ui.translation import translate


def prompt_forgotten(error: PromptForgotten, locale: Locale) -> str:
    """Say that a song cannot be ordered again."""
    return translate(
        locale,
        "What this song was made from is no longer kept, so I cannot make it again. Nothing was"
        " charged. Order a new one with /create.",
    )


SENTENCES: tuple[Callable[..., str], ...] = (prompt_forgotten,)
"""All of them, for the one table of sentences."""
