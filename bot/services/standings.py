"""What holds in each server for whoever comes to the gate, kept in memory for a short while.

Every change in this process is seen at once. What another process changes is seen when the
memory is `LIFETIME` old, so the gate costs no statement of its own while a server is busy.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.blocks import Block
from bot.domain.ids import GuildId, UserId
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.servers import ServerSettings

LIFETIME = timedelta(seconds=10)
"""After so long what is remembered of a server is read again."""

REMEMBERED = 1000
"""How many servers are remembered at most."""


@dataclass(frozen=True)
class Standing:
    """A server's settings and its blocks."""

    settings: ServerSettings
    blocks: Mapping[UserId, Block] = field(default_factory=dict)

    def block_of(self, user_id: UserId, now: datetime) -> Block | None:
        """Return the block that keeps a member from using the bot now."""
        block = self.blocks.get(user_id)
        return block if block is not None and block.holds(now) else None


@dataclass(frozen=True)
class _Remembered:
    standing: Standing
    read_at: datetime


class Standings:
    """The standing of each server."""

    def __init__(self, database: Database, clock: Clock, lifetime: timedelta = LIFETIME) -> None:
        self._database = database
        self._clock = clock
        self._lifetime = lifetime
        self._remembered: OrderedDict[GuildId, _Remembered] = OrderedDict()
        self._changes = 0

    async def of(self, guild_id: GuildId) -> Standing:
        """Return a server's standing, at most `LIFETIME` old."""
        now = self._clock.now()
        known = self._fresh(guild_id, now)
        return known or (await self._read((guild_id,), now))[guild_id]

    async def of_all(self, guild_ids: Sequence[GuildId]) -> tuple[Standing, ...]:
        """Return the standings of several servers, at most `LIFETIME` old, by one read at most."""
        now = self._clock.now()
        known = {guild_id: self._fresh(guild_id, now) for guild_id in guild_ids}
        wanted = tuple(guild_id for guild_id, standing in known.items() if standing is None)
        read = await self._read(wanted, now) if wanted else {}
        return tuple(known[guild_id] or read[guild_id] for guild_id in guild_ids)

    def _fresh(self, guild_id: GuildId, now: datetime) -> Standing | None:
        remembered = self._remembered.get(guild_id)
        if remembered is None or now - remembered.read_at >= self._lifetime:
            return None
        return remembered.standing

    async def _read(
        self, guild_ids: tuple[GuildId, ...], now: datetime
    ) -> Mapping[GuildId, Standing]:
        changes = self._changes

        def read(tx: Transaction) -> Mapping[GuildId, Standing]:
            return {guild_id: _standing(tx, guild_id, now) for guild_id in guild_ids}

        standings = await self._database.read(read)
        # What was read before a change must not outlive it.
        if changes == self._changes:
            for guild_id, standing in standings.items():
                self._remember(guild_id, _Remembered(standing, now))
        return standings

    def peek(self, guild_id: GuildId) -> ServerSettings:
        """Return a server's settings as they were last read; the defaults if they never were.

        For what is drawn at a place that cannot wait, such as the language of a message.
        """
        remembered = self._remembered.get(guild_id)
        return ServerSettings(guild_id) if remembered is None else remembered.standing.settings

    def forget(self, guild_id: GuildId) -> None:
        """Read a server's standing anew when it is asked for next."""
        self._changes += 1
        self._remembered.pop(guild_id, None)

    def _remember(self, guild_id: GuildId, remembered: _Remembered) -> None:
        self._remembered[guild_id] = remembered
        self._remembered.move_to_end(guild_id)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)


def _standing(tx: Transaction, guild_id: GuildId, now: datetime) -> Standing:
    blocks = {block.user_id: block for block in tx.blocks.holding(guild_id, now)}
    return Standing(tx.servers.settings(guild_id), blocks)
