"""Live events for the open pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.sandbox.jsonvalue import JsonObject, encode


class Subscriber:
    """One open page, acting as one person."""

    def __init__(self, user_id: int) -> None:
        self.user_id = user_id
        self.queue: asyncio.Queue[str] = asyncio.Queue()

    def send(self, event: JsonObject) -> None:
        """Queue an event for this page."""
        self.queue.put_nowait(encode(event).decode())


class Hub:
    """All open pages. Every event carries a number that rises over all pages."""

    def __init__(self) -> None:
        self._number = 0
        self.subscribers: set[Subscriber] = set()

    def publish(self, draw: Callable[[int], JsonObject | None]) -> None:
        """Send to each page what `draw` gives for its person; None means nothing."""
        self._number += 1
        for subscriber in self.subscribers:
            event = draw(subscriber.user_id)
            if event is not None:
                subscriber.send({**event, "number": self._number})

    def tell(self, user_id: int, event: JsonObject) -> None:
        """Send an event to one person's pages."""
        self._number += 1
        for subscriber in self.subscribers:
            if subscriber.user_id == user_id:
                subscriber.send({**event, "number": self._number})
