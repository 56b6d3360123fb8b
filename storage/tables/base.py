"""What all tables share."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from sqlalchemy import (
    CheckConstraint,
    MetaData,
)

AnyValue: TypeAlias = Any
"""What a column holds; its type is known to who wrote the statement."""


class AnyRow(Protocol):
    """A row of any table, its columns by name and in order; only the repositories see one."""

    def __getattr__(self, name: str, /) -> AnyValue:
        """Return a column."""
        ...

    def __getitem__(self, index: int, /) -> AnyValue:
        """Return a column."""
        ...

    def __iter__(self) -> Iterator[AnyValue]:
        """Give each column."""
        ...


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def one_of(column: str, choices: Iterable[StrEnum]) -> CheckConstraint:
    """Return the check that a column holds nothing but one of `choices`."""
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")
