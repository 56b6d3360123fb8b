"""Jams: their people, contributions, votes and pledges, and what is shown of them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.jams.bookkeeping import JamJobPurpose, NoteKind
from bot.domain.jams.entries import ContributionState
from bot.domain.jams.modes import JamEnd, JamMode, JamPayer, JamPhase, TurnOrder
from bot.domain.jams.money import PledgeState
from bot.domain.jams.people import MemberState
from storage.columns import WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata, one_of

jams = Table(
    "jams",
    metadata,
    Column("jam_id", Text, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("channel_id", WHOLE_NUMBER, nullable=False),
    Column("thread_id", WHOLE_NUMBER, nullable=False),
    Column("host_id", WHOLE_NUMBER, nullable=False),
    Column("host_name", FreeText, nullable=False),
    Column("host_roles", Text, nullable=False),
    Column("theme", FreeText, nullable=False),
    Column("style", FreeText, nullable=False),
    Column("model", FreeText, nullable=False),
    Column("mode", Choice(JamMode), nullable=False),
    Column("payer", Choice(JamPayer), nullable=False),
    Column("turn_order", Choice(TurnOrder), nullable=False),
    Column("length_seconds", WHOLE_NUMBER, nullable=False),
    Column("most_people", WHOLE_NUMBER, nullable=False),
    Column("songs", WHOLE_NUMBER, nullable=False),
    Column("announce", WHOLE_NUMBER, nullable=False),
    Column("phase", Choice(JamPhase), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime),
    Column("idempotency_key", FreeText, nullable=False),
    Column("round", WHOLE_NUMBER, nullable=False),
    Column("previous_id", Text, ForeignKey("jams.jam_id")),
    Column("parts", WHOLE_NUMBER, nullable=False),
    Column("turn_number", WHOLE_NUMBER),
    Column("turn_slot", Text),
    Column("turn_user_id", WHOLE_NUMBER),
    Column("turn_ends_at", UtcTime),
    Column("turn_last_id", WHOLE_NUMBER),
    Column("ordered", WHOLE_NUMBER, nullable=False),
    Column("obstacle", Text, nullable=False),
    Column("try_at", UtcTime),
    Column("ending", Choice(JamEnd)),
    Column("end_reason", FreeText, nullable=False),
    Column("ended_at", UtcTime),
    Column("due_at", UtcTime),
    Column("version", WHOLE_NUMBER, nullable=False),
    UniqueConstraint("idempotency_key"),
    UniqueConstraint("previous_id"),
    one_of("mode", JamMode),
    one_of("phase", JamPhase),
    one_of("payer", JamPayer),
    CheckConstraint("length_seconds > 0", name="length_positive"),
    CheckConstraint("most_people >= 2", name="most_people_enough"),
    CheckConstraint("songs IN (1, 2)", name="songs_one_or_two"),
    CheckConstraint("announce IN (0, 1)", name="announce_yes_or_no"),
    CheckConstraint("ordered IN (0, 1)", name="ordered_yes_or_no"),
    CheckConstraint("round >= 1", name="round_positive"),
    CheckConstraint("version >= 1", name="version_positive"),
    CheckConstraint(
        "(phase IN ('done', 'cancelled')) = (ended_at IS NOT NULL)", name="ended_has_time"
    ),
    CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="ended_has_cause"),
    CheckConstraint("ended_at IS NULL OR due_at IS NULL", name="ended_is_not_due"),
    Index(None, "due_at"),
    Index(None, "guild_id", "created_at"),
    Index(None, "guild_id", "host_id", "created_at"),
    Index(None, "thread_id", "created_at"),
    Index(
        "ix_jams_open",
        "guild_id",
        "host_id",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    sqlite_strict=True,
)
"""`due_at` is when a worker looks at it next, or until when one holds it."""

jam_members = Table(
    "jam_members",
    metadata,
    Column("jam_id", Text, ForeignKey("jams.jam_id"), primary_key=True),
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("name", FreeText, nullable=False),
    Column("place", WHOLE_NUMBER, nullable=False),
    Column("state", Choice(MemberState), nullable=False),
    Column("joined_at", UtcTime, nullable=False),
    one_of("state", MemberState),
    Index("ix_jam_members_place", "jam_id", "place", unique=True),
    Index(None, "user_id"),
    sqlite_strict=True,
)

jam_bans = Table(
    "jam_bans",
    metadata,
    Column("jam_id", Text, ForeignKey("jams.jam_id"), primary_key=True),
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("reason", FreeText, nullable=False),
    Column("actor_id", WHOLE_NUMBER, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index(None, "user_id"),
    sqlite_strict=True,
)

_LIVE = text("state = 'live'")
_SOLE = text("state = 'live' AND sole = 1")

contributions = Table(
    "contributions",
    metadata,
    Column("contribution_id", WHOLE_NUMBER, primary_key=True),
    Column("jam_id", Text, ForeignKey("jams.jam_id"), nullable=False),
    Column("slot", Text, nullable=False),
    Column("author_id", WHOLE_NUMBER, nullable=False),
    Column("text", FreeText, nullable=False),
    Column("state", Choice(ContributionState), nullable=False),
    Column("entered_at", UtcTime, nullable=False),
    Column("sole", WHOLE_NUMBER, nullable=False),
    Column("chosen", WHOLE_NUMBER, nullable=False),
    Column("struck_by", WHOLE_NUMBER),
    Column("struck_reason", FreeText, nullable=False),
    Column("struck_at", UtcTime),
    UniqueConstraint("contribution_id", "author_id"),
    one_of("state", ContributionState),
    CheckConstraint("sole IN (0, 1)", name="sole_yes_or_no"),
    CheckConstraint("chosen IN (0, 1)", name="chosen_yes_or_no"),
    CheckConstraint("state <> 'withdrawn' OR text = ''", name="withdrawn_is_gone"),
    CheckConstraint("(state = 'struck') = (struck_at IS NOT NULL)", name="struck_has_time"),
    Index(None, "jam_id", "contribution_id"),
    Index(None, "author_id"),
    Index(
        "uq_contributions_of_author",
        "jam_id",
        "slot",
        "author_id",
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    ),
    Index(
        "uq_contributions_of_slot",
        "jam_id",
        "slot",
        unique=True,
        sqlite_where=_SOLE,
        postgresql_where=_SOLE,
    ),
    sqlite_strict=True,
)
"""`sole`: the only one that its slot takes, as in turns."""

votes = Table(
    "votes",
    metadata,
    Column("jam_id", Text, ForeignKey("jams.jam_id"), primary_key=True),
    Column("ballot", Text, primary_key=True),
    Column("voter_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("contribution_id", WHOLE_NUMBER, nullable=False),
    Column("author_id", WHOLE_NUMBER, nullable=False),
    ForeignKeyConstraint(
        ["contribution_id", "author_id"],
        ["contributions.contribution_id", "contributions.author_id"],
        onupdate="CASCADE",
    ),
    CheckConstraint("voter_id <> author_id", name="never_for_oneself"),
    Index(None, "contribution_id"),
    sqlite_strict=True,
)
"""One vote for each person and ballot. Once it is counted, `voter_id` is a number below zero."""

pledges = Table(
    "pledges",
    metadata,
    Column("pledge_id", WHOLE_NUMBER, primary_key=True),
    Column("jam_id", Text, ForeignKey("jams.jam_id"), nullable=False),
    Column("user_id", WHOLE_NUMBER, nullable=False),
    Column("account_id", WHOLE_NUMBER, ForeignKey("accounts.account_id"), nullable=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("state", Choice(PledgeState), nullable=False),
    Column("used", WHOLE_NUMBER, nullable=False),
    Column("job_id", Text, ForeignKey("jobs.job_id")),
    Column("created_at", UtcTime, nullable=False),
    Column("resolved_at", UtcTime),
    one_of("state", PledgeState),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("used >= 0 AND used <= amount", name="used_within_amount"),
    CheckConstraint("(state = 'used') = (used > 0)", name="used_only_when_used"),
    CheckConstraint("(state = 'used') = (job_id IS NOT NULL)", name="used_has_job"),
    CheckConstraint("(state = 'pending') = (resolved_at IS NULL)", name="resolved_has_time"),
    Index(
        "uq_pledges_pending",
        "jam_id",
        "user_id",
        "account_id",
        unique=True,
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(None, "account_id", "state"),
    Index(None, "user_id"),
    Index(None, "job_id"),
    sqlite_strict=True,
)
"""Credits set aside; pending ones count in `accounts.held`, as the holds of jobs do."""

jam_jobs = Table(
    "jam_jobs",
    metadata,
    Column("job_id", Text, ForeignKey("jobs.job_id"), primary_key=True),
    Column("jam_id", Text, ForeignKey("jams.jam_id"), nullable=False),
    Column("purpose", Choice(JamJobPurpose), nullable=False),
    Column("slot", Text, nullable=False),
    Column("contribution_id", WHOLE_NUMBER, ForeignKey("contributions.contribution_id")),
    Index(None, "jam_id"),
    sqlite_strict=True,
)

job_authors = Table(
    "job_authors",
    metadata,
    Column("job_id", Text, ForeignKey("jobs.job_id"), primary_key=True),
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("position", WHOLE_NUMBER, nullable=False),
    Column("name", FreeText, nullable=False),
    Index(None, "user_id", "job_id"),
    sqlite_strict=True,
)
"""Whose songs a job makes, where that is not its requester alone."""

jam_rules = Table(
    "jam_rules",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("at_once", WHOLE_NUMBER, nullable=False),
    Column("per_server", WHOLE_NUMBER, nullable=False),
    Column("per_host", WHOLE_NUMBER, nullable=False),
    Column("host_at_once", WHOLE_NUMBER, nullable=False),
    Column("most_people", WHOLE_NUMBER, nullable=False),
    Column("wallet_pays", WHOLE_NUMBER, nullable=False),
    Column("match_percent", WHOLE_NUMBER, nullable=False),
    Column("match_ceiling", WHOLE_NUMBER),
    CheckConstraint("at_once >= 0", name="at_once_not_negative"),
    CheckConstraint("per_server >= 0", name="per_server_not_negative"),
    CheckConstraint("per_host >= 0", name="per_host_not_negative"),
    CheckConstraint("host_at_once >= 0", name="host_at_once_not_negative"),
    CheckConstraint("most_people >= 2", name="most_people_enough"),
    CheckConstraint("wallet_pays IN (0, 1)", name="wallet_pays_yes_or_no"),
    CheckConstraint("match_percent >= 0", name="match_percent_not_negative"),
    CheckConstraint("match_ceiling >= 0", name="match_ceiling_not_negative"),
    sqlite_strict=True,
)

jam_boards = Table(
    "jam_boards",
    metadata,
    Column("jam_id", Text, ForeignKey("jams.jam_id"), primary_key=True),
    Column("message_id", WHOLE_NUMBER),
    Column("revision", WHOLE_NUMBER, nullable=False),
    Column("drawn", WHOLE_NUMBER, nullable=False),
    Column("drawn_at", UtcTime),
    Column("due_at", UtcTime),
    Column("leased", WHOLE_NUMBER, nullable=False),
    Column("attempts", WHOLE_NUMBER, nullable=False),
    CheckConstraint("drawn <= revision", name="drawn_within_revision"),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    CheckConstraint("leased IN (0, 1)", name="leased_yes_or_no"),
    Index(None, "due_at"),
    sqlite_strict=True,
)
"""`due_at` is the end of the lease while `leased`; null when nothing is to be drawn."""

jam_notes = Table(
    "jam_notes",
    metadata,
    Column("note_id", WHOLE_NUMBER, primary_key=True),
    Column("jam_id", Text, ForeignKey("jams.jam_id"), nullable=False),
    Column("kind", Choice(NoteKind), nullable=False),
    Column("user_id", WHOLE_NUMBER, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", FreeText, nullable=False),
    Column("quoted", FreeText, nullable=False),
    Column("attempts", WHOLE_NUMBER, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("due_at", UtcTime),
    UniqueConstraint("jam_id", "kind", "user_id", "subject"),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    Index(None, "due_at"),
    Index(None, "user_id"),
    sqlite_strict=True,
)
