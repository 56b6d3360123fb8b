"""How far an order is: its steps in a row, and a bar drawn from what such songs took lately."""

from dataclasses import dataclass

from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.jobs import JobState, Stage, Step
from bot.domain.plans import plan_of
from bot.ui.translation import translate

_BAR_LENGTH = 10
_FULL, _EMPTY = "▰", "▱"
_MOST_OF_BAR = 0.95
"""A bar is never full before the songs are there."""


@dataclass(frozen=True)
class _Steps:
    """The names of an order's steps, and which is the present one, from 0."""

    names: tuple[str, ...]
    present: int


def progress(view: JobView, locale: Locale) -> str:
    """Name the steps in order; what is done is ticked, the present one is bold.

    Above them is a bar while the music service is at work. Empty where nobody knows.
    """
    if view.job.state in {JobState.UNKNOWN, JobState.AWAITING_REVIEW}:
        return ""
    steps = _steps(view, locale)
    line = " → ".join(
        f"✓ {name}" if index < steps.present else f"**{name}**" if index == steps.present else name
        for index, name in enumerate(steps.names)
    )
    return "\n".join(part for part in (_bar(view), line) if part)


def stage_status(view: JobView, locale: Locale) -> str:
    """Say what happens at the music service."""
    match view.job.step, view.job.stage:
        case Step.UPLOAD, _:
            return translate(locale, "audio being brought in")
        case Step.JOIN, Stage.WAITING | Stage.WRITING | Stage.FIRST_VERSION:
            return translate(locale, "being joined")
        case _, Stage.WAITING:
            return translate(locale, "waiting at the music service")
        case _, Stage.WRITING:
            return translate(locale, "being written")
        case _, Stage.FIRST_VERSION:
            return translate(locale, "first version ready")
        case _:
            return translate(locale, "being fetched")


def _steps(view: JobView, locale: Locale) -> _Steps:
    job, plan = view.job, plan_of(view.job.request)
    uploads = [translate(locale, "bringing in")] if plan.uploads else []
    joins = [translate(locale, "joining")] if plan.joins else []
    versions = [translate(locale, "first version")] if job.promised > 1 else []
    names = (
        translate(locale, "queued"),
        *uploads,
        translate(locale, "writing"),
        *versions,
        *joins,
        _last_step(view, locale),
    )
    writing = 1 + len(uploads)
    if job.state is JobState.RUNNING and job.stage is Stage.COLLECTING:
        present = len(names) - 1
    elif job.step is Step.JOIN:
        present = len(names) - 2
    elif job.step is Step.UPLOAD:
        present = 1 if job.state is JobState.RUNNING else 0
    elif job.state is not JobState.RUNNING or job.stage is Stage.WAITING:
        present = writing - 1 if job.begun else 0
    else:
        first = job.stage is Stage.FIRST_VERSION and bool(versions)
        present = writing + 1 if first else writing
    return _Steps(names, present)


def _last_step(view: JobView, locale: Locale) -> str:
    match view.job.promised:
        case 1:
            return translate(locale, "finished")
        case 2:
            return translate(locale, "both")
        case _:
            return translate(locale, "all {count}", count=view.job.promised)


def _bar(view: JobView) -> str:
    """Return what part of its usual time an order has taken; nothing while it only waits."""
    if view.job.state is not JobState.RUNNING or view.as_of is None:
        return ""
    begun_at = view.job.submitted_at or view.job.created_at
    passed = (view.as_of - begun_at).total_seconds()
    share = _MOST_OF_BAR
    if view.expected_at is not None and view.expected_at > begun_at:
        share = passed / (view.expected_at - begun_at).total_seconds()
    full = int(min(max(share, 0.0), _MOST_OF_BAR) * _BAR_LENGTH)
    return _FULL * full + _EMPTY * (_BAR_LENGTH - full)
