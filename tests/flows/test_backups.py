"""Copies of the database while the bot takes orders, and all the way back."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from storage import back_up
from tests.support.program import run_command
from tests.support.scene import Scene

pytestmark = pytest.mark.flow

ORDERS = 12


def _jobs(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM jobs").fetchone()[0])
    finally:
        connection.close()


async def test_all_the_way_round_while_the_bot_takes_orders(scene: Scene) -> None:
    copy = scene.folder / "copies" / "now.db"
    wealthy = {"JAMBOREE_ORDER_STARTING_GRANT": "1000"}
    async with scene.bot(**wealthy) as bot:
        first = await scene.order()
        await scene.finished(first)
        orders = [asyncio.create_task(scene.order(idea=f"rain {n}")) for n in range(ORDERS)]
        made = await run_command(scene.folder, scene.settings, "backup", "--to", str(copy))
        assert (made.code, made.complained) == (0, "")
        assert str(copy) in made.said
        await asyncio.gather(*orders)
        refused = await run_command(scene.folder, scene.settings, "restore", str(copy))
        assert refused.code == 69
        assert "stop it first" in refused.complained
        assert len(refused.complained.splitlines()) == 1
        await bot.terminate()
    await scene.driver.wait_until_offline()
    in_copy, before = _jobs(copy), _jobs(scene.database_file)
    paid = await scene.paid_requests()
    assert in_copy <= before

    done = await run_command(scene.folder, scene.settings, "restore", str(copy))
    assert (done.code, done.complained) == (0, "")
    assert _jobs(scene.database_file) == in_copy
    kept = list(scene.database_file.parent.glob("jamboree.db.replaced-*"))
    assert [_jobs(path) for path in kept] == [before]

    async with scene.bot(**wealthy):
        await scene.until(lambda: "queued" not in scene.job_states())
        assert await scene.discrepancies() == ()
        again = await scene.order(idea="after the flood")
        await scene.finished(again)
    assert await scene.paid_requests() == paid + 1


async def test_the_bot_makes_copies_by_itself_and_keeps_a_few(scene: Scene) -> None:
    folder = scene.database_file.parent / "backups"
    settings = {"JAMBOREE_BACKUP_INTERVAL_SECONDS": "0.2", "JAMBOREE_BACKUP_KEEP": "2"}
    seen: set[str] = set()

    def several_were_made() -> bool:
        names = {path.name for path in folder.glob("jamboree-*.db")}
        seen.update(names)
        return len(seen) > 3 and len(names) <= 2

    async with scene.bot(**settings) as bot:
        await scene.until(several_were_made)
        await bot.terminate()
        assert "backup_failed" not in bot.logged()
    left = sorted(path.name for path in folder.iterdir())
    assert len(left) == 2
    assert set(left) <= {path for path in left if path.startswith("jamboree-")}


async def test_a_backup_that_cannot_be_put_back_is_refused(scene: Scene) -> None:
    made = await run_command(scene.folder, scene.settings, "migrate")
    assert made.code == 0
    copy = scene.folder / "copy.db"
    back_up(str(scene.database_file), copy)
    copy.write_bytes(copy.read_bytes()[:-5000])
    refused = await run_command(scene.folder, scene.settings, "restore", str(copy))
    assert refused.code == 69
    assert "damaged" in refused.complained
    assert len(refused.complained.splitlines()) == 1


async def test_postgresql_is_told_of_its_own_programs(scene: Scene) -> None:
    url = "postgresql://someone:hush@127.0.0.1:1/jamboree"
    settings = {**scene.settings, "JAMBOREE_DATABASE_URL": url}
    refused = await run_command(scene.folder, settings, "backup")
    assert refused.code == 69
    assert "pg_dump" in refused.complained
    assert "hush" not in refused.complained
