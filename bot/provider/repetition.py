"""Operations that the service answers with "not yet", and that are then simply asked for again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.provider.gate import Wait


class Unfinished(Protocol):
    """A reply that may not be the last."""

    @property
    def over(self) -> bool:
        """Whether asking again would bring nothing new."""
        ...


Reply = TypeVar("Reply", bound=Unfinished)


@dataclass(frozen=True)
class Repetition:
    """How often, and how many times at most, something is asked for."""

    every_seconds: float
    at_most: int


MIDI = Repetition(every_seconds=10, at_most=20)
DOWNLOAD = Repetition(every_seconds=3, at_most=40)


async def until_over(
    call: Callable[[], Awaitable[Reply]], pace: Repetition, *, wait: Wait
) -> Reply:
    """Call again while the reply says "not yet"; return the last one, which may still say so.

    Only a reply that was read is followed by another call. An error ends it at once, because
    after most of them nobody knows what a further call would cost.
    """
    reply = await call()
    for _ in range(pace.at_most - 1):
        if reply.over:
            break
        await wait(pace.every_seconds)
        reply = await call()
    return reply
