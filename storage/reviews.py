"""Reviews and their cards in the database."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.ids import (
    ChannelId,
    ContentHash,
    GuildId,
    JobId,
    MessageId,
    ReviewId,
    RoleId,
    UserId,
)
from bot.domain.jobs import JobState, kind_of
from bot.domain.reviews import Finding, HeldResult, Review, ReviewCard, ReviewKind, ReviewState
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.dialects import PerDatabase
from storage.document_fields import plain, record_from
from storage.documents import request_from, request_text
from storage.review_words import forget_words
from storage.tables import AnyRow, jobs, reviews

_OF_GUILD = reviews.c.guild_id == bindparam("of_guild")
_OF_REVIEW = reviews.c.review_id == bindparam("of_review")
_IS_OPEN = reviews.c.state == ReviewState.OPEN
_AT = bindparam("at", type_=UtcTime)
_MOST = bindparam("most", type_=WHOLE_NUMBER)

_ADD = PerDatabase(
    sqlite.insert(reviews).on_conflict_do_nothing().returning(reviews.c.review_id),
    postgresql.insert(reviews).on_conflict_do_nothing().returning(reviews.c.review_id),
)
_GET = select(reviews).where(_OF_GUILD, _OF_REVIEW)
_OF_JOB = select(reviews).where(
    reviews.c.job_id == bindparam("of_job"),
    reviews.c.kind == bindparam("of_kind", type_=reviews.c.kind.type),
)
_OPEN_APPEAL = select(reviews).where(
    _OF_GUILD,
    reviews.c.author_id == bindparam("of_author"),
    reviews.c.kind == ReviewKind.APPEAL,
    _IS_OPEN,
)
_DECIDE = update(reviews).where(
    _OF_REVIEW,
    reviews.c.state == bindparam("was", type_=reviews.c.state.type),
    reviews.c.reversed_at.is_(None),
)
_OPEN = (
    select(reviews)
    .where(_OF_GUILD, _IS_OPEN, reviews.c.review_id > bindparam("after", type_=WHOLE_NUMBER))
    .order_by(reviews.c.review_id)
    .limit(_MOST)
)
_COUNT_OPEN = select(func.count()).where(_OF_GUILD, _IS_OPEN)
_REFUSED = select(func.count()).where(
    _OF_GUILD,
    reviews.c.author_id == bindparam("of_author"),
    reviews.c.state == ReviewState.REFUSED,
)
_ORDERS = select(func.count()).where(
    jobs.c.guild_id == bindparam("of_guild"), jobs.c.requester_id == bindparam("of_author")
)
_POSTED = _ORDERS.where(jobs.c.state.in_((JobState.SUCCEEDED, JobState.PARTIAL)))
_DUE = select(reviews).where(reviews.c.due_at <= _AT).order_by(reviews.c.due_at).limit(_MOST)
_NEXT_DUE = select(func.min(reviews.c.due_at, type_=UtcTime))
_POSTPONE = update(reviews).where(_OF_REVIEW).values(due_at=bindparam("again_at", type_=UtcTime))
_FORGET_RESULT = update(reviews).where(_OF_REVIEW).values(result=None, due_at=None)
_HOLDING_FILES = select(reviews).where(reviews.c.result.is_not(None))
_HOLDS_FILE = select(
    exists().where(reviews.c.result.is_not(None), reviews.c.result.like(bindparam("naming")))
)
_HELD_OF_AUTHOR = _HOLDING_FILES.where(reviews.c.author_id == bindparam("of_author"))
_HELD_IN_SERVER = _HOLDING_FILES.where(_OF_GUILD)
_CARDS_DUE = (
    select(reviews.c.review_id)
    .where(reviews.c.card_due_at <= _AT)
    .order_by(reviews.c.card_due_at)
    .limit(_MOST)
    .with_for_update(skip_locked=True)
)
_CLAIM_CARDS = (
    update(reviews)
    .where(reviews.c.review_id.in_(bindparam("of_reviews", expanding=True)))
    .values(card_attempts=reviews.c.card_attempts + 1, card_due_at=bindparam("lease_until"))
    .returning(
        reviews.c.review_id,
        reviews.c.guild_id,
        reviews.c.card_channel_id,
        reviews.c.card_message_id,
        reviews.c.card_attempts,
    )
)
_NEXT_CARD = select(func.min(reviews.c.card_due_at, type_=UtcTime))
_OF_ATTEMPT = and_(_OF_REVIEW, reviews.c.card_attempts == bindparam("of_attempt"))
_PLAN_CARD = update(reviews).where(_OF_ATTEMPT).values(card_due_at=bindparam("again_at"))
_RECORD_CARD = (
    update(reviews)
    .where(_OF_REVIEW)
    .values(card_message_id=func.coalesce(reviews.c.card_message_id, bindparam("shown_on")))
)
_WANT_CARD = (
    update(reviews)
    .where(_OF_REVIEW, reviews.c.card_channel_id.is_not(None))
    .values(card_due_at=bindparam("again_at"), card_attempts=0)
)


@dataclass(frozen=True)
class _Findings:
    findings: tuple[Finding, ...] = ()


class SqlReviews:
    """`ReviewRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, review: Review, channel_id: ChannelId | None) -> Review | None:
        """Store a review, to be shown in a channel; None when there is one like it."""
        stored = self._connection.execute(
            _ADD.on(self._connection),
            {
                "guild_id": review.guild_id,
                "kind": review.kind,
                "cause": review.cause,
                "author_id": review.author_id,
                "author_name": review.author_name,
                "job_kind": kind_of(review.request),
                "request": request_text(review.request),
                "findings": _text(_Findings(review.findings)),
                "result": None if review.result is None else _text(review.result),
                "channel_id": review.channel_id,
                "role_ids": " ".join(str(role_id) for role_id in review.role_ids),
                "private": int(review.private),
                "created_at": review.created_at,
                "card_channel_id": channel_id,
                "card_due_at": None if channel_id is None else review.created_at,
                "card_attempts": 0,
                **_verdict(review),
            },
        ).one_or_none()
        return None if stored is None else replace(review, review_id=ReviewId(stored[0]))

    def get(self, guild_id: GuildId, review_id: ReviewId) -> Review | None:
        """Return a review of a server."""
        given = {"of_guild": guild_id, "of_review": review_id}
        return _maybe(self._connection.execute(_GET, given).one_or_none())

    def of_job(self, job_id: JobId, kind: ReviewKind) -> Review | None:
        """Return a job's review of a kind."""
        given = {"of_job": job_id, "of_kind": kind}
        return _maybe(self._connection.execute(_OF_JOB, given).one_or_none())

    def open_appeal(self, guild_id: GuildId, author_id: UserId) -> Review | None:
        """Return a member's open appeal."""
        given = {"of_guild": guild_id, "of_author": author_id}
        return _maybe(self._connection.execute(_OPEN_APPEAL, given).one_or_none())

    def decide(self, review: Review, was: ReviewState, now: datetime) -> bool:
        """Store a verdict and ask for the card; False when the review is no longer as it `was`."""
        if review.review_id is None:
            return False
        changed = self._connection.execute(
            _DECIDE,
            {"of_review": review.review_id, "was": was, **_verdict(review)},
        )
        if changed.rowcount != 1:
            return False
        self.want_card(review.review_id, now)
        return True

    def open_in(
        self, guild_id: GuildId, *, limit: int, after: ReviewId | None = None
    ) -> tuple[Review, ...]:
        """Return open reviews of a server, oldest first, or those after one."""
        given = {"of_guild": guild_id, "after": after or 0, "most": limit}
        return tuple(_review(row) for row in self._connection.execute(_OPEN, given))

    def count_open(self, guild_id: GuildId) -> int:
        """Return how many reviews of a server are open."""
        return int(self._connection.execute(_COUNT_OPEN, {"of_guild": guild_id}).scalar_one())

    def refused_of(self, guild_id: GuildId, author_id: UserId) -> int:
        """Return how many reviews of a member ended with a refusal."""
        given = {"of_guild": guild_id, "of_author": author_id}
        return int(self._connection.execute(_REFUSED, given).scalar_one())

    def orders_of(self, guild_id: GuildId, author_id: UserId) -> int:
        """Return how many orders a member has made."""
        given = {"of_guild": guild_id, "of_author": author_id}
        return int(self._connection.execute(_ORDERS, given).scalar_one())

    def songs_posted(self, guild_id: GuildId, author_id: UserId) -> int:
        """Return how many of a member's orders brought songs."""
        given = {"of_guild": guild_id, "of_author": author_id}
        return int(self._connection.execute(_POSTED, given).scalar_one())

    def due(self, now: datetime, *, limit: int) -> tuple[Review, ...]:
        """Return reviews that a worker has to look at, longest due first."""
        rows = self._connection.execute(_DUE, {"at": now, "most": limit})
        return tuple(_review(row) for row in rows)

    def next_due_at(self) -> datetime | None:
        """Return when a worker has to look at the next one."""
        due_at: datetime | None = self._connection.execute(_NEXT_DUE).scalar_one()
        return due_at

    def postpone(self, review_id: ReviewId, due_at: datetime | None) -> None:
        """Look at it at another time, or never again."""
        self._connection.execute(_POSTPONE, {"of_review": review_id, "again_at": due_at})

    def holds_file(self, content_hash: ContentHash) -> bool:
        """Tell whether a review holds a song with this file."""
        given = {"naming": f"%{content_hash}%"}
        return bool(self._connection.execute(_HOLDS_FILE, given).scalar_one())

    def holding_files(
        self, *, author_id: UserId | None = None, guild_id: GuildId | None = None
    ) -> tuple[Review, ...]:
        """Return the reviews of an author, or of a server, that hold songs' files."""
        if author_id is not None:
            rows = self._connection.execute(_HELD_OF_AUTHOR, {"of_author": author_id})
        else:
            rows = self._connection.execute(_HELD_IN_SERVER, {"of_guild": guild_id})
        return tuple(_review(row) for row in rows)

    def forget_result(self, review_id: ReviewId) -> None:
        """Forget the songs that a review held; their files are gone."""
        self._connection.execute(_FORGET_RESULT, {"of_review": review_id})

    def forget_words(self, job_id: JobId, now: datetime) -> None:
        """Forget what a job's decided reviews quote, and ask for their cards, without it."""
        forget_words(self._connection, job_id, now)

    def claim_cards(
        self, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[ReviewCard, ...]:
        """Take cards that have to be drawn; nobody else gets them for the lease."""
        due = self._connection.execute(_CARDS_DUE, {"at": now, "most": limit}).scalars().all()
        if not due:
            return ()
        claimed = self._connection.execute(
            _CLAIM_CARDS, {"of_reviews": due, "lease_until": lease_until}
        )
        cards = (
            ReviewCard(
                ReviewId(row.review_id),
                GuildId(row.guild_id),
                None if row.card_channel_id is None else ChannelId(row.card_channel_id),
                None if row.card_message_id is None else MessageId(row.card_message_id),
                row.card_attempts,
            )
            for row in claimed
        )
        return tuple(sorted(cards, key=lambda card: card.review_id))

    def next_card_at(self) -> datetime | None:
        """Return when the next card has to be drawn."""
        due_at: datetime | None = self._connection.execute(_NEXT_CARD).scalar_one()
        return due_at

    def card_drawn(self, card: ReviewCard, message_id: MessageId | None) -> None:
        """Note that a card was drawn, or never can be, and on which message it is."""
        self._connection.execute(_PLAN_CARD, {**_attempt(card), "again_at": None})
        if message_id is not None:
            given = {"of_review": card.review_id, "shown_on": message_id}
            self._connection.execute(_RECORD_CARD, given)

    def retry_card(self, card: ReviewCard, due_at: datetime) -> None:
        """Draw it at `due_at`."""
        self._connection.execute(_PLAN_CARD, {**_attempt(card), "again_at": due_at})

    def want_card(self, review_id: ReviewId, now: datetime) -> None:
        """Ask for a review's card to be drawn anew."""
        self._connection.execute(_WANT_CARD, {"of_review": review_id, "again_at": now})


def _attempt(card: ReviewCard) -> dict[str, int]:
    return {"of_review": card.review_id, "of_attempt": card.attempts}


def _verdict(review: Review) -> dict[str, object]:
    return {
        "state": review.state,
        "job_id": review.job_id,
        "due_at": review.due_at,
        "decided_by": review.decided_by,
        "decided_at": review.decided_at,
        "answer": review.answer,
        "reversed_by": review.reversed_by,
        "reversed_at": review.reversed_at,
    }


def _text(record: object) -> str:
    return json.dumps(plain(record), separators=(",", ":"))


def _maybe(row: AnyRow | None) -> Review | None:
    return None if row is None else _review(row)


def _user(number: int | None) -> UserId | None:
    return None if number is None else UserId(number)


def _review(row: AnyRow) -> Review:
    return Review(
        review_id=ReviewId(row.review_id),
        guild_id=GuildId(row.guild_id),
        kind=row.kind,
        cause=row.cause,
        author_id=UserId(row.author_id),
        author_name=row.author_name,
        job_id=None if row.job_id is None else JobId(row.job_id),
        request=request_from(row.request, row.job_kind),
        created_at=row.created_at,
        due_at=row.due_at,
        channel_id=ChannelId(row.channel_id),
        role_ids=tuple(RoleId(int(role_id)) for role_id in row.role_ids.split()),
        private=bool(row.private),
        findings=record_from(_Findings, json.loads(row.findings)).findings,
        result=None if row.result is None else record_from(HeldResult, json.loads(row.result)),
        state=row.state,
        decided_by=_user(row.decided_by),
        decided_at=row.decided_at,
        answer=row.answer,
        reversed_by=_user(row.reversed_by),
        reversed_at=row.reversed_at,
    )
