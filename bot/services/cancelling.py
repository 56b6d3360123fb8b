"""Taking an order back, or keeping what comes of it from being posted."""

import structlog

from bot.domain.crash_points import Act, commit
from bot.domain.delivery import JobView
from bot.domain.errors import NotYourJob, TooLateToCancel
from bot.domain.ids import GuildId, JobId, UserId
from bot.domain.jobs import Job, JobState, Work
from bot.domain.ports import Clock, Database, Transaction
from bot.services.cards import drawn_by
from bot.services.finding import job_here
from bot.services.holding import keep_from_posting, may_be_withheld
from bot.services.settlement import Outcome, SettlementService
from bot.services.signals import Signals
from bot.services.views import JobViews

log = structlog.get_logger(__name__)


class CancellingService:
    """Takes back what was ordered, for whoever ordered it."""

    def __init__(
        self,
        database: Database,
        settlement: SettlementService,
        views: JobViews,
        clock: Clock,
        signals: Signals,
    ) -> None:
        self._database = database
        self._settlement = settlement
        self._views = views
        self._clock = clock
        self._signals = signals

    async def cancel(
        self, job_id: JobId, user_id: UserId, guild_id: GuildId, *, drawn_by_caller: bool = False
    ) -> JobView:
        """End a job that was not handed to the provider yet; its hold is released at once.

        Whoever draws its card besides says so, and tells by `CardService.drawn` that it worked;
        when it did not, the courier draws the card a little later.

        Raises:
            JobNotFound, NotYourJob, TooLateToCancel: nothing was changed.
        """
        cancelled = Outcome(JobState.CANCELLED)

        def cancel(tx: Transaction) -> tuple[Job, JobView]:
            job = job_here(tx, job_id, guild_id)
            if job.requester_id != user_id:
                raise NotYourJob(job_id)
            may = job.state.may_become(JobState.CANCELLED) and not job.begun
            if not may or not self._settlement.settle_in(tx, job, cancelled):
                over = job.state.terminal
                raise TooLateToCancel(job_id, over, not over and may_be_withheld(tx, job))
            ended = job_here(tx, job_id, guild_id)
            if drawn_by_caller:
                tx.deliveries.leave_card(job_id, drawn_by(ended))
            return job, self._views.of(tx, ended, self._clock.now())

        job, view = await commit(self._database, Act.CANCEL, cancel)
        self._settlement.announce(job, cancelled)
        return view

    async def withhold(self, job_id: JobId, user_id: UserId, guild_id: GuildId) -> None:
        """Keep what comes of a job that is under way from being posted; safe to repeat.

        It is made and paid all the same, and then for its author alone.

        Raises:
            JobNotFound, NotYourJob, TooLateToCancel, ChangingHands: nothing was changed.
        """

        def write(tx: Transaction) -> None:
            job = job_here(tx, job_id, guild_id)
            if job.requester_id != user_id:
                raise NotYourJob(job_id)
            keep_from_posting(tx, job, self._clock.now())

        await self._database.write(write)
        log.info("job_withheld", job_id=job_id)
        self._signals.ring(Work.DELIVER)
