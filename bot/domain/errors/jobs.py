"""Refusals about jobs, and of all orders while the bot stops."""

from dataclasses import dataclass

from bot.domain.errors.base import Refusal
from bot.domain.ids import JobId


@dataclass(eq=False)
class OrdersStopped(Refusal):
    """The bot is about to stop and takes no new orders."""


@dataclass(eq=False)
class JobNotFound(Refusal):
    """There is no such job, or none that this person may know of."""

    job_id: JobId


@dataclass(eq=False)
class NotYourJob(Refusal):
    """Only the person who ordered may do this."""

    job_id: JobId


@dataclass(eq=False)
class TooLateToCancel(Refusal):
    """The job was already handed to the provider, which cannot call it back, or is over."""

    job_id: JobId
    over: bool
    withholdable: bool = False
    """Whether what comes of it can still be kept from being posted."""


@dataclass(eq=False)
class ChangingHands(Refusal):
    """The job is being handed to the provider at this moment, or nobody knows whether it was."""

    job_id: JobId


@dataclass(eq=False)
class NoLyrics(Refusal):
    """The song is instrumental, or not finished yet."""

    job_id: JobId
