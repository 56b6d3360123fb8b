import math
import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polling import Bounds, Forecast

LONGEST_SECONDS = 1800.0
STEADY = Bounds(jitter=0.0)

durations = st.lists(st.floats(min_value=0.1, max_value=3600), max_size=60)
chances = st.floats(min_value=0, max_value=1)
ages = st.floats(min_value=0, max_value=1e7)


@given(durations, ages, chances)
def test_a_wait_is_always_within_its_limits(
    seen: list[float], elapsed: float, chance: float
) -> None:
    bounds = Bounds()
    wait = Forecast.of(seen, bounds).next_wait_seconds(elapsed, chance)
    assert bounds.shortest_seconds <= wait <= bounds.longest_seconds


@given(durations, ages, chances)
def test_chance_moves_a_wait_by_no_more_than_the_jitter(
    seen: list[float], elapsed: float, chance: float
) -> None:
    moved = Forecast.of(seen, Bounds(jitter=0.1)).next_wait_seconds(elapsed, chance)
    steady = Forecast.of(seen, STEADY).next_wait_seconds(elapsed, chance)
    assert abs(moved - steady) <= 0.1 * steady + 1e-6


@given(st.lists(st.floats(max_value=0, allow_nan=False), max_size=5), ages)
def test_durations_that_cannot_be_are_left_out(seen: list[float], elapsed: float) -> None:
    told, untold = Forecast.of(seen, STEADY), Forecast.of([], STEADY)
    assert told.next_wait_seconds(elapsed, 0.5) == untold.next_wait_seconds(elapsed, 0.5)


@given(durations)
def test_what_is_seen_in_another_order_says_the_same(seen: list[float]) -> None:
    forwards, backwards = Forecast.of(seen, STEADY), Forecast.of(reversed(seen), STEADY)
    assert forwards.next_wait_seconds(30, 0.5) == backwards.next_wait_seconds(30, 0.5)


@given(st.floats(min_value=20, max_value=900))
def test_it_asks_most_where_tasks_usually_end(median: float) -> None:
    rng = random.Random(7)  # noqa: S311 - guards nothing
    seen = [rng.lognormvariate(math.log(median), 0.2) for _ in range(100)]
    forecast = Forecast.of(seen, Bounds(jitter=0, longest_seconds=600))
    times = list(_questions(forecast, LONGEST_SECONDS * 2))
    around = [time for time in times if 0.7 * median <= time <= 1.4 * median]
    before = [time for time in times if time < 0.5 * median]
    assert len(around) >= 3
    assert len(before) <= len(around) / 2


def test_before_anything_was_seen_it_asks_at_a_usual_pace() -> None:
    times = list(_questions(Forecast.of([], STEADY), 100))
    assert 15 <= times[0] <= 45
    assert 4 <= len(times) <= 16


def test_a_task_that_outlasts_everything_seen_is_asked_for_less_and_less() -> None:
    forecast = Forecast.of([70.0 + step for step in range(30)], STEADY)
    waits = [forecast.next_wait_seconds(elapsed, 0.5) for elapsed in (100, 400, 3000, 10_000)]
    assert all(sooner < later for sooner, later in pairwise(waits[:-1]))
    assert waits[-1] == STEADY.longest_seconds


def test_tasks_that_began_together_do_not_stay_together() -> None:
    forecast, rng = Forecast.of([], Bounds()), random.Random(3)  # noqa: S311 - guards nothing
    first = [forecast.next_wait_seconds(0, rng.random()) for _ in range(1000)]
    busiest = max(sum(1 for time in first if second <= time < second + 1) for second in range(60))
    assert busiest < 400


def test_learning_from_its_own_answers_does_not_drift_away() -> None:
    """Durations are known only as late as the question that found them; that must not add up."""
    rng = random.Random(11)  # noqa: S311 - guards nothing
    seen: list[float] = []
    for _ in range(40):
        forecast = Forecast.of(seen[-200:], Bounds())
        for _ in range(25):
            ends, asked = rng.lognormvariate(math.log(75), 0.4), 0.0
            while asked < ends:
                asked += forecast.next_wait_seconds(asked, rng.random())
            seen.append(asked + 4)
    late = sorted(seen[-200:])
    assert 75 < late[100] < 90


@pytest.mark.parametrize("limits", [(0.0, 5.0, 0.1), (6.0, 5.0, 0.1), (1.0, 5.0, 1.0)])
def test_limits_that_contradict_each_other_are_refused(limits: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"shortest|jitter"):
        Bounds(*limits)


def _questions(forecast: Forecast, until_seconds: float) -> Iterator[float]:
    elapsed = forecast.next_wait_seconds(0, 0.5)
    while elapsed <= until_seconds:
        yield elapsed
        elapsed += forecast.next_wait_seconds(elapsed, 0.5)
