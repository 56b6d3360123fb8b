import threading
from datetime import timedelta

from bot.domain.jobs import Work
from bot.workers.watchdog import Watchdog
from tests.support.clock import ManualClock

PATIENCE = timedelta(seconds=10)


class Loop:
    """A loop that looks when a test says so."""

    def __init__(self, work: Work, clock: ManualClock) -> None:
        self.work = work
        self._clock = clock
        self.looked_at = clock.now()

    def look(self) -> None:
        self._clock.advance(1)
        self.looked_at = self._clock.now()


def test_loops_that_look_are_left_alone_for_ever() -> None:
    clock = ManualClock()
    loop = Loop(Work.POLL, clock)
    dog = Watchdog([loop], PATIENCE, lambda: None)
    for _ in range(100):
        assert dog.passed(timedelta(seconds=9))
        loop.look()


def test_one_that_stands_still_is_found_among_others() -> None:
    clock = ManualClock()
    turning, standing = Loop(Work.POLL, clock), Loop(Work.DELIVER, clock)
    dog = Watchdog([turning, standing], PATIENCE, lambda: None)
    assert dog.passed(timedelta(seconds=6))
    turning.look()
    assert not dog.passed(timedelta(seconds=6))


def test_a_clock_that_is_set_is_nobodys_fault() -> None:
    clock = ManualClock()
    loop = Loop(Work.POLL, clock)
    dog = Watchdog([loop], PATIENCE, lambda: None)
    clock.advance(7 * 24 * 3600)
    assert dog.passed(timedelta(seconds=1))


def test_a_program_that_stops_is_given_its_time() -> None:
    stopping = threading.Event()
    dog = Watchdog([Loop(Work.POLL, ManualClock())], PATIENCE, lambda: None, stopping.is_set)
    stopping.set()
    assert dog.passed(timedelta(seconds=60))
    stopping.clear()
    assert not dog.passed(timedelta(seconds=1))


async def test_the_end_is_called_for_once_from_beside_the_event_loop() -> None:
    ended = threading.Event()
    calls: list[str] = []

    def end() -> None:
        calls.append(threading.current_thread().name)
        ended.set()

    async with Watchdog([Loop(Work.POLL, ManualClock())], timedelta(seconds=0.2), end):
        # The event loop itself stands still here, as it would in a bot that hangs.
        assert ended.wait(timeout=10)
    assert calls == ["watchdog"]


async def test_it_ends_with_its_block() -> None:
    async with Watchdog([], PATIENCE, lambda: None):
        assert "watchdog" in {thread.name for thread in threading.enumerate()}
    assert "watchdog" not in {thread.name for thread in threading.enumerate()}
