"""Limits on orders: what is measured, whom a limit is for, and which of several counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.ids import ChannelId, GuildId, RoleId, UserId


class Measure(StrEnum):
    """What a limit is about."""

    PER_MINUTE = "per_minute"
    PER_HOUR = "per_hour"
    PER_DAY = "per_day"
    AT_ONCE = "at_once"
    """Orders that wait for review or a turn, or run."""
    COOLDOWN = "cooldown"
    """Seconds between two orders; the only measure of which less is more generous."""
    SONG_SECONDS = "song_seconds"
    """The longest song that may be asked for."""
    ORDER_PRICE = "order_price"
    """The price of one order, in credits."""

    @property
    def window(self) -> timedelta | None:
        """How far back orders count, for those that count orders in a sliding window."""
        return _WINDOWS.get(self)


_WINDOWS = {
    Measure.PER_MINUTE: timedelta(minutes=1),
    Measure.PER_HOUR: timedelta(hours=1),
    Measure.PER_DAY: timedelta(days=1),
}


class LimitScope(StrEnum):
    """Whom a limit is for."""

    EVERYONE = "everyone"
    """Each member for themselves, unless a role or the member has a limit of their own."""
    ROLE = "role"
    """Each member with the role for themselves."""
    MEMBER = "member"
    CHANNEL = "channel"
    """All orders in a channel and its threads together."""
    SERVER = "server"
    """All orders in the server together."""


@dataclass(frozen=True)
class Limit:
    """At most `amount` (zero or more) of a measure."""

    guild_id: GuildId
    scope: LimitScope
    subject_id: int
    """The role, member or channel; 0 for everyone and for the server."""
    measure: Measure
    amount: int

    def more_generous_than(self, other: "Limit") -> bool:
        """Whether it allows more than another limit of the same measure."""
        if self.measure is Measure.COOLDOWN:
            return self.amount < other.amount
        return self.amount > other.amount


@dataclass(frozen=True)
class Orderer:
    """Who orders where, as far as limits care."""

    user_id: UserId
    role_ids: Collection[RoleId]
    channel_id: ChannelId | None


@dataclass(frozen=True)
class BindingLimit:
    """A limit that an order has to keep, and the best that another role would have."""

    limit: Limit
    better: Limit | None
    """The most generous role's limit that is more generous than this one."""


def binding_limits(limits: Iterable[Limit], orderer: Orderer) -> tuple[BindingLimit, ...]:
    """Return the limits that count for somebody: at most three for each measure.

    One limit on the person: the member's own, else the most generous of their roles', else the
    one for everyone. Besides it the channel's and the server's.
    """
    by_measure: dict[Measure, list[Limit]] = {}
    for limit in limits:
        by_measure.setdefault(limit.measure, []).append(limit)
    return tuple(
        bound
        for measure in Measure
        if measure in by_measure
        for bound in _binding(by_measure[measure], orderer)
    )


def _binding(limits: list[Limit], orderer: Orderer) -> list[BindingLimit]:
    bound = [
        BindingLimit(limit, None)
        for limit in limits
        if limit.scope is LimitScope.SERVER
        or (limit.scope is LimitScope.CHANNEL and limit.subject_id == orderer.channel_id)
    ]
    personal = _personal(limits, orderer)
    if personal is not None:
        best = _best(limit for limit in limits if limit.scope is LimitScope.ROLE)
        better = best if best is not None and best.more_generous_than(personal) else None
        bound.insert(0, BindingLimit(personal, better))
    return bound


def _personal(limits: list[Limit], orderer: Orderer) -> Limit | None:
    own = [limit for limit in limits if limit.scope is LimitScope.MEMBER]
    of_roles = [limit for limit in limits if limit.scope is LimitScope.ROLE]
    everyone = [limit for limit in limits if limit.scope is LimitScope.EVERYONE]
    return (
        _best(limit for limit in own if limit.subject_id == orderer.user_id)
        or _best(limit for limit in of_roles if limit.subject_id in orderer.role_ids)
        or _best(everyone)
    )


def _best(limits: Iterable[Limit]) -> Limit | None:
    best: Limit | None = None
    for limit in limits:
        if best is None or limit.more_generous_than(best):
            best = limit
    return best
