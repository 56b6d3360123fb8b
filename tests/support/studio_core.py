"""The core with the real provider, over a socket to a studio, and the real archive."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import av
import numpy as np

from bot.bootstrap.core import Core, build_core
from bot.domain.delivery import JobView
from bot.domain.ids import IdempotencyKey
from bot.domain.jobs import Job
from bot.domain.requests import Request
from bot.domain.songs import Song
from bot.media.archive import FileArchive, open_archive
from bot.media.bounds import MediaBounds
from bot.provider import AIMusicProvider, open_provider
from bot.settings import Settings
from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from bot.workers.backoff import Backoff
from bot.workers.collector import Collector, CollectPace
from bot.workers.jobs import Surroundings
from bot.workers.loop import WorkerLoop
from bot.workers.poller import Poller, PollPace
from bot.workers.submitter import SubmitPace, Submitter
from storage import open_database
from tests.support.audio import Samples
from tests.support.clock import ManualClock
from tests.support.orders import ADA, place
from tests.support.provider import UNSPACED, everything_on

HERTZ = 44_100
PLENTY = 5_000
_LEASE = timedelta(seconds=180)
_BACKOFF = Backoff(timedelta(seconds=5), timedelta(seconds=60))
_PATIENCE_SECONDS = 60


@dataclass
class StudioCore:
    """Services and workers whose music comes from a studio."""

    core: Core
    clock: ManualClock
    archive: FileArchive
    studio: Studio
    loops: tuple[WorkerLoop[Job], ...]
    orders: int = 0

    async def make(self, request: Request) -> JobView:
        """Order something, and return the job when it is over."""
        self.orders += 1
        view = await self.core.services.generation.order(
            request, ADA, place(self.clock.now()), key=IdempotencyKey(f"itx:{self.orders}")
        )
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not view.job.state.terminal:
                for loop in self.loops:
                    await loop.run_once()
                self.clock.advance(20)
                view = await self.core.services.library.view(view.job.job_id, view.job.guild_id)
        return view

    def heard(self, song: Song) -> Samples:
        """Return what is in the archive, decoded to one channel at `HERTZ`."""
        return decoded(self.archive.path_of(song.audio).read_bytes())


def decoded(data: bytes) -> Samples:
    """Return an audio file as one channel at `HERTZ`."""
    parts = []
    with av.open(io.BytesIO(data), "r") as container:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=HERTZ)
        for frame in container.decode(audio=0):
            parts += [part.to_ndarray()[0] for part in resampler.resample(frame)]
    return np.concatenate(parts).astype(np.float32)


def likeness(one: Samples, other: Samples) -> float:
    """Return how alike two pieces of audio are, sample by sample: 1 for the same."""
    length = min(len(one), len(other))
    first, second = one[:length], other[:length]
    return float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second) + 1e-9))


@asynccontextmanager
async def open_studio_core(folder: Path) -> AsyncIterator[StudioCore]:
    """Open everything on a new database and a new archive in `folder`."""
    clock = ManualClock()
    config = StudioConfig(credits=100_000, delays=Delays.none(), seed=7)
    bounds = MediaBounds(allow_private=True)
    settings = Settings()
    settings.order = settings.order.model_copy(update={"starting_grant": PLENTY})

    async def at_once(seconds: float) -> None:
        assert seconds > 0

    async with (
        Studio(config) as studio,
        open_provider(
            studio.url, "key", catalogue=everything_on(), clock=clock, gate=UNSPACED
        ) as opened,
        open_archive(folder / "songs", bounds) as archive,
        open_database(f"sqlite:///{folder / 'studio.db'}", migrate=True) as database,
    ):
        provider = AIMusicProvider(opened.client, opened.catalogue, wait=at_once)
        core = build_core(
            settings, opened.catalogue, database, provider, archive, clock, "a secret of the tests"
        )
        around = Surroundings(database, clock, core.signals, core.settlement, timedelta(0))
        submit = SubmitPace(
            _LEASE, _BACKOFF, timedelta(hours=6), timedelta(hours=2), timedelta(seconds=15)
        )
        poll = PollPace(
            _LEASE, _BACKOFF, timedelta(seconds=20), timedelta(minutes=30), timedelta(minutes=5)
        )
        workers = (
            Submitter(around, submit, provider),
            Poller(around, poll, provider),
            Collector(around, CollectPace(_LEASE, _BACKOFF, 3), archive),
        )
        loops = tuple(
            WorkerLoop(worker, core.signals, clock, concurrency=4, idle=timedelta(seconds=30))
            for worker in workers
        )
        yield StudioCore(core, clock, archive, studio, loops)
