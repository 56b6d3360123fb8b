"""Why a database cannot be used, in one sentence for the operator.

The sentences are our own: what drivers say may hold addresses and passwords.
"""

import sqlite3

from sqlalchemy.exc import DBAPIError

from bot.domain.errors import SetupError
from storage.addresses import PostgresAddress, SqliteAddress

_PRIMARY_CODE = 0xFF

_SQLITE_FOR_GOOD = frozenset(
    {
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    }
)
_POSTGRES_FOR_GOOD = ("08", "53", "57P", "58", "XX")
"""Classes of SQLSTATE: no connection, nothing left, shut down, its own disk, damaged."""

_DISK_FULL = frozenset({"53100", "58030"})


def sqlite_fault(error: Exception, address: SqliteAddress) -> SetupError:
    """Name the fault that opening a SQLite file ended with."""
    match _code_of(error):
        case sqlite3.SQLITE_NOTADB:
            fault = "is no database; name another file or move this one away"
        case sqlite3.SQLITE_CORRUPT:
            fault = "is damaged; restore a backup"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            fault = "is kept locked by another program; stop that one first"
        case sqlite3.SQLITE_FULL:
            fault = "cannot grow because the disk is full; free some space"
        case sqlite3.SQLITE_IOERR:
            fault = "cannot be read or written because its disk fails; look at the disk"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            fault = "cannot be written; give this user the right to write the file and its folder"
        case _:
            fault = (
                "cannot be opened; check that its folder exists and that this user may write there"
            )
    return SetupError(f"The database {address} {fault}.")


def sqlite_ends(error: BaseException) -> bool:
    """Whether a file cannot be worked with any more, after an error while it was open."""
    return _code_of(error) in _SQLITE_FOR_GOOD


def postgres_ends(error: BaseException) -> bool:
    """Whether a server cannot be worked with now, after an error while it was connected."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return True
        state = str(getattr(error.orig, "sqlstate", None) or "")
        return state.startswith(_POSTGRES_FOR_GOOD)
    # A bot on SQLite never needs the other driver, which takes a while to import.
    from asyncpg import InterfaceError

    return isinstance(error, OSError | TimeoutError | InterfaceError)


def _code_of(error: BaseException) -> int | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY_CODE


def postgres_fault(error: Exception, address: PostgresAddress) -> SetupError:
    """Name the fault that connecting to a PostgreSQL server ended with."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = str(getattr(cause, "sqlstate", None) or "")
    if state.startswith("28"):
        fault = "refuses the user name or the password"
    elif state == "3D000":
        fault = "does not exist; create it first"
    elif state in _DISK_FULL:
        fault = "cannot grow because the server's disk is full; free some space there"
    elif state.startswith("53"):
        fault = "has no connection left for us; raise its limit"
    elif state.startswith("42"):
        fault = "does not let this user make or read tables; grant it the rights"
    else:
        fault = "cannot be reached; check the address and that the server runs"
    return SetupError(f"The database {address} {fault}.")
