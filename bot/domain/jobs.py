"""Jobs: our records of fulfilling an order, their states and what may follow what."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

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
from bot.domain.requests import (
    BackingRequest,
    CoverRequest,
    ExportRequest,
    ExtendRequest,
    LyricsRequest,
    MashupRequest,
    RemasterRequest,
    Request,
    SampleRequest,
    SectionRequest,
    StemsRequest,
    StyleRequest,
    TimelineRequest,
    UploadRequest,
    VocalsRequest,
    VoiceRequest,
)
from bot.domain.songs import Clip, EarlyVersion, SongRequest


class JobKind(StrEnum):
    """What is made."""

    CREATE = "create"
    EXTEND = "extend"
    COVER = "cover"
    STEMS = "stems"
    REMASTER = "remaster"
    MASHUP = "mashup"
    SAMPLE = "sample"
    REPLACE_SECTION = "replace_section"
    ADD_VOCALS = "add_vocals"
    ADD_BACKING = "add_backing"
    UPLOAD = "upload"
    VOICE = "voice"
    LYRICS = "lyrics"
    STYLE = "style"
    TIMELINE = "timeline"
    EXPORT = "export"

    @property
    def answered_at_once(self) -> bool:
        """Whether it takes seconds, so that whoever ordered is still there when it ends."""
        return self in {JobKind.LYRICS, JobKind.STYLE, JobKind.TIMELINE, JobKind.EXPORT}


REQUESTS: dict[JobKind, type[Request]] = {
    JobKind.CREATE: SongRequest,
    JobKind.EXTEND: ExtendRequest,
    JobKind.COVER: CoverRequest,
    JobKind.STEMS: StemsRequest,
    JobKind.REMASTER: RemasterRequest,
    JobKind.MASHUP: MashupRequest,
    JobKind.SAMPLE: SampleRequest,
    JobKind.REPLACE_SECTION: SectionRequest,
    JobKind.ADD_VOCALS: VocalsRequest,
    JobKind.ADD_BACKING: BackingRequest,
    JobKind.UPLOAD: UploadRequest,
    JobKind.VOICE: VoiceRequest,
    JobKind.LYRICS: LyricsRequest,
    JobKind.STYLE: StyleRequest,
    JobKind.TIMELINE: TimelineRequest,
    JobKind.EXPORT: ExportRequest,
}
"""What each kind of job is asked for by."""

_KINDS = {request: kind for kind, request in REQUESTS.items()}


def kind_of(request: Request) -> JobKind:
    """Return the kind of job that a request becomes."""
    return _KINDS[type(request)]


class Step(StrEnum):
    """What a job asks the service for now; each step is one paid order, sent at most once."""

    UPLOAD = "upload"
    """Bring a source in, once for each that needs it."""
    MAKE = "make"
    """What was asked for."""
    JOIN = "join"
    """Join a new part with its source, once for each part."""


class JobState(StrEnum):
    """Where a job stands. Only settlement writes a terminal state."""

    AWAITING_REVIEW = "awaiting_review"
    QUEUED = "queued"
    SUBMITTING = "submitting"
    """Written before the paid request; found after a crash it means that nobody knows."""
    RUNNING = "running"
    UNKNOWN = "unknown"
    """The paid request went out and its fate is unknown; it is never sent again."""
    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"

    @property
    def terminal(self) -> bool:
        """Whether the job is over and its holds are resolved.

        A job that timed out, or whose refusal is taken back, may still end better, free of charge.
        """
        return self in _MAY_END_BETTER or not TRANSITIONS[self]

    def may_become(self, other: "JobState") -> bool:
        """Whether `other` may follow this state."""
        return other in TRANSITIONS[self]


_OVER: frozenset[JobState] = frozenset()
_MAY_END_BETTER = frozenset({JobState.TIMED_OUT, JobState.REFUSED})

TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    JobState.AWAITING_REVIEW: frozenset(
        {
            JobState.QUEUED,
            JobState.SUCCEEDED,
            JobState.PARTIAL,
            JobState.CANCELLED,
            JobState.REFUSED,
            JobState.TIMED_OUT,
        }
    ),
    JobState.QUEUED: frozenset(
        {JobState.SUBMITTING, JobState.CANCELLED, JobState.FAILED, JobState.TIMED_OUT}
    ),
    JobState.SUBMITTING: frozenset(
        {JobState.QUEUED, JobState.RUNNING, JobState.UNKNOWN, JobState.FAILED, JobState.REFUSED}
    ),
    JobState.UNKNOWN: frozenset({JobState.RUNNING, JobState.FAILED, JobState.TIMED_OUT}),
    JobState.RUNNING: frozenset(
        {
            JobState.QUEUED,
            JobState.AWAITING_REVIEW,
            JobState.SUCCEEDED,
            JobState.PARTIAL,
            JobState.FAILED,
            JobState.REFUSED,
            JobState.TIMED_OUT,
        }
    ),
    JobState.SUCCEEDED: _OVER,
    JobState.PARTIAL: _OVER,
    JobState.FAILED: _OVER,
    JobState.CANCELLED: _OVER,
    # A moderator may take back the refusal of finished songs.
    JobState.REFUSED: frozenset({JobState.SUCCEEDED, JobState.PARTIAL}),
    # A task may still finish after it was given up.
    JobState.TIMED_OUT: frozenset({JobState.SUCCEEDED, JobState.PARTIAL}),
}


class Stage(StrEnum):
    """How far a running job is, for its card."""

    WAITING = "waiting"
    """The service has the task and has not begun."""
    WRITING = "writing"
    FIRST_VERSION = "first_version"
    """One of several songs is finished."""
    COLLECTING = "collecting"
    """The service is finished; we fetch and verify the files."""


class FailureCode(StrEnum):
    """Why a job ended without all its songs."""

    PROVIDER_FAILED = "provider_failed"
    """The service took the task and could not do it."""
    REQUEST_INVALID = "request_invalid"
    CONTENT_REFUSED = "content_refused"
    OPERATION_RETIRED = "operation_retired"
    SERVICE_ACCOUNT = "service_account"
    """The operator's key or credits at the service; the operator is told."""
    AUDIO_UNUSABLE = "audio_unusable"
    """What the service delivered is not playable audio."""
    NO_ANSWER = "no_answer"
    """The service took the task and never finished it in time."""
    OUTCOME_UNKNOWN = "outcome_unknown"
    """Nobody could find out in time whether the service took the task."""
    NEVER_SENT = "never_sent"
    """The service could not be reached until the deadline."""
    JOIN_FAILED = "join_failed"
    """The new parts are there and could not be joined with their source."""
    REVIEW_REFUSED = "review_refused"
    """A moderator, or time, decided against it."""
    WORDS_REFUSED = "words_refused"
    """A filter of the server does not allow what the service wrote."""
    VOICE_GONE = "voice_gone"
    """The voice that was to sing was deleted meanwhile."""


class Scrutiny(StrEnum):
    """How closely moderators and filters look at what comes of a job."""

    USUAL = "usual"
    TRUSTED = "trusted"
    """Its author is trusted: nobody reviews it."""
    VETTED = "vetted"
    """A moderator approved its words: the service may sing what a filter found in them."""
    REMOVED = "removed"
    """A moderator took its songs down."""


@dataclass(frozen=True)
class Failure:
    """Why a job ended badly. `detail` is from outside and hostile, or empty."""

    code: FailureCode
    detail: str = ""


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


class Work(StrEnum):
    """What workers do with jobs; each kind of work has its own queue of due jobs."""

    SUBMIT = "submit"
    """Jobs that are queued. Claiming one makes it `submitting`."""
    POLL = "poll"
    """Jobs that run at the provider."""
    COLLECT = "collect"
    """Jobs whose songs are finished at the provider and not yet in our archive."""
    REAP = "reap"
    """Submissions whose worker vanished, and jobs of unknown fate that are overdue."""
    LATE = "late"
    """Jobs that timed out and whose task may still finish."""
    DELIVER = "deliver"
    """Messages that have to be drawn again."""
    TELL = "tell"
    """Notices that have to be told."""
    LOG = "log"
    """Lines for servers' log channels."""
    REDRAW = "redraw"
    """Messages that show a song once more and have to be drawn again."""
    KEEP = "keep"
    """The archive: what is to be removed from it."""
    PROBE = "probe"
    """Whether the music service is back."""
    CHECK = "check"
    """The books, every night."""
    REVIEW = "review"
    """Reviews that are overdue, and held files that are to go."""
    DESK = "desk"
    """Reviews that have to be shown to moderators."""
    INFORM = "inform"
    """Members who have to be told of a verdict."""
    JAM = "jam"
    """Jams whose time has come, or of which something was heard."""
    BOARD = "board"
    """Boards of jams that have to be drawn again, and what people are told about jams."""
    ERASE = "erase"
    """People and servers that are to be forgotten, and prompts that are old enough."""

    @property
    def of_jobs(self) -> bool:
        """Whether it is done with jobs."""
        return self in {Work.SUBMIT, Work.POLL, Work.COLLECT, Work.REAP, Work.LATE}
