"""Requests and delay of our polling and of fixed ways, on the same times at which songs end.

One trace is log-normal (median 75 s, sigma 0.4); in the other every twentieth song takes three to
eight times as long. Our way learns as it does in earnest: from durations as they were found, late
by its own delay and by the time to fetch the songs. Its first song finds only the prior. How much
could be gained at all is told by the times that are best for the trace, found by looking at it.
"""

import math
import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import fmean, quantiles

import numpy as np

from bench.ratios import Ratio
from bot.domain.polling import Bounds, Forecast

SONGS = 4000
AIM = 0.6
FROM_THE_BEST = 1.1
"""On the slow tail even the times that are best for it come to no less than 0.6 of every 20 s."""
GIVEN_UP_SECONDS = 1800.0
_REMEMBERED = 200
_REFORECAST = 20
"""A forecast serves for a minute, in which so many songs end in a busy bot."""
_FETCHING_SECONDS = (2.0, 6.0)
_GRID_SECONDS = 2.0
_FORESEEN_SECONDS = 1800.0
_WORTH_SECONDS = 0.7
"""At this price of a request, the best times ask about as often as ours."""


@dataclass(frozen=True)
class Result:
    """What a way of polling cost; delays in seconds, over the songs that it found."""

    requests: float
    mean_delay: float
    p95_delay: float
    never: float

    @property
    def product(self) -> float:
        """Requests times delay: less is better, and asking more often alone does not change it."""
        return self.requests * self.mean_delay

    def __str__(self) -> str:
        return (
            f"{self.requests:6.2f} requests, delay {self.mean_delay:5.2f} s (p95"
            f" {self.p95_delay:5.2f}), product {self.product:6.1f}, never {self.never:.2%}"
        )


async def measure() -> list[Ratio]:
    """Print each way's figures and compare ours with 20 s on both traces."""
    ratios = []
    for name, trace in (("log-normal", usual()), ("slow tail", with_slow_tail())):
        results = {way: _result(asked(trace)) for way, asked in WAYS.items()}
        for way, result in results.items():
            print(f"  {name}, {way:24} {result}")
        ours, fixed = results["ours"], results["every 20 s"]
        subject = f"{name}: delay x requests"
        aim = AIM if name == "log-normal" else None
        ratios.append(
            Ratio(
                subject, "s", ours.product, "every 20 s", fixed.product, aim, more_is_better=False
            )
        )
        best = results["best for this trace"]
        ratios.append(
            Ratio(
                *(f"{name}: delay x requests", "s", ours.product),
                *("the best that can be", best.product),
                aim=FROM_THE_BEST,
                more_is_better=False,
            )
        )
        ratios.append(Ratio(f"{name}: delivered", "", 1 - ours.never, "all", 1.0, aim=1.0))
    return ratios


def usual() -> list[float]:
    """Return the log-normal trace, in seconds."""
    rng = random.Random(1)  # noqa: S311 - guards nothing
    return [rng.lognormvariate(math.log(75), 0.4) for _ in range(SONGS)]


def with_slow_tail() -> list[float]:
    """Return the trace of which every twentieth song or so is slow."""
    rng = random.Random(2)  # noqa: S311 - guards nothing
    return [seconds * (rng.uniform(3, 8) if rng.random() < 0.05 else 1.0) for seconds in usual()]


@dataclass(frozen=True)
class _Found:
    requests: int
    delay: float | None
    """None when polling ended before the song did."""


def _every(seconds: float, most: int | None = None) -> Callable[[Sequence[float]], list[_Found]]:
    def asked(trace: Sequence[float]) -> list[_Found]:
        return [_follow(ends, (seconds * turn for turn in _turns(most))) for ends in trace]

    return asked


def _turns(most: int | None) -> Iterable[int]:
    return count(1) if most is None else range(1, most + 1)


def _bursts(trace: Sequence[float]) -> list[_Found]:
    """Ask three times, two seconds apart, every six seconds, up to 100 s."""
    times = [float(turn * 2) for turn in range(1, 51)]
    return [_follow(ends, times) for ends in trace]


def _ours(trace: Sequence[float]) -> list[_Found]:
    rng = random.Random(3)  # noqa: S311 - guards nothing
    seen: deque[float] = deque(maxlen=_REMEMBERED)
    forecast = Forecast.of(seen, Bounds())
    found = []
    for number, ends in enumerate(trace):
        if number % _REFORECAST == 0:
            forecast = Forecast.of(seen, Bounds())
        song = _follow(ends, _asked_by(forecast, rng))
        found.append(song)
        if song.delay is not None:
            seen.append(ends + song.delay + rng.uniform(*_FETCHING_SECONDS))
    return found


def _best(trace: Sequence[float]) -> list[_Found]:
    """Ask at the times that are best for this very trace, which nobody can know beforehand.

    Of all fixed times they cost the least when a request is worth `_WORTH_SECONDS` of delay. They
    are found backwards: from each time on, which next one costs least?
    """
    times = np.arange(0.0, _FORESEEN_SECONDS + _GRID_SECONDS, _GRID_SECONDS)
    ends = np.sort(np.array(trace))
    ended = np.searchsorted(ends, times, side="right")
    summed = np.concatenate([[0.0], np.cumsum(ends)])[ended]
    cost = np.zeros(len(times))
    following = np.zeros(len(times), dtype=int)
    for begin in range(len(times) - 2, -1, -1):
        after = slice(begin + 1, None)
        waited = times[after] * (ended[after] - ended[begin]) - (summed[after] - summed[begin])
        asked = _WORTH_SECONDS * (len(ends) - ended[begin])
        costs = asked + waited + cost[after]
        following[begin] = begin + 1 + int(np.argmin(costs))
        cost[begin] = costs.min()
    schedule, at = [], 0
    while at < len(times) - 1:
        at = int(following[at])
        schedule.append(float(times[at]))
    return [_follow(end, schedule) for end in trace]


def _asked_by(forecast: Forecast, rng: random.Random) -> Iterator[float]:
    elapsed = 0.0
    while True:
        elapsed += forecast.next_wait_seconds(elapsed, rng.random())
        yield elapsed


def _follow(ends: float, times: Iterable[float]) -> _Found:
    requests = 0
    for time in times:
        requests += 1
        if time >= ends:
            return _Found(requests, time - ends)
        if time > GIVEN_UP_SECONDS:
            break
    return _Found(requests, None)


def _result(found: Sequence[_Found]) -> Result:
    delays = [song.delay for song in found if song.delay is not None]
    return Result(
        requests=fmean(song.requests for song in found),
        mean_delay=fmean(delays),
        p95_delay=quantiles(delays, n=20)[-1],
        never=1 - len(delays) / len(found),
    )


WAYS: dict[str, Callable[[Sequence[float]], list[_Found]]] = {
    "every 15 s": _every(15),
    "every 20 s": _every(20),
    "every 25 s": _every(25),
    "every 30 s, 20 times": _every(30, most=20),
    "3 in 6 s, up to 100 s": _bursts,
    "best for this trace": _best,
    "ours": _ours,
}
"""Each way of asking, by name; it takes the times at which songs end."""
