"""Reviews as use cases: the queue, verdicts, appeals, and what follows from them."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.domain.actions import ActionKind
from bot.domain.delivery import DeliveryKind, Place
from bot.domain.filters import TextRefused
from bot.domain.ids import (
    ApplicationId,
    GuildId,
    IdempotencyKey,
    ReviewId,
    UserId,
)
from bot.domain.jobs import Failure, FailureCode, Job, JobState, Work
from bot.domain.member_notices import MemberNoticeKind
from bot.domain.ports import Clock, Database, SongArchive, Transaction
from bot.domain.requests import Request
from bot.domain.reviews import (
    AppealOpen,
    AuthorRecord,
    NotReversibleAnyMore,
    Review,
    ReviewCause,
    ReviewDecided,
    ReviewKind,
    ReviewState,
    ReviewView,
    findings_of,
)
from bot.domain.server_log import LogEvent
from bot.domain.servers import Overdue
from bot.services.generation import GenerationService
from bot.services.holding import outcome_of
from bot.services.keeping import let_held_files_go
from bot.services.orders import Requester
from bot.services.reversals import Reversals
from bot.services.servers import ServerService
from bot.services.settlement import Outcome, SettlementService
from bot.services.signals import Signals
from bot.services.verdicts import Verdicts, job_of, open_review, review_here, tell_log
from bot.services.withdrawing import is_awaited, withdraw

Result = TypeVar("Result")

log = structlog.get_logger(__name__)

_BUSY_FOR = timedelta(minutes=10)
"""After so long an overdue review that could not be seen to is looked at again."""


class ReviewService:
    """Decides reviews. Of two moderators who decide at once, one wins and the other is told."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        signals: Signals,
        generation: GenerationService,
        settlement: SettlementService,
        servers: ServerService,
        archive: SongArchive,
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._generation = generation
        self._settlement = settlement
        self._servers = servers
        self._archive = archive
        self._verdicts = Verdicts(clock, servers)
        self._reversals = Reversals(clock, settlement, self._verdicts)

    async def view(self, guild_id: GuildId, review_id: ReviewId) -> ReviewView:
        """Return everything that a review's card shows.

        Raises:
            ReviewNotFound: this server has none such.
        """
        now = self._clock.now()

        def read(tx: Transaction) -> ReviewView:
            review = review_here(tx, guild_id, review_id)
            block = tx.blocks.get(guild_id, review.author_id)
            record = AuthorRecord(
                orders=tx.reviews.orders_of(guild_id, review.author_id),
                refused=tx.reviews.refused_of(guild_id, review.author_id),
                reports=tx.song_reports.about(guild_id, review.author_id),
                blocked=block is not None and block.holds(now),
            )
            return ReviewView(review, record, tx.reviews.count_open(guild_id))

        return await self._database.read(read)

    async def next_open(self, guild_id: GuildId, after: ReviewId | None = None) -> Review | None:
        """Return the oldest open review of a server, or the oldest after one."""
        found = await self._database.read(
            lambda tx: tx.reviews.open_in(guild_id, limit=1, after=after)
        )
        return found[0] if found else None

    async def appeal(
        self, request: Request, refusal: TextRefused, requester: Requester, place: Place
    ) -> Review:
        """Ask the moderators about a prompt that a filter refused. Costs nothing.

        Raises:
            AppealOpen: another one of this member waits.
        """
        settings = await self._servers.settings(place.guild_id)
        now = self._clock.now()
        appeal = Review(
            review_id=None,
            guild_id=place.guild_id,
            kind=ReviewKind.APPEAL,
            cause=ReviewCause.APPEAL,
            author_id=requester.user_id,
            author_name=requester.display_name,
            job_id=None,
            request=request,
            created_at=now,
            due_at=now + timedelta(hours=settings.review_hours),
            channel_id=place.channel_id,
            role_ids=requester.role_ids,
            private=place.ephemeral,
            findings=findings_of((refusal.match,)),
        )

        def ask(tx: Transaction) -> Review:
            stored = tx.reviews.add(appeal, settings.review_channel_id)
            if stored is None:
                earlier = tx.reviews.open_appeal(place.guild_id, requester.user_id)
                raise AppealOpen((earlier and earlier.review_id) or ReviewId(0))
            tell_log(tx, stored, LogEvent.APPEAL)
            return stored

        stored = await self._database.write(ask)
        self._signals.ring(Work.DESK, Work.REVIEW, Work.LOG)
        return stored

    async def approve(
        self,
        guild_id: GuildId,
        review_id: ReviewId,
        *,
        actor_id: UserId | None,
        trust: bool = False,
    ) -> Review:
        """Let what was reviewed go on; with `trust`, the author's songs are not reviewed again.

        Raises:
            ReviewNotFound, ReviewDecided: nothing was changed.
            Refusal: an appeal is right, and cannot be ordered; nothing was changed.
        """
        review = await self._open_review(guild_id, review_id)
        if review.kind is ReviewKind.APPEAL:
            return await self._order(review, ReviewState.OPEN, actor_id, trust=trust)

        approved, job, outcome = await self._database.write(
            lambda tx: self._approve(tx, guild_id, review_id, actor_id, trust=trust)
        )
        self._heed(guild_id)
        if outcome is not None:
            self._settlement.announce(job, outcome)
        return approved

    def _approve(
        self,
        tx: Transaction,
        guild_id: GuildId,
        review_id: ReviewId,
        actor_id: UserId | None,
        *,
        trust: bool,
    ) -> tuple[Review, Job, Outcome | None]:
        """Approve, and settle the job of songs that were held; returns what it ended as, if so."""
        held = open_review(tx, guild_id, review_id)
        now = self._clock.now()
        approved = held.decided(ReviewState.APPROVED, actor_id, now)
        self._verdicts.decide(tx, approved, ReviewState.OPEN, ActionKind.REVIEW_APPROVED, actor_id)
        job = job_of(tx, held)
        if trust and actor_id is not None:
            self._verdicts.trust(tx, held, actor_id)
        if held.kind is ReviewKind.PROMPT:
            tx.jobs.save(job.approved(now))
            tx.deliveries.want(job.job_id, DeliveryKind.CARD, now)
            self._verdicts.tell(tx, approved, MemberNoticeKind.APPROVED)
            return approved, job, None
        if held.result is None:
            raise NotReversibleAnyMore(review_id)
        outcome = outcome_of(job, held.result, now)
        if job.state.terminal:
            done = self._settlement.give_late(tx, job, outcome.songs)
            self._verdicts.tell(tx, approved, MemberNoticeKind.APPROVED)
        else:
            done = self._settlement.settle_in(tx, job, outcome)
        if not done:
            raise ReviewDecided(review_id, held.state, None)
        return approved, job, outcome

    async def refuse(
        self, guild_id: GuildId, review_id: ReviewId, *, actor_id: UserId | None, reason: str
    ) -> Review:
        """Refuse what was reviewed; what was held is released.

        Raises:
            ReviewNotFound, ReviewDecided: nothing was changed.
        """
        await self._open_review(guild_id, review_id)

        def refuse(tx: Transaction) -> tuple[Review, Job | None]:
            held = open_review(tx, guild_id, review_id)
            now = self._clock.now()
            refused = held.decided(ReviewState.REFUSED, actor_id, now, reason)
            self._verdicts.decide(
                tx, refused, ReviewState.OPEN, ActionKind.REVIEW_REFUSED, actor_id
            )
            if held.kind is ReviewKind.APPEAL:
                self._verdicts.tell(tx, refused, MemberNoticeKind.APPEAL_REFUSED)
                return refused, None
            job = job_of(tx, held)
            # Songs that came late are of an order that is over and cost nothing.
            if not job.state.terminal and not self._settlement.settle_in(tx, job, _REFUSED):
                raise ReviewDecided(review_id, held.state, None)
            tx.deliveries.want(job.job_id, DeliveryKind.CARD, now)
            result = held.kind is ReviewKind.RESULT
            kind = MemberNoticeKind.SONG_REFUSED if result else MemberNoticeKind.ORDER_REFUSED
            self._verdicts.tell(tx, refused, kind)
            return refused, job

        refused, job = await self._database.write(refuse)
        self._heed(guild_id)
        if job is not None:
            self._settlement.announce(job, _REFUSED)
        return refused

    async def reverse(
        self, guild_id: GuildId, review_id: ReviewId, *, actor_id: UserId, reason: str
    ) -> Review:
        """Turn a verdict, once. What was refused is made or posted; what was approved goes.

        Raises:
            ReviewNotFound, NotReversibleAnyMore: nothing was changed.
            Refusal: what was refused cannot be ordered; nothing was changed.
        """
        review = await self._database.read(lambda tx: review_here(tx, guild_id, review_id))
        if not review.reversible:
            raise NotReversibleAnyMore(review_id)
        if review.state is ReviewState.APPROVED:
            turned = await self._database.write(
                lambda tx: self._reversals.take_back(tx, guild_id, review_id, actor_id, reason)
            )
        elif review.kind is ReviewKind.RESULT:
            turned = await self._database.write(
                lambda tx: self._reversals.post_after_all(tx, guild_id, review_id, actor_id, reason)
            )
        else:
            return await self._order(review, ReviewState.REFUSED, actor_id, reason=reason)
        self._heed(guild_id)
        return turned

    async def see_to(self, review: Review) -> None:
        """Do what a server chose for a review that nobody decided, or let held files go."""
        review_id = review.review_id
        if review_id is None:
            return
        if review.state is not ReviewState.OPEN:
            await let_held_files_go(self._database, self._archive, review)
            return
        settings = await self._servers.settings(review.guild_id)
        approve = (
            settings.review_overdue is Overdue.APPROVE and review.kind is not ReviewKind.APPEAL
        )
        try:
            if approve:
                await self.approve(review.guild_id, review_id, actor_id=None)
            else:
                await self.refuse(review.guild_id, review_id, actor_id=None, reason="")
        except ReviewDecided:
            return
        log.info("review_overdue", review_id=review_id, approved=approve)

    async def later(self, review: Review) -> None:
        """Look at a due review again in a while."""
        if review.review_id is not None:
            review_id, due_at = review.review_id, self._clock.now() + _BUSY_FOR
            await self._database.write(lambda tx: tx.reviews.postpone(review_id, due_at))

    async def _open_review(self, guild_id: GuildId, review_id: ReviewId) -> Review:
        """Return an open review. One whose order does not wait for it is taken back instead.

        Cancelling takes reviews back; older versions left some of them open.

        Raises:
            ReviewNotFound, ReviewDecided: there is none such.
        """

        def look(tx: Transaction) -> tuple[Review, bool]:
            review = open_review(tx, guild_id, review_id)
            return review, is_awaited(tx, review)

        review, awaited = await self._database.read(look)
        if awaited:
            return review
        now = self._clock.now()
        await self._database.write(lambda tx: withdraw(tx, review, now))
        self._heed(guild_id)
        raise ReviewDecided(review_id, ReviewState.WITHDRAWN, None)

    async def _order(
        self,
        review: Review,
        was: ReviewState,
        actor_id: UserId | None,
        *,
        trust: bool = False,
        reason: str = "",
    ) -> Review:
        """Order what was refused, and give the verdict, in one transaction."""
        now = self._clock.now()
        requester = Requester(review.author_id, review.author_name, review.role_ids)
        place = Place(review.guild_id, review.channel_id, ApplicationId(0), "", now, review.private)
        verdicts: list[Review] = []

        def with_order(tx: Transaction, job: Job) -> None:
            if was is ReviewState.OPEN or actor_id is None:
                verdict = review.decided(ReviewState.APPROVED, actor_id, now)
                kind = ActionKind.REVIEW_APPROVED
            else:
                verdict, kind = review.turned(actor_id, now, reason), ActionKind.REVIEW_REVERSED
            verdict = replace(verdict, job_id=job.job_id)
            self._verdicts.decide(tx, verdict, was, kind, actor_id)
            if trust and actor_id is not None:
                self._verdicts.trust(tx, review, actor_id)
            self._verdicts.tell(tx, verdict, MemberNoticeKind.APPEAL_APPROVED)
            verdicts[:] = [verdict]

        key = IdempotencyKey(f"review:{review.review_id}:{was}")
        await self._generation.order(
            review.request, requester, place, key=key, with_order=with_order, vetted=True
        )
        self._heed(review.guild_id)
        if not verdicts:
            raise ReviewDecided(review.review_id or ReviewId(0), ReviewState.APPROVED, None)
        return verdicts[0]

    def _heed(self, guild_id: GuildId) -> None:
        self._servers.heed(guild_id)
        self._signals.ring(
            Work.SUBMIT, Work.DELIVER, Work.DESK, Work.REVIEW, Work.INFORM, Work.REDRAW
        )


_REFUSED = Outcome(JobState.REFUSED, failure=Failure(FailureCode.REVIEW_REFUSED))
