"""The tables. What a row must never be is said here, as constraints, not left to care in code.

States are closed lists and checked. Kinds (of jobs, accounts, lines, deliveries) are not: they
grow with the bot, and SQLite can change a check only by rebuilding the table.
"""

from storage.tables.accountability import actions, chores, credit_requests, notices
from storage.tables.base import AnyRow, metadata
from storage.tables.credits import accounts, entries, holds
from storage.tables.deliveries import deliveries, messages
from storage.tables.jobs import announcements, jobs
from storage.tables.rules import (
    allowance_states,
    allowances,
    budgets,
    guild_rules,
    limits,
    prices,
    turn_weights,
    turns,
)
from storage.tables.songs import favourites, postings, song_parents, songs, voices

__all__ = [
    "AnyRow",
    "accounts",
    "actions",
    "allowance_states",
    "allowances",
    "announcements",
    "budgets",
    "chores",
    "credit_requests",
    "deliveries",
    "entries",
    "favourites",
    "guild_rules",
    "holds",
    "jobs",
    "limits",
    "messages",
    "metadata",
    "notices",
    "postings",
    "prices",
    "song_parents",
    "songs",
    "turn_weights",
    "turns",
    "voices",
]
