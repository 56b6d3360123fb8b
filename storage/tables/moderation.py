"""What servers filter, what moderators review, and what members report."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from bot.domain.filters import FilterAction, FilterKind
from storage.columns import WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata, one_of

filters = Table(
    "filters",
    metadata,
    Column("filter_id", WHOLE_NUMBER, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("kind", Choice(FilterKind), nullable=False),
    Column("text", FreeText, nullable=False),
    Column("action", Choice(FilterAction), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_by", WHOLE_NUMBER, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("guild_id", "kind", "text"),
    one_of("action", FilterAction),
    Index(None, "guild_id", "filter_id"),
    sqlite_strict=True,
)
"""`scopes` is a list, sorted, with spaces between."""
