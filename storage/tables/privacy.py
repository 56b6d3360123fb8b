"""Who wants to be forgotten, who was, and which servers the bot has left."""

from sqlalchemy import CheckConstraint, Column, Index, Table

from storage.columns import WHOLE_NUMBER, UtcTime
from storage.tables.base import metadata

erasures = Table(
    "erasures",
    metadata,
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("requested_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", WHOLE_NUMBER, nullable=False),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    Index(None, "due_at"),
    sqlite_strict=True,
)
"""Wishes to be erased; a row goes with the person. `due_at` is also the end of a lease."""

pseudonyms = Table(
    "pseudonyms",
    metadata,
    Column("pseudonym", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("erased_at", UtcTime, nullable=False),
    CheckConstraint("pseudonym < 0", name="pseudonym_negative"),
    sqlite_strict=True,
)

erasing = Table(
    "erasing",
    metadata,
    Column("since", UtcTime, primary_key=True),
    sqlite_strict=True,
)
"""Holds a row only within the transaction of an erasure.

While it does, the triggers that keep lines and actions as they are let names and words go.
"""

departures = Table(
    "departures",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("left_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Index(None, "due_at"),
    sqlite_strict=True,
)
