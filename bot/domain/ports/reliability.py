"""What is kept of services that we call."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.circuit import Circuit
from bot.domain.ids import ChannelId, GuildId, JobId


@dataclass(frozen=True)
class WaitingChannel:
    """A server's channel with public orders that wait to be sent."""

    guild_id: GuildId
    channel_id: ChannelId
    orders: int


class CircuitRepository(Protocol):
    """Whether the music service answers, as all processes on this database know it."""

    def get(self) -> Circuit:
        """Return what is known; nothing wrong when nothing was ever saved."""
        ...

    def save(self, circuit: Circuit) -> None:
        """Replace what is known."""
        ...

    def waiting_channels(self) -> tuple[WaitingChannel, ...]:
        """Return the channels of servers in which public orders wait."""
        ...

    def waiting(self, limit: int) -> tuple[JobId, ...]:
        """Return at most `limit` orders that wait to be sent, first come first."""
        ...
