"""Naming people."""

from discord import Locale

from bot.domain.ids import UserId
from bot.domain.privacy import is_forgotten
from bot.ui.translation import translate


def mention(user_id: UserId, locale: Locale) -> str:
    """Return somebody's mention, or what stands for whoever was erased."""
    if is_forgotten(user_id):
        return translate(locale, "a former member")
    return f"<@{user_id}>"
