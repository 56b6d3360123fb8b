"""Every column of every table is accounted for when a person is shown or erased."""

import pytest
from sqlalchemy import Table

from storage.personal_data import BY_NAME
from storage.tables import metadata


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: str(table.name))
def test_every_column_says_what_it_tells_about_people(table: Table) -> None:
    assert table.name in BY_NAME, f"storage/personal_data.py does not know the table {table.name}"
    listed = BY_NAME[table.name].columns
    assert len(listed) == len(set(listed)), "a column is listed twice"
    assert set(listed) == set(table.c.keys())
    assert set(BY_NAME[table.name].said) <= set(BY_NAME[table.name].words)


def test_nothing_is_listed_that_is_no_table() -> None:
    assert set(BY_NAME) == set(metadata.tables)


def test_what_looks_like_a_persons_id_is_treated_as_one() -> None:
    telling = ("user_id", "author_id", "owner_id", "actor_id", "requester_id", "moderator_id")
    missed = [
        f"{table.name}.{column}"
        for table in metadata.sorted_tables
        for column in (each.name for each in table.columns)
        if (column in telling or column.endswith("_by"))
        and column not in {BY_NAME[table.name].owner, *BY_NAME[table.name].people}
    ]
    assert missed == []
