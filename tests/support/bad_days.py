"""Days on which Discord or the music service misbehaves, played to the real program."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.crashes import Range, open_range
from tests.support.lives import until
from tests.support.program import start_bot
from tests.support.promises import Result, all_over, card_of, jobs_of, result_of, unfinished
from tests.support.sandbox_views import SeenMessage, SeenRequest

MOST_FAILED_REQUESTS = 25
"""So many requests of one order may fail at Discord; 10,000 in ten minutes lead to a ban."""

_REFUSED = range(400, 500)
_ANYTHING = re.compile(r"<[^>]*>")
_NUMBERS = re.compile(r"\d[\d,]*(?= left)")
_REFERENCE = re.compile(r"\s*-?#? ?Reference \w+")


@dataclass(frozen=True)
class Day:
    """What goes wrong, and what is done about it."""

    name: str
    remedy: str
    """What the bot does about it, in words."""
    before: Callable[[Range], Awaitable[None]] | None = None
    """Goes wrong before the order is made."""
    meanwhile: Callable[[Range, SeenMessage], Awaitable[None]] | None = None
    """Goes wrong while the order is under way."""
    settings: Mapping[str, str] = field(default_factory=dict)
    announced: bool = False
    channel: str = "songs"
    processes: int = 1
    """So many processes of the bot use the token and the database."""


@dataclass(frozen=True)
class End:
    """How the order of a bad day ended."""

    day: Day
    result: str
    told: str
    """What the card says at the end, as the member reads it."""
    failed_requests: int
    """How many requests to Discord were answered with an error or not at all."""


async def play(folder: Path, days: Sequence[Day]) -> list[End]:
    """Play the days in order; those with the same settings meet one life of the bot."""
    ends: list[End] = []
    async with open_range(folder) as at:
        for group in _together(days):
            settings = {**(at.announcing if group[0].announced else {}), **group[0].settings}
            async with _alive(at, settings, group[0].processes):
                for day in group:
                    try:
                        ends.append(await _play(at, day))
                    except Exception as error:
                        error.add_note(day.name)
                        raise
        assert await at.scene.discrepancies() == ()
        assert at.scene.query("SELECT 1 FROM holds WHERE state = 'pending'") == []
    return ends


def _together(days: Sequence[Day]) -> list[list[Day]]:
    groups: list[list[Day]] = []
    for day in days:
        last = groups[-1][0] if groups else None
        if last and _needs(last) == _needs(day):
            groups[-1].append(day)
        else:
            groups.append([day])
    return groups


def _needs(day: Day) -> tuple[object, ...]:
    return day.settings, day.announced, day.processes


@asynccontextmanager
async def _alive(at: Range, settings: Mapping[str, str], processes: int) -> AsyncIterator[None]:
    life = await at.start(settings)
    async with AsyncExitStack() as others:
        for _ in range(processes - 1):
            everything = {**at.scene.settings, **settings}
            await others.enter_async_context(start_bot(at.scene.folder, everything))
        if processes > 1:
            await at.scene.driver.wait_until_online()
            await until_sessions(at, processes)
        yield
    assert await life.terminate() == 0, life.logged()[-3000:]
    await at.scene.driver.wait_until_offline()


async def _play(at: Range, day: Day) -> End:
    await until_sessions(at, day.processes)
    before = len(await at.scene.driver.requests())
    paid = await at.scene.paid_requests()
    if day.before is not None:
        await day.before(at)
    at.orders += 1
    answer = await at.scene.driver.command(
        member="Ada",
        channel=day.channel,
        name="create",
        options={"idea": f"rain {at.orders}", "length": 10},
    )
    if day.meanwhile is not None:
        await day.meanwhile(at, answer.message)
    try:
        await until(lambda: all_over(at.scene), seconds=60)
    except TimeoutError:
        raise AssertionError(f"never over: {unfinished(at.scene)}") from None
    await at.clear()
    assert await at.scene.paid_requests() - paid <= 1, "paid twice"
    row = jobs_of(at.scene)[-1]
    requests = (await at.scene.driver.requests())[before:]
    failed = [request for request in requests if _failed(request)]
    assert len(failed) <= MOST_FAILED_REQUESTS, [(each.route, each.status) for each in failed]
    card = card_of(at.scene, row.job_id)
    result = result_of(at.scene, row)
    await at.scene.driver.clear_errors()
    told = "–" if result is Result.IN_LIBRARY else _told(card)
    return End(day, result, told, len(failed))


def _failed(request: SeenRequest) -> bool:
    return request.status is None or request.status in _REFUSED or request.status >= 500


async def until_sessions(at: Range, processes: int) -> None:
    """Wait until so many processes are connected to the gateway."""
    looked = asyncio.Event()
    async with asyncio.timeout(30):
        while True:
            gateway = await at.scene.driver.gateway()
            if sum(session.connected for session in gateway.sessions) >= processes:
                return
            asyncio.get_running_loop().call_later(0.1, looked.set)
            await looked.wait()
            looked.clear()


def _told(card: SeenMessage | None) -> str:
    """Return what a card says, without what differs from run to run."""
    if card is None:
        return "–"
    text = _REFERENCE.sub("", card.content)
    if not card.attachments:
        lines = [line for embed in card.embeds for line in (embed.description or "").splitlines()]
        said = [line for line in lines if line and not line.startswith((">", "-#"))]
        text = " / ".join([text, *said])
    text = _NUMBERS.sub("n", _ANYTHING.sub("", text))
    return re.sub(r"rain \d+|[Rr]ain\b[\w ]*", "Rain", " ".join(text.split())).replace("|", "/")


async def pause(at: Range, seconds: float) -> None:
    """Have the songs of the next order take so many seconds longer."""
    await at.scene.studio_fault(fault="long_not_ready", value=seconds, times=1)


async def sent(at: Range) -> None:
    """Wait until the newest order runs at the music service."""
    await asyncio.wait_for(_until_running(at), 30)


async def _until_running(at: Range) -> None:
    await until(at.state_is("running"))
