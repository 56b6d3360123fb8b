from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import IdempotencyKey, JobId, ProviderTaskId, UserId
from bot.domain.jobs import TRANSITIONS, Failure, FailureCode, Job, JobKind, JobState, Stage
from tests.support.orders import GUILD, clip, request

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SOON = NOW + timedelta(seconds=20)


def job(state: JobState) -> Job:
    return Job(
        job_id=JobId("j1"),
        kind=JobKind.CREATE,
        state=state,
        stage=Stage.WAITING,
        guild_id=GUILD,
        requester_id=UserId(11),
        requester_name="Ada",
        request=request(),
        price=14,
        promised=2,
        idempotency_key=IdempotencyKey("k"),
        created_at=NOW,
        due_at=NOW,
    )


def test_a_job_that_was_handed_over_is_never_queued_without_knowing_its_fate() -> None:
    assert not JobState.UNKNOWN.may_become(JobState.QUEUED)
    for state in (JobState.RUNNING, JobState.UNKNOWN):
        assert not state.may_become(JobState.SUBMITTING)


def test_nothing_follows_an_end_and_every_other_state_leads_to_one() -> None:
    ends = {state for state in JobState if state.terminal}
    assert ends == {
        JobState.SUCCEEDED,
        JobState.PARTIAL,
        JobState.FAILED,
        JobState.CANCELLED,
        JobState.REFUSED,
        JobState.TIMED_OUT,
    }
    for state in set(JobState) - ends:
        reached, edge = {state}, {state}
        while edge:
            edge = {after for before in edge for after in TRANSITIONS[before]} - reached
            reached |= edge
        assert reached & ends


def test_acceptance_starts_the_count_of_attempts_anew() -> None:
    running = job(JobState.SUBMITTING).accepted(ProviderTaskId("t"), NOW, SOON)
    assert (running.state, running.task_id, running.due_at) == (JobState.RUNNING, "t", SOON)
    assert running.submitted_at == NOW
    assert running.attempts == 0


def test_the_first_submission_time_is_kept_when_the_answer_comes_late() -> None:
    unknown = job(JobState.SUBMITTING).of_unknown_fate(NOW, SOON)
    running = unknown.accepted(ProviderTaskId("t"), SOON, SOON)
    assert running.submitted_at == SOON


def test_an_end_has_no_due_time_and_keeps_its_reason() -> None:
    failure = Failure(FailureCode.NO_ANSWER)
    ended = job(JobState.RUNNING).ended(JobState.TIMED_OUT, SOON, failure)
    assert (ended.due_at, ended.finished_at, ended.failure) == (None, SOON, failure)


def test_an_impossible_step_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot become"):
        job(JobState.QUEUED).accepted(ProviderTaskId("t"), NOW, SOON)
    with pytest.raises(ValueError, match="is not an end"):
        job(JobState.QUEUED).ended(JobState.RUNNING, NOW)


def test_collecting_keeps_what_was_reported() -> None:
    collecting = job(JobState.RUNNING).collecting((clip(1), clip(2)), NOW)
    assert collecting.stage is Stage.COLLECTING
    assert [kept.clip_id for kept in collecting.clips] == ["clip-1", "clip-2"]
