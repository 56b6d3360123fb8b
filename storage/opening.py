"""The way in: a database from its address."""

import contextlib
from collections.abc import AsyncIterator

from bot.domain.ports import Database
from storage.addresses import SqliteAddress, parse_address
from storage.schema import CURRENT_REVISION


@contextlib.asynccontextmanager
async def open_database(url: str, *, migrate: bool = True) -> AsyncIterator[Database]:
    """Open a database for the time of the context; at its end, works begun are carried out.

    `url` is `sqlite:///path`, the plain path of a file, or `postgresql://user:password@host/name`.
    With `migrate` its schema is brought up to date first; without, one that is not is refused.

    Raises:
        SetupError: the database cannot be used; its sentence says what to do.
    """
    address = parse_address(url)
    # Each driver is imported only where it is used.
    if isinstance(address, SqliteAddress):
        from storage.sqlite import open_sqlite

        async with open_sqlite(address, migrate=migrate) as sqlite_database:
            yield sqlite_database
    else:
        from storage.postgres import open_postgres

        async with open_postgres(address, migrate=migrate) as postgres_database:
            yield postgres_database


def is_new(url: str) -> bool:
    """Tell whether opening this database would make its file.

    Raises:
        SetupError: the address cannot be read.
    """
    address = parse_address(url)
    return isinstance(address, SqliteAddress) and not address.path.exists()


async def migrate(url: str) -> str:
    """Bring a database's schema up to date, and return its revision. Safe to repeat.

    Raises:
        SetupError: the database cannot be used.
    """
    async with open_database(url, migrate=True):
        return CURRENT_REVISION
