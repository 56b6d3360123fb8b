from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.allowances import (
    Allowance,
    AllowanceState,
    Refill,
    most_generous,
    next_refill,
    plan_allowance,
)
from bot.domain.ids import EVERYONE, GuildId, RoleId
from bot.domain.periods import Period, stretch_at

GUILD = GuildId(1)
SUPPORTER, ARTIST = RoleId(7), RoleId(8)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
ZONE = "UTC"


def per(amount: int, period: Period, role_id: RoleId = EVERYONE, carry: int = 0) -> Allowance:
    return Allowance(GUILD, role_id, amount, period, carry)


@dataclass
class Bookkeeper:
    """Carries plans out as the services do, and counts what was granted when."""

    available: int = 0
    state: AllowanceState | None = None
    grants: list[tuple[datetime, int]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    expired: int = 0
    carried: int = 0

    def look(self, best: Allowance | None, now: datetime, zone: str = ZONE) -> None:
        plan = plan_allowance(self.state, best, self.available, now, zone, self.granted_since)
        if plan is None:
            return
        self.available += plan.granted + plan.carried - plan.expired
        self.expired += plan.expired
        self.carried += plan.carried
        if plan.granted:
            self.grants.append((now, plan.granted))
            self.labels.append(plan.label)
        self.state = plan.state
        assert min(plan.granted, plan.carried, plan.expired, self.available) >= 0
        again = plan_allowance(self.state, best, self.available, now, zone, self.granted_since)
        assert again is None

    def granted_since(self, since: datetime) -> int:
        return sum(amount for at, amount in self.grants if at >= since)


def test_the_most_generous_by_the_day_wins() -> None:
    offers = [per(10, Period.DAY), per(60, Period.WEEK, SUPPORTER), per(320, Period.MONTH, ARTIST)]
    assert most_generous(offers, []) == offers[0]
    assert most_generous(offers, [SUPPORTER]) == offers[0]
    assert most_generous(offers, [SUPPORTER, ARTIST]) == offers[2]
    assert most_generous([offers[1]], [ARTIST]) is None


def test_a_period_is_granted_once() -> None:
    book, week = Bookkeeper(), per(60, Period.WEEK)
    for hours in (0, 1, 30, 100):
        book.look(week, MONDAY + timedelta(hours=hours))
    assert book.available == 60
    book.look(week, MONDAY + timedelta(days=7))
    assert (book.available, book.expired) == (60, 60)


def test_what_is_left_expires_unless_it_is_carried_over() -> None:
    book, day = Bookkeeper(), per(10, Period.DAY, carry=4)
    book.look(day, MONDAY)
    book.available -= 3
    book.look(day, MONDAY + timedelta(days=1))
    assert (book.available, book.expired) == (4 + 10, 3)


def test_a_month_without_the_bot_counts_as_if_it_had_been_there() -> None:
    day = per(10, Period.DAY, carry=25)
    absent, present = Bookkeeper(), Bookkeeper()
    for number in range(31):
        present.look(day, MONDAY + timedelta(days=number))
    absent.look(day, MONDAY)
    absent.look(day, MONDAY + timedelta(days=30))
    assert absent.available == present.available == 35
    none_kept = Bookkeeper()
    none_kept.look(per(10, Period.DAY), MONDAY)
    none_kept.look(per(10, Period.DAY), MONDAY + timedelta(days=30))
    assert none_kept.available == 10


def test_a_better_role_in_mid_period_brings_the_difference_once() -> None:
    book = Bookkeeper()
    book.look(per(20, Period.WEEK), MONDAY)
    better = per(60, Period.WEEK, SUPPORTER)
    for _ in range(3):
        book.look(better, MONDAY + timedelta(days=1))
        book.look(per(20, Period.WEEK), MONDAY + timedelta(days=2))
    assert book.available == 60
    book.look(per(20, Period.WEEK), MONDAY + timedelta(days=7))
    assert (book.available, book.expired) == (20, 60)


def test_a_better_role_with_another_period_begins_it_at_once() -> None:
    book, daily, weekly = Bookkeeper(), per(5, Period.DAY), per(60, Period.WEEK, SUPPORTER)
    for number in range(3):
        book.look(daily, MONDAY + timedelta(days=number))
        book.available = 0
    book.look(weekly, MONDAY + timedelta(days=2, hours=1))
    assert book.available == 60 - 15
    book.look(daily, MONDAY + timedelta(days=3))
    book.look(weekly, MONDAY + timedelta(days=4))
    assert book.available == 45
    book.look(daily, MONDAY + timedelta(days=7))
    assert book.available == 5


def test_losing_every_role_takes_what_is_left_at_the_end() -> None:
    book = Bookkeeper()
    book.look(per(60, Period.WEEK, SUPPORTER), MONDAY)
    book.look(None, MONDAY + timedelta(days=6))
    assert book.available == 60
    book.look(None, MONDAY + timedelta(days=7))
    assert (book.available, book.state) == (0, None)


def test_a_role_that_comes_back_in_the_same_period_brings_nothing_twice() -> None:
    book, month = Bookkeeper(), per(100, Period.MONTH, SUPPORTER)
    book.look(per(1, Period.DAY), MONDAY)
    book.look(month, MONDAY)
    book.look(None, MONDAY + timedelta(days=10))
    book.look(month, MONDAY + timedelta(days=11))
    book.look(None, MONDAY + timedelta(days=12))
    book.look(month, MONDAY + timedelta(days=13))
    in_december = [amount for at, amount in book.grants if at >= datetime(2026, 12, 1, tzinfo=UTC)]
    assert sum(in_december) == 100


def test_the_next_refill_says_when_how_much_and_for_whom() -> None:
    week = per(60, Period.WEEK, SUPPORTER)
    book = Bookkeeper()
    book.look(week, MONDAY)
    ends_at = datetime(2026, 11, 30, tzinfo=UTC)
    assert next_refill(book.state, week, MONDAY, ZONE) == Refill(
        ends_at, 60, Period.WEEK, SUPPORTER
    )
    assert next_refill(book.state, None, MONDAY, ZONE) is None


ROLES = st.sampled_from(
    [
        None,
        per(10, Period.DAY),
        per(3, Period.DAY, ARTIST, carry=20),
        per(60, Period.WEEK, SUPPORTER),
        per(71, Period.WEEK, ARTIST, carry=5),
        per(200, Period.MONTH, SUPPORTER, carry=1000),
    ]
)
ZONES = st.sampled_from(["UTC", "Europe/Vienna", "America/Havana", "Pacific/Auckland"])


@given(
    st.lists(st.tuples(ROLES, st.integers(0, 60 * 24 * 12), st.integers(0, 80)), max_size=30),
    ZONES,
)
def test_no_period_grants_more_than_its_allowance_whatever_roles_come_and_go(
    looks: list[tuple[Allowance | None, int, int]], zone: str
) -> None:
    book, now = Bookkeeper(), MONDAY
    for best, minutes, spent in looks:
        now += timedelta(minutes=minutes)
        book.look(best, now, zone)
        book.available -= min(spent, book.available)
        if best is not None and book.state is not None:
            stretch = stretch_at(best.period, now, zone)
            most = max(
                (offer.amount for offer, _, _ in looks if offer and offer.period is best.period),
                default=0,
            )
            same_kind = all(offer is None or offer.period is best.period for offer, _, _ in looks)
            if same_kind:
                assert book.granted_since(stretch.starts_at) <= most
    assert len(set(book.labels)) == len(book.labels)


@given(
    st.integers(0, 60),
    st.integers(1, 40),
    st.integers(0, 100),
    st.sampled_from(list(Period)),
    st.integers(0, 400),
    ZONES,
)
def test_looking_late_comes_to_the_same_as_looking_always(
    spent: int, amount: int, carry: int, period: Period, days: int, zone: str
) -> None:
    """Over a bot that was off, the days of 23 and 25 hours in spring and autumn, and leap days."""
    allowance = per(amount, period, carry=carry)
    late, always = Bookkeeper(), Bookkeeper()
    for book in (late, always):
        book.look(allowance, MONDAY, zone)
        book.available -= min(spent, book.available)
    for hours in range(0, 24 * days + 1, 6):
        always.look(allowance, MONDAY + timedelta(hours=hours), zone)
    late.look(allowance, MONDAY + timedelta(days=days), zone)
    assert late.available == always.available
    assert late.state == always.state


def test_a_year_of_days_is_granted_once_a_day_whatever_the_clocks_do() -> None:
    allowance = per(10, Period.DAY)
    for zone, begins in (("Europe/Vienna", 23), ("America/Havana", 5), ("Africa/Cairo", 22)):
        book = Bookkeeper()
        begin = datetime(2026, 11, 22, begins, tzinfo=UTC)
        for minutes in range(0, 365 * 24 * 60, 30):
            book.look(allowance, begin + timedelta(minutes=minutes), zone)
        assert len(book.grants) == 365
        assert {amount for _, amount in book.grants} == {10}
        days = [stretch_at(Period.DAY, at, zone).first_day for at, _ in book.grants]
        assert len(set(days)) == 365


FAR_ZONES = st.sampled_from(
    ["UTC", "Europe/Vienna", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Havana"]
)


@given(
    st.sampled_from(list(Period)),
    st.lists(st.tuples(FAR_ZONES, st.integers(0, 6 * 60)), max_size=200),
)
def test_changes_of_the_time_zone_neither_cost_nor_bring_an_allowance(
    period: Period, looks: list[tuple[str, int]]
) -> None:
    """Every moment belongs to one period with one grant; none is cut to less than half."""
    book, now, allowance = Bookkeeper(), MONDAY, per(10, period)
    seen: list[AllowanceState] = []
    for zone, minutes in looks:
        now += timedelta(minutes=minutes)
        book.look(allowance, now, zone)
        assert book.state is not None
        assert book.state.starts_at <= now < book.state.ends_at
        if book.state not in seen:
            seen.append(book.state)
    assert [amount for _, amount in book.grants] == [10] * len(seen)
    assert len(set(book.labels)) == len(seen)
    for before, after in pairwise(seen):
        assert after.starts_at == before.ends_at
        length = (after.ends_at - after.starts_at) / timedelta(days=1)
        assert 0.45 * period.mean_days < length < 1.6 * period.mean_days


@given(
    st.lists(st.tuples(ROLES, FAR_ZONES, st.integers(0, 60 * 24 * 20)), max_size=30),
)
def test_no_period_is_granted_twice_whatever_roles_zones_and_outages_come(
    looks: list[tuple[Allowance | None, str, int]],
) -> None:
    book, now = Bookkeeper(), MONDAY
    for best, zone, minutes in looks:
        now += timedelta(minutes=minutes)
        before = book.state
        book.look(best, now, zone)
        if before is None or book.state is None or book.state == before:
            continue
        if book.state.period is before.period and book.state.starts_at != before.starts_at:
            assert book.state.starts_at >= before.ends_at
    assert len(set(book.labels)) == len(book.labels)


def test_a_change_of_the_time_zone_waits_for_the_end_of_the_period() -> None:
    day = per(10, Period.DAY)
    book = Bookkeeper()
    book.look(day, datetime(2026, 11, 23, 23, tzinfo=UTC), "UTC")
    # Granted late on a day of which part is tomorrow already in Auckland, where it is UTC+13.
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    book.look(day, midnight - timedelta(minutes=1), "Pacific/Auckland")
    assert [amount for _, amount in book.grants] == [10]
    book.look(day, midnight, "Pacific/Auckland")
    assert [amount for _, amount in book.grants] == [10, 10]
    assert book.state is not None
    # Eleven hours would be left of Auckland's day, so this one lasts until the end of the next.
    assert book.state.ends_at == datetime(2026, 11, 25, 11, tzinfo=UTC)
    book.look(day, book.state.ends_at, "Pacific/Honolulu")
    # Honolulu's day, at UTC-10, is one hour old.
    assert book.state.ends_at == datetime(2026, 11, 26, 10, tzinfo=UTC)
    assert [amount for _, amount in book.grants] == [10, 10, 10]
