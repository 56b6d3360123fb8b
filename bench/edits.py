"""Requests to Discord for each finished song, when 200 orders end in 20 channels in one minute.

The sandbox is a process of its own and limits requests as Discord does. Orders are made with
/create, the workers and the messenger are the bot's own; the music service is a timetable, and each
order ends with two songs, two small files on one message. So 200 orders end in the minute, which
are 400 songs. Counted is all that the bot sends for them, from the first answer to the ping, and
how long after the end of the last order the last message shows its files.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.ratios import Ratio
from bench.sandboxes import open_sandbox
from bot.domain.ids import ContentHash, ProviderTaskId
from bot.domain.jobs import Job
from bot.domain.ports import Awaited, SongTags, TaskReport, TaskState
from bot.domain.songs import Clip, StoredAudio
from bot.services.views import JobViews
from bot.ui.notifier import DiscordMessenger
from bot.workers.backoff import Backoff
from bot.workers.collector import Collector, CollectPace
from bot.workers.courier import Courier, CourierPace
from bot.workers.jobs import Surroundings
from bot.workers.lanes import LanePace
from bot.workers.loop import Item, Worker, WorkerLoop
from bot.workers.poller import Poller, PollPace
from bot.workers.submitter import SubmitPace, Submitter
from tests.support.orders import clip
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_views import SeenRequest
from tests.support.scripted import ScriptedProvider
from tests.support.stage import FolderArchive
from tests.support.surroundings import Core, open_core
from tests.support.unconnected_bot import RememberedFingerprints, make_bot

ORDERS = 200
SONGS_OF_AN_ORDER = 2
CHANNELS = 20
MINUTE_SECONDS = 60.0
MOST_REQUESTS = 4.0
_ORDERS_OF_A_MEMBER = 2
_DRIVERS = 4
"""Each keeps a connection open for each of its members, and can keep less than a hundred."""
_FIRST_VERSION_SECONDS = 15.0
"""So long before its end an order's first version is there."""
_LONGEST_SECONDS = 300.0
_BACKOFF = Backoff(timedelta(seconds=3), timedelta(minutes=5))
_LEASE = timedelta(minutes=3)


@dataclass
class Timetable(ScriptedProvider):
    """A music service whose tasks end evenly over a minute, once all are ordered."""

    begins_at: datetime | None = None
    taken: list[ProviderTaskId] = field(default_factory=list)
    all_taken: asyncio.Event = field(default_factory=asyncio.Event)

    async def submit(self, job: Job) -> ProviderTaskId | TaskReport:
        """Take an order."""
        self.taken.append(ProviderTaskId(f"task-{len(self.taken)}"))
        if len(self.taken) == ORDERS:
            self.all_taken.set()
        return self.taken[-1]

    async def report(self, task_id: ProviderTaskId, awaited: Awaited = Awaited.AUDIO) -> TaskReport:
        """Tell what is finished by now."""
        if self.begins_at is None:
            return TaskReport(TaskState.RUNNING)
        number = self.taken.index(task_id)
        ends_at = self.begins_at + timedelta(seconds=number * MINUTE_SECONDS / ORDERS)
        now = datetime.now(UTC)
        clips = (clip(2 * number), clip(2 * number + 1))
        if now >= ends_at:
            return TaskReport(TaskState.FINISHED, clips)
        first = now >= ends_at - timedelta(seconds=_FIRST_VERSION_SECONDS)
        return TaskReport(TaskState.RUNNING, clips[:1] if first else ())


class SmallFiles(FolderArchive):
    """An archive that makes the files up."""

    async def keep(self, clip: Clip, tags: SongTags) -> StoredAudio:
        """Store some bytes."""
        audio = StoredAudio(ContentHash(f"{clip.clip_id:0>64}"), 4096, 61.0, "mp3")
        self.store(audio, b"\xff" * audio.size_bytes)
        return audio


async def measure() -> list[Ratio]:
    """Count the requests of each song, and time the last message."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        channels = [f"songs-{number}" for number in range(CHANNELS)]
        page_url, api_url, token = await stack.enter_async_context(
            open_sandbox(folder, channels=channels, people=ORDERS // _ORDERS_OF_A_MEMBER)
        )
        drivers = [
            await stack.enter_async_context(SandboxDriver.connect(page_url))
            for _ in range(_DRIVERS)
        ]
        driver = drivers[0]
        core = await stack.enter_async_context(open_core(folder))
        await stack.enter_async_context(keep_time(core))
        archive, provider = SmallFiles(folder), Timetable()
        core = replace(core, archive=archive)
        bot = await stack.enter_async_context(make_bot(core, api_url, RememberedFingerprints()))
        running = asyncio.create_task(bot.start(token))
        await bot.wait_for("ready", timeout=30)
        await driver.wait_until_online()
        before = max((request.number for request in await driver.requests()), default=0)
        messenger = DiscordMessenger(bot, archive, core.clock)
        async with _at_work(core, provider, archive, messenger):
            await _order_all(drivers, provider)
            provider.begins_at = datetime.now(UTC) + timedelta(seconds=_FIRST_VERSION_SECONDS)
            last_ends_at = provider.begins_at + timedelta(
                seconds=MINUTE_SECONDS * (ORDERS - 1) / ORDERS
            )
            await _all_told(core)
        requests = await driver.requests(before)
        await bot.close()
        await running
    return _ratios(requests, last_ends_at)


def _ratios(requests: Sequence[SeenRequest], last_ends_at: datetime) -> list[Ratio]:
    routes = Counter(f"{request.method} {request.route}" for request in requests)
    for route, sent in routes.most_common():
        print(f"  {sent:5} {route}")
    uploads = [request for request in requests if request.parts and request.status == 200]
    if len(uploads) < ORDERS:
        raise RuntimeError(f"only {len(uploads)} of {ORDERS} messages got their files")
    refused = sum(1 for request in requests if request.status == 429)
    last_at = max(request.at for request in uploads)
    per_order = len(requests) / ORDERS
    late = max((last_at - last_ends_at).total_seconds(), 0.0)
    return [
        Ratio("requests per order", "", per_order, "bound per song", MOST_REQUESTS),
        Ratio(
            *("requests per finished song", "", per_order / SONGS_OF_AN_ORDER),
            *("bound", MOST_REQUESTS),
            aim=1.0,
            more_is_better=False,
        ),
        Ratio("last message final after the last song", "s", late, "the minute", MINUTE_SECONDS),
        Ratio("answers 429", "", float(refused), "requests", float(len(requests))),
    ]


async def _order_all(drivers: Sequence[SandboxDriver], provider: Timetable) -> None:
    for number in range(ORDERS):
        member = number // _ORDERS_OF_A_MEMBER
        answer = await drivers[member % _DRIVERS].command(
            member=f"member{member}",
            channel=f"songs-{number % CHANNELS}",
            name="create",
            options={"idea": f"rain on tin, take {number}"},
        )
        if answer.message.ephemeral:
            raise RuntimeError(f"the order was refused: {answer.message.text}")
    async with asyncio.timeout(_LONGEST_SECONDS):
        await provider.all_taken.wait()


async def _all_told(core: Core) -> None:
    """Wait until no job is open and nothing is left to be shown."""
    async with asyncio.timeout(_LONGEST_SECONDS):
        while True:
            await asyncio.sleep(1.0)
            if await core.database.read(lambda tx: tx.jobs.waiting()):
                continue
            if await core.database.read(lambda tx: tx.deliveries.next_due_at()) is None:
                return


@asynccontextmanager
async def _at_work(
    core: Core, provider: Timetable, archive: SmallFiles, messenger: DiscordMessenger
) -> AsyncIterator[None]:
    """Let the workers turn at the pace of the default settings, but for a faster poller."""
    around = Surroundings(
        core.database, core.clock, core.signals, core.settlement, card_delay=timedelta(seconds=1)
    )
    hours, often = timedelta(hours=2), timedelta(seconds=2)
    submit = SubmitPace(_LEASE, _BACKOFF, hours, hours, first_poll=often)
    poll = PollPace(_LEASE, _BACKOFF, often, hours, hours, most_per_second=1000)
    lanes = LanePace(rest=timedelta(seconds=3))
    deliver = CourierPace(_LEASE, _BACKOFF, timedelta(seconds=5), attempts=12, lanes=lanes)
    views = JobViews(timedelta(seconds=90), timedelta(seconds=3))
    stop = asyncio.Event()

    def turn(worker: Worker[Item], concurrency: int) -> asyncio.Task[None]:
        idle = timedelta(seconds=30)
        loop = WorkerLoop(worker, core.signals, core.clock, concurrency=concurrency, idle=idle)
        return asyncio.create_task(loop.run(stop))

    turning = [
        turn(Submitter(around, submit, provider), 3),
        turn(Poller(around, poll, provider), 10),
        turn(Collector(around, CollectPace(_LEASE, _BACKOFF, 6), archive), 3),
        turn(Courier(around, deliver, messenger, views), 8),
    ]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*turning)


@asynccontextmanager
async def keep_time(core: Core) -> AsyncIterator[None]:
    """Let the core's clock show the present time, to some hundredths of a second."""

    async def tick() -> None:
        while True:
            core.clock.advance((datetime.now(UTC) - core.clock.now()).total_seconds())
            await asyncio.sleep(0.02)

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        ticking.cancel()
