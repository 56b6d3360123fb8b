"""A job that is about to be submitted."""

from datetime import UTC, datetime

from bot.domain.ids import GuildId, IdempotencyKey, UserId, new_job_id
from bot.domain.jobs import Job, JobState, Stage, kind_of
from bot.domain.requests import Request


def submitting_job(request: Request) -> Job:
    """Return a new job for a request."""
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Job(
        job_id=new_job_id(),
        kind=kind_of(request),
        state=JobState.SUBMITTING,
        stage=Stage.WAITING,
        guild_id=GuildId(1),
        requester_id=UserId(2),
        requester_name="Ada",
        request=request,
        price=14,
        promised=2,
        idempotency_key=IdempotencyKey("itx:1"),
        created_at=now,
        due_at=now,
    )
