"""Two hundred people press in one jam within five seconds: entries, pledges and votes.

The real services and workers on a real database, in real time; only Discord is played, by somebody
who takes a tenth of a second for every drawing. What counts is that nothing that was pressed is
lost, that the board is drawn a handful of times, and how long the slowest answers take.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

from bench.edits import keep_time
from bench.ratios import Ratio
from bot.domain.ids import IdempotencyKey, JamId, MessageId, UserId
from bot.domain.jams import JamMode, JamNote, JamView
from bot.domain.jams.modes import IDEA
from bot.services.orders import Requester
from bot.workers.jam_boards import BoardPace, JamBoardDrawer
from bot.workers.loop import WorkerLoop
from storage import open_database
from tests.support.jams import HOST, PLACE, plan
from tests.support.orders import GUILD
from tests.support.surroundings import BACKOFF, LEASE, Core, build_core

PEOPLE = 200
WITHIN_SECONDS = 5.0
HANDFUL = 5
"""So many edits may 200 presses cause."""

ANSWER_SECONDS = 3.0
"""Discord waits so long for an answer."""

CROWD = tuple(Requester(UserId(10_000 + number), f"Member {number}") for number in range(PEOPLE))

Press = Callable[[Requester], Awaitable[object]]


async def measure() -> list[Ratio]:
    """Let everyone press three times: write, pledge and vote."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        async with open_database(str(Path(folder) / "jams.db")) as database:
            core = build_core(database)
            async with keep_time(core):
                return await _jam(core)


async def _jam(core: Core) -> list[Ratio]:
    jams = core.jams
    jam_id = await _begin(core)
    await jams.lock(jam_id, GUILD, HOST.user_id)
    wrote = await _press(core, lambda who: _propose(core, jam_id, who))
    pledged = await _press(core, lambda who: jams.pledge(jam_id, GUILD, who, 1))
    view = await jams.lock(jam_id, GUILD, HOST.user_id)
    entries, pot = view.slots[0].entries, view.pot.pledged
    first, second, *_ = await jams.contributions(jam_id, GUILD)

    def vote(who: Requester) -> Awaitable[object]:
        chosen = second if first.author_id == who.user_id else first
        return jams.vote(jam_id, GUILD, who, IDEA, chosen.contribution_id)

    voted = await _press(core, vote)
    votes = (await jams.view(jam_id, GUILD)).voted
    kept = {"entries": entries, "pledges": pot, "votes": votes}
    return [
        *(
            Ratio(f"{name} kept", name, count, "presses", PEOPLE, aim=1.0)
            for name, count in kept.items()
        ),
        *(
            ratio
            for name, rush in (("writing", wrote), ("pledging", pledged), ("voting", voted))
            for ratio in rush.ratios(name)
        ),
    ]


@dataclass
class _Rush:
    """What two hundred presses brought."""

    answered: Sequence[float]
    """How long each answer took, in seconds."""
    edits: int

    def ratios(self, name: str) -> list[Ratio]:
        """Compare it with what is bearable."""
        slowest = quantiles(self.answered, n=100)[98]
        return [
            Ratio(
                f"{name}: edits of the board",
                "edits",
                self.edits,
                "a handful",
                HANDFUL,
                aim=1.0,
                more_is_better=False,
            ),
            Ratio(
                f"{name}: p99 of {PEOPLE} answers",
                "s",
                slowest,
                "what Discord waits",
                ANSWER_SECONDS,
                aim=1 / 3,
                more_is_better=False,
            ),
        ]


@dataclass
class _SlowBoards:
    """Takes its time for every drawing, as Discord does."""

    edits: int = 0
    told: list[JamNote] = field(default_factory=list)

    async def show(self, view: JamView) -> MessageId | None:
        """Draw."""
        await asyncio.sleep(0.1)
        self.edits += 1
        return MessageId(1) if view.message_id is None else None

    async def tell(self, note: JamNote, view: JamView) -> None:
        """Tell."""
        self.told.append(note)


async def _begin(core: Core) -> JamId:
    await core.jams.change_rules(
        GUILD, lambda rules: replace(rules, most_people=PEOPLE + 1), actor_id=HOST.user_id
    )
    wide = replace(plan(JamMode.BATTLE), most_people=PEOPLE + 1)
    view = await core.jams.start(wide, HOST, PLACE, key=IdempotencyKey("jam"))
    for who in CROWD[:2]:
        await core.jams.join(view.jam.jam_id, GUILD, who)
    return view.jam.jam_id


async def _propose(core: Core, jam_id: JamId, who: Requester) -> None:
    await core.jams.contribute(jam_id, GUILD, who, IDEA, f"a song by {who.display_name}")


async def _press(core: Core, press: Press) -> _Rush:
    """Let everyone press once, evenly over five seconds, while boards are drawn."""
    answered: list[float] = []

    async def one(number: int, who: Requester) -> None:
        await asyncio.sleep(number * WITHIN_SECONDS / PEOPLE)
        began = time.perf_counter()
        await press(who)
        answered.append(time.perf_counter() - began)

    boards = _SlowBoards()
    async with _drawing(core, boards):
        await asyncio.gather(*(one(number, who) for number, who in enumerate(CROWD)))
        await asyncio.sleep(4)
    return _Rush(answered, boards.edits)


@asynccontextmanager
async def _drawing(core: Core, boards: _SlowBoards) -> AsyncIterator[None]:
    drawer = core.jam_drawer.worker
    if not isinstance(drawer, JamBoardDrawer):
        raise TypeError("boards are drawn by somebody else")
    pace = BoardPace(LEASE, BACKOFF, rest=timedelta(seconds=3), attempts=3)
    loop = WorkerLoop(
        JamBoardDrawer(core.database, core.clock, pace, boards, drawer.views),
        core.signals,
        core.clock,
        concurrency=4,
        idle=timedelta(seconds=30),
    )
    stop = asyncio.Event()
    turning = asyncio.create_task(loop.run(stop))
    try:
        yield
    finally:
        stop.set()
        await turning
