"""Operations that the service answers with "not yet", and that are then simply asked for again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.domain.errors import ProviderBusy, ProviderRefused, ProviderUnreachable
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

    Only after a reply that was read is there another call. From then on no error says that nothing
    was taken, because whoever hears that may begin anew and pay again: a call that was never sent,
    or that the service had no time for, is made again in its turn, and a refusal is the end.

    Raises:
        NotAccepted: the first call was not taken.
        OutcomeUnknown: nobody knows what became of a call, nor what a further one would cost.
    """
    reply = await call()
    for _ in range(pace.at_most - 1):
        if reply.over:
            break
        await wait(pace.every_seconds)
        try:
            reply = await call()
        except (ProviderBusy, ProviderUnreachable):
            continue
        except ProviderRefused:
            break
    return reply
