"""The record of one order on its way, and what it becomes next."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.findings import Finding
from bot.domain.ids import (
    ChannelId,
    GuildId,
    IdempotencyKey,
    JamId,
    JobId,
    ProviderClipId,
    ProviderTaskId,
    UserId,
)
from bot.domain.jobs.kinds import JobKind, Step
from bot.domain.jobs.states import Failure, JobState, Scrutiny, Stage
from bot.domain.requests import Request
from bot.domain.songs import Clip, EarlyVersion


@dataclass(frozen=True)
class Job:
    """One order on its way. Times are aware and in UTC; `price` is whole credits.

    A job never changes; its methods return what it becomes next. Saving the result succeeds only
    if nobody saved another `version` meanwhile.
    """

    job_id: JobId
    kind: JobKind
    state: JobState
    stage: Stage
    guild_id: GuildId
    requester_id: UserId
    requester_name: str
    """As shown when the order was made; the author in the file's tags. Hostile text."""
    request: Request
    price: int
    promised: int
    """How many songs the price is for; 1 for what is no song, or a set of files."""
    idempotency_key: IdempotencyKey
    created_at: datetime
    due_at: datetime | None
    """When a worker looks at it next, or until when one holds it; None when none needs to."""
    task_id: ProviderTaskId | None = None
    clips: tuple[Clip, ...] = ()
    """What the provider reported as finished, kept so that a restart can go on collecting."""
    failure: Failure | None = None
    attempts: int = 0
    """How often the present step was begun."""
    submitted_at: datetime | None = None
    finished_at: datetime | None = None
    channel_id: ChannelId | None = None
    """Where limits count it: the channel of the order, for a thread the channel it belongs to."""
    weight: int = 1
    """How many turns its member gets for one while orders wait."""
    provider_cost: int = 0
    """What the provider takes for it, in its credits, as known when it was ordered."""
    provider_used: int | None = None
    """What the provider took, as far as known; None until it is over."""
    cost_measured: bool = False
    """Whether `provider_used` was seen on the provider's balance; else its price list says so."""
    charged: int | None = None
    """What was captured for it; None until it is over."""
    step: Step = Step.MAKE
    uploads: tuple[ProviderClipId, ...] = ()
    """The sources that were brought in so far, in the order of `bot.domain.plans`."""
    parts: tuple[Clip, ...] = ()
    """New parts that are joined one after the other; `clips` holds what became of the first."""
    missing: int = 0
    """How many results of the step that made them the service could not do."""
    early: tuple[EarlyVersion, ...] = ()
    """What can be heard of it while it runs; settled with all the rest."""
    unposted: bool = False
    """Whether its author alone gets what comes of it, though it was ordered for all to see."""
    restored: bool = False
    """Whether it comes from a copy: what it would send next may be sent and paid already."""
    join_price: int = 0
    """What of `price` is for joining."""
    finding: Finding | None = None
    """What came of it that is no song."""
    scrutiny: Scrutiny = Scrutiny.USUAL
    spoiler: bool = False
    """Whether its songs are hidden behind a click."""
    approved_at: datetime | None = None
    """When a moderator let it go on; its time in the queue counts from then."""
    jam_id: JamId | None = None
    """The jam that it is ordered for: the outcome is charged in proportion, and told to the jam."""
    version: int = 1

    @property
    def free_of_charge(self) -> bool:
        """Whether its songs came too late to be charged."""
        return bool(
            self.state in {JobState.SUCCEEDED, JobState.PARTIAL}
            and self.price
            and self.charged == 0
        )

    def sends_the_same(self, other: "Job") -> bool:
        """Whether the present step asks the provider for the same as another's of this job."""
        return (
            self.step is other.step
            and len(self.uploads) == len(other.uploads)
            and len(self.clips) == len(other.clips)
        )

    def queued_again(self, due_at: datetime) -> "Job":
        """The provider certainly did not take it; it is sent again at `due_at`."""
        return self._become(JobState.QUEUED, due_at=due_at)

    def accepted(self, task_id: ProviderTaskId, now: datetime, due_at: datetime) -> "Job":
        """The provider took it as `task_id`; it is asked for at `due_at`."""
        return self._become(
            JobState.RUNNING, task_id=task_id, submitted_at=now, due_at=due_at, attempts=0
        )

    def of_unknown_fate(self, now: datetime, deadline: datetime) -> "Job":
        """Nobody knows whether the provider took it; given up at `deadline`."""
        return self._become(JobState.UNKNOWN, submitted_at=now, due_at=deadline, attempts=0)

    def to_review(self) -> "Job":
        """Its songs are finished and wait for a verdict."""
        return self._become(JobState.AWAITING_REVIEW, due_at=None)

    def approved(self, now: datetime) -> "Job":
        """A moderator let it go on to the provider."""
        queued = self._become(JobState.QUEUED, due_at=now)
        return replace(queued, approved_at=now, scrutiny=Scrutiny.VETTED)

    def progressed(
        self, stage: Stage, due_at: datetime, early: tuple[EarlyVersion, ...] = ()
    ) -> "Job":
        """The provider is at work; it is asked again at `due_at`. `early` can be heard already."""
        return replace(self, stage=stage, due_at=due_at, early=early or self.early)

    @property
    def handed_over(self) -> bool:
        """Whether the provider has it for certain; beside its worker somebody may change it."""
        return self.state is JobState.RUNNING or (self.state is JobState.QUEUED and self.begun)

    @property
    def begun(self) -> bool:
        """Whether an earlier step was paid for, so that a waiting job cannot be called back."""
        return bool(self.uploads or self.parts or self.clips)

    @property
    def part_to_join(self) -> Clip:
        """The new part that is joined next.

        Raises:
            IndexError: there is none.
        """
        return self.parts[len(self.clips)]

    def answered(self, now: datetime) -> "Job":
        """The provider took it and answered at once, without a task."""
        return self._become(JobState.RUNNING, submitted_at=now, due_at=now, attempts=0)

    def collecting(self, clips: tuple[Clip, ...], now: datetime, missing: int = 0) -> "Job":
        """The provider is finished and reported `clips`; their files can be fetched now."""
        return replace(
            self,
            stage=Stage.COLLECTING,
            clips=clips,
            missing=missing or self.missing,
            due_at=now,
            attempts=0,
        )

    def uploaded(self, clip_id: ProviderClipId, next_step: Step, now: datetime) -> "Job":
        """A source was brought in; the next step is to be sent."""
        return replace(
            self._next(next_step, now), uploads=(*self.uploads, clip_id), stage=Stage.WAITING
        )

    def to_join(self, parts: tuple[Clip, ...], missing: int, now: datetime) -> "Job":
        """The new parts are made; the first is to be joined."""
        return replace(self._next(Step.JOIN, now), parts=parts, missing=missing)

    def joined(self, clip: Clip, now: datetime) -> "Job":
        """One part became `clip`, which is itself when it could not be joined; on to the next."""
        clips = (*self.clips, clip)
        if len(clips) < len(self.parts):
            return replace(self._next(Step.JOIN, now), clips=clips)
        running = self if self.state is JobState.RUNNING else self.answered(now)
        return running.collecting(clips, now)

    def _next(self, step: Step, now: datetime) -> "Job":
        queued = self._become(JobState.QUEUED, due_at=now, attempts=0)
        return replace(queued, step=step, task_id=None)

    def postponed(self, due_at: datetime) -> "Job":
        """The present step is tried again at `due_at`."""
        return replace(self, due_at=due_at)

    def found_late(self, task_id: ProviderTaskId, due_at: datetime) -> "Job":
        """The provider took it after all, told after it was given up; it is asked at `due_at`.

        Raises:
            ValueError: it did not time out.
        """
        if self.state is not JobState.TIMED_OUT:
            raise ValueError(f"{self.state} is not given up")
        return replace(self, task_id=task_id, due_at=due_at, attempts=0)

    def forgotten(self) -> "Job":
        """Nobody looks at it any more."""
        return replace(self, due_at=None)

    def ended(self, state: JobState, now: datetime, failure: Failure | None = None) -> "Job":
        """It is over. Only settlement calls this.

        Raises:
            ValueError: `state` is not terminal, or may not follow the present one.
        """
        if not state.terminal:
            raise ValueError(f"{state} is not an end")
        return self._become(state, failure=failure, finished_at=now, due_at=None)

    def _become(
        self,
        state: JobState,
        *,
        due_at: datetime | None,
        task_id: ProviderTaskId | None = None,
        submitted_at: datetime | None = None,
        finished_at: datetime | None = None,
        failure: Failure | None = None,
        attempts: int | None = None,
    ) -> "Job":
        if not self.state.may_become(state):
            raise ValueError(f"{self.state} cannot become {state}")
        return replace(
            self,
            state=state,
            due_at=due_at,
            task_id=task_id or self.task_id,
            submitted_at=submitted_at or self.submitted_at,
            finished_at=finished_at,
            failure=failure,
            attempts=self.attempts if attempts is None else attempts,
        )
