"""Taking back what moderators were asked, where nothing follows from a verdict any more."""

from datetime import datetime

from bot.domain.ids import JobId
from bot.domain.jobs import JobState
from bot.domain.ports import Transaction
from bot.domain.reviews import Review, ReviewKind, ReviewState


def withdraw(tx: Transaction, review: Review, now: datetime) -> None:
    """Take an open review back; one that was decided meanwhile stays so."""
    tx.reviews.decide(review.decided(ReviewState.WITHDRAWN, None, now), ReviewState.OPEN, now)


def withdraw_prompt(tx: Transaction, job_id: JobId, now: datetime) -> None:
    """Take an order back from the moderators that was not sent yet."""
    review = tx.reviews.of_job(job_id, ReviewKind.PROMPT)
    if review is not None:
        withdraw(tx, review, now)


def is_awaited(tx: Transaction, review: Review) -> bool:
    """Tell whether anything follows from a verdict on an open review."""
    if review.kind is ReviewKind.APPEAL:
        return True
    job = None if review.job_id is None else tx.jobs.get(review.job_id)
    if job is None:
        return False
    came_late = review.kind is ReviewKind.RESULT and job.state is JobState.TIMED_OUT
    return came_late or job.state is JobState.AWAITING_REVIEW
