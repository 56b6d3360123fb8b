"""Taking out of reviews what people wrote, while their rows still lead to the cards that show it.

Whatever is taken out, the card is asked for, so that it is drawn anew without that.
"""

from datetime import datetime

from sqlalchemy import Select, bindparam, case, func, null, select, update

from bot.domain.ids import JobId, UserId
from bot.domain.reviews import ReviewState
from storage.columns import UtcTime
from storage.connections import Connection
from storage.emptying import emptied_request
from storage.tables import reviews

NO_FINDINGS = '{"findings":[]}'
"""What a review's findings say when there are none."""

_NOW = bindparam("at", type_=UtcTime)
_DECIDED_OF_JOB = select(reviews.c.review_id, reviews.c.request).where(
    reviews.c.job_id == bindparam("whose"), reviews.c.state != ReviewState.OPEN
)
_OF_AUTHOR = select(reviews.c.review_id, reviews.c.request).where(
    reviews.c.author_id == bindparam("whose")
)
_EMPTY = (
    update(reviews)
    .where(reviews.c.review_id == bindparam("of_review"))
    .values(
        request=bindparam("emptied"),
        findings=NO_FINDINGS,
        result=None,
        card_due_at=case((reviews.c.card_channel_id.is_not(None), _NOW), else_=null()),
        card_attempts=0,
    )
)
_WITHDRAW = (
    update(reviews)
    .where(reviews.c.author_id == bindparam("whose"))
    .values(
        state=ReviewState.WITHDRAWN,
        decided_at=func.coalesce(reviews.c.decided_at, _NOW),
        due_at=None,
        author_name="",
        role_ids="",
        answer="",
    )
)


def forget_words(connection: Connection, job_id: JobId, now: datetime) -> None:
    """Forget what the decided reviews of a job quote."""
    _empty(connection, _DECIDED_OF_JOB, job_id, now)


def withdraw_reviews(connection: Connection, author_id: UserId, now: datetime) -> None:
    """Take an author's reviews back, decided or not, without a word of theirs or about them.

    None of them can be decided or turned any more.
    """
    _empty(connection, _OF_AUTHOR, author_id, now)
    connection.execute(_WITHDRAW, {"whose": author_id, "at": now})


def _empty(
    connection: Connection, found: Select[tuple[int, str]], whose: JobId | UserId, now: datetime
) -> None:
    for row in connection.execute(found, {"whose": whose}).all():
        emptied = emptied_request(row.request)
        connection.execute(_EMPTY, {"of_review": row.review_id, "emptied": emptied, "at": now})
