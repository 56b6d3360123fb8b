"""What an order asks for and what is made for it, before it is entered as a task with clips."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.studio.catalogue import Clip, Shape, Task
from bot.studio.config import Delays
from bot.studio.faults import AUDIO_FAULTS, TASK_FAULTS, Armed, Fault
from bot.studio.music.plan import Plan
from bot.studio.music.score import Score
from bot.studio.requests import HookedBody, SongBody
from bot.studio.words.lyrics import Text

_LONG_WAIT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Product:
    """A clip before it has its place in a task.

    ``late`` ones are made out of the others' results.
    """

    title: str
    tags: str
    lyrics: str
    score: Score
    plan: Plan | None = None
    parent: str | None = None
    continues_at: float | None = None
    stem: tuple[str, ...] | None = None
    stem_type: str | None = None
    is_upload: bool = False
    late: bool = False
    seed: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What a task is to be: its operation and price and how the result is laid out.

    ``at_once`` orders are finished when they are accepted. ``texts``, ``persona_id`` and
    ``subject`` (a name, or a clip's id) are results that are no clips.
    """

    operation: str
    price: int
    mv: str = ""
    platform: str = "suno"
    shape: Shape = Shape.CLIPS
    webhook_url: str | None = None
    webhook_secret: str | None = None
    at_once: bool = False
    texts: tuple[Text, ...] = ()
    persona_id: str | None = None
    subject: str | None = None

    @classmethod
    def hooked(
        cls, operation: str, price: int, mv: str, body: HookedBody, shape: Shape = Shape.CLIPS
    ) -> Order:
        """An order with the webhook of its request."""
        return cls(
            operation,
            price,
            mv,
            shape=shape,
            webhook_url=body.webhook_url,
            webhook_secret=body.webhook_secret,
        )


@dataclass(frozen=True, slots=True)
class Job:
    """A checked order and how to make it; ``make`` takes time and runs off the event loop."""

    order: Order
    make: Callable[[], Sequence[Product]]
    body: SongBody | None = None


@dataclass(frozen=True, slots=True)
class _Times:
    now: float
    held: float
    delays: Delays

    @property
    def visible(self) -> float:
        return self.now + self.held + self.delays.not_ready

    @property
    def worked(self) -> float:
        """When a task without clips is over."""
        return max(self.visible, self.now + self.held + self.delays.first_clip)

    def ready(self, index: int, product: Product) -> float:
        wait = self.delays.first_clip if index % 2 == 0 else self.delays.second_clip
        wait = max(wait, self.delays.not_ready) + (self.delays.joining if product.late else 0.0)
        return self.now + self.held + wait


def _times(armed: tuple[Armed, ...], now: float, delays: Delays) -> _Times:
    held = 0.0
    for each in armed:
        if each.fault is Fault.LONG_NOT_READY:
            held = _LONG_WAIT_SECONDS if each.value is None else each.value
    return _Times(now, held, delays)


def enter(
    job: Job,
    products: Sequence[Product],
    armed: tuple[Armed, ...],
    now: float,
    delays: Delays,
    base_url: str,
) -> tuple[Task, tuple[Clip, ...]]:
    """Make a task and its clips out of an order and its products."""
    order = job.order
    times = _times(armed, now, Delays.none() if order.at_once else delays)
    faults = tuple(each.fault for each in armed if each.fault in TASK_FAULTS)
    broken = tuple(each.fault for each in armed if each.fault in AUDIO_FAULTS)
    task_id = str(uuid.uuid4())
    clips = []
    for index, product in enumerate(products):
        failed = index == 1 and Fault.ONE_CLIP_FAILED in faults
        ready_at = times.ready(index, product)
        clips.append(_clip(job, product, task_id, now, ready_at, broken, failed=failed))
    task = Task(
        task_id=task_id,
        operation=order.operation,
        platform=order.platform,
        created_at=now,
        visible_at=times.visible,
        ends_at=max((clip.ready_at for clip in clips), default=times.worked),
        clip_ids=tuple(clip.clip_id for clip in clips),
        shape=order.shape,
        faults=faults,
        webhook_url=order.webhook_url,
        webhook_secret=order.webhook_secret,
        base_url=base_url,
        texts=order.texts,
        persona_id=order.persona_id,
        subject=order.subject,
    )
    return task, tuple(clips)


def _clip(
    job: Job,
    product: Product,
    task_id: str,
    now: float,
    ready_at: float,
    broken: tuple[Fault, ...],
    *,
    failed: bool,
) -> Clip:
    body = job.body
    described = body is not None and not body.custom_mode
    return Clip(
        clip_id=str(uuid.uuid4()),
        task_id=task_id,
        title=product.title,
        tags=product.tags,
        lyrics=product.lyrics,
        mv=job.order.mv,
        created_at=now,
        ready_at=ready_at,
        score=product.score,
        plan=product.plan,
        description=body.gpt_description_prompt if body is not None and described else None,
        parent=product.parent,
        continues_at=product.continues_at,
        stem=product.stem,
        stem_type=product.stem_type,
        is_upload=product.is_upload,
        negative_tags=body.negative_tags if body else None,
        style_weight=body.style_weight if body else None,
        weirdness=body.weirdness_constraint if body else None,
        error="The upstream provider could not finish this clip" if failed else None,
        faults=broken,
        seed=product.seed,
    )
