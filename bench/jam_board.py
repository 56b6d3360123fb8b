"""200 people press on one jam's board within five seconds, again and again: they open a form and
send it in to enter an idea and to pledge, open their ballot, and vote.

The sandbox and the bot are processes of their own, the sandbox limits requests as Discord does, and
everything runs at the pace of the default settings. Counted is what the bot's database kept of each
press, how often the board was edited meanwhile, and how long the first answer to a press took.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from bench.ratios import Ratio
from bench.sandboxes import open_sandbox
from tests.support.jam_play import JamPlay
from tests.support.program import start_bot
from tests.support.sandbox import Answer, SandboxDriver

PEOPLE = 200
WINDOW_SECONDS = 5.0
HANDFUL = 5.0
ANSWER_SECONDS = 3.0
"""What Discord waits for a first answer."""

_DRIVERS = 4
"""Each keeps a connection open for each of its members, and can keep less than a hundred."""
_BOARD_REST_SECONDS = 3.0
_LONGEST_SECONDS = 60.0


@dataclass
class Crowd:
    """Everybody, spread over several drivers, and how long their answers took."""

    drivers: Sequence[SandboxDriver]
    plays: list[JamPlay] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    edits: list[int] = field(default_factory=list)

    @property
    def host(self) -> JamPlay:
        """The jam as its host sees it."""
        return self.plays[0]

    async def all_do(self, act: Callable[[int, JamPlay], Awaitable[None]]) -> None:
        """Let everybody do something once, evenly spread over the window; counts board edits."""
        before = max((request.number for request in await self.drivers[0].requests()), default=0)

        async def one(number: int) -> None:
            await asyncio.sleep(number * WINDOW_SECONDS / PEOPLE)
            await act(number, self.plays[number % _DRIVERS])

        await asyncio.gather(*(one(number) for number in range(PEOPLE)))
        await asyncio.sleep(_BOARD_REST_SECONDS)
        requests = await self.drivers[0].requests(before)
        board = f"/messages/{self.host.board_id}"
        self.edits.append(
            sum(1 for each in requests if each.method == "PATCH" and each.path.endswith(board))
        )

    async def answered(self, press: Callable[[], Awaitable[Answer]]) -> Answer:
        """Press until there is an answer, as people do; one that comes too late counts double."""
        while True:
            answer = await press()
            if answer.kind != "failed":
                self.seconds.append(answer.seconds)
                return answer
            self.seconds.append(2 * ANSWER_SECONDS)


async def measure() -> list[Ratio]:
    """Let everybody enter, pledge and vote."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        page_url, api_url, token = await stack.enter_async_context(
            open_sandbox(folder, channels=["songs"], people=PEOPLE)
        )
        settings = {
            "DISCORD_TOKEN": token,
            "DISCORD_API_URL": api_url,
            "AIMUSIC_API_KEY": "key-of-the-measurement",
            "AIMUSIC_API_URL": "http://127.0.0.1:9",
            "JAMBOREE_DATA_DIR": str(folder / "data"),
            "JAMBOREE_WEB_PORT": "0",
            "JAMBOREE_LOG_LEVEL": "warning",
        }
        await stack.enter_async_context(start_bot(folder, settings))
        drivers = [
            await stack.enter_async_context(SandboxDriver.connect(page_url))
            for _ in range(_DRIVERS)
        ]
        await drivers[0].wait_until_online()
        crowd = await _gathered(drivers)
        await _play(crowd)
        return _ratios(crowd, folder / "data" / "jamboree.db")


async def _gathered(drivers: Sequence[SandboxDriver]) -> Crowd:
    """Begin a battle with room for all, and go on to where ideas are entered."""
    for number in range(PEOPLE):
        await drivers[number % _DRIVERS].watch(f"member{number}")
    host = await JamPlay.start(
        drivers[0], "a crowd at once", host="member0", mode="battle", max_people=PEOPLE
    )
    answer = await host.press("member1", "Join")
    if "You are in" not in answer.message.text:
        raise RuntimeError(answer.message.text)
    await host.told("member0", "Lock")
    others = [JamPlay(driver, "member0", host.board_id) for driver in drivers[1:]]
    plays = [host, *others]
    for play in plays:
        await play.offers("Add an idea")
    return Crowd(drivers, plays)


async def _play(crowd: Crowd) -> None:
    opened: dict[int, Answer] = {}

    def opening(label: str) -> Callable[[int, JamPlay], Awaitable[None]]:
        async def act(number: int, play: JamPlay) -> None:
            member = f"member{number}"
            opened[number] = await crowd.answered(lambda: play.press(member, label))

        return act

    async def enter(number: int, play: JamPlay) -> None:
        await send(number, play, {"text": f"the idea of {number}"})

    async def pledge(number: int, play: JamPlay) -> None:
        await send(number, play, {"amount": "1"})

    async def send(number: int, play: JamPlay, written: dict[str, str]) -> None:
        form, member = opened[number].modal, f"member{number}"
        await crowd.answered(lambda: play.driver.submit(form, written, member=member))

    async def vote(number: int, play: JamPlay) -> None:
        ballot, member = opened[number].message, f"member{number}"
        menu = next(item for item in ballot.controls if "jamvote" in (item.custom_id or ""))
        chosen = menu.options[number % len(menu.options)].value
        await crowd.answered(
            lambda: play.driver.select(ballot, [chosen], member=member, custom_id=menu.custom_id)
        )

    await crowd.all_do(opening("Add an idea"))
    await crowd.all_do(enter)
    await crowd.all_do(opening("Pledge"))
    await crowd.all_do(pledge)
    await crowd.host.told("member0", "Lock")
    for play in crowd.plays:
        await play.offers("Vote", timeout=_LONGEST_SECONDS)
    await crowd.all_do(opening("Vote"))
    await crowd.all_do(vote)


def _ratios(crowd: Crowd, database: Path) -> list[Ratio]:
    ((entries,),) = _query(database, "SELECT count(*) FROM contributions")
    ((pledges,),) = _query(database, "SELECT sum(amount) FROM pledges")
    ((votes,),) = _query(database, "SELECT count(*) FROM votes")
    percentile = quantiles(crowd.seconds, n=100, method="inclusive")
    kept = min(float(entries), float(pledges), float(votes))
    print(f"  {entries} entries, {pledges} credits pledged, {votes} votes; edits {crowd.edits}")
    print(f"  first answers: p50 {percentile[49]:.3f} s, of {len(crowd.seconds)}")
    return [
        Ratio("entries, pledges or votes kept, the fewest", "", kept, "made", PEOPLE, aim=1.0),
        Ratio(
            *("edits of the board in five seconds", "", float(max(crowd.edits))),
            *("a handful", HANDFUL),
            aim=1.0,
            more_is_better=False,
        ),
        Ratio(
            *("first answer to a press, p99", "s", percentile[98]),
            *("what Discord waits", ANSWER_SECONDS),
            aim=1.0,
            more_is_better=False,
        ),
    ]


def _query(database: Path, statement: str) -> list[tuple[int, ...]]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()
