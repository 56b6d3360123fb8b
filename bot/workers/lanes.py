"""Which deliveries go next: one at a time in a channel, results first, old messages slowly."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.delivery import DeliveryKind, DueDelivery
from bot.domain.ids import ChannelId, DeliveryId, JobId
from bot.domain.jobs import JobState

_REMEMBERED = 5000
"""So many messages' last drawings are remembered; a forgotten one is drawn once more."""

_RESULT, _PING, _PROGRESS = range(3)


@dataclass(frozen=True)
class LanePace:
    """How often messages are drawn."""

    rest: timedelta = timedelta(0)
    """Least time between two drawings of one message's progress."""
    old_after: timedelta = timedelta(hours=1)
    """From this age on Discord counts edits of a message much more strictly."""
    old_rest: timedelta = timedelta(seconds=10)
    """Least time between two drawings of old messages in one channel."""


@dataclass
class Choice:
    """What is to become of due deliveries."""

    taken: list[DueDelivery] = field(default_factory=list)
    postponed: dict[datetime, list[DeliveryId]] = field(default_factory=dict)
    """Those that are not to be looked at before a time."""


@dataclass(frozen=True)
class _Drawn:
    at: datetime
    state: JobState


class Lanes:
    """What is under way and what was drawn last, in memory; a restart forgets it harmlessly."""

    def __init__(self, pace: LanePace) -> None:
        self._pace = pace
        self._under_way: dict[DeliveryId, ChannelId] = {}
        self._drawn: OrderedDict[JobId, _Drawn] = OrderedDict()
        self._slow_until: dict[ChannelId, datetime] = {}

    @property
    def busy(self) -> frozenset[ChannelId]:
        """The channels in which something is under way."""
        return frozenset(self._under_way.values())

    def choose(self, due: Sequence[DueDelivery], now: datetime, limit: int) -> Choice:
        """Choose at most `limit` of what is due: results first, and then what waited longest."""
        choice, busy = Choice(), set(self.busy)
        for delivery in sorted(due, key=_importance):
            if delivery.channel_id in busy or len(choice.taken) >= limit:
                continue
            rests_until = self._rests_until(delivery, now)
            if rests_until is not None:
                choice.postponed.setdefault(rests_until, []).append(delivery.delivery_id)
                continue
            choice.taken.append(delivery)
            if delivery.channel_id is not None:
                busy.add(delivery.channel_id)
        return choice

    def enter(self, taken: Sequence[DueDelivery], now: datetime) -> None:
        """Remember what was chosen as under way."""
        self._forget_rests_before(now)
        for delivery in taken:
            if delivery.channel_id is None:
                continue
            self._under_way[delivery.delivery_id] = delivery.channel_id
            if self._is_old(delivery, now):
                self._slow_until[delivery.channel_id] = now + self._pace.old_rest

    def leave(self, delivery_id: DeliveryId) -> None:
        """Let the next one go in the channel of a delivery that is over."""
        self._under_way.pop(delivery_id, None)

    def drawn(self, job_id: JobId, state: JobState, now: datetime) -> None:
        """Remember what a message shows since now."""
        self._drawn.pop(job_id, None)
        self._drawn[job_id] = _Drawn(now, state)
        if len(self._drawn) > _REMEMBERED:
            self._drawn.popitem(last=False)

    def says_nothing_new(
        self, job_id: JobId, state: JobState, created_at: datetime, now: datetime
    ) -> bool:
        """Whether a drawing of an old message would show mere progress within one state."""
        last = self._drawn.get(job_id)
        old = now - created_at >= self._pace.old_after
        return old and not state.terminal and last is not None and last.state is state

    def _rests_until(self, delivery: DueDelivery, now: datetime) -> datetime | None:
        times = [time for time in self._rests(delivery, now) if time > now]
        return max(times) if times else None

    def _rests(self, delivery: DueDelivery, now: datetime) -> Iterator[datetime]:
        last = self._drawn.get(delivery.job_id)
        if last is not None and _importance(delivery) == _PROGRESS:
            yield last.at + self._pace.rest
        if delivery.channel_id in self._slow_until and self._is_old(delivery, now):
            yield self._slow_until[delivery.channel_id]

    def _is_old(self, delivery: DueDelivery, now: datetime) -> bool:
        is_edit = delivery.kind is DeliveryKind.CARD
        return is_edit and now - delivery.ordered_at >= self._pace.old_after

    def _forget_rests_before(self, now: datetime) -> None:
        over = [channel for channel, until in self._slow_until.items() if until <= now]
        for channel in over:
            del self._slow_until[channel]


def _importance(delivery: DueDelivery) -> int:
    if delivery.kind is DeliveryKind.PING:
        return _PING
    return _RESULT if delivery.state.terminal else _PROGRESS
