"""The inside of a studio: takes orders, keeps time, money, songs and files together."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace

import aiohttp
from pydantic import TypeAdapter

from bot.studio import production
from bot.studio.catalogue import Catalogue, Clip, Task
from bot.studio.clock import StudioClock
from bot.studio.config import StudioConfig
from bot.studio.errors import ApiError, not_found
from bot.studio.faults import Armed, FaultBoard
from bot.studio.fetching import Fetcher
from bot.studio.ledger import Ledger
from bot.studio.notices import due_notice
from bot.studio.personas import Persona
from bot.studio.products import Job, Product, enter
from bot.studio.shelf import Shelf
from bot.studio.sound.decoder import RecordingStore
from bot.studio.sound.encoder import AudioFormat
from bot.studio.store import Shelved, Store
from bot.studio.webhooks import Announcer

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Preparation:
    """Something that was paid for and is ready at a time.

    ``is_delivered`` once it was handed out.
    """

    ready_at: float
    is_delivered: bool = False


@dataclass(frozen=True, slots=True)
class Vocals:
    """The vocals of a stretch of a clip, taken out for later use (seconds)."""

    vox_audio_id: str
    clip_id: str
    start: float
    end: float


class Workshop:
    """Everything a studio knows and does, without HTTP. Open between ``start`` and ``close``."""

    def __init__(self, config: StudioConfig) -> None:
        folder = config.data_dir
        self.config = config
        self.clock = StudioClock()
        self._store = Store(None if folder is None else folder / "studio.sqlite3")
        self.ledger = Ledger(
            self._store, config.credits, config.extra_credits, config.shortage_status
        )
        self.catalogue = Catalogue(self._store)
        self.personas: Shelved[Persona] = Shelved(self._store, "persona", TypeAdapter(Persona))
        self.vocals: Shelved[Vocals] = Shelved(self._store, "vocals", TypeAdapter(Vocals))
        self._preparations: Shelved[Preparation] = Shelved(
            self._store, "preparation", TypeAdapter(Preparation)
        )
        self.recordings = RecordingStore(None if folder is None else folder / "recordings")
        self.shelf = Shelf(None if folder is None else folder / "files")
        self.faults = FaultBoard()
        self.accepted_posts = 0
        self._last_create = float("-inf")
        self._ahead: asyncio.Queue[Clip] = asyncio.Queue()
        self._background: set[asyncio.Task[object]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._fetcher: Fetcher | None = None
        self._announcer: Announcer | None = None

    async def start(self) -> None:
        """Begin to keep time."""
        self._session = aiohttp.ClientSession()
        self._announcer = Announcer(self._session)
        self._fetcher = Fetcher.opened(self.config.host)
        self._spawn(self._keep_time())
        self._spawn(self._render_ahead())

    async def close(self) -> None:
        """Stop everything and let go of the files."""
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if self._announcer is not None:
            await self._announcer.close()
        if self._fetcher is not None:
            await self._fetcher.close()
        if self._session is not None:
            await self._session.close()
        await asyncio.to_thread(self.shelf.close)
        self._store.close()

    @property
    def fetcher(self) -> Fetcher:
        """What fetches uploads.

        Raises RuntimeError before the start.
        """
        if self._fetcher is None:
            raise RuntimeError("the workshop is not open")
        return self._fetcher

    @property
    def salt(self) -> str:
        """What makes equal requests differ: nothing with a seed, chance without one."""
        return secrets.token_hex(8) if self.config.seed is None else str(self.config.seed)

    def _spawn(self, work: Coroutine[object, object, object]) -> None:
        task: asyncio.Task[object] = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[object]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("the studio's background work ended", exc_info=error)

    async def _render_ahead(self) -> None:
        """Render what was ordered, one song after the other, so that who fetches does not wait."""
        while True:
            clip = await self._ahead.get()
            try:
                await self.audio(clip, AudioFormat.MP3)
            except Exception:
                _log.exception("clip %s could not be rendered", clip.clip_id)

    def hold_pace(self) -> None:
        """Refuse creates that come too fast. Raises ApiError (429)."""
        interval = self.config.create_interval_seconds
        now = self.clock.time()
        if interval > 0 and now - self._last_create < interval:
            raise ApiError(429, "rate_limited", f"One create request per {interval:g} seconds")
        self._last_create = now

    async def place(self, job: Job, armed: tuple[Armed, ...], base_url: str) -> Task:
        """Make an order's products and accept it.

        Raises ApiError (402 or 403) for want of credits.
        """
        self.ledger.check(job.order.operation, job.order.price)
        products = await asyncio.to_thread(job.make)
        return self.accept(job, products, armed, base_url)

    def accept(
        self, job: Job, products: Sequence[Product], armed: tuple[Armed, ...], base_url: str
    ) -> Task:
        """Charge for an order and enter its task.

        Raises ApiError (402 or 403) for want of credits.
        """
        now = self.clock.time()
        task, clips = enter(job, products, armed, now, self.config.delays, base_url)
        if job.order.price:
            self.ledger.charge(task.operation, job.order.price, now, task.task_id)
            self.accepted_posts += 1
        self.catalogue.add(task, clips)
        self.clock.nudge()
        if self.config.render_ahead and not task.fails and not job.order.at_once:
            for clip in clips:
                self._ahead.put_nowait(clip)
        return task

    def pay_helper(self, operation: str, price: int) -> None:
        """Charge for what is answered at once. Raises ApiError (402 or 403) for want of credits."""
        self.ledger.charge(operation, price, self.clock.time())
        self.accepted_posts += 1

    def pay_once(self, key: str, operation: str, price: int) -> None:
        """Charge the first time for what is free from then on.

        Raises ApiError for want of credits.
        """
        if key not in self._preparations:
            self.pay_helper(operation, price)
            self._preparations.put(key, Preparation(self.clock.time(), is_delivered=True))

    def prepare(self, key: str, operation: str, price: int, *, again: bool) -> bool:
        """Charge for something that takes a while; whether it is ready.

        Asking again while it is prepared is free. Once it was delivered, asking ``again`` costs
        anew, or stays free. Raises ApiError (402 or 403) for want of credits.
        """
        now = self.clock.time()
        known = self._preparations.get(key)
        if known is None or (again and known.is_delivered):
            self.pay_helper(operation, price)
            known = Preparation(now + self.config.delays.preparing)
        is_ready = now >= known.ready_at
        self._preparations.put(key, replace(known, is_delivered=is_ready))
        return is_ready

    def sweep(self) -> None:
        """Deal with what time has brought: refunds for failed tasks, and webhooks."""
        now = self.clock.time()
        for task in self.catalogue.unsettled():
            ended = task.ends_at <= now
            if ended and task.fails:
                self.ledger.refund(task.task_id, now)
            notice, after = due_notice(self.catalogue, task, now, self.config.webhook_platform)
            if notice is not None and self._announcer is not None:
                self._announcer.announce(notice)
            if after != task:
                self.catalogue.put(after)

    async def _keep_time(self) -> None:
        while True:
            self.sweep()
            await self.clock.wait_until(self._next_event())

    def _next_event(self) -> float | None:
        waiting = self.catalogue.unsettled()
        moments = [task.ends_at for task in waiting]
        moments += [
            task.visible_at for task in waiting if task.webhook_url and not task.is_streamed
        ]
        return min(moments, default=None)

    def task(self, task_id: str) -> Task:
        """A task by id. Raises ApiError (404)."""
        found = self.catalogue.tasks.get(task_id)
        if found is None:
            raise not_found("The task does not exist")
        return found

    async def audio(self, clip: Clip, form: AudioFormat) -> bytes:
        """The file of a clip in a format."""
        return await self.shelf.get(
            f"{clip.clip_id}.{form}", lambda: production.audio_file(clip, form, self.recordings)
        )

    async def video(self, clip: Clip) -> bytes:
        """A film of a clip: its cover picture and its sound."""
        return await self.shelf.get(
            f"{clip.clip_id}.mp4", lambda: production.video_file(clip, self.recordings)
        )

    async def picture(self, clip: Clip) -> bytes:
        """The cover picture of a clip, a JPEG."""
        return await self.shelf.get(f"{clip.clip_id}.jpeg", lambda: production.cover_of(clip))

    async def midi(self, clip: Clip) -> bytes:
        """The notes of a clip as a standard MIDI file."""
        return await self.shelf.get(f"{clip.clip_id}.mid", lambda: production.midi_file(clip))
