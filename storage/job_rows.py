"""Jobs as rows: what is written for each, and what is read from it."""

from bot.domain.ids import (
    ChannelId,
    GuildId,
    IdempotencyKey,
    JamId,
    JobId,
    ProviderTaskId,
    UserId,
)
from bot.domain.jobs import Failure, Job, JobState, Stage, Work
from storage.documents import (
    Progress,
    clips_from,
    clips_text,
    finding_from,
    finding_text,
    progress_from,
    progress_text,
    request_from,
    request_text,
)
from storage.tables import AnyRow


def _work_of(job: Job) -> Work | None:
    """Tell which worker looks at a job next."""
    match job.state:
        case JobState.QUEUED:
            return Work.SUBMIT
        case JobState.SUBMITTING | JobState.UNKNOWN:
            return Work.REAP
        case JobState.TIMED_OUT if job.due_at is not None:
            return Work.LATE
        case JobState.RUNNING:
            return Work.COLLECT if job.stage is Stage.COLLECTING else Work.POLL
        case _:
            return None


def columns_of(job: Job, version: int) -> dict[str, object]:
    """Return what a job's row holds, but its id."""
    return {
        "kind": job.kind,
        "state": job.state,
        "stage": job.stage,
        "work": _work_of(job),
        "guild_id": job.guild_id,
        "requester_id": job.requester_id,
        "requester_name": job.requester_name,
        "request": request_text(job.request),
        "model": job.request.model,
        "price": job.price,
        "promised": job.promised,
        "idempotency_key": job.idempotency_key,
        "created_at": job.created_at,
        "due_at": job.due_at,
        "task_id": job.task_id,
        "clips": clips_text(job.clips),
        "failure_code": None if job.failure is None else job.failure.code,
        "failure_detail": "" if job.failure is None else job.failure.detail,
        "attempts": job.attempts,
        "submitted_at": job.submitted_at,
        "finished_at": job.finished_at,
        "channel_id": job.channel_id,
        "weight": job.weight,
        "provider_cost": job.provider_cost,
        "provider_used": job.provider_used,
        "charged": job.charged,
        "cost_measured": int(job.cost_measured),
        "step": job.step,
        "progress": progress_text(_progress_of(job)),
        "finding": None if job.finding is None else finding_text(job.finding),
        "join_price": job.join_price,
        "jam_id": job.jam_id,
        "scrutiny": job.scrutiny,
        "spoiler": int(job.spoiler),
        "approved_at": job.approved_at,
        "version": version,
    }


def _progress_of(job: Job) -> Progress:
    return Progress(job.uploads, job.parts, job.missing, job.early, job.unposted, job.restored)


def job_of(row: AnyRow) -> Job:
    """Return the job that a row holds."""
    failed = row.failure_code is not None
    progress = progress_from(row.progress)
    return Job(
        job_id=JobId(row.job_id),
        kind=row.kind,
        state=row.state,
        stage=row.stage,
        guild_id=GuildId(row.guild_id),
        requester_id=UserId(row.requester_id),
        requester_name=row.requester_name,
        request=request_from(row.request, row.kind),
        price=row.price,
        promised=row.promised,
        idempotency_key=IdempotencyKey(row.idempotency_key),
        created_at=row.created_at,
        due_at=row.due_at,
        task_id=None if row.task_id is None else ProviderTaskId(row.task_id),
        clips=clips_from(row.clips),
        failure=Failure(row.failure_code, row.failure_detail) if failed else None,
        attempts=row.attempts,
        submitted_at=row.submitted_at,
        finished_at=row.finished_at,
        channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
        weight=row.weight,
        provider_cost=row.provider_cost,
        provider_used=row.provider_used,
        charged=row.charged,
        cost_measured=bool(row.cost_measured),
        step=row.step,
        uploads=progress.uploads,
        parts=progress.parts,
        missing=progress.missing,
        early=progress.early,
        unposted=progress.unposted,
        restored=progress.restored,
        join_price=row.join_price,
        finding=None if row.finding is None else finding_from(row.finding),
        jam_id=None if row.jam_id is None else JamId(row.jam_id),
        scrutiny=row.scrutiny,
        spoiler=bool(row.spoiler),
        approved_at=row.approved_at,
        version=row.version,
    )
