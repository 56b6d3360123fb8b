"""Shows people the present state of their jobs."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.crash_points import Act, around, commit
from bot.domain.delivery import Delivery, DeliveryKind, JobView, MessageRef, Telling
from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.ids import MessageId
from bot.domain.jobs import JobState, Work
from bot.domain.ports import Messenger, Transaction
from bot.services.views import JobViews
from bot.workers.jobs import Pace, Surroundings
from bot.workers.lanes import Choice, LanePace, Lanes

log = structlog.get_logger(__name__)

_LOOKED_AT = 200
"""Among so many due deliveries the next ones are chosen."""


@dataclass(frozen=True)
class CourierPace(Pace):
    """How patient the courier is."""

    answer_grace: timedelta
    """So long the first answer to an order has to arrive before anything else is shown."""
    attempts: int
    """After so many passing faults a delivery is given up."""
    lanes: LanePace = field(default_factory=LanePace)


@dataclass(frozen=True)
class _Parcel:
    message: MessageRef
    view: JobView
    telling: Telling


class Courier:
    """Draws cards from their rows and pings authors, each until it worked or never can."""

    work = Work.DELIVER

    def __init__(
        self, surroundings: Surroundings, pace: CourierPace, messenger: Messenger, views: JobViews
    ) -> None:
        self._database = surroundings.database
        self._clock = surroundings.clock
        self._signals = surroundings.signals
        self._observer = surroundings.observer
        self._pace = pace
        self._messenger = messenger
        self._views = views
        self._lanes = Lanes(pace.lanes)

    async def claim(self, limit: int) -> tuple[Delivery, ...]:
        """Take due deliveries, one in a channel; results before progress."""
        now = self._clock.now()
        choice, claimed = await commit(
            self._database,
            Act.CLAIM_DELIVER,
            lambda tx: self._choose(tx, now, limit),
            lambda chosen: bool(chosen[1]),
        )
        self._lanes.enter(choice.taken, now)
        return claimed

    async def next_due_at(self) -> datetime | None:
        """Return when the next delivery is due in a channel in which none is under way."""
        busy = self._lanes.busy
        return await self._database.read(lambda tx: tx.deliveries.next_due_at(without=busy))

    async def give_back(self, delivery: Delivery) -> None:
        """Try again after the back-off."""
        await self._retry(delivery, None)

    async def handle(self, delivery: Delivery) -> None:
        """Show one thing, and leave its channel to the next."""
        try:
            await self._deliver(delivery)
        finally:
            self._lanes.leave(delivery.delivery_id)

    async def _deliver(self, delivery: Delivery) -> None:
        parcel = await self._database.read(lambda tx: self._load(tx, delivery))
        if parcel is None:
            await self._give_up(delivery, "no message was ever wanted for this job")
            return
        answered = parcel.message.message_id is not None
        grace_ends_at = parcel.view.job.created_at + self._pace.answer_grace
        if not answered and self._clock.now() < grace_ends_at:
            await self._database.write(lambda tx: tx.deliveries.retry(delivery, grace_ends_at))
            return
        try:
            await self._show(delivery, parcel)
        except MessageUnreachable as error:
            await self._give_up(delivery, error.reason)
        except MessengerBusy as error:
            if delivery.attempts >= self._pace.attempts:
                await self._give_up(delivery, error.reason)
            else:
                await self._retry(delivery, error.retry_after_seconds)

    async def _show(self, delivery: Delivery, parcel: _Parcel) -> None:
        if delivery.kind is DeliveryKind.PING:
            if parcel.telling is not Telling.NOTHING:
                with around(Act.PING):
                    await self._messenger.ping(parcel.message, parcel.view, parcel.telling)
            await commit(self._database, Act.PINGED, lambda tx: tx.deliveries.done(delivery))
            return
        moved_to = await self._draw(parcel)
        if parcel.view.job.state.terminal:
            self._observer.final_card_shown(delivery.job_id)
        await commit(
            self._database,
            Act.SHOWN,
            lambda tx: self._shown(tx, delivery, parcel.view, moved_to),
        )
        self._signals.ring(Work.DELIVER)

    async def _draw(self, parcel: _Parcel) -> MessageId | None:
        job, now = parcel.view.job, self._clock.now()
        if self._lanes.says_nothing_new(job.job_id, job.state, job.created_at, now):
            return None
        with around(Act.SHOW):
            moved_to = await self._messenger.show(parcel.message, parcel.view)
        self._lanes.drawn(job.job_id, job.state, self._clock.now())
        return moved_to

    def _choose(
        self, tx: Transaction, now: datetime, limit: int
    ) -> tuple[Choice, tuple[Delivery, ...]]:
        due = tx.deliveries.due(now, limit=_LOOKED_AT, without=self._lanes.busy)
        choice = self._lanes.choose(due, now, limit)
        for due_at, resting in choice.postponed.items():
            tx.deliveries.postpone(resting, due_at)
        claimed = tx.deliveries.claim(
            now=now,
            lease_until=now + self._pace.lease,
            limit=limit,
            chosen=[delivery.delivery_id for delivery in choice.taken],
        )
        return choice, claimed

    def _shown(
        self, tx: Transaction, delivery: Delivery, view: JobView, moved_to: MessageId | None
    ) -> None:
        if moved_to is not None:
            tx.deliveries.record_message(delivery.job_id, moved_to)
        current = tx.deliveries.done(delivery)
        job = view.job
        unseen = job.state is not JobState.CANCELLED and not job.kind.answered_at_once
        if current and job.state.terminal and unseen:
            tx.deliveries.want(delivery.job_id, DeliveryKind.PING, self._clock.now())

    def _load(self, tx: Transaction, delivery: Delivery) -> _Parcel | None:
        message = tx.deliveries.message_of(delivery.job_id)
        job = tx.jobs.get(delivery.job_id)
        if message is None or job is None:
            return None
        view = self._views.of(tx, job, self._clock.now())
        if job.unposted and not message.place.ephemeral:
            view = replace(view, songs=())
        telling = Telling.REPLY
        if delivery.kind is DeliveryKind.PING:
            telling = tx.member_choices.telling(job.requester_id)
        return _Parcel(message, view, telling)

    async def _retry(self, delivery: Delivery, asked_seconds: float | None) -> None:
        due_at = self._clock.now() + self._pace.backoff.after(delivery.attempts, asked_seconds)
        await commit(
            self._database, Act.DELIVER_AGAIN, lambda tx: tx.deliveries.retry(delivery, due_at)
        )

    async def _give_up(self, delivery: Delivery, reason: str) -> None:
        log.warning("delivery_given_up", job_id=delivery.job_id, kind=delivery.kind, reason=reason)
        await commit(
            self._database, Act.GIVE_UP, lambda tx: tx.deliveries.give_up(delivery, reason)
        )
