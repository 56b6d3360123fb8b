"""What one table holds about people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Column, ColumnElement, Table, bindparam, or_, select

from storage.columns import WHOLE_NUMBER

AnyColumn: TypeAlias = Column[Any]


@dataclass(frozen=True)
class Personal:
    """What one table holds about people. Each of its columns stands in one of these."""

    table: Table
    owner: str = ""
    """The column with the id of the person whom a row is about, if there is one."""
    through: Mapping[str, tuple[AnyColumn, AnyColumn]] = field(default_factory=dict)
    """Columns that name a row of another table, with that table's key and owner; a row is about
    whomever that one is about."""
    people: tuple[str, ...] = ()
    """Further columns with people's ids: who decided, who acted."""
    words: tuple[str, ...] = ()
    """What a person wrote or was written about them; emptied in rows that are about them."""
    said: tuple[str, ...] = ()
    """Those of `words` that whoever is in `people` wrote; emptied in what a person signed, too."""
    signed: tuple[str, ...] = ()
    """What was written by whoever is in `people`; emptied in rows that a person signed, and in rows
    whose words name them."""
    places: tuple[str, ...] = ()
    """Where something happened."""
    secrets: tuple[str, ...] = ()
    """What nobody is shown."""
    facts: tuple[str, ...] = ()
    """What is about nobody: amounts, states, times, numbers of rows."""
    secret: bool = False
    """Whether not even the person is shown these rows."""
    goes: bool = False
    """Whether rows about a person go as a whole."""
    until: str = ""
    """The column that says when rows are over, where those that are not keep the id of the person
    whom they are about, and lose their words; null: they never are. Those that are over go."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is accounted for."""
        owner = (self.owner,) if self.owner else ()
        return (
            *owner,
            *self.through,
            *(name for name in self.people if name != self.owner),
            *self.words,
            *self.signed,
            *self.places,
            *self.secrets,
            *self.facts,
        )

    def about(self, person: str = "person") -> ColumnElement[bool] | None:
        """Return whether a row is about the person of this parameter; None when none ever is."""
        conditions: list[ColumnElement[bool]] = []
        if self.owner:
            conditions.append(self.table.c[self.owner] == bindparam(person, type_=WHOLE_NUMBER))
        for column, (key, owner) in self.through.items():
            theirs = select(key).where(owner == bindparam(person, type_=WHOLE_NUMBER))
            conditions.append(self.table.c[column].in_(theirs))
        return or_(*conditions) if conditions else None

    def names(self, person: str = "person") -> ColumnElement[bool] | None:
        """Return whether a row names the person at all."""
        about = self.about(person)
        named = [
            self.table.c[column] == bindparam(person, type_=WHOLE_NUMBER) for column in self.people
        ]
        conditions = [*named, *(() if about is None else (about,))]
        return or_(*conditions) if conditions else None
