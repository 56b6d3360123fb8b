import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.delivery import Delivery, DeliveryKind, DueDelivery, JobView, MessageRef, Telling
from bot.domain.ids import ChannelId, DeliveryId, IdempotencyKey, JobId, MessageId, UserId
from bot.domain.jobs import JobState
from bot.domain.library import Posting
from bot.services.orders import Requester
from bot.services.views import JobViews
from bot.workers.courier import Courier, CourierPace
from bot.workers.jobs import Surroundings
from bot.workers.lanes import LanePace, Lanes
from bot.workers.loop import WorkerLoop
from tests.support.clock import ManualClock
from tests.support.orders import GUILD, place, request
from tests.support.surroundings import BACKOFF, LEASE, Core

PACE = LanePace(timedelta(seconds=3), timedelta(hours=1), timedelta(seconds=10))
NOW = ManualClock().now()
HERE, THERE = ChannelId(1), ChannelId(2)
PATIENCE_SECONDS = 5


def due(
    number: int,
    channel: ChannelId | None = HERE,
    state: JobState = JobState.RUNNING,
    kind: DeliveryKind = DeliveryKind.CARD,
    ordered_at: datetime = NOW,
) -> DueDelivery:
    return DueDelivery(DeliveryId(number), JobId(f"{number}"), kind, channel, state, ordered_at)


def numbers(taken: list[DueDelivery]) -> list[int]:
    return [int(delivery.delivery_id) for delivery in taken]


def test_one_is_chosen_in_a_channel_and_the_next_when_it_left() -> None:
    lanes = Lanes(PACE)
    waiting = [due(1), due(2), due(3, THERE)]
    first = lanes.choose(waiting, NOW, 5)
    assert numbers(first.taken) == [1, 3]
    lanes.enter(first.taken, NOW)
    assert lanes.choose(waiting, NOW, 5).taken == []
    lanes.leave(DeliveryId(1))
    assert numbers(lanes.choose([due(2)], NOW, 5).taken) == [2]


def test_results_go_before_pings_and_pings_before_progress() -> None:
    waiting = [
        due(1, HERE),
        due(2, HERE, JobState.SUCCEEDED, DeliveryKind.PING),
        due(3, HERE, JobState.FAILED),
    ]
    lanes, order_taken = Lanes(PACE), []
    while waiting:
        (taken,) = lanes.choose(waiting, NOW, 5).taken
        order_taken.append(int(taken.delivery_id))
        waiting.remove(taken)
    assert order_taken == [3, 2, 1]


def test_no_more_are_chosen_than_asked_for_and_results_are_among_them() -> None:
    waiting = [due(number, ChannelId(number)) for number in range(1, 9)]
    waiting.append(due(9, ChannelId(9), JobState.SUCCEEDED))
    assert numbers(Lanes(PACE).choose(waiting, NOW, 2).taken) == [9, 1]


def test_what_has_no_channel_waits_for_nothing() -> None:
    lanes = Lanes(PACE)
    lanes.enter([due(1)], NOW)
    assert numbers(lanes.choose([due(2, None), due(3, None)], NOW, 5).taken) == [2, 3]


def test_progress_of_one_message_rests_and_its_result_does_not() -> None:
    lanes = Lanes(PACE)
    lanes.drawn(JobId("1"), JobState.RUNNING, NOW)
    soon = NOW + timedelta(seconds=1)
    choice = lanes.choose([due(1)], soon, 5)
    assert choice.taken == []
    assert choice.postponed == {NOW + timedelta(seconds=3): [DeliveryId(1)]}
    assert numbers(lanes.choose([due(1, state=JobState.SUCCEEDED)], soon, 5).taken) == [1]
    assert numbers(lanes.choose([due(1)], NOW + timedelta(seconds=3), 5).taken) == [1]


def test_old_messages_of_a_channel_are_edited_slowly_and_young_ones_are_not_held_up() -> None:
    lanes, long_ago = Lanes(PACE), NOW - timedelta(hours=1)
    old = [due(1, ordered_at=long_ago), due(2, ordered_at=long_ago)]
    first = lanes.choose(old, NOW, 5)
    assert numbers(first.taken) == [1]
    lanes.enter(first.taken, NOW)
    lanes.leave(DeliveryId(1))
    soon = NOW + timedelta(seconds=1)
    then = lanes.choose([old[1], due(3), due(4, THERE, ordered_at=long_ago)], soon, 5)
    assert numbers(then.taken) == [3, 4]
    assert then.postponed == {NOW + timedelta(seconds=10): [DeliveryId(2)]}
    assert numbers(lanes.choose(old, NOW + timedelta(seconds=10), 5).taken) == [1]


def test_an_old_message_is_drawn_when_its_state_changed_and_not_for_less() -> None:
    lanes, now = Lanes(PACE), NOW + timedelta(hours=2)
    job_id = JobId("1")
    assert not lanes.says_nothing_new(job_id, JobState.RUNNING, NOW, now)
    lanes.drawn(job_id, JobState.RUNNING, now)
    assert lanes.says_nothing_new(job_id, JobState.RUNNING, NOW, now)
    assert not lanes.says_nothing_new(job_id, JobState.SUCCEEDED, NOW, now)
    assert not lanes.says_nothing_new(job_id, JobState.RUNNING, now, now)
    lanes.drawn(job_id, JobState.SUCCEEDED, now)
    assert not lanes.says_nothing_new(job_id, JobState.SUCCEEDED, NOW, now)


@dataclass
class SlowMessenger:
    """Counts how many drawings are under way at once in each channel; each waits to be let go."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    now: dict[ChannelId, int] = field(default_factory=dict)
    most: int = 0
    shown: list[JobView] = field(default_factory=list)

    async def show(self, message: MessageRef, view: JobView) -> MessageId | None:
        """Record a drawing once it was let go."""
        channel = message.place.channel_id
        self.now[channel] = self.now.get(channel, 0) + 1
        self.most = max(self.most, *self.now.values())
        async with self.changed:
            self.changed.notify_all()
        await self.go.wait()
        self.now[channel] -= 1
        self.shown.append(view)
        async with self.changed:
            self.changed.notify_all()
        return None

    async def ping(
        self, message: MessageRef, view: JobView, telling: Telling = Telling.REPLY
    ) -> None:
        """Ping nobody."""

    async def redraw(self, posting: Posting, view: JobView) -> bool:
        """Count it as drawn."""
        return True


async def test_a_courier_draws_one_message_at_a_time_in_a_channel(core: Core) -> None:
    for number in range(6):
        where = replace(place(core.clock.now()), channel_id=ChannelId(1 + number % 2))
        key = IdempotencyKey(f"itx:{number}")
        who = Requester(UserId(number + 1), "Ada")
        view = await core.generation.order(request(), who, where, key=key)
        await core.cards.posted(view.job.job_id, MessageId(number + 1))
        await core.cancelling.cancel(view.job.job_id, who.user_id, GUILD)
    messenger, stop = SlowMessenger(), asyncio.Event()
    turning = asyncio.create_task(courier_of(core, messenger).run(stop))
    async with asyncio.timeout(PATIENCE_SECONDS), messenger.changed:
        await messenger.changed.wait_for(lambda: len(messenger.now) == 2)
        messenger.go.set()
        await messenger.changed.wait_for(lambda: len(messenger.shown) == 6)
    stop.set()
    await turning
    assert messenger.most == 1


def courier_of(core: Core, messenger: SlowMessenger) -> WorkerLoop[Delivery]:
    around = Surroundings(
        core.database, core.clock, core.signals, core.settlement, card_delay=timedelta(0)
    )
    pace = CourierPace(LEASE, BACKOFF, timedelta(0), attempts=3, lanes=PACE)
    views = JobViews(timedelta(seconds=90), timedelta(seconds=3))
    return WorkerLoop(
        Courier(around, pace, messenger, views),
        core.signals,
        core.clock,
        concurrency=8,
        idle=timedelta(seconds=30),
    )
