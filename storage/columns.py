"""Column types that mean the same on SQLite and PostgreSQL, and hold what the domain means.

SQLite's strict tables know only INTEGER, REAL, TEXT and BLOB, so each type has a variant there.
"""

from collections.abc import Callable
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

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        """Return what turns a time into microseconds."""
        return _microseconds

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[int | None], datetime | None]:
        """Return what turns microseconds into a time."""
        return _time


class Choice(TypeDecorator[E]):
    """One member of a `StrEnum`, kept as its text."""

    impl = Text
    cache_ok = True

    def __init__(self, choices: type[E]) -> None:
        super().__init__()
        self.choices = choices

    def bind_processor(self, dialect: Dialect) -> Callable[[E | None], str | None]:
        """Return what turns a member into its text."""
        return _text_of

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[str | None], E | None]:
        """Return what turns a text into its member."""
        choices = self.choices
        known = {choice.value: choice for choice in choices}
        # Calling the enumeration raises what is wrong with any other text.
        return lambda text: None if text is None else known.get(text) or choices(text)


class FreeText(TypeDecorator[str]):
    """Text from outside. Characters that a database cannot store are replaced by `?`.

    PostgreSQL refuses NUL, and neither database takes half of a surrogate pair; a song must not
    be lost because its title has one.
    """

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Return what replaces what cannot be stored."""
        return _storable


# Functions of their own: a statement's values are turned at every call, and SQLAlchemy's way
# through `process_bind_param` costs a second call for each.


def _microseconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def _time(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _EPOCH + microseconds * _MICROSECOND


def _text_of(member: StrEnum | None) -> str | None:
    return None if member is None else str.__str__(member)


def _storable(text: str | None) -> str | None:
    if text is None or (text.isascii() and "\x00" not in text):
        return text
    return text.replace("\x00", "?").encode("utf-8", "replace").decode("utf-8")
