import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.jobs import Work
from bot.services.signals import Signals
from bot.workers.loop import WorkerLoop
from tests.support.clock import ManualClock

PATIENCE = 5.0


class Errands:
    """A worker on a list in memory."""

    work = Work.POLL

    def __init__(self, *items: str) -> None:
        self.waiting = list(items)
        self.handled: list[str] = []
        self.returned: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.looked = asyncio.Event()
        self.begun = asyncio.Event()
        self.finished = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken: Exception | None = None

    async def claim(self, limit: int) -> list[str]:
        if self.broken:
            raise self.broken
        self.looked.set()
        taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return taken

    async def handle(self, item: str) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.set()
        await self.gate.wait()
        # Two at once is what the loop is told to do, so each gives the other its turn.
        await asyncio.wait({asyncio.ensure_future(self.gate.wait())})
        self.at_once -= 1
        if item.startswith("bad"):
            raise RuntimeError(item)
        self.handled.append(item)
        self.finished.set()

    async def give_back(self, item: str) -> None:
        self.returned.append(item)

    async def next_due_at(self) -> datetime | None:
        return None


def loop_of(errands: Errands, signals: Signals | None = None) -> WorkerLoop[str]:
    return WorkerLoop(
        errands,
        signals or Signals(),
        ManualClock(),
        concurrency=2,
        idle=timedelta(hours=1),
    )


async def test_everything_due_is_handled_a_few_at_a_time() -> None:
    errands = Errands(*"abcde")
    assert await loop_of(errands).run_once() == 5
    assert sorted(errands.handled) == list("abcde")
    assert errands.most_at_once == 2


async def test_one_bad_item_stops_nothing_and_comes_again() -> None:
    errands = Errands("a", "bad", "c")
    await loop_of(errands).run_once()
    assert sorted(errands.handled) == ["a", "c"]
    assert errands.returned == ["bad"]


async def test_a_call_wakes_a_sleeping_worker_and_stop_ends_it() -> None:
    errands, signals, stop = Errands(), Signals(), asyncio.Event()
    task = asyncio.create_task(loop_of(errands, signals).run(stop))
    async with asyncio.timeout(PATIENCE):
        await errands.looked.wait()
        errands.waiting.append("late")
        signals.ring(Work.POLL)
        await errands.finished.wait()
        stop.set()
        await task
    assert errands.handled == ["late"]


async def test_calls_are_heard_together_after_a_breath() -> None:
    errands, signals, stop = Errands(), Signals(timedelta(milliseconds=20)), asyncio.Event()
    task = asyncio.create_task(loop_of(errands, signals).run(stop))
    async with asyncio.timeout(PATIENCE):
        await errands.looked.wait()
        for name in "ab":
            errands.waiting.append(name)
            signals.ring(Work.POLL)
            await asyncio.sleep(0)
        assert errands.handled == []
        await errands.finished.wait()
        stop.set()
        await task
    assert sorted(errands.handled) == list("ab")
    assert errands.most_at_once == 2


async def test_a_stop_does_not_wait_for_a_breath() -> None:
    errands, signals, stop = Errands(), Signals(timedelta(hours=1)), asyncio.Event()
    task = asyncio.create_task(loop_of(errands, signals).run(stop))
    async with asyncio.timeout(PATIENCE):
        await errands.looked.wait()
        errands.waiting.append("soon")
        signals.ring(Work.POLL)
        await asyncio.wait({task}, timeout=0.01)
        assert errands.waiting == ["soon"]
        stop.set()
        await task
    assert errands.handled == []


async def test_a_call_that_was_looked_after_is_not_heard_again() -> None:
    signals = Signals(timedelta(milliseconds=1))
    signals.ring(Work.POLL)
    signals.silence(Work.POLL)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await signals.heard(Work.POLL)


async def test_stopping_finishes_what_is_in_hand() -> None:
    errands, stop = Errands("slow"), asyncio.Event()
    errands.gate.clear()
    task = asyncio.create_task(loop_of(errands).run(stop))
    async with asyncio.timeout(PATIENCE):
        await errands.begun.wait()
        stop.set()
        done, _ = await asyncio.wait({task}, timeout=0.01)
        assert not done
        errands.gate.set()
        await task
    assert errands.handled == ["slow"]


async def test_broken_machinery_ends_the_loop_loudly() -> None:
    errands = Errands()
    errands.broken = OSError("disk is gone")
    with pytest.raises(OSError, match="disk is gone"):
        await loop_of(errands).run(asyncio.Event())


async def test_breaking_off_leaves_no_task_behind() -> None:
    errands = Errands("slow")
    errands.gate.clear()
    task = asyncio.create_task(loop_of(errands).run(asyncio.Event()))
    async with asyncio.timeout(PATIENCE):
        await errands.begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [other for other in asyncio.all_tasks() if other is not asyncio.current_task()] == []
