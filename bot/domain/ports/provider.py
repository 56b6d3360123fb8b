"""The music service."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.findings import Finding
from bot.domain.ids import (
    ProviderClipId,
    ProviderTaskId,
)
from bot.domain.jobs import Job
from bot.domain.requests import Request
from bot.domain.songs import Clip


class TaskState(StrEnum):
    """How far the provider is with a task."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    """Every clip is finished or failed, and at least one is finished."""
    FAILED = "failed"
    """No clip came of it; the provider returns its charge."""


@dataclass(frozen=True)
class TaskReport:
    """What the provider says of a task."""

    state: TaskState
    clips: tuple[Clip, ...] = ()
    """The finished ones, in the provider's order."""
    failed_clips: int = 0
    detail: str = ""
    """The provider's words on a failure; hostile text."""
    fragments: tuple[Clip, ...] = ()
    """New parts that are finished while the whole songs they belong to are not."""
    uploaded: ProviderClipId | None = None
    """The clip that an upload became."""
    finding: Finding | None = None
    """What was asked for, where that is no audio."""


class Awaited(StrEnum):
    """What a task is to bring; without it, it is not finished, whatever it says."""

    AUDIO = "audio"
    CLIP = "clip"
    """A reference alone, as an upload gives."""
    LYRICS = "lyrics"
    PRODUCED = "produced"
    """Audio of the engine `Engine.PRODUCER`, which has tasks of its own."""


@dataclass(frozen=True)
class ProviderBalance:
    """What the operator has left at the provider, in the provider's credits."""

    subscription: int
    extra: int

    @property
    def spendable(self) -> int:
        """Both pools together."""
        return self.subscription + self.extra


@dataclass(frozen=True)
class Turns:
    """How many orders the service takes now, one after the other at the pace that it allows."""

    free: int
    """So many would be sent at once. A job that is claimed beyond them would look as if sent."""
    next_at: datetime | None
    """When to ask again; None when any time is right."""


class MusicProvider(Protocol):
    """The paid music service."""

    def turns(self) -> Turns:
        """Tell how many orders would be sent without waiting for their turn."""
        ...

    def book(self, orders: int) -> None:
        """Take the turns of orders that were just claimed, so that they do not wait for them."""
        ...

    def check(self, request: Request) -> None:
        """Check a request against every documented limit, without any call.

        Raises:
            Refusal: names the field, the limit and what was given.
        """
        ...

    def songs_promised(self, request: Request) -> int:
        """Return how many songs a request brings; 1 for a set of files, or what is no song."""
        ...

    def default_model(self, request: Request) -> str:
        """Return the model for a request that names none; empty where none is chosen."""
        ...

    async def submit(self, job: Job) -> ProviderTaskId | TaskReport:
        """Order the step that a job is at. This costs money, and is sent at most once per call.

        Returns the task that it became, or, where the service answers at once, what came of it.

        Raises:
            NotAccepted: the service certainly did not take it (one of its three kinds).
            OutcomeUnknown: it was sent and nobody knows; it must not be sent again.
        """
        ...

    async def report(self, task_id: ProviderTaskId, awaited: Awaited = Awaited.AUDIO) -> TaskReport:
        """Ask how far a task is; free of charge.

        Raises:
            ReportUnavailable: no usable answer; ask again later.
            ProviderRefused: the service does not know the task (any more), or our key.
        """
        ...

    async def balance(self) -> ProviderBalance:
        """Ask what is left on the operator's account.

        Raises:
            ReportUnavailable: no usable answer.
            ProviderRefused: our key is not accepted.
        """
        ...
