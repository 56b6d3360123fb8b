"""What becomes of a job when one of its steps is over."""

from dataclasses import replace
from datetime import datetime

from bot.domain.findings import ExportedFile
from bot.domain.ids import ProviderClipId
from bot.domain.jobs import Failure, FailureCode, Job, JobKind, JobState, Step
from bot.domain.plans import next_step, plan_of
from bot.domain.ports import Awaited, TaskReport, TaskState
from bot.domain.songs import Clip, Engine, SongRequest
from bot.services.settlement import Outcome


def awaited(job: Job) -> Awaited:
    """Return what the task of a job's present step is to bring."""
    if job.step is Step.UPLOAD or job.kind is JobKind.UPLOAD:
        return Awaited.CLIP
    if isinstance(job.request, SongRequest) and job.request.engine is Engine.PRODUCER:
        return Awaited.PRODUCED
    return Awaited.LYRICS if job.kind is JobKind.LYRICS else Awaited.AUDIO


def after(job: Job, report: TaskReport, now: datetime) -> Job | Outcome:
    """Return what a running job becomes by a report that its task is over, or how it ended."""
    if report.state is TaskState.FAILED:
        return without(job, Failure(FailureCode.PROVIDER_FAILED, report.detail), now)
    match job.step:
        case Step.UPLOAD:
            if not report.uploaded:
                return without(job, Failure(FailureCode.PROVIDER_FAILED), now)
            return job.uploaded(report.uploaded, next_step(job), now)
        case Step.JOIN:
            if not report.clips:
                return without(job, Failure(FailureCode.PROVIDER_FAILED), now)
            return job.joined(replace(report.clips[0], fragment=False), now)
        case Step.MAKE:
            return _made(job, report, now)


def without(
    job: Job, failure: Failure, now: datetime, state: JobState = JobState.FAILED
) -> Job | Outcome:
    """Return what a job becomes when its step brought nothing, and nothing will come any more.

    A part that cannot be joined is delivered as it is; any other step ends the job as `state`.
    """
    if job.step is Step.JOIN:
        return job.joined(replace(job.part_to_join, fragment=True), now)
    return Outcome(state, failure=failure)


def with_fragments(job: Job, report: TaskReport, now: datetime) -> Job | None:
    """Return what an overdue job becomes when only joining is missing, or None."""
    if job.step is Step.MAKE and report.fragments:
        return job.collecting(report.fragments, now, report.failed_clips)
    return None


def as_they_are(job: Job, clips: tuple[Clip, ...]) -> tuple[Clip, ...]:
    """Return what a finished task brought, to be delivered without any further step."""
    if isinstance(job.request, SongRequest):
        return clips
    parts = job.request.wants_fragment or plan_of(job.request).joins
    return tuple(replace(clip, fragment=clip.fragment or parts) for clip in clips)


def stays_unknown(job: Job) -> bool:
    """Whether nothing will tell what became of a request any more, so that waiting is no use."""
    if job.step is Step.JOIN:
        return True
    # No task is known and nobody announces anything: the answer was the only news of it.
    return job.step is Step.MAKE and job.kind.answered_at_once


def may_come_late(job: Job) -> bool:
    """Whether a job that is given up now may still bring something to deliver."""
    return job.step is Step.MAKE and awaited(job) in {Awaited.AUDIO, Awaited.PRODUCED}


def _made(job: Job, report: TaskReport, now: datetime) -> Job | Outcome:
    if isinstance(report.finding, ExportedFile) and job.request.parents:
        # It is paid for once it is in our archive.
        return job.collecting((_clip_of_export(job, report.finding),), now)
    if report.finding is not None:
        return Outcome(JobState.SUCCEEDED, finding=report.finding)
    if report.uploaded is not None:
        return job.collecting((_clip_of_upload(job, report.uploaded),), now)
    if not report.clips:
        return without(job, Failure(FailureCode.PROVIDER_FAILED, report.detail), now)
    if plan_of(job.request).joins:
        return job.to_join(report.clips, report.failed_clips, now)
    return job.collecting(as_they_are(job, report.clips), now, report.failed_clips)


def _clip_of_export(job: Job, exported: ExportedFile) -> Clip:
    """Return a file that a song was exported as, to be fetched as clips are."""
    return Clip(
        clip_id=ProviderClipId(""),
        title=job.request.summary,
        style="",
        lyrics="",
        audio_url=exported.url,
        image_url=None,
        duration_seconds=None,
        model="",
        label=exported.format,
    )


def _clip_of_upload(job: Job, clip_id: ProviderClipId) -> Clip:
    """Return uploaded audio as a clip; the service returns no file, so ours is the source's."""
    (source,) = () if isinstance(job.request, SongRequest) else job.request.sources
    return Clip(
        clip_id=clip_id,
        title=job.request.summary,
        style="",
        lyrics="",
        audio_url=source.url,
        image_url=None,
        duration_seconds=source.duration_seconds,
        model="",
    )
