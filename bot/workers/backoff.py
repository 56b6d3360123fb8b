"""How long to wait before the next try."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Backoff:
    """Doubles from `first` up to `ceiling`."""

    first: timedelta
    ceiling: timedelta

    def after(self, attempts: int, asked_seconds: float | None = None) -> timedelta:
        """Return the wait after `attempts` (1 or more) tries.

        `asked_seconds` is what the other side asked for; it lengthens the wait, up to the ceiling.
        """
        doublings = min(max(attempts, 1) - 1, 32)
        wait = min(self.first * float(2**doublings), self.ceiling)
        if asked_seconds is not None:
            wait = max(wait, min(timedelta(seconds=asked_seconds), self.ceiling))
        return wait
