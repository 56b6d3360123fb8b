"""Jams: their people, contributions, votes, pledges, boards; and the authors of shared songs."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add tables, and to each order the jam that it is for; the version before works on."""
    make_jams()
    make_jam_members()
    make_jam_bans()
    make_contributions()
    make_votes()
    make_pledges()
    make_jam_jobs()
    make_job_authors()
    make_jam_rules()
    make_jam_boards()
    make_jam_notes()
    op.add_column("jobs", sa.Column("jam_id", TEXT))


def number(name: str, *, key: bool = False, nullable: bool = False) -> sa.Column[int]:
    if key:
        return sa.Column(name, WHOLE_NUMBER, nullable=False, autoincrement=False)
    return sa.Column(name, WHOLE_NUMBER, nullable=nullable)


def words(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=nullable)


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def make_jams() -> None:
    op.create_table(
        "jams",
        words("jam_id"),
        number("guild_id"),
        number("channel_id"),
        number("thread_id"),
        number("host_id"),
        words("host_name"),
        words("host_roles"),
        words("theme"),
        words("style"),
        words("model"),
        words("mode"),
        words("payer"),
        words("turn_order"),
        number("length_seconds"),
        number("most_people"),
        number("songs"),
        number("announce"),
        words("phase"),
        number("created_at"),
        number("ends_at", nullable=True),
        words("idempotency_key"),
        number("round"),
        words("previous_id", nullable=True),
        number("parts"),
        number("turn_number", nullable=True),
        words("turn_slot", nullable=True),
        number("turn_user_id", nullable=True),
        number("turn_ends_at", nullable=True),
        number("turn_last_id", nullable=True),
        number("ordered"),
        words("obstacle"),
        number("try_at", nullable=True),
        words("ending", nullable=True),
        words("end_reason"),
        number("ended_at", nullable=True),
        number("due_at", nullable=True),
        number("version"),
        sa.PrimaryKeyConstraint("jam_id", name="pk_jams"),
        sa.ForeignKeyConstraint(["previous_id"], ["jams.jam_id"], name="fk_jams_previous_id"),
        sa.UniqueConstraint("idempotency_key", name="uq_jams_idempotency_key"),
        sa.UniqueConstraint("previous_id", name="uq_jams_previous_id"),
        check("jams", "payer_known", "payer IN ('pledges', 'host', 'wallet')"),
        check("jams", "length_positive", "length_seconds > 0"),
        check("jams", "ordered_yes_or_no", "ordered IN (0, 1)"),
        check(
            "jams", "ended_has_time", "(phase IN ('done', 'cancelled')) = (ended_at IS NOT NULL)"
        ),
        check("jams", "ended_has_cause", "(ending IS NULL) = (ended_at IS NULL)"),
        check("jams", "most_people_enough", "most_people >= 2"),
        check("jams", "round_positive", "round >= 1"),
        check("jams", "ended_is_not_due", "ended_at IS NULL OR due_at IS NULL"),
        check("jams", "mode_known", "mode IN ('verses', 'slots', 'battle')"),
        check(
            "jams",
            "phase_known",
            "phase IN ('gathering', 'writing', 'proposing', 'voting', 'composing', 'choosing', 'done', 'cancelled')",
        ),
        check("jams", "songs_one_or_two", "songs IN (1, 2)"),
        check("jams", "version_positive", "version >= 1"),
        check("jams", "announce_yes_or_no", "announce IN (0, 1)"),
        sqlite_strict=True,
    )
    op.create_index("ix_jams_due_at", "jams", ["due_at"])
    op.create_index("ix_jams_guild_id_created_at", "jams", ["guild_id", "created_at"])
    op.create_index(
        "ix_jams_guild_id_host_id_created_at", "jams", ["guild_id", "host_id", "created_at"]
    )
    op.create_index(
        "ix_jams_open",
        "jams",
        ["guild_id", "host_id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_jams_thread_id_created_at", "jams", ["thread_id", "created_at"])


def make_jam_members() -> None:
    op.create_table(
        "jam_members",
        words("jam_id"),
        number("user_id", key=True),
        words("name"),
        number("place"),
        words("state"),
        number("joined_at"),
        sa.PrimaryKeyConstraint("jam_id", "user_id", name="pk_jam_members"),
        sa.ForeignKeyConstraint(["jam_id"], ["jams.jam_id"], name="fk_jam_members_jam_id"),
        check("jam_members", "state_known", "state IN ('here', 'away', 'left', 'banned')"),
        sqlite_strict=True,
    )
    op.create_index("ix_jam_members_place", "jam_members", ["jam_id", "place"], unique=True)
    op.create_index("ix_jam_members_user_id", "jam_members", ["user_id"])


def make_jam_bans() -> None:
    op.create_table(
        "jam_bans",
        words("jam_id"),
        number("user_id", key=True),
        words("reason"),
        number("actor_id"),
        number("created_at"),
        sa.PrimaryKeyConstraint("jam_id", "user_id", name="pk_jam_bans"),
        sa.ForeignKeyConstraint(["jam_id"], ["jams.jam_id"], name="fk_jam_bans_jam_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_jam_bans_user_id", "jam_bans", ["user_id"])


def make_contributions() -> None:
    op.create_table(
        "contributions",
        number("contribution_id"),
        words("jam_id"),
        words("slot"),
        number("author_id"),
        words("text"),
        words("state"),
        number("entered_at"),
        number("sole"),
        number("chosen"),
        number("struck_by", nullable=True),
        words("struck_reason"),
        number("struck_at", nullable=True),
        sa.PrimaryKeyConstraint("contribution_id", name="pk_contributions"),
        sa.ForeignKeyConstraint(["jam_id"], ["jams.jam_id"], name="fk_contributions_jam_id"),
        sa.UniqueConstraint(
            "contribution_id", "author_id", name="uq_contributions_contribution_id_author_id"
        ),
        check("contributions", "state_known", "state IN ('live', 'withdrawn', 'struck')"),
        check("contributions", "sole_yes_or_no", "sole IN (0, 1)"),
        check("contributions", "chosen_yes_or_no", "chosen IN (0, 1)"),
        check("contributions", "withdrawn_is_gone", "state <> 'withdrawn' OR text = ''"),
        check("contributions", "struck_has_time", "(state = 'struck') = (struck_at IS NOT NULL)"),
        sqlite_strict=True,
    )
    op.create_index("ix_contributions_author_id", "contributions", ["author_id"])
    op.create_index(
        "ix_contributions_jam_id_contribution_id", "contributions", ["jam_id", "contribution_id"]
    )
    op.create_index(
        "uq_contributions_of_author",
        "contributions",
        ["jam_id", "slot", "author_id"],
        unique=True,
        sqlite_where=sa.text("state = 'live'"),
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_index(
        "uq_contributions_of_slot",
        "contributions",
        ["jam_id", "slot"],
        unique=True,
        sqlite_where=sa.text("state = 'live' AND sole = 1"),
        postgresql_where=sa.text("state = 'live' AND sole = 1"),
    )


def make_votes() -> None:
    op.create_table(
        "votes",
        words("jam_id"),
        words("ballot"),
        number("voter_id", key=True),
        number("contribution_id"),
        number("author_id"),
        sa.PrimaryKeyConstraint("jam_id", "ballot", "voter_id", name="pk_votes"),
        sa.ForeignKeyConstraint(
            ["contribution_id", "author_id"],
            ["contributions.contribution_id", "contributions.author_id"],
            onupdate="CASCADE",
            name="fk_votes_contribution_id_author_id",
        ),
        sa.ForeignKeyConstraint(["jam_id"], ["jams.jam_id"], name="fk_votes_jam_id"),
        check("votes", "never_for_oneself", "voter_id <> author_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_votes_contribution_id", "votes", ["contribution_id"])


def make_pledges() -> None:
    op.create_table(
        "pledges",
        number("pledge_id"),
        words("jam_id"),
        number("user_id"),
        number("account_id"),
        number("amount"),
        words("state"),
        number("used"),
        words("job_id", nullable=True),
        number("created_at"),
        number("resolved_at", nullable=True),
        sa.PrimaryKeyConstraint("pledge_id", name="pk_pledges"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name="fk_pledges_account_id"
        ),
        sa.ForeignKeyConstraint(["jam_id"], ["jams.jam_id"], name="fk_pledges_jam_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_pledges_job_id"),
        check("pledges", "used_within_amount", "used >= 0 AND used <= amount"),
        check("pledges", "state_known", "state IN ('pending', 'used', 'released')"),
        check("pledges", "used_only_when_used", "(state = 'used') = (used > 0)"),
        check("pledges", "resolved_has_time", "(state = 'pending') = (resolved_at IS NULL)"),
        check("pledges", "used_has_job", "(state = 'used') = (job_id IS NOT NULL)"),
        check("pledges", "amount_positive", "amount > 0"),
        sqlite_strict=True,
    )
    op.create_index("ix_pledges_account_id_state", "pledges", ["account_id", "state"])
    op.create_index("ix_pledges_job_id", "pledges", ["job_id"])
    op.create_index("ix_pledges_user_id", "pledges", ["user_id"])
    op.create_index(
        "uq_pledges_pending",
        "pledges",
        ["jam_id", "user_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def make_jam_jobs() -> None:
    op.create_table(
        "jam_jobs",
        words("job_id"),
        words("jam_id"),
        words("purpose"),
        words("slot"),
        number("contribution_id", nullable=True),
        sa.PrimaryKeyConstraint("job_id", name="pk_jam_jobs"),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.contribution_id"],
            name="fk_jam_jobs_contribution_id",
        ),
        sa.ForeignKeyConstraint(["jam_id"], ["jams.jam_id"], name="fk_jam_jobs_jam_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_jam_jobs_job_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_jam_jobs_jam_id", "jam_jobs", ["jam_id"])


def make_job_authors() -> None:
    op.create_table(
        "job_authors",
        words("job_id"),
        number("user_id", key=True),
        number("position"),
        words("name"),
        sa.PrimaryKeyConstraint("job_id", "user_id", name="pk_job_authors"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_job_authors_job_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_job_authors_user_id_job_id", "job_authors", ["user_id", "job_id"])


def make_jam_rules() -> None:
    op.create_table(
        "jam_rules",
        number("guild_id", key=True),
        number("at_once"),
        number("per_server"),
        number("per_host"),
        number("host_at_once"),
        number("most_people"),
        number("wallet_pays"),
        number("match_percent"),
        number("match_ceiling", nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name="pk_jam_rules"),
        check("jam_rules", "per_host_not_negative", "per_host >= 0"),
        check("jam_rules", "wallet_pays_yes_or_no", "wallet_pays IN (0, 1)"),
        check("jam_rules", "at_once_not_negative", "at_once >= 0"),
        check("jam_rules", "match_percent_not_negative", "match_percent >= 0"),
        check("jam_rules", "match_ceiling_not_negative", "match_ceiling >= 0"),
        check("jam_rules", "host_at_once_not_negative", "host_at_once >= 0"),
        check("jam_rules", "most_people_enough", "most_people >= 2"),
        check("jam_rules", "per_server_not_negative", "per_server >= 0"),
        sqlite_strict=True,
    )


def make_jam_boards() -> None:
    op.create_table(
        "jam_boards",
        words("jam_id"),
        number("message_id", nullable=True),
        number("revision"),
        number("drawn"),
        number("drawn_at", nullable=True),
        number("due_at", nullable=True),
        number("leased"),
        number("attempts"),
        sa.PrimaryKeyConstraint("jam_id", name="pk_jam_boards"),
        sa.ForeignKeyConstraint(["jam_id"], ["jams.jam_id"], name="fk_jam_boards_jam_id"),
        check("jam_boards", "leased_yes_or_no", "leased IN (0, 1)"),
        check("jam_boards", "drawn_within_revision", "drawn <= revision"),
        check("jam_boards", "attempts_not_negative", "attempts >= 0"),
        sqlite_strict=True,
    )
    op.create_index("ix_jam_boards_due_at", "jam_boards", ["due_at"])


def make_jam_notes() -> None:
    op.create_table(
        "jam_notes",
        number("note_id"),
        words("jam_id"),
        words("kind"),
        number("user_id"),
        words("subject"),
        words("text"),
        words("quoted"),
        number("attempts"),
        number("created_at"),
        number("due_at", nullable=True),
        sa.PrimaryKeyConstraint("note_id", name="pk_jam_notes"),
        sa.ForeignKeyConstraint(["jam_id"], ["jams.jam_id"], name="fk_jam_notes_jam_id"),
        sa.UniqueConstraint(
            "jam_id", "kind", "user_id", "subject", name="uq_jam_notes_jam_id_kind_user_id_subject"
        ),
        check("jam_notes", "attempts_not_negative", "attempts >= 0"),
        sqlite_strict=True,
    )
    op.create_index("ix_jam_notes_due_at", "jam_notes", ["due_at"])
    op.create_index("ix_jam_notes_user_id", "jam_notes", ["user_id"])
