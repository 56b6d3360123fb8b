"""Allowances: credits per day, week or month by role, granted when they are first needed."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.domain.ids import EVERYONE, GuildId, RoleId
from bot.domain.periods import Period, Stretch, stretch_after, stretch_at


@dataclass(frozen=True)
class Allowance:
    """So many credits in every period for the members who have a role."""

    guild_id: GuildId
    role_id: RoleId
    amount: int
    period: Period
    carry_over: int = 0
    """How many unused credits at most are kept for the next period."""

    @property
    def per_day(self) -> float:
        """How generous it is: credits per day on average."""
        return self.amount / self.period.mean_days


@dataclass(frozen=True)
class AllowanceState:
    """What a member was given for the period that runs, or ran last."""

    role_id: RoleId
    amount: int
    """Of the allowance that it was given under."""
    period: Period
    carry_over: int
    starts_at: datetime
    ends_at: datetime
    granted: int
    """How much was granted since `starts_at`."""

    @property
    def per_day(self) -> float:
        """How generous the allowance is that it was given under."""
        return self.amount / self.period.mean_days


@dataclass(frozen=True)
class Refill:
    """The next allowance that a member will get, and why."""

    at: datetime
    amount: int
    period: Period
    role_id: RoleId
    """The role that it is for; `EVERYONE` when no role is needed."""


@dataclass(frozen=True)
class AllowancePlan:
    """What has to be done to a member's allowance now. Amounts are zero or more."""

    expired: int
    """Left over at the end of the last period, and not kept."""
    carried: int
    """What periods in which nothing happened would have left."""
    granted: int
    """For the period that runs now."""
    label: str
    """Names the period and how much of it is granted by then; no label is granted twice."""
    ended_label: str
    """Names the period that ended."""
    state: AllowanceState | None
    """What to remember; None when the member has no allowance any more."""


def most_generous(
    allowances: Iterable[Allowance], role_ids: Collection[RoleId]
) -> Allowance | None:
    """Return the best of the allowances that somebody with these roles may have, or None."""
    return max(
        (
            allowance
            for allowance in allowances
            if allowance.role_id == EVERYONE or allowance.role_id in role_ids
        ),
        key=lambda allowance: (allowance.per_day, allowance.amount, -allowance.role_id),
        default=None,
    )


def next_refill(
    state: AllowanceState | None, best: Allowance | None, now: datetime, zone: str
) -> Refill | None:
    """Return when the next allowance comes, once everything that is due now was granted."""
    if best is None:
        return None
    at = state.ends_at if state is not None else stretch_at(best.period, now, zone).ends_at
    return Refill(at, best.amount, best.period, best.role_id)


def plan_allowance(
    state: AllowanceState | None,
    best: Allowance | None,
    available: int,
    now: datetime,
    zone: str,
    granted_since: Callable[[datetime], int],
) -> AllowancePlan | None:
    """Return what has to be done for a member, or None when nothing has to.

    `available` is what the member has of allowances, `granted_since` tells how much allowance was
    granted since a time; it is asked only when a period begins.
    """
    if state is not None and now >= state.ends_at:
        return _renewal(state, best, available, now, zone, granted_since)
    if best is None:
        return None
    if state is None or (best.period is not state.period and best.per_day > state.per_day):
        begun = _begin(best, stretch_at(best.period, now, zone), granted_since)
        return _addition(begun.state, begun.granted)
    if best.period is state.period and best.amount > state.granted:
        better = replace(
            state,
            role_id=best.role_id,
            amount=best.amount,
            carry_over=best.carry_over,
            granted=best.amount,
        )
        return _addition(better, best.amount - state.granted)
    return None


def _renewal(
    state: AllowanceState,
    best: Allowance | None,
    available: int,
    now: datetime,
    zone: str,
    granted_since: Callable[[datetime], int],
) -> AllowancePlan:
    """End the period of `state`, and begin the one that runs now."""
    kept = _kept(state, available, now, zone)
    begun = None
    if best is not None:
        same = best.period is state.period
        stretch = _running(state, now, zone) if same else stretch_at(best.period, now, zone)
        begun = _begin(best, stretch, granted_since)
    return AllowancePlan(
        expired=max(available - kept, 0),
        carried=max(kept - available, 0),
        granted=0 if begun is None else begun.granted,
        label="" if begun is None else _label(begun.state),
        ended_label=_label(state),
        state=None if begun is None else begun.state,
    )


def _running(state: AllowanceState, now: datetime, zone: str) -> Stretch:
    """Return the period of the same kind that runs, after the one of `state` ended."""
    following = stretch_after(state.period, state.ends_at, zone)
    return following if now < following.ends_at else stretch_at(state.period, now, zone)


@dataclass(frozen=True)
class _Begun:
    state: AllowanceState
    granted: int


def _begin(best: Allowance, stretch: Stretch, granted_since: Callable[[datetime], int]) -> _Begun:
    """Begin a period of `best`; what was granted since its start counts."""
    before = granted_since(stretch.starts_at)
    granted = max(best.amount - before, 0)
    state = AllowanceState(
        role_id=best.role_id,
        amount=best.amount,
        period=best.period,
        carry_over=best.carry_over,
        starts_at=stretch.starts_at,
        ends_at=stretch.ends_at,
        granted=before + granted,
    )
    return _Begun(state, granted)


def _addition(state: AllowanceState, granted: int) -> AllowancePlan:
    return AllowancePlan(0, 0, granted, _label(state), "", state)


def _kept(state: AllowanceState, available: int, now: datetime, zone: str) -> int:
    """Return what is kept of `available` after the period of `state` and every one missed since."""
    kept = min(available, state.carry_over)
    ends_at = state.ends_at
    while (ends_at := stretch_after(state.period, ends_at, zone).ends_at) <= now:
        fuller = min(kept + state.amount, state.carry_over)
        if fuller == kept:
            break
        kept = fuller
    return kept


def _label(state: AllowanceState) -> str:
    # By the moment and not by the day, which comes twice when the time zone changes.
    begins = f"{state.starts_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return f"{state.period}:{begins}:{state.granted}"
