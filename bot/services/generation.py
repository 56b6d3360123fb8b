"""Ordering songs: check, price, hold, queue."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.crash_points import Act, commit
from bot.domain.delivery import JobView, MessageRef, Place
from bot.domain.errors import BudgetSpent, OrdersStopped
from bot.domain.ids import GuildId, IdempotencyKey, JobId, new_job_id
from bot.domain.jobs import Job, JobState, Stage, Work, kind_of
from bot.domain.plans import plan_of
from bot.domain.ports import Clock, Database, MusicProvider, Transaction
from bot.domain.privacy import PromptForgotten
from bot.domain.requests import CoverRequest, ExtendRequest, Request
from bot.domain.reviews import ReviewCause, ReviewKind
from bot.domain.songs import Engine, SongRequest
from bot.services.budget import ceiling_reached
from bot.services.checkout import Checkout
from bot.services.finding import job_here
from bot.services.holding import Grounds, hold_back
from bot.services.orders import Commission, OrderTerms, Requester
from bot.services.quoting import QuoteService
from bot.services.screening import Screened, unfiltered
from bot.services.settlement import SettlementService
from bot.services.signals import Signals
from bot.services.views import JobViews

log = structlog.get_logger(__name__)


class GenerationService:
    """Takes orders. Everything about an order that costs is decided in one transaction."""

    def __init__(
        self,
        database: Database,
        provider: MusicProvider,
        settlement: SettlementService,
        views: JobViews,
        terms: OrderTerms,
        clock: Clock,
        signals: Signals,
        quotes: QuoteService,
    ) -> None:
        self._database = database
        self._provider = provider
        self._settlement = settlement
        self._checkout = Checkout(terms.accounts)
        self._views = views
        self._terms = terms
        self._clock = clock
        self._signals = signals
        self._quotes = quotes
        self._screening = terms.screening
        self._open = True

    @property
    def models(self) -> tuple[str, ...]:
        """The models that members may choose, newest first."""
        return self._terms.models

    def models_of(self, engine: Engine) -> tuple[str, ...]:
        """Return the models that an engine takes, newest first."""
        return self._terms.models if engine is Engine.SONIC else self._terms.producer_models

    def default_of(self, engine: Engine) -> str:
        """Return the model of an order for an engine that names none."""
        if engine is Engine.SONIC:
            return self._terms.default_model
        return self._provider.default_model(SongRequest(model="", engine=engine))

    @property
    def default_model(self) -> str:
        """The model of an order that names none."""
        return self._terms.default_model

    def stop_orders(self) -> None:
        """Refuse orders from now on; the program is about to end."""
        self._open = False

    async def order(
        self,
        request: Request,
        requester: Requester,
        place: Place,
        *,
        key: IdempotencyKey,
        with_order: Callable[[Transaction, Job], None] | None = None,
        commission: Commission | None = None,
        vetted: bool = False,
    ) -> JobView:
        """Check, price and queue an order, and hold its price.

        What a filter flags waits for a moderator, its price held; `vetted` says that one approved
        the words already.

        The same `key` orders once; repeated, it returns the view of the first order's job.
        `with_order` is carried out in the order's transaction, once. A `commission` has its own.

        Raises:
            Refusal: says why; nothing is charged and nothing is kept.
        """
        if not self._open:
            raise OrdersStopped
        complete = await self._quotes.completed(request, requester.user_id, place.guild_id)
        screened = await self._screened(request, requester, place.guild_id, vetted=vetted)
        job = self._new_job(complete, requester, place, key, screened)
        if commission is not None:
            job = replace(job, jam_id=commission.jam_id)
            with_order = commission.with_order
        if screened.flagged:
            with_order = _asking_moderators(screened, requester, place, with_order)
        view = await self._write_order(job, requester, place, with_order, commission)
        log.info("job_ordered", job_id=view.job.job_id, kind=job.kind, price=view.job.price)
        self._signals.ring(Work.SUBMIT, Work.TELL)
        if screened.flagged:
            self._signals.ring(Work.DESK, Work.REVIEW, Work.LOG)
        return view

    async def order_and_wait(
        self,
        request: Request,
        requester: Requester,
        place: Place,
        *,
        key: IdempotencyKey,
        patience: timedelta,
    ) -> JobView:
        """Order, and return the job when it ended, or as it is after `patience`.

        Raises:
            Refusal: as `order`.
        """
        view = await self.order(request, requester, place, key=key)
        job_id = view.job.job_id

        def look(tx: Transaction) -> JobView:
            return self._views.of(tx, job_here(tx, job_id, place.guild_id), self._clock.now())

        with self._settlement.watch(job_id) as ended:
            # It may have ended before it was watched.
            view = await self._database.read(look)
            if view.job.state.terminal:
                return view
            try:
                async with asyncio.timeout(patience.total_seconds()):
                    await ended.wait()
            except TimeoutError:
                log.info("answer_not_awaited", job_id=job_id)
        return await self._database.read(look)

    async def again(
        self,
        job_id: JobId,
        requester: Requester,
        place: Place,
        *,
        key: IdempotencyKey,
    ) -> JobView:
        """Order what a job of this server asked for once more, charged to `requester`.

        Raises:
            Refusal: as `order`, or `JobNotFound`, or `PromptForgotten`.
        """
        job = await self._database.read(lambda tx: job_here(tx, job_id, place.guild_id))
        if isinstance(job.request, SongRequest) and not job.request.summary:
            raise PromptForgotten(job_id)
        return await self.order(job.request, requester, place, key=key)

    async def _screened(
        self, request: Request, requester: Requester, guild_id: GuildId, *, vetted: bool
    ) -> Screened:
        if self._screening is None:
            return unfiltered(vetted=vetted)
        roles = requester.role_ids
        return await self._screening.of_order(
            request, guild_id, requester.user_id, roles, vetted=vetted
        )

    def _new_job(
        self,
        request: Request,
        requester: Requester,
        place: Place,
        key: IdempotencyKey,
        screened: Screened,
    ) -> Job:
        now = self._clock.now()
        cost = self._quotes.price_of(request)
        return Job(
            job_id=new_job_id(),
            kind=kind_of(request),
            state=JobState.AWAITING_REVIEW if screened.flagged else JobState.QUEUED,
            stage=Stage.WAITING,
            guild_id=place.guild_id,
            requester_id=requester.user_id,
            requester_name=requester.display_name,
            request=request,
            price=cost,
            promised=self._provider.songs_promised(request),
            idempotency_key=key,
            created_at=now,
            due_at=None if screened.flagged else now,
            step=plan_of(request).first_step,
            join_price=self._quotes.price_of_joining(request),
            channel_id=place.counted_channel_id,
            provider_cost=cost,
            scrutiny=screened.scrutiny,
            spoiler=screened.spoiler,
        )

    async def _write_order(
        self,
        job: Job,
        requester: Requester,
        place: Place,
        with_order: Callable[[Transaction, Job], None] | None,
        commission: Commission | None,
    ) -> JobView:
        def place_order(tx: Transaction) -> JobView:
            # A voice may have been deleted, or a song, since they were looked up.
            self._quotes.check_sources(tx, job.request, job.requester_id, job.guild_id)
            return self._place(tx, job, requester, place, with_order, commission)

        try:
            return await commit(self._database, Act.ORDER, place_order)
        except BudgetSpent as spent:
            # The refused order leaves no trace; that the server's managers must know it does.
            refusal = spent
            await self._database.write(lambda tx: _tell_managers(tx, job, refusal))
            self._signals.ring(Work.TELL)
            raise

    def _place(
        self,
        tx: Transaction,
        job: Job,
        requester: Requester,
        place: Place,
        with_order: Callable[[Transaction, Job], None] | None,
        commission: Commission | None,
    ) -> JobView:
        earlier = tx.jobs.by_key(job.idempotency_key)
        if earlier is not None:
            return self._views.of(tx, earlier, self._clock.now())
        pay = None if commission is None else commission.pay
        seconds = _wished_seconds(job.request)
        admitted = self._checkout.admit(tx, job, requester.role_ids, seconds, pay)
        if with_order is not None:
            with_order(tx, admitted.job)
        if commission is None or commission.shown:
            tx.deliveries.add_message(MessageRef(job.job_id, place, None))
        return self._views.of(tx, admitted.job, job.created_at, admitted.standing)


def _asking_moderators(
    screened: Screened,
    requester: Requester,
    place: Place,
    with_order: Callable[[Transaction, Job], None] | None,
) -> Callable[[Transaction, Job], None]:
    """Return what an order's transaction has to do besides, so that a moderator decides."""

    def ask(tx: Transaction, job: Job) -> None:
        if with_order is not None:
            with_order(tx, job)
        grounds = Grounds(
            ReviewKind.PROMPT,
            ReviewCause.FLAGGED,
            screened.flagged,
            place.channel_id,
            requester.role_ids,
        )
        hold_back(tx, job, grounds, job.created_at)

    return ask


def _wished_seconds(request: Request) -> int | None:
    """Return the length that was asked for, where a request can ask for one."""
    match request:
        case SongRequest() | ExtendRequest() | CoverRequest():
            return request.length_seconds
        case _:
            return None


def _tell_managers(tx: Transaction, job: Job, spent: BudgetSpent) -> None:
    rules = tx.rules.terms(job.guild_id).rules
    tx.notices.raise_once(ceiling_reached(rules, spent, job.created_at))
