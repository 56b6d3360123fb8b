"""Every request the bot sent, with what it was answered."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.jsonvalue import JsonObject, decode


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a multipart request, without its bytes."""

    name: str
    filename: str
    content_type: str | None
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One request; `fault` names the armed fault that had a hand in it.

    `body` and `answer` are JSON text: thousands of entries are kept.
    """

    number: int
    at: datetime
    method: str
    path: str
    route: str
    query: dict[str, str]
    body: bytes
    parts: tuple[Part, ...]
    status: int | None
    answer: bytes
    seconds: float
    authorized: bool
    fault: str | None

    def drawn(self) -> JsonObject:
        """Give the entry as the browser protocol does."""
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "method": self.method,
            "path": self.path,
            "route": self.route,
            "query": self.query,
            "body": decode(self.body),
            "parts": [
                {
                    "name": part.name,
                    "filename": part.filename,
                    "content_type": part.content_type,
                    "size": part.size,
                }
                for part in self.parts
            ],
            "status": self.status,
            "answer": decode(self.answer),
            "seconds": self.seconds,
            "authorized": self.authorized,
            "fault": self.fault,
        }


class Journal:
    """The newest entries; numbers go on counting."""

    def __init__(self, length: int) -> None:
        self.entries: deque[Entry] = deque(maxlen=length)
        self._last = 0

    def next_number(self) -> int:
        """Give the number of the next entry."""
        self._last += 1
        return self._last
