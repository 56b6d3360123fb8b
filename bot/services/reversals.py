"""Turning verdicts within a transaction: what was approved goes, finished songs are posted."""

from dataclasses import replace

from bot.domain.actions import ActionKind
from bot.domain.delivery import DeliveryKind
from bot.domain.ids import GuildId, ReviewId, UserId
from bot.domain.jobs import Failure, FailureCode, JobState, Scrutiny
from bot.domain.member_notices import MemberNoticeKind
from bot.domain.ports import Clock, Transaction
from bot.domain.reviews import NotReversibleAnyMore, Review
from bot.services.holding import songs_of
from bot.services.keeping import take_down
from bot.services.settlement import Outcome, SettlementService
from bot.services.verdicts import Verdicts, job_of, review_here

_FREELY_POSTED = frozenset({JobState.REFUSED, JobState.TIMED_OUT})
"""What an order may have ended as whose refused songs are posted after all."""


class Reversals:
    """Turns verdicts about what needs no new order."""

    def __init__(self, clock: Clock, settlement: SettlementService, verdicts: Verdicts) -> None:
        self._clock = clock
        self._settlement = settlement
        self._verdicts = verdicts

    def take_back(
        self,
        tx: Transaction,
        guild_id: GuildId,
        review_id: ReviewId,
        actor_id: UserId,
        reason: str,
    ) -> Review:
        """Turn an approval: stop what was not sent yet, take down what is there.

        Raises:
            ReviewNotFound, NotReversibleAnyMore: nothing is to be changed.
        """
        review, now = review_here(tx, guild_id, review_id), self._clock.now()
        job = job_of(tx, review)
        if job.state is JobState.QUEUED and not job.begun:
            stopped = Outcome(JobState.FAILED, failure=Failure(FailureCode.REVIEW_REFUSED))
            if not self._settlement.settle_in(tx, job, stopped):
                raise NotReversibleAnyMore(review_id)
            tx.deliveries.want(job.job_id, DeliveryKind.CARD, now)
        elif job.state.terminal:
            for song in tx.songs.of_job(job.job_id):
                take_down(tx, song, now)
            tx.jobs.save(replace(job, scrutiny=Scrutiny.REMOVED))
        else:
            raise NotReversibleAnyMore(review_id)
        turned = review.turned(actor_id, now, reason)
        self._verdicts.decide(tx, turned, review.state, ActionKind.REVIEW_REVERSED, actor_id)
        self._verdicts.tell(tx, turned, MemberNoticeKind.REVERSED)
        return turned

    def post_after_all(
        self,
        tx: Transaction,
        guild_id: GuildId,
        review_id: ReviewId,
        actor_id: UserId,
        reason: str,
    ) -> Review:
        """Turn the refusal of finished songs: they are posted, free of charge.

        Raises:
            ReviewNotFound, NotReversibleAnyMore: nothing is to be changed.
        """
        review, now = review_here(tx, guild_id, review_id), self._clock.now()
        job = job_of(tx, review)
        if review.result is None or job.state not in _FREELY_POSTED:
            raise NotReversibleAnyMore(review_id)
        self._settlement.give_free(tx, job, songs_of(job, review.result, now), now)
        turned = review.turned(actor_id, now, reason)
        self._verdicts.decide(tx, turned, review.state, ActionKind.REVIEW_REVERSED, actor_id)
        self._verdicts.tell(tx, turned, MemberNoticeKind.APPROVED)
        return turned
