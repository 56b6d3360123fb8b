"""Which form a database has, and bringing it to the present one.

Revisions are numbered with four digits, so that newer ones compare as greater. Migrations only add,
so that the previous version of the program goes on working beside the new one.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.domain.errors import SetupError

CURRENT_REVISION = "0015"
"""The newest migration that this program knows."""

_READ_REVISION = text("SELECT max(version_num) FROM alembic_version")


def stored_revision(connection: Connection) -> str | None:
    """Return the revision of a database, or None when it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(_READ_REVISION).scalar()
    return revision


def check_revision(connection: Connection) -> None:
    """Make sure that the database has the form that this program works on.

    Raises:
        SetupError: it is newer, or has to be migrated first.
    """
    revision = stored_revision(connection)
    _refuse_newer(revision)
    if revision != CURRENT_REVISION:
        raise SetupError(
            "The database has to be brought up to date first; run `python -m bot migrate`."
        )


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the database to `revision` within the transaction that is open on `connection`.

    Raises:
        SetupError: the database is newer than this program.
    """
    stored = stored_revision(connection)
    _refuse_newer(stored)
    if stored == CURRENT_REVISION:
        return
    # Alembic is needed by few starts, and takes a while to import.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, revision)


def _refuse_newer(revision: str | None) -> None:
    if revision is not None and revision > CURRENT_REVISION:
        raise SetupError(
            f"The database was made by a newer version of Jamboree (its form is {revision},"
            f" this version knows {CURRENT_REVISION}); update the program or restore a backup."
        )
