"""Where a job stands, what may follow what, and why it ended as it did."""

from dataclasses import dataclass
from enum import StrEnum


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
