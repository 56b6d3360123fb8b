"""Jobs: our records of fulfilling an order, their states and what may follow what."""

from bot.domain.jobs.kinds import REQUESTS, JobKind, Step, kind_of
from bot.domain.jobs.record import Job
from bot.domain.jobs.states import TRANSITIONS, Failure, FailureCode, JobState, Scrutiny, Stage
from bot.domain.jobs.work import Work

__all__ = [
    "REQUESTS",
    "TRANSITIONS",
    "Failure",
    "FailureCode",
    "Job",
    "JobKind",
    "JobState",
    "Scrutiny",
    "Stage",
    "Step",
    "Work",
    "kind_of",
]
