"""Copies of a SQLite database: made beside a running bot, proved, and put back.

A copy is one file, complete or not there at all: it is written under another name, read again from
end to end, made durable, and only then given its name.
"""

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, StaticPool, create_engine
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.errors import SetupError
from storage.addresses import PostgresAddress, SqliteAddress, parse_address
from storage.database_files import (
    is_same,
    make_durable,
    set_aside,
    take_after,
    unfinished,
    unwritable,
)
from storage.faults import sqlite_fault
from storage.restoring import have_jams_ended, withhold_orders
from storage.schema import CURRENT_REVISION, stored_revision, upgrade
from storage.transactions import SqlTransaction

_NAME = "jamboree-%Y%m%d-%H%M%S.db"
_LOCK_SECONDS = 2.0


@dataclass(frozen=True)
class Backup:
    """A copy that was proved to open."""

    path: Path
    size_bytes: int
    revision: str
    discrepancies: tuple[str, ...]
    """What the ledger check found in it. Books of an older form are not checked."""


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    replaced: Path | None
    """Where the former database is now; None when there was none."""
    withheld: int
    """Orders that waited when the copy was made and are not sent: they may have been since."""
    discrepancies: tuple[str, ...]


def backup_name(now: datetime) -> str:
    """Return a copy's usual name; names sort by time."""
    return now.astimezone(UTC).strftime(_NAME)


def kept_backups(folder: Path) -> tuple[Path, ...]:
    """Return the copies in a folder that have a usual name, oldest first."""
    return tuple(sorted(path for path in folder.glob("jamboree-*.db") if made_at(path)))


def made_at(path: Path) -> datetime | None:
    """Return when a copy with a usual name was made; None for any other name."""
    try:
        moment = datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if backup_name(moment) == path.name else None


def discard_old_backups(folder: Path, keep: int, *, now: datetime) -> tuple[Path, ...]:
    """Remove all but the newest `keep` (at least 1) copies with usual names; return the removed.

    Those whose names lie in the future count as the oldest: a clock was wrong, and each copy made
    since holds more.

    Raises:
        SetupError: one cannot be removed.
    """
    kept = kept_backups(folder)
    newest = backup_name(now)
    old = sorted(kept, key=lambda path: (path.name <= newest, path.name))[:-keep]
    try:
        for path in old:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    return tuple(old)


def can_be_copied(url: str) -> bool:
    """Tell whether the database at `url` is one that this module copies.

    Raises:
        SetupError: the address cannot be read.
    """
    return isinstance(parse_address(url), SqliteAddress)


def back_up(url: str, target: Path) -> Backup:
    """Copy the database at `url` into the file `target`, replacing that. Blocks while it works.

    The bot may go on writing meanwhile: the copy is the state of one moment.

    Raises:
        SetupError: the database is none that can be copied, or `target` cannot be written.
    """
    address = _sqlite_of(url)
    if target.is_dir() or is_same(address.path, target):
        raise SetupError(f"The backup needs a file of its own; {target} is not one.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(target) as copy:
            revision, discrepancies = _copy(address, copy, _look)
            make_durable(copy)
            copy.replace(target)
        make_durable(target.parent)
        return Backup(target, target.stat().st_size, revision, discrepancies)
    except OSError as error:
        raise unwritable(target.parent, error) from error


def restore(url: str, source: Path, *, now: datetime, moved: bool = False) -> Restored:
    """Put a copy in the place of the database at `url`, and keep what it replaces beside it.

    No bot may use the database. What an order in the copy would send next may have been sent since
    it was made, so nothing is: an order that waits becomes one of unknown fate, which ends without
    a charge, and songs are not joined. With `moved` the operator says that no bot ran since, and
    all orders go on.

    Raises:
        SetupError: the copy is damaged, newer than this program or no copy, or the database is in
            use or its folder cannot be written; nothing was changed.
    """
    address = _sqlite_of(url)
    if is_same(address.path, source):
        raise SetupError(f"{source} is the database itself; name a backup.")
    withheld = 0

    def renew(connection: Connection) -> None:
        nonlocal withheld
        upgrade(connection)
        if not moved:
            withheld = withhold_orders(connection)
            have_jams_ended(connection, now)

    try:
        address.path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(address.path) as copy:
            _, discrepancies = _copy(
                SqliteAddress(source), copy, lambda found: _renew(found, renew)
            )
            make_durable(copy)
            _settle_file(address)
            take_after(address.path, copy)
            replaced = set_aside(address.path, now)
            copy.replace(address.path)
        make_durable(address.path.parent)
    except OSError as error:
        raise unwritable(address.path.parent, error) from error
    return Restored(replaced, withheld, discrepancies)


def _sqlite_of(url: str) -> SqliteAddress:
    address = parse_address(url)
    if isinstance(address, PostgresAddress):
        raise SetupError(
            "The database is on a PostgreSQL server; back it up with pg_dump and restore it with"
            " pg_restore."
        )
    return address


def _copy(
    source: SqliteAddress,
    target: Path,
    inspect: Callable[[Connection], tuple[str, tuple[str, ...]]],
) -> tuple[str, tuple[str, ...]]:
    """Copy a database into a single file, prove the copy and return what `inspect` does with it.

    Raises:
        SetupError: the source cannot be copied, or is damaged.
    """
    if not source.path.is_file():
        raise SetupError(f"There is no database at {source}.")
    try:
        with (
            contextlib.closing(_open_to_read(source.path)) as original,
            contextlib.closing(_connect(target)) as copy,
        ):
            # In one step: a copy in several would begin anew whenever the bot writes.
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            _prove_whole(copy, source)
            found = _inspected(copy, inspect)
            copy.execute("PRAGMA journal_mode = DELETE")
            return found
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise sqlite_fault(error, source) from error


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_LOCK_SECONDS, isolation_level=None)


def _open_to_read(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=_LOCK_SECONDS, isolation_level=None)


def _prove_whole(copy: sqlite3.Connection, source: SqliteAddress) -> None:
    findings = copy.execute("PRAGMA integrity_check(1)").fetchone()
    broken = copy.execute("PRAGMA foreign_key_check").fetchone()
    if findings != ("ok",) or broken is not None:
        raise SetupError(f"The database {source} is damaged; use another backup.")


def _inspected(
    copy: sqlite3.Connection, inspect: Callable[[Connection], tuple[str, tuple[str, ...]]]
) -> tuple[str, tuple[str, ...]]:
    engine = create_engine(
        "sqlite://",
        creator=lambda: copy,
        poolclass=StaticPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    with engine.connect() as connection:
        copy.execute("BEGIN IMMEDIATE")
        found = inspect(connection)
        copy.execute("COMMIT")
        return found


def _look(connection: Connection) -> tuple[str, tuple[str, ...]]:
    revision = _revision_of(connection)
    checked = revision == CURRENT_REVISION
    return revision, SqlTransaction(connection).ledger.discrepancies() if checked else ()


def _renew(
    connection: Connection, renew: Callable[[Connection], None]
) -> tuple[str, tuple[str, ...]]:
    _revision_of(connection)
    renew(connection)
    return _look(connection)


def _revision_of(connection: Connection) -> str:
    revision = stored_revision(connection)
    if revision is None:
        raise SetupError("The file holds no database of Jamboree.")
    if revision > CURRENT_REVISION:
        raise SetupError(
            f"The database was made by a newer version of Jamboree (its form is {revision}, this"
            f" version knows {CURRENT_REVISION}); update the program first."
        )
    return revision


def _settle_file(address: SqliteAddress) -> None:
    """Bring a database into its one file, which fails while anybody else has it open.

    Raises:
        SetupError: it is in use.
    """
    if not address.path.exists():
        return
    try:
        with contextlib.closing(_connect(address.path)) as former:
            former.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise sqlite_fault(error, address) from error
        # It is damaged, which may be why it is to be replaced: it is kept as it is.
