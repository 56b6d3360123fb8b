"""A gateway session: it outlives its connections and replays what one missed."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

_KEPT_EVENTS = 5_000


class Refused(Exception):
    """The connection must be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Sink(Protocol):
    """Where a connected session's messages go."""

    def send(self, message: bytes) -> None:
        """Queue one message for the wire."""
        ...


@dataclass(slots=True)
class Session:
    """One IDENTIFY's session."""

    session_id: str
    intents: int
    compress: str | None
    shard: tuple[int, int]
    sequence: int = 0
    sink: Sink | None = None
    _sent: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=_KEPT_EVENTS))

    def dispatch(self, event: str, data: bytes) -> None:
        """Give the event the next number, keep it for a replay and send it when connected."""
        self.sequence += 1
        message = b'{"op":0,"t":"%b","s":%d,"d":%b}' % (event.encode(), self.sequence, data)
        self._sent.append((self.sequence, message))
        if self.sink is not None:
            self.sink.send(message)

    def missed_since(self, sequence: int) -> list[bytes] | None:
        """Give the events after `sequence`; None when they are not all kept any more."""
        if sequence > self.sequence:
            return None
        missed = [message for number, message in self._sent if number > sequence]
        return missed if len(missed) == self.sequence - sequence else None
