"""Who may work in the data folder, and the copies that are made there on a schedule."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap.backups import BackupSchedule
from bot.bootstrap.lock import data_folder_alone, data_folder_in_use
from bot.domain.errors import SetupError
from storage import back_up, backup_name, kept_backups, migrate
from tests.support.clock import ManualClock

DAY = timedelta(days=1)
_AT_ONCE = 4
_PATIENCE_SECONDS = 30


def test_bots_share_the_folder_and_keep_a_restore_out(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with (
        data_folder_in_use(folder),
        data_folder_in_use(folder),
        pytest.raises(SetupError, match="stop it first"),
        data_folder_alone(folder),
    ):
        pass
    with (
        data_folder_alone(folder),
        pytest.raises(SetupError, match="restored"),
        data_folder_in_use(folder),
    ):
        pass
    with data_folder_in_use(folder):
        pass


def test_a_bot_knows_whether_it_is_the_only_one(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with data_folder_in_use(folder) as first:
        with data_folder_in_use(folder) as second:
            assert (first, second) == (True, False)
        with data_folder_in_use(folder) as third:
            assert not third
    with data_folder_in_use(folder) as next_life:
        assert next_life


async def test_bots_that_start_at_once_find_at_most_one_alone_and_none_refused(
    tmp_path: Path,
) -> None:
    def start(ready: threading.Barrier) -> bool:
        with data_folder_in_use(tmp_path) as alone:
            ready.wait(_PATIENCE_SECONDS)
            return alone

    for _ in range(20):
        ready = threading.Barrier(_AT_ONCE)
        found = await asyncio.gather(*(asyncio.to_thread(start, ready) for _ in range(_AT_ONCE)))
        assert found.count(True) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(SetupError, match="JAMBOREE_DATA_DIR"),
        data_folder_in_use(tmp_path / "file" / "data"),
    ):
        pass


def _schedule(tmp_path: Path, clock: ManualClock, url: str | None = None) -> BackupSchedule:
    url = url or str(tmp_path / "core.db")
    return BackupSchedule(url, tmp_path / "backups", clock, every=DAY, keep=3)


async def test_a_start_is_followed_by_a_copy_and_not_by_one_at_every_look(tmp_path: Path) -> None:
    await migrate(str(tmp_path / "core.db"))
    clock = ManualClock()
    schedule = _schedule(tmp_path, clock)
    await schedule.look()
    assert kept_backups(tmp_path / "backups") == ()
    clock.advance(11 * 60)
    for _ in range(3):
        await schedule.look()
        clock.advance(60)
    assert len(kept_backups(tmp_path / "backups")) == 1
    for days in range(2, 6):
        clock.advance(DAY.total_seconds())
        await schedule.look()
        assert len(kept_backups(tmp_path / "backups")) == min(days, 3)


async def test_a_copy_from_the_future_keeps_no_other_from_coming_nor_from_staying(
    tmp_path: Path,
) -> None:
    await migrate(str(tmp_path / "core.db"))
    clock = ManualClock()
    folder = tmp_path / "backups"
    future = folder / backup_name(clock.now() + 3650 * DAY)
    back_up(str(tmp_path / "core.db"), future)
    schedule = _schedule(tmp_path, clock)
    made = []
    for _ in range(4):
        clock.advance(DAY.total_seconds())
        await schedule.look()
        made.append(folder / backup_name(clock.now()))
        assert kept_backups(folder)[: len(made[-3:])] == tuple(made[-3:])
    assert kept_backups(folder) == tuple(made[-3:])


async def test_a_start_by_a_wrong_clock_does_not_put_copies_off(tmp_path: Path) -> None:
    await migrate(str(tmp_path / "core.db"))
    clock = ManualClock()
    clock.advance(3650 * DAY.total_seconds())
    schedule = _schedule(tmp_path, clock)
    clock.advance(-3650 * DAY.total_seconds())
    await schedule.look()
    assert len(kept_backups(tmp_path / "backups")) == 1


async def test_a_copy_that_failed_is_tried_again_later_and_stops_nothing(tmp_path: Path) -> None:
    clock = ManualClock()
    schedule = _schedule(tmp_path, clock)
    clock.advance(11 * 60)
    await schedule.look()
    await migrate(str(tmp_path / "core.db"))
    await schedule.look()
    assert kept_backups(tmp_path / "backups") == ()
    clock.advance(11 * 60)
    await schedule.look()
    assert len(kept_backups(tmp_path / "backups")) == 1


def test_there_is_no_schedule_for_a_server_or_without_an_interval(tmp_path: Path) -> None:
    clock = ManualClock()
    assert _schedule(tmp_path, clock).rounds()
    assert not _schedule(tmp_path, clock, "postgresql://db.example/jamboree").rounds()
    path = tmp_path / "core.db"
    never = BackupSchedule(str(path), tmp_path, clock, every=timedelta(0), keep=3)
    assert not never.rounds()
