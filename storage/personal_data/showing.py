"""Everything that is kept about a person, as it is shown to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text, cast, or_, select

from bot.domain.ids import UserId
from bot.domain.privacy import PersonalTable
from storage.connections import Connection
from storage.personal_data import BY_NAME, Personal


def records_of(connection: Connection, user_id: UserId) -> tuple[PersonalTable, ...]:
    """Return every row about a person, without secrets; tables without any are left out."""
    open_to_them = (entry for entry in BY_NAME.values() if not entry.secret)
    found = (_records(connection, entry, user_id) for entry in open_to_them)
    return tuple(table for table in found if table is not None)


def _records(connection: Connection, entry: Personal, user_id: UserId) -> PersonalTable | None:
    table = entry.table
    named = entry.names()
    conditions = [] if named is None else [named]
    if not entry.owner and not entry.through:
        texts = (*entry.words, *entry.signed)
        conditions += [cast(table.c[name], Text).like(f"%{user_id}%") for name in texts]
    if not conditions:
        return None
    shown = [column for column in table.columns if column.name not in entry.secrets]
    parameters = {} if named is None else {"person": user_id}
    rows = connection.execute(select(*shown).where(or_(*conditions)), parameters).all()
    if not rows:
        return None
    return PersonalTable(
        table.name,
        tuple(column.name for column in shown),
        tuple(tuple(_plain(value) for value in row) for row in rows),
    )


def _plain(value: object) -> str | int | float | None:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"no export knows {type(value).__name__}")
