from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Period, known_zone, midnight, stretch_after, stretch_at


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        (Period.DAY, "2026-12-31", "2027-01-01"),
        (Period.WEEK, "2026-12-28", "2027-01-04"),
        (Period.MONTH, "2026-12-01", "2027-01-01"),
    ],
)
def test_the_period_of_a_day(period: Period, first: str, after: str) -> None:
    day = date(2026, 12, 31)
    assert period.first_day(day).isoformat() == first
    assert period.next_first_day(day).isoformat() == after


@pytest.mark.parametrize(
    ("zone", "moment", "starts_at", "hours"),
    [
        ("UTC", "2026-06-01T12:00", "2026-06-01T00:00", 24),
        ("Europe/Vienna", "2026-06-01T22:30", "2026-06-01T22:00", 24),
        ("Europe/Vienna", "2026-03-29T12:00", "2026-03-28T23:00", 23),
        ("Europe/Vienna", "2026-10-25T12:00", "2026-10-24T22:00", 25),
        ("Australia/Lord_Howe", "2026-04-04T15:30", "2026-04-04T13:00", 24.5),
        # Clocks go back from 01:00 to 00:00: midnight comes twice, and the first counts.
        ("America/Havana", "2026-11-01T05:30", "2026-11-01T04:00", 25),
        # Clocks go forward at midnight: 00:00 is skipped.
        ("Africa/Cairo", "2026-04-24T10:00", "2026-04-23T22:00", 23),
        ("Pacific/Kiritimati", "2026-01-01T09:59", "2025-12-31T10:00", 24),
    ],
)
def test_a_day_is_the_servers_own(zone: str, moment: str, starts_at: str, hours: float) -> None:
    stretch = stretch_at(Period.DAY, at(moment), zone)
    assert stretch.starts_at == at(starts_at)
    assert stretch.ends_at - stretch.starts_at == timedelta(hours=hours)
    assert stretch.starts_at <= at(moment) < stretch.ends_at


@pytest.mark.parametrize("zone", ["UTC", "Europe/Vienna", "America/Havana", "Africa/Cairo"])
@pytest.mark.parametrize("period", list(Period))
def test_periods_follow_each_other_without_gap(zone: str, period: Period) -> None:
    stretch = stretch_at(period, at("2026-01-01T12:00"), zone)
    for _ in range(400):
        following = stretch_at(period, stretch.ends_at, zone)
        assert following.starts_at == stretch.ends_at
        assert following.first_day == period.next_first_day(stretch.first_day)
        stretch = following


def test_midnight_is_where_a_day_begins() -> None:
    assert midnight(date(2026, 7, 1), "Asia/Kolkata") == at("2026-06-30T18:30")


@pytest.mark.parametrize(
    "name", ["", "Vienna", "../etc/passwd", "/etc/passwd", "Europe/\0", "x" * 999]
)
def test_an_unknown_zone_is_told(name: str) -> None:
    assert not known_zone(name)
    assert known_zone("Europe/Vienna")


OFFSETS = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Africa/Cairo"]


@given(
    st.sampled_from(list(Period)),
    st.integers(0, 15 * 365 * 24).map(lambda hours: at("2015-01-01") + timedelta(hours=hours)),
    st.lists(st.sampled_from(OFFSETS), min_size=1, max_size=6),
)
def test_periods_follow_each_other_whatever_becomes_of_the_time_zone(
    period: Period, begin: datetime, zones: list[str]
) -> None:
    ends_at, before = stretch_at(period, begin, zones[0]).ends_at, zones[0]
    hour = timedelta(hours=1)
    for zone in zones:
        whole = stretch_at(period, ends_at, zone)
        following = stretch_after(period, ends_at, zone)
        assert following.starts_at == ends_at
        assert following.ends_at == midnight(period.next_first_day(following.first_day), zone)
        shortest = min(whole.ends_at - whole.starts_at, timedelta(days=period.mean_days))
        assert following.ends_at - ends_at >= shortest / 2 - 2 * hour
        longest = timedelta(days={Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31}[period])
        assert following.ends_at - ends_at <= longest * 1.5 + 2 * hour
        if zone == before:
            assert following == whole
        ends_at, before = following.ends_at, zone
