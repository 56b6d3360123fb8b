"""The tables. What a row must never be is said here, as constraints, not left to care in code.

States are closed lists and checked. Kinds (of jobs, accounts, lines, deliveries) are not: they
grow with the bot, and SQLite can change a check only by rebuilding the table.
"""

from storage.tables.access import access_rules, blocks, guild_settings, log_lines
from storage.tables.accountability import actions, chores, credit_requests, notices
from storage.tables.base import AnyRow, metadata
from storage.tables.credits import accounts, entries, entry_messages, holds, provider_charges
from storage.tables.deliveries import deliveries, member_choices, messages
from storage.tables.jams import (
    contributions,
    jam_bans,
    jam_boards,
    jam_jobs,
    jam_members,
    jam_notes,
    jam_rules,
    jams,
    job_authors,
    pledges,
    votes,
)
from storage.tables.jobs import announcements, jobs
from storage.tables.moderation import filters, member_notices, reviews, song_reports
from storage.tables.privacy import departures, erasing, erasures, pseudonyms
from storage.tables.reliability import circuits
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
from storage.tables.songs import (
    favourites,
    postings,
    retired_files,
    song_files,
    song_parents,
    songs,
    timelines,
    voices,
)

__all__ = [
    "AnyRow",
    "access_rules",
    "accounts",
    "actions",
    "allowance_states",
    "allowances",
    "announcements",
    "blocks",
    "budgets",
    "chores",
    "circuits",
    "contributions",
    "credit_requests",
    "deliveries",
    "departures",
    "entries",
    "entry_messages",
    "erasing",
    "erasures",
    "favourites",
    "filters",
    "guild_rules",
    "guild_settings",
    "holds",
    "jam_bans",
    "jam_boards",
    "jam_jobs",
    "jam_members",
    "jam_notes",
    "jam_rules",
    "jams",
    "job_authors",
    "jobs",
    "limits",
    "log_lines",
    "member_choices",
    "member_notices",
    "messages",
    "metadata",
    "notices",
    "pledges",
    "postings",
    "prices",
    "provider_charges",
    "pseudonyms",
    "retired_files",
    "reviews",
    "song_files",
    "song_parents",
    "song_reports",
    "songs",
    "timelines",
    "turn_weights",
    "turns",
    "voices",
    "votes",
]
