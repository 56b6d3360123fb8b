"""Addresses of databases, as an operator writes them."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import SetupError


@dataclass(frozen=True)
class SqliteAddress:
    """A database in a file."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True)
class PostgresAddress:
    """A database of a PostgreSQL server. Shown without its password."""

    url: URL

    def __str__(self) -> str:
        return f"{self.url.database or ''} at {self.url.host or 'localhost'}"

    def __repr__(self) -> str:
        """Leave the password out."""
        return f"PostgresAddress({self})"


def parse_address(text: str) -> SqliteAddress | PostgresAddress:
    """Read `sqlite:///path`, `postgresql://user:password@host/name` or the plain path of a file.

    Raises:
        SetupError: it is none of these.
    """
    if "://" not in text:
        return _sqlite(text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise SetupError("The database's address cannot be read; check its form.") from None
    match url.get_backend_name():
        case "sqlite":
            return _sqlite(url.database or "")
        case "postgresql" | "postgres":
            return PostgresAddress(_postgres(url))
        case other:
            raise SetupError(
                f"Databases of the kind {other} are not supported;"
                " use sqlite:///… or postgresql://…."
            )


def _postgres(url: URL) -> URL:
    # The name that PostgreSQL's own programs use; the driver's is shorter.
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    if unknown := sorted(set(query) - {"ssl"}):
        raise SetupError(
            f"The database's address has the setting {unknown[0]}, which is not known;"
            " only sslmode may follow the name."
        )
    return url.set(drivername="postgresql+asyncpg", query=query)


def _sqlite(path: str) -> SqliteAddress:
    if path in ("", ":memory:"):
        raise SetupError("The database needs a file; name its path.")
    return SqliteAddress(Path(path))
