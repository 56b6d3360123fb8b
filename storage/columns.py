"""Column types that mean the same on SQLite and PostgreSQL, and hold what the domain means.

SQLite's strict tables know only INTEGER, REAL, TEXT and BLOB, so each type has a variant there.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import REAL, BigInteger, Dialect, Double, Integer, Text, TypeDecorator

E = TypeVar("E", bound=StrEnum)

WHOLE_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""A signed integer of 64 bits."""

REAL_NUMBER: Double[float] = Double().with_variant(REAL(), "sqlite")
"""A floating-point number of 64 bits."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime, kept as whole microseconds since 1970: sorts right everywhere.

    A naive datetime is refused with TypeError.
    """

    impl = BigInteger().with_variant(Integer(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn a time into microseconds."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Turn microseconds into a time."""
        return None if value is None else _EPOCH + value * _MICROSECOND


class Choice(TypeDecorator[E]):
    """One member of a `StrEnum`, kept as its text."""

    impl = Text
    cache_ok = True

    def __init__(self, choices: type[E]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Turn a member into its text."""
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """Turn a text into its member."""
        return None if value is None else self.choices(value)


class FreeText(TypeDecorator[str]):
    """Text from outside. Characters that a database cannot store are replaced by `?`.

    PostgreSQL refuses NUL, and neither database takes half of a surrogate pair; a song must not
    be lost because its title has one.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace what cannot be stored."""
        if value is None:
            return None
        return value.replace("\x00", "?").encode("utf-8", "replace").decode("utf-8")
