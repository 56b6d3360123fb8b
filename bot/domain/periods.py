"""Days, weeks and months in a server's time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Period(StrEnum):
    """A stretch of the calendar."""

    DAY = "day"
    WEEK = "week"
    """From Monday."""
    MONTH = "month"

    @property
    def mean_days(self) -> float:
        """How many days it has on average; the Gregorian calendar repeats after 146,097 days."""
        return {Period.DAY: 1.0, Period.WEEK: 7.0, Period.MONTH: 146_097 / 4800}[self]

    def first_day(self, day: date) -> date:
        """Return the first day of the period that `day` lies in."""
        match self:
            case Period.DAY:
                return day
            case Period.WEEK:
                return day - timedelta(days=day.weekday())
            case Period.MONTH:
                return day.replace(day=1)

    def next_first_day(self, day: date) -> date:
        """Return the first day of the period after the one that `day` lies in."""
        first = self.first_day(day)
        match self:
            case Period.DAY:
                return first + timedelta(days=1)
            case Period.WEEK:
                return first + timedelta(days=7)
            case Period.MONTH:
                return (first + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True)
class Stretch:
    """One certain period: from `starts_at`, up to and without `ends_at`, both in UTC."""

    first_day: date
    """Its first day in the time zone it was made for."""
    starts_at: datetime
    ends_at: datetime


def known_zone(name: str) -> bool:
    """Tell whether a time zone of this name (such as `Europe/Vienna`) is known here."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def stretch_at(period: Period, moment: datetime, zone: str) -> Stretch:
    """Return the period that `moment` lies in.

    Where local midnight happens twice, a day begins at the first; where it is skipped, at the
    moment of the skip.
    """
    return _stretch_of(period, moment.astimezone(ZoneInfo(zone)).date(), zone)


@lru_cache(maxsize=1024)
def _stretch_of(period: Period, day: date, zone: str) -> Stretch:
    """Return the period that a day lies in; every order asks for today's month."""
    first, after = period.first_day(day), period.next_first_day(day)
    return Stretch(first, midnight(first, zone), midnight(after, zone))


def stretch_after(period: Period, ends_at: datetime, zone: str) -> Stretch:
    """Return the period that follows one which ended at `ends_at`, without a gap or an overlap.

    If `ends_at` is not where a period begins, because it was made for another time zone, this one
    ends where it is nearest to a whole one: it has at least half the length of its kind, and at
    most one and a half.
    """
    around = stretch_at(period, ends_at, zone)
    if around.ends_at - ends_at < (around.ends_at - around.starts_at) / 2:
        around = stretch_at(period, around.ends_at, zone)
    return Stretch(around.first_day, ends_at, around.ends_at)


def midnight(day: date, zone: str) -> datetime:
    """Return when a day begins, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
