"""What repositories run their statements on.

`Connection` is what SQLAlchemy's connection offers, as far as repositories need it. On PostgreSQL
it is SQLAlchemy's. On SQLite it is `SqliteConnection`: making a statement's text and wrapping its
rows takes SQLAlchemy several times as long as SQLite takes to run it, so what is the same at every
call is done once for each statement.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, ClassVar, Protocol, TypeAlias, cast
from weakref import WeakKeyDictionary

import sqlalchemy
from sqlalchemy import Dialect, Executable
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import ExecutableReturnsRows

from storage.tables.base import AnyRow, AnyValue

Parameters: TypeAlias = Mapping[str, Any]


class Values(Protocol):
    """One column of what a statement brought."""

    def __iter__(self) -> Iterator[AnyValue]:
        """Give each value."""
        ...

    def all(self) -> Sequence[AnyValue]:
        """Return every value."""
        ...


class Rows(Protocol):
    """What a statement brought; each of its methods takes all that is there."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        ...

    def __iter__(self) -> Iterator[AnyRow]:
        """Give each row."""
        ...

    def all(self) -> Sequence[AnyRow]:
        """Return every row."""
        ...

    def first(self) -> AnyRow | None:
        """Return the first row, if there is one."""
        ...

    def one(self) -> AnyRow:
        """Return the only row.

        Raises:
            sqlalchemy.exc.InvalidRequestError: there are none or several.
        """
        ...

    def one_or_none(self) -> AnyRow | None:
        """Return the only row, or None.

        Raises:
            sqlalchemy.exc.InvalidRequestError: there are several.
        """
        ...

    def scalar(self) -> AnyValue:
        """Return the first column of the first row, if there is one."""
        ...

    def scalar_one(self) -> AnyValue:
        """Return the first column of the only row; raises as `one`."""
        ...

    def scalar_one_or_none(self) -> AnyValue:
        """Return the first column of the only row, or None; raises as `one_or_none`."""
        ...

    def scalars(self) -> Values:
        """Return the first column of each row."""
        ...


class Connection(Protocol):
    """A connection to either database, in a transaction."""

    @property
    def dialect(self) -> Dialect:
        """Which database it is."""
        ...

    def execute(
        self, statement: Executable, parameters: Parameters | Sequence[Parameters] | None = None, /
    ) -> Rows:
        """Run a statement; with several sets of parameters, for each, which brings no rows.

        Raises:
            sqlalchemy.exc.DBAPIError: the database refuses it.
        """
        ...


class _Column(list[AnyValue]):
    """`Values` that were all fetched."""

    def all(self) -> Sequence[AnyValue]:
        return self


class _Fetched:
    """`Rows` that were all fetched."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[AnyRow], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[AnyRow]:
        return iter(self._rows)

    def all(self) -> Sequence[AnyRow]:
        return self._rows

    def first(self) -> AnyRow | None:
        return self._rows[0] if self._rows else None

    def one(self) -> AnyRow:
        if not self._rows:
            raise NoResultFound("no row was found where one was required")
        return self._only()

    def one_or_none(self) -> AnyRow | None:
        return self._only() if self._rows else None

    def scalar(self) -> AnyValue:
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> AnyValue:
        return self.one()[0]

    def scalar_one_or_none(self) -> AnyValue:
        return self._only()[0] if self._rows else None

    def scalars(self) -> Values:
        return _Column(row[0] for row in self._rows)

    def _only(self) -> AnyRow:
        if len(self._rows) > 1:
            raise MultipleResultsFound("several rows were found where one was required")
        return self._rows[0]


_Converter: TypeAlias = Callable[[AnyValue], AnyValue]
_Converters: TypeAlias = list[tuple[int, _Converter]]
"""Converters with the places of what they convert."""


class _Unpreparable(Exception):
    """A statement whose text is not the same at every call."""


class _Prepared:
    """A statement's text, and what is done with its parameters and rows."""

    def __init__(self, statement: Executable, dialect: Dialect, parameters: Parameters) -> None:
        """Make it for a set of parameters; their values do not matter.

        Raises:
            _Unpreparable: its text depends on their values, or its rows are of unknown types.
        """
        if not isinstance(statement, ExecutableReturnsRows):
            raise _Unpreparable
        compiled = statement.compile(dialect=dialect, column_keys=list(parameters))
        if _varies(compiled):
            raise _Unpreparable
        state = compiled.construct_expanded_state(dict(parameters))
        self.text = state.statement
        names = state.positiontup or ()
        self._values = _getter(names)
        self._constants = {
            name: value for name, value in state.parameters.items() if name not in parameters
        }
        by_name = {
            name: given.type.dialect_impl(dialect).bind_processor(dialect)
            for name, given in compiled.binds.items()
        }
        by_name.update(state.processors)
        self._binders = _numbered(by_name.get(name) for name in names)
        by_column = (
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in statement.exported_columns
        )
        self._readers = _numbered(by_column)
        self._row: Callable[[Iterable[Any]], AnyRow] | None = None

    def run(self, driver: sqlite3.Connection, parameters: Parameters) -> _Fetched:
        """Run it.

        Raises:
            sqlite3.Error: SQLite refuses it.
        """
        given = {**self._constants, **parameters} if self._constants else parameters
        values = self._values(given)
        if self._binders:
            values = _converted(list(values), self._binders)
        cursor = driver.execute(self.text, values)
        if cursor.description is None:
            return _Fetched([], cursor.rowcount)
        row, readers = self._row or self._name_columns(cursor), self._readers
        if not readers:
            return _Fetched([row(found) for found in cursor.fetchall()], -1)
        return _Fetched([row(_converted(list(found), readers)) for found in cursor.fetchall()], -1)

    def _name_columns(self, cursor: sqlite3.Cursor) -> Callable[[Iterable[Any]], AnyRow]:
        names = [column[0] for column in cursor.description]
        # The columns are known only now; mypy wants them written out.
        kind = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        self._row = cast("Callable[[Iterable[Any]], AnyRow]", kind._make)
        return self._row


def _varies(compiled: SQLCompiler) -> bool:
    """Tell whether a list of unknown length, or a value made anew for each call, is in it."""
    lists = any(given.expanding and given.required for given in compiled.binds.values())
    return lists or bool(compiled.insert_prefetch or compiled.update_prefetch)


def _getter(names: Sequence[str]) -> Callable[[Parameters], Sequence[AnyValue]]:
    """Return what takes the values of these names, in this order, out of parameters."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda parameters: [parameters[name] for name in names]


def _numbered(converters: Iterable[_Converter | None]) -> _Converters:
    return [(at, convert) for at, convert in enumerate(converters) if convert is not None]


def _converted(values: list[AnyValue], converters: _Converters) -> list[AnyValue]:
    """Convert values in place; None is null in every type of ours."""
    for at, convert in converters:
        value = values[at]
        if value is not None:
            values[at] = convert(value)
    return values


class SqliteConnection:
    """`Connection` to a SQLite file.

    A statement that comes a second time is prepared. What is put together for one call runs through
    SQLAlchemy, which knows the text of what is built alike.
    """

    prepared: ClassVar[WeakKeyDictionary[Executable, dict[tuple[str, ...], _Prepared | None]]] = (
        WeakKeyDictionary()
    )

    def __init__(self, driver: sqlite3.Connection, whole: sqlalchemy.Connection) -> None:
        """`whole` is SQLAlchemy's connection over `driver`."""
        self._driver = driver
        self._whole = whole

    @property
    def dialect(self) -> Dialect:
        """Which database it is."""
        return self._whole.dialect

    def execute(
        self, statement: Executable, parameters: Parameters | Sequence[Parameters] | None = None, /
    ) -> Rows:
        """Run a statement; with several sets of parameters, for each, which brings no rows.

        Raises:
            sqlalchemy.exc.DBAPIError: SQLite refuses it.
        """
        given = {} if parameters is None else parameters
        if not isinstance(given, dict) or (prepared := self._find(statement, given)) is None:
            return self._whole.execute(statement, parameters)
        try:
            return prepared.run(self._driver, given)
        except Exception as error:
            # As SQLAlchemy does, and without the parameters, which may be secrets.
            raise DBAPIError.instance(
                prepared.text, None, error, sqlite3.Error, hide_parameters=True
            ) from error

    def _find(self, statement: Executable, parameters: Parameters) -> _Prepared | None:
        known = self.prepared.get(statement)
        if known is None:
            self.prepared[statement] = {}
            return None
        names = tuple(parameters)
        if names not in known:
            try:
                known[names] = _Prepared(statement, self.dialect, parameters)
            except _Unpreparable:
                known[names] = None
        return known[names]
