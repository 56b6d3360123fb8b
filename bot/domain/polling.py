"""When to ask for a task again, told from how long such tasks took lately.

Asking often costs requests, asking seldom costs time. A task that just began is hardly finished, so
asking then is wasted; asking pays where tasks end. Let tasks end at the rate `h(t)` (the hazard: of
those still at work after `t` seconds, the share that ends in the next one), and let `S(t)` be the
share still at work. Asking at the rate `r(t)` then costs about `∫ r S` requests and `∫ h S / 2r`
seconds of delay. The product of both is least where `r` is proportional to the square root of `h`,
and that is how often a `Forecast` asks.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

EAGERNESS = 1.0
"""Asking rate for a hazard of one per second; more asks more often, and the delay is shorter."""

WIDTH = 0.2
"""How far a duration speaks for its neighbours, as the standard deviation of its logarithm."""

_GROUPS = 24
"""Into so many groups durations are summed up; more would tell little and cost time."""

_AGES = 160
_YOUNGEST_SECONDS, _OLDEST_SECONDS = 1.0, 3600.0
"""Ages at which a forecast is worked out, each the same part older than the one before."""


@dataclass(frozen=True)
class _Bump:
    """Durations around one median, log-normally; `weight` in parts of one observed duration."""

    median_seconds: float
    width: float
    weight: float = 1.0

    def density(self, seconds: float) -> float:
        """Return the weighted share of tasks that end per second."""
        at = self._standard(seconds)
        scale = self.weight / (self.width * seconds * math.sqrt(2 * math.pi))
        return scale * math.exp(-at * at / 2)

    def survival(self, seconds: float) -> float:
        """Return the weighted share of tasks that take longer."""
        return self.weight * 0.5 * math.erfc(self._standard(seconds) / math.sqrt(2))

    def _standard(self, seconds: float) -> float:
        return math.log(seconds / self.median_seconds) / self.width


PRIOR = (_Bump(75.0, 0.5, weight=2.0), _Bump(300.0, 1.0, weight=0.5))
"""What is believed before anything was seen: most tasks take a minute or two, some take minutes.

The second part keeps a task that outlasts all that was seen from being asked for as if it could end
any moment.
"""


@dataclass(frozen=True)
class Bounds:
    """Limits of a wait, in seconds, and how much of it chance may take away or add."""

    shortest_seconds: float = 2.0
    longest_seconds: float = 60.0
    jitter: float = 0.1

    def __post_init__(self) -> None:
        """Check the limits.

        Raises:
            ValueError: they contradict each other.
        """
        if not 0 < self.shortest_seconds <= self.longest_seconds:
            raise ValueError("the shortest wait is above zero and at most the longest")
        if not 0 <= self.jitter < 1:
            raise ValueError("jitter is a share below one")

    def keep(self, seconds: float, chance: float) -> float:
        """Return a wait within the limits, moved by `chance` (0 to 1)."""
        moved = seconds * (1 + self.jitter * (2 * chance - 1))
        return min(max(moved, self.shortest_seconds), self.longest_seconds)


@dataclass(frozen=True)
class Forecast:
    """How often to ask at each age of a task, for tasks of one kind and model."""

    bounds: Bounds
    _ages: tuple[float, ...] = field(repr=False)
    _asked: tuple[float, ...] = field(repr=False)
    """How many questions are due by each of the ages."""

    @classmethod
    def of(cls, durations_seconds: Iterable[float], bounds: Bounds) -> "Forecast":
        """Make a forecast from what such tasks took lately, in seconds.

        What is not above zero is left out. Without any it is the prior's.
        """
        seen = sorted(seconds for seconds in durations_seconds if seconds > 0)
        bumps = (*PRIOR, *_summed_up(seen))
        worth = (
            _rate((begin + end) / 2, bumps) * (end - begin) for begin, end in pairwise(_LADDER)
        )
        return cls(bounds, _LADDER, tuple(accumulate(worth, initial=0.0)))

    def next_wait_seconds(self, elapsed_seconds: float, chance: float) -> float:
        """Return the time to the next question about a task that began `elapsed_seconds` ago.

        `chance` (0 to 1) is drawn by the caller and spreads tasks that began together.
        """
        now = max(elapsed_seconds, 0.0)
        asked = _between(self._ages, self._asked, now)
        due_at = _between(self._asked, self._ages, asked + 1)
        latest = asked + 1 > self._asked[-1]
        return self.bounds.keep(self.bounds.longest_seconds if latest else due_at - now, chance)


def _ladder() -> Iterator[float]:
    yield 0.0
    ratio = (_OLDEST_SECONDS / _YOUNGEST_SECONDS) ** (1 / (_AGES - 1))
    for step in range(_AGES):
        yield _YOUNGEST_SECONDS * ratio**step


_LADDER = tuple(_ladder())


def _summed_up(seen: Sequence[float]) -> Iterator[_Bump]:
    """Yield one bump for each group of neighbours among sorted durations."""
    size = max(1, math.ceil(len(seen) / _GROUPS))
    for begin in range(0, len(seen), size):
        group = seen[begin : begin + size]
        middle = math.exp(sum(map(math.log, group)) / len(group))
        yield _Bump(middle, WIDTH, float(len(group)))


def _rate(age: float, bumps: Sequence[_Bump]) -> float:
    """Return how many questions a second are worth asking at an age in seconds."""
    left = sum(bump.survival(age) for bump in bumps)
    ending = sum(bump.density(age) for bump in bumps)
    return EAGERNESS * math.sqrt(ending / left) if left > 0 else 0.0


def _between(keys: Sequence[float], values: Sequence[float], key: float) -> float:
    """Return the value at `key`, on a straight line between its neighbours; the last one beyond."""
    after = bisect_right(keys, key)
    if after >= len(keys):
        return values[-1]
    begin, end = keys[after - 1], keys[after]
    part = (key - begin) / (end - begin)
    return values[after - 1] + part * (values[after] - values[after - 1])
