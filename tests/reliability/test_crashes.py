"""The bot is killed at every named point, and started again."""

import os
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.domain.crash_points import POINTS, Act, CrashPoint, Side
from bot.domain.jobs import Work
from tests.support import documents
from tests.support.crashes import (
    ROWS,
    WAYS,
    Account,
    Row,
    kill_at,
    kill_at_all,
    kill_under_load,
    open_range,
)
from tests.support.doomed import Doom
from tests.support.promises import Result

pytestmark = pytest.mark.flow

THOROUGH = bool(os.environ.get("JAMBOREE_THOROUGH"))
"""Set by `make reliability`: every kill several times."""

LANES = 3
TIMES_OVER = 3
BUSY = [point for way, point in ROWS if way in WAYS[:1]]
"""What many orders pass while nothing but kills goes wrong."""
ALWAYS = (
    CrashPoint(Act.ORDER, Side.AFTER),
    CrashPoint(Act.POST, Side.BEFORE),
    CrashPoint(Act.POST, Side.AFTER),
    CrashPoint(Act.SAVE_SUBMIT, Side.BEFORE),
    CrashPoint(Act.SAVE_SUBMIT, Side.AFTER),
    CrashPoint(Act.RENAME, Side.AFTER),
    CrashPoint(Act.SETTLE, Side.BEFORE),
    CrashPoint(Act.SETTLE, Side.AFTER),
    CrashPoint(Act.SHOW, Side.AFTER),
    CrashPoint(Act.PING, Side.AFTER),
)
"""Kills of each `make test`: where money moves, a file arrives, or something is said."""
ORDERS, KILLS, PATIENCE_SECONDS = (100, len(BUSY), 10) if THOROUGH else (30, 10, 4)
MOST_PASSED = 5
"""Kills under load are at one of the first so many orders that pass the point."""


def test_no_point_is_forgotten() -> None:
    assert {point for _, point in ROWS} == set(POINTS)
    text = " ".join(documents.RELIABILITY.read_text(encoding="utf-8").split())
    assert f"names a point before and a point after each, {len(POINTS)} in all" in text


def test_every_kind_of_work_on_jobs_has_its_points() -> None:
    for work in Work:
        if work.of_jobs:
            assert {Act.claim(work), Act.save(work)} <= set(Act)


def test_the_table_tells_of_every_point() -> None:
    told = {(way, act) for way, act, *_ in documents.rows("crashes")}
    assert told == {(way.name, act.value) for way in WAYS for act in way.acts}


async def test_kills_where_money_and_files_change_are_as_the_table_says(tmp_path: Path) -> None:
    told = {
        (act, side): end
        for _, act, _, *ends in documents.rows("crashes")[:20]
        for side, end in zip(Side, ends, strict=True)
    }
    async with open_range(tmp_path) as at:
        for point in ALWAYS:
            result = await kill_at(at, WAYS[0], point)
            assert result.value == told[point.act.value, point.side], point


@pytest.mark.thorough
async def test_each_kill_ends_as_the_table_says(tmp_path: Path) -> None:
    times = TIMES_OVER if THOROUGH else 1
    results = await kill_at_all(tmp_path, lanes=LANES, times=times)
    documents.hold("crashes", _table(results))


@pytest.mark.thorough
async def test_many_open_orders_survive_many_kills(tmp_path: Path) -> None:
    chosen = random.Random(6)  # noqa: S311 - the same kills each time
    dooms = [
        Doom(act=point.act, side=point.side, count=chosen.randint(1, MOST_PASSED))
        for point in chosen.sample(BUSY, KILLS)
    ]
    account = await kill_under_load(
        tmp_path, orders=ORDERS, dooms=dooms, patience_seconds=PATIENCE_SECONDS
    )
    assert account.results.total() >= ORDERS
    assert account.reached >= KILLS // 2
    assert set(account.results) <= {Result.DELIVERED, Result.RETURNED}
    if THOROUGH:
        documents.hold("load", _sentence(account))


def _table(results: Mapping[Row, Result]) -> str:
    rows = []
    for way in WAYS:
        for act in way.acts:
            before, after = (results[way, CrashPoint(act, side)] for side in Side)
            rows.append((way.name, act.value, act.nature.value, before.value, after.value))
    return documents.table(("way", "act", "", "killed before", "killed after"), rows)


def _sentence(account: Account) -> str:
    ends = "; ".join(f"{number} {end}" for end, number in sorted(account.results.items()))
    return (
        f"{ORDERS} orders open at all times and {KILLS} kills, each at another point of the table"
        f" and at one of the first {MOST_PASSED} orders that pass it; {account.reached} lives got"
        f" to theirs within {PATIENCE_SECONDS} s, the others were killed where they were. How the"
        f" {account.results.total()} orders ended: {ends}. Every check above held for each."
    )
