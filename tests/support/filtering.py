"""Filters for tests."""

from datetime import UTC, datetime

from bot.domain.filters import EVERYWHERE, Filter, FilterAction, FilterKind, Scope
from bot.domain.ids import GuildId, UserId

NOW = datetime(2026, 11, 1, tzinfo=UTC)
MANAGER = UserId(900)


def rule(
    text: str,
    action: FilterAction = FilterAction.REFUSE,
    kind: FilterKind = FilterKind.WORDS,
    scopes: frozenset[Scope] = EVERYWHERE,
    guild_id: int = 1,
) -> Filter:
    """Return a filter that is not stored yet."""
    return Filter(None, GuildId(guild_id), kind, text, action, scopes, MANAGER, NOW)
