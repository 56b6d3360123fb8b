"""Tasks and clips: what was ordered, what came of it, and what of it can be seen at a given time.

Records never change; the state of a clip follows from its times and the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import TypeAdapter

from bot.studio.faults import Fault
from bot.studio.music.plan import Plan
from bot.studio.music.score import Score
from bot.studio.store import Shelved, Store
from bot.studio.words.lyrics import Text


class ClipState(StrEnum):
    """The provider's states of a clip."""

    PENDING = "pending"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Shape(StrEnum):
    """How a task's result is laid out in replies."""

    CLIPS = "clips"
    EXTENDED_PAIRS = "extended pairs"
    REPLACED_PAIRS = "replaced pairs"
    VOICE = "voice"
    LYRICS = "lyrics"


@dataclass(frozen=True, slots=True)
class Clip:
    """One piece of audio and its score.

    ``ready_at`` is when it is finished. ``parent`` is the clip it was made from, ``continues_at``
    where in the parent an extension sets in (seconds). ``stem`` lists the parts of the parent's
    score that a stem consists of. None stands for a clip that is no stem.
    """

    clip_id: str
    task_id: str
    title: str
    tags: str
    lyrics: str
    mv: str
    created_at: float
    ready_at: float
    score: Score
    plan: Plan | None = None
    description: str | None = None
    parent: str | None = None
    continues_at: float | None = None
    stem: tuple[str, ...] | None = None
    stem_type: str | None = None
    is_upload: bool = False
    negative_tags: str | None = None
    style_weight: float | None = None
    weirdness: float | None = None
    error: str | None = None
    faults: tuple[Fault, ...] = ()
    seed: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """An order.

    ``visible_at`` ends the time in which it is ``not_ready``; ``ends_at`` is when it is over.
    """

    task_id: str
    operation: str
    platform: str
    created_at: float
    visible_at: float
    ends_at: float
    clip_ids: tuple[str, ...] = ()
    shape: Shape = Shape.CLIPS
    faults: tuple[Fault, ...] = ()
    webhook_url: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    base_url: str = ""
    texts: tuple[Text, ...] = ()
    persona_id: str | None = None
    subject: str | None = None
    is_streamed: bool = False
    is_settled: bool = False

    @property
    def fails(self) -> bool:
        """Whether the whole task fails in the end."""
        return bool(
            {Fault.TASK_CLIPS_FAILED, Fault.TASK_FAILED_500, Fault.TASK_TIMEOUT_504}
            & set(self.faults)
        )


def state_at(task: Task, clip: Clip, now: float) -> ClipState:
    """The state of a clip at a time at which its task can be read."""
    if now >= clip.ready_at:
        failed = clip.error is not None or Fault.TASK_CLIPS_FAILED in task.faults
        return ClipState.FAILED if failed else ClipState.SUCCEEDED
    share = (now - task.visible_at) / max(0.001, clip.ready_at - task.visible_at)
    return ClipState.PENDING if share < 0.25 else ClipState.RUNNING


class Catalogue:
    """All tasks and clips of a studio, by id."""

    def __init__(self, store: Store) -> None:
        self.tasks: Shelved[Task] = Shelved(store, "task", TypeAdapter(Task))
        self.clips: Shelved[Clip] = Shelved(store, "clip", TypeAdapter(Clip))
        self._open = {task.task_id for task in self.tasks.values() if not task.is_settled}

    def add(self, task: Task, clips: tuple[Clip, ...]) -> None:
        """Enter a new task with its clips."""
        for clip in clips:
            self.clips.put(clip.clip_id, clip)
        self.put(task)

    def put(self, task: Task) -> None:
        """Write a task over its earlier state."""
        self.tasks.put(task.task_id, task)
        if task.is_settled:
            self._open.discard(task.task_id)
        else:
            self._open.add(task.task_id)

    def clips_of(self, task: Task) -> tuple[Clip, ...]:
        """The clips of a task, in order."""
        return tuple(self.clips[clip_id] for clip_id in task.clip_ids)

    def unsettled(self) -> tuple[Task, ...]:
        """Tasks whose end was not dealt with yet."""
        return tuple(self.tasks[task_id] for task_id in self._open)
