"""Discord's ids: 42 bits of milliseconds since 2015 and a counter below."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.sandbox.clock import Clock

_EPOCH_MILLISECONDS = 1_420_070_400_000
_TIME_SHIFT = 22


class Snowflakes:
    """Makes ids that are unique, rise with time and carry the sandbox's time."""

    def __init__(self, clock: Clock, last: int = 0) -> None:
        self.last = last
        self._clock = clock

    def new(self) -> int:
        """Give the next id."""
        self.last = max(self.last + 1, at_seconds(self._clock.seconds()))
        return self.last


def at_seconds(seconds: float) -> int:
    """Give the lowest id of a moment in seconds since 1970."""
    return (int(seconds * 1000) - _EPOCH_MILLISECONDS) << _TIME_SHIFT


def created_seconds(snowflake: int) -> float:
    """Give the moment in an id, in seconds since 1970."""
    return ((snowflake >> _TIME_SHIFT) + _EPOCH_MILLISECONDS) / 1000


def created_at(snowflake: int) -> datetime:
    """Give the moment in an id."""
    return datetime.fromtimestamp(created_seconds(snowflake), UTC)
