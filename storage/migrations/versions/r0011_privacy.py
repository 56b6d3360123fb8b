"""Erasing people and servers; lines and actions may lose names and words, and nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KEPT = {
    "entries": (
        "entry_id",
        "source_id",
        "target_id",
        "amount",
        "kind",
        "job_id",
        "hold_id",
        "created_at",
        "reverses_id",
    ),
    "actions": ("action_id", "kind", "created_at"),
}
"""What even an erasure never changes."""

SAYS = {
    "entries": "lines of the ledger are never changed",
    "actions": "what was done is never changed",
}


def upgrade() -> None:
    """Make the tables, and let the triggers tell an erasure from every other change."""
    op.create_table(
        "erasures",
        _number("user_id"),
        _number("requested_at"),
        _number("due_at"),
        _number("attempts"),
        sa.PrimaryKeyConstraint("user_id", name="pk_erasures"),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_erasures_attempts_not_negative")),
        sqlite_strict=True,
    )
    op.create_index("ix_erasures_due_at", "erasures", ["due_at"])
    op.create_table(
        "pseudonyms",
        _number("pseudonym"),
        _number("erased_at"),
        sa.PrimaryKeyConstraint("pseudonym", name="pk_pseudonyms"),
        sa.CheckConstraint("pseudonym < 0", name=op.f("ck_pseudonyms_pseudonym_negative")),
        sqlite_strict=True,
    )
    op.create_table(
        "erasing",
        _number("since"),
        sa.PrimaryKeyConstraint("since", name="pk_erasing"),
        sqlite_strict=True,
    )
    op.create_table(
        "departures",
        _number("guild_id"),
        _number("left_at"),
        _number("due_at"),
        sa.PrimaryKeyConstraint("guild_id", name="pk_departures"),
        sqlite_strict=True,
    )
    op.create_index("ix_departures_due_at", "departures", ["due_at"])
    for table, columns in KEPT.items():
        if op.get_bind().dialect.name == "sqlite":
            _on_sqlite(table, columns)
        else:
            _on_postgresql(table, columns)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, WHOLE_NUMBER, nullable=False, autoincrement=False)


def _on_sqlite(table: str, columns: tuple[str, ...]) -> None:
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in columns)
    op.execute(f"DROP TRIGGER {table}_refuse_update")
    op.execute(
        f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table}"
        f" WHEN NOT (EXISTS (SELECT 1 FROM erasing) AND {same})"
        f" BEGIN SELECT RAISE(ABORT, '{SAYS[table]}'); END"
    )


def _on_postgresql(table: str, columns: tuple[str, ...]) -> None:
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in columns)
    op.execute(f"DROP TRIGGER {table}_refuse_change ON {table}")
    op.execute(
        f"CREATE TRIGGER {table}_refuse_change BEFORE DELETE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_{table}()"
    )
    op.execute(
        f"CREATE FUNCTION refuse_update_of_{table}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF EXISTS (SELECT 1 FROM erasing) AND {same} THEN RETURN NEW; END IF;"
        f" RAISE EXCEPTION '{SAYS[table]}'"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION refuse_update_of_{table}()"
    )
