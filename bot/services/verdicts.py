"""Giving verdicts within a transaction: who, what, why, and who is told."""

from bot.domain.access import AccessRule, AccessScope, Verdict
from bot.domain.actions import ActionKind
from bot.domain.ids import GuildId, ReviewId, UserId
from bot.domain.jobs import Job
from bot.domain.member_notices import MemberNotice, MemberNoticeKind
from bot.domain.ports import Clock, Transaction
from bot.domain.reviews import (
    NotReversibleAnyMore,
    Review,
    ReviewDecided,
    ReviewNotFound,
    ReviewState,
)
from bot.domain.server_log import LogEvent, LogLine
from bot.services.acts import act
from bot.services.servers import ServerService

_SUBJECT_LIMIT = 100


class Verdicts:
    """What every verdict needs besides what follows from it."""

    def __init__(self, clock: Clock, servers: ServerService) -> None:
        self._clock = clock
        self._servers = servers

    def decide(
        self,
        tx: Transaction,
        verdict: Review,
        was: ReviewState,
        kind: ActionKind,
        actor_id: UserId | None,
    ) -> None:
        """Store a verdict and write it down.

        Raises:
            ReviewDecided: somebody was faster.
        """
        review_id = verdict.review_id or ReviewId(0)
        now = self._clock.now()
        if not tx.reviews.decide(verdict, was, now):
            held = tx.reviews.get(verdict.guild_id, review_id)
            raise ReviewDecided(
                review_id,
                verdict.state if held is None else held.state,
                None if held is None else held.reversed_by or held.decided_by,
            )
        done = act(
            verdict.guild_id,
            kind,
            actor_id=actor_id,
            now=now,
            subject=str(verdict.author_id),
            reason=verdict.answer,
            before={"review": review_id, "state": was},
            after={"review": review_id, "state": verdict.state, "job": verdict.job_id or ""},
        )
        tx.actions.add(done)
        if actor_id is None:
            tell_log(tx, verdict, LogEvent.OVERDUE)

    def trust(self, tx: Transaction, review: Review, actor_id: UserId) -> None:
        """Have nothing of the author reviewed any more."""
        rule = AccessRule(AccessScope.MEMBER, review.author_id, Verdict.TRUST)
        self._servers.put_rule(tx, review.guild_id, rule, actor_id=actor_id)

    def tell(self, tx: Transaction, review: Review, kind: MemberNoticeKind) -> None:
        """Tell the author."""
        tx.member_notices.add(
            MemberNotice(
                notice_id=None,
                guild_id=review.guild_id,
                user_id=review.author_id,
                kind=kind,
                subject=review.request.summary[:_SUBJECT_LIMIT],
                reason=review.answer,
                by_time=review.decided_by is None and review.reversed_by is None,
                created_at=self._clock.now(),
            )
        )


def review_here(tx: Transaction, guild_id: GuildId, review_id: ReviewId) -> Review:
    """Return a review of a server.

    Raises:
        ReviewNotFound: there is none such.
    """
    review = tx.reviews.get(guild_id, review_id)
    if review is None:
        raise ReviewNotFound(review_id)
    return review


def open_review(tx: Transaction, guild_id: GuildId, review_id: ReviewId) -> Review:
    """Return an open review of a server.

    Raises:
        ReviewNotFound, ReviewDecided: there is none such.
    """
    review = review_here(tx, guild_id, review_id)
    if review.state is not ReviewState.OPEN:
        raise ReviewDecided(review_id, review.state, review.decided_by)
    return review


def job_of(tx: Transaction, review: Review) -> Job:
    """Return the job that a review is about.

    Raises:
        NotReversibleAnyMore: it is gone.
    """
    job = None if review.job_id is None else tx.jobs.get(review.job_id)
    if job is None:
        raise NotReversibleAnyMore(review.review_id or ReviewId(0))
    return job


def tell_log(tx: Transaction, review: Review, event: LogEvent) -> None:
    """Tell the server's log of a review."""
    tx.log.add(
        LogLine(
            review.guild_id,
            event,
            review.decided_at or review.created_at,
            user_id=review.author_id,
            subject=review.job_id or "",
            detail=review.request.summary[:_SUBJECT_LIMIT],
        )
    )
