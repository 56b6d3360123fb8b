"""A statement means the same at its first run, through SQLAlchemy, and prepared afterwards."""

import gc
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import StaticPool, bindparam, create_engine, func, insert, select
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    MultipleResultsFound,
    NoResultFound,
    StatementError,
)

from bot.domain.credits import AccountKind
from bot.domain.jobs import JobState
from storage.columns import FreeText
from storage.connections import Connection, Rows, SqliteConnection
from storage.tables import accounts, jobs, metadata
from tests.support.records import NOW

ADD = insert(accounts).inline()
ALL = select(accounts).order_by(accounts.c.account_id)
ONE = ALL.where(accounts.c.account_id == bindparam("of_account"))
LISTED = select(accounts.c.owner_id).where(
    accounts.c.account_id.in_(bindparam("of_accounts", expanding=True))
)
WAITING = (JobState.QUEUED, JobState.RUNNING)

READINGS: dict[str, Callable[[Rows], object]] = {
    "all": lambda rows: [tuple(row) for row in rows.all()],
    "each": lambda rows: [tuple(row) for row in rows],
    "names": lambda rows: [(row.kind, row.owner_id, row.opened_at) for row in rows],
    "first": lambda rows: None if (row := rows.first()) is None else tuple(row),
    "one": lambda rows: tuple(rows.one()),
    "one or none": lambda rows: None if (row := rows.one_or_none()) is None else tuple(row),
    "scalar": lambda rows: rows.scalar(),
    "scalar one": lambda rows: rows.scalar_one(),
    "scalar one or none": lambda rows: rows.scalar_one_or_none(),
    "scalars": lambda rows: list(rows.scalars()),
    "all scalars": lambda rows: list(rows.scalars().all()),
}


def account(owner_id: int, **columns: object) -> dict[str, object]:
    return {
        "kind": AccountKind.MEMBER,
        "guild_id": 1,
        "owner_id": owner_id,
        "posted": 0,
        "held": 0,
        "opened_at": NOW,
        **columns,
    }


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    driver = sqlite3.connect(tmp_path / "tables.db", isolation_level=None)
    engine = create_engine(
        "sqlite://",
        creator=lambda: driver,
        poolclass=StaticPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    with engine.connect() as whole:
        metadata.create_all(whole)
        yield SqliteConnection(driver, whole)
    engine.dispose()


def outcome(reading: Callable[[Rows], object], rows: Rows) -> object:
    try:
        return reading(rows)
    except (NoResultFound, MultipleResultsFound, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize("filled", [0, 1, 3])
@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_rows_are_the_same_at_every_time(
    connection: Connection, filled: int, reading: Callable[[Rows], object]
) -> None:
    for number in range(filled):
        connection.execute(ADD, account(number, opened_at=None if number == 1 else NOW))
    for statement, given in (
        (ALL, None),
        (ONE, {"of_account": 1}),
        (LISTED, {"of_accounts": [1, 3]}),
        (LISTED, {"of_accounts": []}),
        (select(func.count()).where(jobs.c.state.in_(WAITING)), None),
    ):
        # A copy that was never run.
        fresh = statement.where(accounts.c.held == 0) if given else statement.limit(9)
        found = [outcome(reading, connection.execute(fresh, given)) for _ in range(3)]
        assert found == found[:1] * 3


def test_changes_are_counted_and_told_at_every_time(connection: Connection) -> None:
    add = insert(accounts).returning(accounts.c.account_id, accounts.c.opened_at)
    rename = accounts.update().where(accounts.c.owner_id >= bindparam("of_owner")).values(posted=7)
    for number in range(1, 4):
        row = connection.execute(add, account(number)).one()
        assert (row.account_id, row.opened_at) == (number, NOW)
        assert connection.execute(rename, {"of_owner": 2}).rowcount == number - 1
        assert connection.execute(rename, {"of_owner": 9}).rowcount == 0


def test_a_statement_may_come_with_other_columns(connection: Connection) -> None:
    add = insert(accounts).inline()
    for number in range(3):
        connection.execute(add, account(number))
    columns = account(3)
    del columns["opened_at"]
    connection.execute(add, columns)
    connection.execute(add, [account(4), account(5)])
    found = connection.execute(select(accounts.c.opened_at)).scalars().all()
    assert list(found) == [NOW, NOW, NOW, None, NOW, NOW]


def test_faults_are_the_same_at_every_time(connection: Connection) -> None:
    add = insert(accounts).inline()
    connection.execute(ADD, account(1))
    for _ in range(3):
        with pytest.raises(IntegrityError) as twice:
            connection.execute(add, account(1))
        assert isinstance(twice.value.orig, sqlite3.IntegrityError)
    naive, search = NOW.replace(tzinfo=None), select(accounts.c.kind, accounts.c.opened_at)
    search = search.where(accounts.c.opened_at == bindparam("at"))
    for at in (NOW, naive, naive):
        if at is NOW:
            connection.execute(search, {"at": at})
            continue
        with pytest.raises(StatementError) as fault:
            connection.execute(search, {"at": at})
        assert isinstance(fault.value.orig, TypeError)


def test_no_fault_names_a_parameter(connection: Connection) -> None:
    parse = select(func.json(bindparam("document", type_=FreeText)).label("parsed"))
    for _ in range(3):
        with pytest.raises(DBAPIError) as refused:
            connection.execute(parse, {"document": "hunter2"})
        assert "hunter2" not in str(refused.value)


def test_statements_made_for_one_call_are_forgotten(connection: Connection) -> None:
    gc.collect()
    before = len(SqliteConnection.prepared)
    for number in range(50):
        connection.execute(select(accounts).where(accounts.c.account_id == number).limit(number))
    gc.collect()
    assert len(SqliteConnection.prepared) - before <= 1
