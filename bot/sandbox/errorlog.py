"""What must not happen, kept for tests to fail on."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.sandbox.clock import Clock

_KEPT = 1_000


class ErrorKind(StrEnum):
    """What went wrong."""

    EXCEPTION = "exception"
    UNKNOWN_ROUTE = "unknown_route"
    INVALID_REQUEST = "invalid_request"


@dataclass(frozen=True, slots=True)
class LoggedError:
    """One such thing."""

    at: datetime
    kind: ErrorKind
    detail: str


class ErrorLog:
    """The newest thousand of them."""

    def __init__(self, clock: Clock) -> None:
        self.entries: deque[LoggedError] = deque(maxlen=_KEPT)
        self._clock = clock

    def add(self, kind: ErrorKind, detail: str) -> None:
        """Keep one."""
        self.entries.append(LoggedError(self._clock.now(), kind, detail))
