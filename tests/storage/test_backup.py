"""Copies of the database: proved when made, and put back without losing what they replace."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import SetupError
from bot.domain.ids import IdempotencyKey
from bot.domain.jobs import JobState, Work
from storage import (
    back_up,
    backup_name,
    count_jobs,
    discard_old_backups,
    kept_backups,
    migrate,
    restore,
)
from tests.support.orders import ADA, place, request
from tests.support.surroundings import Core, open_core

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


async def _order(core: Core, key: str) -> None:
    await core.generation.order(request(), ADA, place(core.clock.now()), key=IdempotencyKey(key))


def _rows(path: Path, statement: str = "SELECT count(*) FROM jobs") -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


async def test_a_copy_holds_what_was_committed_and_is_one_file(tmp_path: Path) -> None:
    target = tmp_path / "kept" / "copy.db"
    async with open_core(tmp_path) as core:
        await _order(core, "first")
        made = await asyncio.to_thread(back_up, str(tmp_path / "core.db"), target)
        await _order(core, "second")
    assert made.path == target
    assert made.discrepancies == ()
    assert made.size_bytes == target.stat().st_size
    assert [entry.name for entry in target.parent.iterdir()] == ["copy.db"]
    assert _rows(target) == [(1,)]
    assert target.stat().st_mode & 0o077 == 0


async def test_what_is_wrong_in_the_books_is_told_and_the_copy_kept(tmp_path: Path) -> None:
    async with open_core(tmp_path) as core:
        await _order(core, "first")
    with sqlite3.connect(tmp_path / "core.db") as database:
        database.execute("UPDATE accounts SET posted = posted + 1 WHERE kind = 'welcome'")
    database.close()
    made = back_up(str(tmp_path / "core.db"), tmp_path / "copy.db")
    assert made.discrepancies
    assert made.path.exists()


async def test_restoring_goes_back_to_the_copy_and_keeps_what_it_replaces(tmp_path: Path) -> None:
    async with open_core(tmp_path) as core:
        await _order(core, "first")
        await asyncio.to_thread(back_up, str(tmp_path / "core.db"), tmp_path / "copy.db")
        await _order(core, "second")
    (tmp_path / "core.db").chmod(0o640)
    done = restore(str(tmp_path / "core.db"), tmp_path / "copy.db", now=NOW)
    assert done.replaced is not None
    assert _rows(done.replaced) == [(2,)]
    assert _rows(tmp_path / "core.db") == [(1,)]
    assert (tmp_path / "core.db").stat().st_mode & 0o777 == 0o640
    assert _names(tmp_path) == {
        "core.db",
        "copy.db",
        done.replaced.name,
    }


async def test_an_order_that_waited_in_the_copy_is_not_sent_again(tmp_path: Path) -> None:
    async with open_core(tmp_path) as core:
        await _order(core, "first")
        await asyncio.to_thread(back_up, str(tmp_path / "core.db"), tmp_path / "copy.db")
        await core.submitter.run_once()
        assert len(core.provider.submitted) == 1
    done = restore(str(tmp_path / "core.db"), tmp_path / "copy.db", now=NOW)
    assert done.withheld == 1
    async with open_core(tmp_path) as core:
        core.clock.advance(timedelta(days=1).total_seconds())
        await core.submitter.run_once()
        await core.reaper.run_once()
        assert core.provider.submitted == []
        counted = await core.database.read(count_jobs)
        assert counted[JobState.QUEUED] == counted[JobState.SUBMITTING] == 0


async def test_a_database_that_was_moved_goes_on_with_its_orders(tmp_path: Path) -> None:
    async with open_core(tmp_path) as core:
        await _order(core, "first")
    back_up(str(tmp_path / "core.db"), tmp_path / "copy.db")
    (tmp_path / "elsewhere").mkdir()
    url = str(tmp_path / "elsewhere" / "core.db")
    done = restore(url, tmp_path / "copy.db", now=NOW, moved=True)
    assert (done.withheld, done.replaced) == (0, None)
    async with open_core(tmp_path / "elsewhere") as core:
        await core.submitter.run_once()
        assert len(core.provider.submitted) == 1


async def test_a_database_in_use_is_not_replaced(tmp_path: Path) -> None:
    async with open_core(tmp_path) as core:
        await _order(core, "first")
        path = tmp_path / "core.db"
        await asyncio.to_thread(back_up, str(path), tmp_path / "copy.db")
        with pytest.raises(SetupError, match="another program"):
            await asyncio.to_thread(restore, str(path), tmp_path / "copy.db", now=NOW)
        await _order(core, "second")
        assert await core.database.read(lambda tx: tx.jobs.waiting()) == 2
    assert not {name for name in _names(tmp_path) if "replaced" in name or "part" in name}


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)


async def test_a_damaged_copy_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    await migrate(str(tmp_path / "core.db"))
    before = (tmp_path / "core.db").read_bytes()
    await migrate(str(tmp_path / "copy.db"))
    _damage(tmp_path / "copy.db")
    with pytest.raises(SetupError, match="damaged"):
        restore(str(tmp_path / "core.db"), tmp_path / "copy.db", now=NOW)
    (tmp_path / "letter.db").write_text("Dear Ada, " * 1000)
    with pytest.raises(SetupError, match="is no database"):
        restore(str(tmp_path / "core.db"), tmp_path / "letter.db", now=NOW)
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(SetupError, match="no database of Jamboree"):
        restore(str(tmp_path / "core.db"), tmp_path / "other.db", now=NOW)
    with pytest.raises(SetupError, match="no database at"):
        restore(str(tmp_path / "core.db"), tmp_path / "missing.db", now=NOW)
    assert (tmp_path / "core.db").read_bytes() == before
    assert not {name for name in _names(tmp_path) if name.endswith(".part")}


async def test_a_damaged_database_is_kept_and_replaced(tmp_path: Path) -> None:
    await migrate(str(tmp_path / "good.db"))
    back_up(str(tmp_path / "good.db"), tmp_path / "copy.db")
    await migrate(str(tmp_path / "core.db"))
    _damage(tmp_path / "core.db")
    ruins = (tmp_path / "core.db").read_bytes()
    done = restore(str(tmp_path / "core.db"), tmp_path / "copy.db", now=NOW)
    assert done.replaced is not None
    assert done.replaced.read_bytes() == ruins
    assert _rows(tmp_path / "core.db") == [(0,)]


async def test_a_copy_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    await migrate(str(tmp_path / "core.db"))
    back_up(str(tmp_path / "core.db"), tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    copy.close()
    with pytest.raises(SetupError, match="newer version"):
        restore(str(tmp_path / "core.db"), tmp_path / "copy.db", now=NOW)


async def test_a_copy_never_lands_on_the_database_or_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "core.db"
    await migrate(str(path))
    for target in (path, tmp_path):
        with pytest.raises(SetupError, match="a file of its own"):
            back_up(str(path), target)
    with pytest.raises(SetupError, match="the database itself"):
        restore(str(path), path, now=NOW)


def test_postgresql_has_its_own_programs(tmp_path: Path) -> None:
    url = "postgresql://someone:hush@127.0.0.1/jamboree"
    with pytest.raises(SetupError, match="pg_dump") as told:
        back_up(url, tmp_path / "copy.db")
    assert "hush" not in told.value.sentence
    with pytest.raises(SetupError, match="pg_restore"):
        restore(url, tmp_path / "copy.db", now=NOW)


def test_old_copies_go_and_other_files_stay(tmp_path: Path) -> None:
    names = [backup_name(NOW + timedelta(hours=hour)) for hour in range(5)]
    for name in (*names, "mine.db", "jamboree-before.db"):
        (tmp_path / name).touch()
    now = NOW + timedelta(hours=4)
    removed = discard_old_backups(tmp_path, keep=2, now=now)
    assert [path.name for path in removed] == names[:3]
    assert [path.name for path in kept_backups(tmp_path)] == names[3:]
    assert (tmp_path / "mine.db").exists()
    assert (tmp_path / "jamboree-before.db").exists()
    assert discard_old_backups(tmp_path, keep=2, now=now) == ()


def test_copies_from_the_future_go_before_those_made_since(tmp_path: Path) -> None:
    hours = (-3, -2, 1000, 2000)
    oldest, newest, sooner, later = [backup_name(NOW + timedelta(hours=hour)) for hour in hours]
    for name in (oldest, newest, sooner, later):
        (tmp_path / name).touch()
    removed = discard_old_backups(tmp_path, keep=3, now=NOW)
    assert [path.name for path in removed] == [sooner]
    removed = discard_old_backups(tmp_path, keep=1, now=NOW)
    assert [path.name for path in removed] == [later, oldest]
    assert [path.name for path in kept_backups(tmp_path)] == [newest]


async def test_jobs_are_counted_by_state(core: Core) -> None:
    await _order(core, "first")
    counted = await core.database.read(count_jobs)
    assert counted[JobState.QUEUED] == 1
    assert sum(counted.values()) == 1
    assert set(counted) == set(JobState)
    assert await core.database.read(lambda tx: tx.jobs.next_due_at(Work.SUBMIT)) is not None
