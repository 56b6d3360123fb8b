"""The inside of a studio: takes orders, keeps time, money, songs and files together."""

from __future__ import annotations

import asyncio
import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.studio.catalogue import Catalogue, Clip, Shape, Task
from bot.studio.clock import StudioClock
from bot.studio.config import StudioConfig
from bot.studio.errors import ApiError
from bot.studio.faults import AUDIO_FAULTS, TASK_FAULTS, Armed, Fault, FaultBoard
from bot.studio.ledger import Ledger
from bot.studio.music.plan import Plan
from bot.studio.music.score import Score
from bot.studio.requests import SongBody
from bot.studio.shelf import Shelf
from bot.studio.songwriter import Draft
from bot.studio.sound import encoder, renderer
from bot.studio.sound.encoder import AudioFormat

_LONG_WAIT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Product:
    """A clip before it has its place in a task."""

    title: str
    tags: str
    lyrics: str
    score: Score
    plan: Plan | None = None
    parent: str | None = None
    continues_at: float | None = None
    stem: tuple[str, ...] = ()
    stem_type: str | None = None

    @classmethod
    def of(cls, draft: Draft) -> Product:
        """A written song as a product."""
        return cls(draft.title, draft.tags, draft.lyrics, draft.score, draft.plan)


@dataclass(frozen=True, slots=True)
class Order:
    """What a task is to be: its operation and price and how the result is laid out."""

    operation: str
    price: int
    mv: str = ""
    platform: str = "suno"
    shape: Shape = Shape.CLIPS
    webhook_url: str | None = None
    webhook_secret: str | None = None


class Workshop:
    """Everything a studio knows and does, without HTTP."""

    def __init__(self, config: StudioConfig) -> None:
        self.config = config
        self.clock = StudioClock()
        self.ledger = Ledger(config.credits, config.extra_credits, config.shortage_status)
        self.catalogue = Catalogue()
        self.faults = FaultBoard()
        self.shelf = Shelf(None if config.data_dir is None else config.data_dir / "files")
        self.accepted_posts = 0
        self._last_create = float("-inf")
        self._ahead: set[asyncio.Task[bytes]] = set()

    @property
    def salt(self) -> str:
        """What makes equal requests differ: nothing with a seed, chance without one."""
        return secrets.token_hex(8) if self.config.seed is None else str(self.config.seed)

    def hold_pace(self) -> None:
        """Refuse creates that come too fast. Raises ApiError (429)."""
        interval = self.config.create_interval_seconds
        now = self.clock.time()
        if interval > 0 and now - self._last_create < interval:
            raise ApiError(429, "rate_limited", f"One create request per {interval:g} seconds")
        self._last_create = now

    def check_funds(self, price: int) -> None:
        """Refuse before work is done for nothing. Raises ApiError (402 or 403)."""
        if price > self.ledger.credits + self.ledger.extra:
            self.ledger.charge("order", price, self.clock.time())

    def accept(
        self,
        order: Order,
        products: Sequence[Product],
        body: SongBody | None,
        armed: tuple[Armed, ...],
    ) -> Task:
        """Charge for an order and enter its task.

        Raises ApiError (402 or 403) for want of credits.
        """
        now = self.clock.time()
        task_id = str(uuid.uuid4())
        self.ledger.charge(order.operation, order.price, now, task_id)
        self.accepted_posts += 1
        faults = tuple(each.fault for each in armed if each.fault in TASK_FAULTS)
        audio = tuple(each.fault for each in armed if each.fault in AUDIO_FAULTS)
        delays = self.config.delays
        waits = {each.fault: each.value for each in armed}
        held = (
            (waits[Fault.LONG_NOT_READY] or _LONG_WAIT_SECONDS)
            if Fault.LONG_NOT_READY in waits
            else 0.0
        )
        visible = now + delays.not_ready + held
        clips = []
        for index, product in enumerate(products):
            wait = delays.first_clip if index % 2 == 0 else delays.second_clip
            failed = Fault.ONE_CLIP_FAILED in faults and index == 1
            clips.append(
                Clip(
                    clip_id=str(uuid.uuid4()),
                    task_id=task_id,
                    title=product.title,
                    tags=product.tags,
                    lyrics=product.lyrics,
                    mv=order.mv,
                    created_at=now,
                    ready_at=now + held + max(wait, delays.not_ready),
                    score=product.score,
                    plan=product.plan,
                    description=None
                    if body is None or body.custom_mode
                    else body.gpt_description_prompt,
                    parent=product.parent,
                    continues_at=product.continues_at,
                    stem=product.stem,
                    stem_type=product.stem_type,
                    negative_tags=body.negative_tags if body else None,
                    style_weight=body.style_weight if body else None,
                    weirdness=body.weirdness_constraint if body else None,
                    error="The upstream provider could not finish this clip" if failed else None,
                    faults=audio,
                )
            )
        task = Task(
            task_id,
            order.operation,
            order.platform,
            now,
            visible,
            max((clip.ready_at for clip in clips), default=visible),
            tuple(clip.clip_id for clip in clips),
            order.shape,
            faults,
            order.webhook_url,
            order.webhook_secret,
        )
        self.catalogue.add(task, tuple(clips))
        if self.config.render_ahead and not task.fails:
            for clip in clips:
                self._render_ahead(clip)
        return task

    def _render_ahead(self, clip: Clip) -> None:
        task = asyncio.create_task(self.audio(clip, AudioFormat.MP3))
        self._ahead.add(task)
        task.add_done_callback(self._rendered)

    def _rendered(self, task: asyncio.Task[bytes]) -> None:
        self._ahead.discard(task)
        if not task.cancelled():
            # Whoever fetches the file meets the same error; here nobody waits for it.
            task.exception()

    def sweep(self) -> None:
        """Deal with the tasks that have ended: give back what failed ones have cost."""
        now = self.clock.time()
        for task in self.catalogue.unsettled(now):
            if task.fails:
                self.ledger.refund(task.task_id, now)
            self.catalogue.settle(task)

    def task(self, task_id: str) -> Task:
        """A task by id. Raises ApiError (404)."""
        found = self.catalogue.tasks.get(task_id)
        if found is None:
            raise ApiError(404, "not_found", "The task does not exist")
        return found

    async def audio(self, clip: Clip, form: AudioFormat) -> bytes:
        """The file of a clip in a format."""
        return await self.shelf.get(f"{clip.clip_id}.{form}", self._maker(clip, form))

    def _maker(self, clip: Clip, form: AudioFormat) -> Callable[[], bytes]:
        def make() -> bytes:
            samples = renderer.render(clip.score)
            tags = {"title": clip.title[:200], "comment": f"made by the studio; id={clip.clip_id}"}
            return encoder.encode(samples, form, tags)

        return make

    async def close(self) -> None:
        """Stop working ahead and let go of the files."""
        for task in list(self._ahead):
            task.cancel()
        await asyncio.gather(*self._ahead, return_exceptions=True)
        await asyncio.to_thread(self.shelf.close)
