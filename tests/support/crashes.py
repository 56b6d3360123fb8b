"""Killing the bot at every named point of every way that an order can take."""

import asyncio
import socket
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import MappingProxyType

import httpx

from bot.domain.crash_points import Act, CrashPoint, Side
from bot.studio.config import Delays
from tests.support.doomed import Doom
from tests.support.lives import Life, Lives, open_lives, until
from tests.support.promises import Result, all_over, check_the_whole, jobs_of, result_of, unfinished
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import Scene, open_scene

STUDIO_SECONDS = 1000
"""How long songs take at the studio where a test moves its clock on."""

_GROUP = 8
"""So many kills take place in one scene."""

_AGAIN: Mapping[str, str] = {
    "JAMBOREE_ORDER_STARTING_GRANT": "1000000",
    "JAMBOREE_SUBMIT_LEASE_SECONDS": "4",
    "JAMBOREE_SUBMIT_BACKOFF_SECONDS": "0.5",
    "JAMBOREE_SUBMIT_UNKNOWN_DEADLINE_SECONDS": "3",
    "JAMBOREE_POLL_FIRST_SECONDS": "0.1",
    "JAMBOREE_POLL_INTERVAL_SECONDS": "0.2",
    "JAMBOREE_POLL_LATE_INTERVAL_SECONDS": "0.4",
    "JAMBOREE_POLL_LEASE_SECONDS": "1",
    "JAMBOREE_POLL_BACKOFF_SECONDS": "0.2",
    "JAMBOREE_COLLECT_LEASE_SECONDS": "4",
    "JAMBOREE_COLLECT_BACKOFF_SECONDS": "0.3",
    "JAMBOREE_COURIER_LEASE_SECONDS": "2",
    "JAMBOREE_COURIER_BACKOFF_SECONDS": "0.3",
    "JAMBOREE_COURIER_CARD_DELAY_SECONDS": "0",
    "JAMBOREE_COURIER_REST_SECONDS": "0",
    "JAMBOREE_COURIER_ANSWER_GRACE_SECONDS": "0.5",
    "JAMBOREE_WORKER_IDLE_SECONDS": "1",
}
"""Times short enough for a test to see what follows when they are over."""


_LOADED: Mapping[str, str] = {
    "JAMBOREE_SUBMIT_LEASE_SECONDS": "5",
    "JAMBOREE_SUBMIT_UNKNOWN_DEADLINE_SECONDS": "60",
    "JAMBOREE_POLL_LEASE_SECONDS": "3",
    "JAMBOREE_COLLECT_LEASE_SECONDS": "10",
    "JAMBOREE_COURIER_LEASE_SECONDS": "5",
    "AIMUSIC_CONCURRENCY": "10",
    "JAMBOREE_SUBMIT_CONCURRENCY": "10",
}
"""Leases that steps under load keep, and a deadline that cards are drawn before."""

_PATIENCE_SECONDS = 120

_SELDOM = "20"
"""Seconds between polls of a bot to which songs are announced: what an announcement lost with a
life is made up for by, and longer than an announcement takes."""


@dataclass
class Range:
    """Where the bot is killed: a scene, and the bot's lives in it."""

    scene: Scene
    lives: Lives
    orders: int = 0
    under_way: set["asyncio.Task[SeenMessage]"] = field(default_factory=set)

    async def start(
        self, settings: Mapping[str, str] = MappingProxyType({}), doom: Doom | None = None
    ) -> Life:
        """Start the bot, and return once it is online or, if it is doomed, over."""
        life = await self.lives.start({**self.scene.settings, **_AGAIN, **settings}, doom)
        online = asyncio.create_task(self.scene.driver.wait_until_online())
        over = asyncio.create_task(life.ended())
        await asyncio.wait({online, over}, return_when=asyncio.FIRST_COMPLETED)
        online.cancel()
        over.cancel()
        assert not life.over or life.reached, life.logged()[-3000:]
        return life

    def order(self) -> "asyncio.Task[SeenMessage]":
        """Order a song; the bot may die before it answers."""
        self.orders += 1
        task = asyncio.create_task(self.scene.order(idea=f"rain {self.orders}"))
        self.under_way.add(task)
        return task

    @property
    def announcing(self) -> dict[str, str]:
        """The settings of a bot to which the studio announces songs."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        return {
            "JAMBOREE_WEB_PORT": str(port),
            "JAMBOREE_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "JAMBOREE_POLL_FIRST_SECONDS": _SELDOM,
            "JAMBOREE_POLL_INTERVAL_SECONDS": _SELDOM,
        }

    async def clear(self) -> None:
        """Take every fault away."""
        await self.scene.driver.disarm()
        async with httpx.AsyncClient() as http:
            await http.delete(f"{self.scene.studio.root}/studio/faults")

    async def advance(self) -> None:
        """Have the studio finish everything."""
        async with httpx.AsyncClient() as http:
            moved = {"advance_seconds": 3 * STUDIO_SECONDS}
            await http.post(f"{self.scene.studio.root}/studio/clock", json=moved)

    async def died(self, life: Life) -> None:
        """Wait until a life ended where it had to."""
        code = await life.ended()
        assert code == -9, (code, life.logged()[-3000:])
        assert life.reached
        await self.forget_orders()

    async def forget_orders(self) -> None:
        """Wait no more for answers of a life that ended."""
        for task in self.under_way:
            task.cancel()
        await asyncio.gather(*self.under_way, return_exceptions=True)
        self.under_way.clear()
        await self.scene.driver.wait_until_offline()

    async def settled(self) -> None:
        """Wait until every order has ended and nothing has still to be shown."""
        try:
            await until(lambda: all_over(self.scene))
        except TimeoutError:
            raise AssertionError(f"never over: {unfinished(self.scene)}") from None

    def state_is(self, state: str) -> Callable[[], bool]:
        """Return whether the newest job is in a state."""
        return lambda: bool(jobs_of(self.scene)) and jobs_of(self.scene)[-1].state == state


@asynccontextmanager
async def open_range(folder: Path, *, slow: bool = False) -> AsyncIterator[Range]:
    """Set a scene for kills. In a `slow` one songs are ready only when the clock is moved on."""
    delays = Delays(*[STUDIO_SECONDS] * 5) if slow else None
    async with open_scene(folder, delays) as scene, open_lives(folder) as lives:
        yield Range(scene, lives)


async def _only_order(at: Range, life: Life, doom: Doom) -> None:
    await life.arm(doom)
    at.order()


async def _order_that_waits(at: Range) -> SeenMessage:
    busy = {"fault": "rate_limited", "value": 6, "times": 1000, "path": "/sonic/create"}
    await at.scene.studio_fault(**busy)
    card = await at.order()
    postponed = "SELECT 1 FROM jobs WHERE state = 'queued' AND attempts > 0"
    await until(lambda: bool(at.scene.query(postponed)))
    return card


async def _run_low(at: Range, life: Life, doom: Doom) -> None:
    await _order_that_waits(at)
    await life.end()
    await at.clear()
    await at.forget_orders()


async def _cancel(at: Range, life: Life, doom: Doom) -> None:
    card = await _order_that_waits(at)
    await life.arm(doom)
    pressed = at.scene.driver.press(card, label="Cancel", member="Ada")
    at.under_way.add(asyncio.create_task(_message(pressed)))


async def _message(answer: Awaitable[object]) -> SeenMessage:
    await answer
    raise AssertionError("the bot should have died")


async def _abandon(at: Range, life: Life, doom: Doom) -> None:
    first = Doom(act=Act.POST, side=Side.AFTER)
    await life.arm(first)
    at.order()
    await at.died(life)


async def _give_up(at: Range, life: Life, doom: Doom) -> None:
    at.order()
    await until(at.state_is("timed_out"))
    await life.arm(doom)
    if doom.act is not Act.SAVE_LATE:
        await at.advance()


async def _lose_file(at: Range, life: Life, doom: Doom) -> None:
    await at.scene.studio_fault(fault="audio_missing", times=1)
    await _only_order(at, life, doom)


async def _overload_discord(at: Range, life: Life, doom: Doom) -> None:
    await at.order()
    # The card may be drawn at any time, so the doom has to be there first.
    await life.arm(doom)
    await at.scene.driver.fault(kind="rate_limit", bare=True, method="PATCH", times=1)
    await at.advance()


async def _delete_message(at: Range, life: Life, doom: Doom) -> None:
    card = await at.order()
    await until(at.state_is("running"))
    # The card may be drawn at any time, so the doom has to be there first.
    await life.arm(doom)
    await at.scene.driver.delete_message(card)
    await at.advance()


async def _announce(at: Range, life: Life, doom: Doom) -> None:
    at.order()
    await until(at.state_is("running"))
    await life.arm(doom)
    await at.advance()


@dataclass(frozen=True, eq=False)
class Way:
    """A way that an order takes, and what it is killed at there."""

    name: str
    acts: tuple[Act, ...]
    provoke: Callable[[Range, Life, Doom], Awaitable[None]] = _only_order
    slow: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    """What holds for the life that dies, beside what holds for all; if `once`, not before it."""
    announced: bool = False
    """Whether the studio is asked to announce songs, and is hardly polled."""
    once: bool = False
    """Whether its kills each want a scene of their own."""


_ON_THE_WAY = (
    *(Act.ORDER, Act.ANSWER, Act.ANSWER_KEPT, Act.CLAIM_SUBMIT, Act.POST, Act.SAVE_SUBMIT),
    *(Act.CLAIM_POLL, Act.GET, Act.SAVE_POLL, Act.CLAIM_COLLECT, Act.TEMPORARY, Act.DOWNLOAD),
    *(Act.TAGS, Act.RENAME, Act.SETTLE, Act.CLAIM_DELIVER, Act.SHOW, Act.SHOWN),
    *(Act.PING, Act.PINGED),
)

WAYS = (
    Way("an ordinary order", _ON_THE_WAY),
    Way("cancelled while it waits", (Act.CANCEL,), _cancel),
    Way("killed during the paid request", (Act.CLAIM_REAP, Act.SAVE_REAP), _abandon),
    Way(
        "given up, finished later",
        (Act.CLAIM_LATE, Act.SAVE_LATE, Act.LATE_SONGS),
        _give_up,
        slow=True,
        settings={
            "JAMBOREE_POLL_DEADLINE_SECONDS": "0.3",
        },
    ),
    Way("a file is missing at first", (Act.SAVE_COLLECT,), _lose_file),
    Way("Discord is overloaded", (Act.DELIVER_AGAIN,), _overload_discord, slow=True),
    Way("the message is deleted", (Act.GIVE_UP,), _delete_message, slow=True),
    Way("the song is announced", (Act.ANNOUNCEMENT,), _announce, slow=True, announced=True),
    Way(
        "the balance is low",
        (Act.BALANCE, Act.CLAIM_TELL, Act.TELL, Act.TOLD),
        _run_low,
        settings={
            "JAMBOREE_SUBMIT_RESERVE": "1000000",
            "JAMBOREE_SUBMIT_BALANCE_SECONDS": "0.1",
        },
        once=True,
    ),
)

ROWS = tuple((way, CrashPoint(act, side)) for way in WAYS for act in way.acts for side in Side)
"""Every kill: on which way, and where."""


async def kill_at(
    at: Range, way: Way, point: CrashPoint, *, count: int = 1, times: int = 1
) -> Result:
    """Order once, kill the bot at a point so many times, and return how the order ended.

    Raises:
        AssertionError: the point was not reached, or a promise is broken.
    """
    before = len(jobs_of(at.scene))
    doom = Doom(act=point.act, side=point.side, count=count)
    settings = {**way.settings, **(at.announcing if way.announced else {})}
    life = await at.start({} if way.once else settings)
    await way.provoke(at, life, doom)
    if way.once:
        life = await at.start(settings, doom)
    await at.died(life)
    for _ in range(times - 1):
        await _kill_again(at, settings, doom)
    await at.clear()
    life = await at.start()
    await at.advance()
    await at.settled()
    assert await life.terminate() == 0
    await at.scene.driver.wait_until_offline()
    await check_the_whole(at.scene, at.orders)
    if point.act in {Act.CLAIM_TELL, Act.TELL, Act.TOLD}:
        assert '"kind": "provider_low"' in life.logged()
    rows = jobs_of(at.scene)[before:]
    assert len(rows) <= 1, rows
    return result_of(at.scene, rows[0]) if rows else Result.NOTHING


async def _kill_again(at: Range, settings: Mapping[str, str], doom: Doom) -> None:
    """Start a life that dies at the same point if it gets there, and is killed otherwise."""
    life = await at.start(settings, doom)
    await life.end(after_seconds=3)
    await at.scene.driver.wait_until_offline()


Row = tuple[Way, CrashPoint]


async def kill_at_all(folder: Path, *, lanes: int, times: int = 1) -> dict[Row, Result]:
    """Kill the bot on every way at each of its points, in `lanes` scenes side by side.

    Raises:
        ExceptionGroup: promises are broken; each error names its kill.
    """
    waiting = deque(_groups())
    results: dict[Row, Result] = {}
    errors: list[Exception] = []

    async def lane(name: str) -> None:
        for number in count():
            if not waiting:
                return
            way, points = waiting.popleft()
            place = folder / f"{name}-{number}"
            place.mkdir()
            async with open_range(place, slow=way.slow) as at:
                for done, point in enumerate(points, 1):
                    try:
                        results[way, point] = await kill_at(at, way, point, times=times)
                    except Exception as error:
                        error.add_note(f"{way.name}: {point.side} {point.act}, in {place}")
                        errors.append(error)
                        waiting.append((way, points[done:]))
                        break

    async with asyncio.TaskGroup() as group:
        for number in range(lanes):
            group.create_task(lane(str(number)))
    if errors:
        raise ExceptionGroup("kills that broke a promise", errors)
    return {row: results[row] for row in ROWS}


def _groups() -> Iterator[tuple[Way, Sequence[CrashPoint]]]:
    """Give what is done in one scene each, so that no lane is left alone at the end."""
    for way in WAYS:
        points = [point for each, point in ROWS if each is way]
        size = 1 if way.once else _GROUP
        for begin in range(0, len(points), size):
            yield way, points[begin : begin + size]


@dataclass
class Account:
    """What became of many orders and kills."""

    results: Counter[Result]
    reached: int
    """How many of the lives ended at their point, and not merely somewhere."""


async def kill_under_load(
    folder: Path, *, orders: int, dooms: Sequence[Doom], patience_seconds: float
) -> Account:
    """Keep so many orders open while the bot is killed at one point after the other.

    A life that does not get to its point in time is killed where it is.

    Raises:
        AssertionError: a promise is broken.
    """
    reached = 0
    async with open_range(folder) as at:
        for doom in dooms:
            life = await at.start(_LOADED, doom)
            still_open = sum(not row.state.terminal for row in jobs_of(at.scene))
            for _ in range(orders - still_open):
                at.order()
            await life.end(after_seconds=patience_seconds)
            reached += life.reached
            await at.forget_orders()
        life = await at.start(_LOADED)
        await until(lambda: all_over(at.scene), seconds=10 * _PATIENCE_SECONDS)
        assert await life.terminate() == 0
        await check_the_whole(at.scene, at.orders)
        results = Counter(result_of(at.scene, row) for row in jobs_of(at.scene))
        return Account(results, reached)
