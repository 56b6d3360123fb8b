"""Repositories around servers' settings, as protocols: settings, blocks, the log.

Every method is atomic within its transaction.
"""

from datetime import datetime
from typing import Protocol

from bot.domain.blocks import Block
from bot.domain.ids import GuildId, UserId
from bot.domain.server_log import LogLine
from bot.domain.servers import ServerSettings


class ServerRepository(Protocol):
    """What servers' managers set."""

    def settings(self, guild_id: GuildId) -> ServerSettings:
        """Return a server's settings; the defaults when nobody set any."""
        ...

    def save(self, settings: ServerSettings) -> None:
        """Replace a server's settings, rules about access included."""
        ...

    def greet(self, guild_id: GuildId, now: datetime) -> bool:
        """Remember that the bot introduced itself to a server; False when it did before."""
        ...


class BlockRepository(Protocol):
    """Who may not use the bot; `EVERYWHERE` stands for all servers."""

    def put(self, block: Block) -> None:
        """Block a member, replacing an earlier block."""
        ...

    def get(self, guild_id: GuildId, user_id: UserId) -> Block | None:
        """Return a member's block, over or not."""
        ...

    def remove(self, guild_id: GuildId, user_id: UserId) -> None:
        """Lift a block, if there is one."""
        ...

    def holding(self, guild_id: GuildId, now: datetime) -> tuple[Block, ...]:
        """Return the blocks that are not over, newest first."""
        ...

    def forget_ended(self, now: datetime) -> None:
        """Remove all blocks that are over."""
        ...


class LogRepository(Protocol):
    """Lines that wait to be posted in servers' log channels. What was posted is not kept."""

    def add(self, line: LogLine) -> None:
        """Add a line, due at once; nothing for a server without a log channel.

        Actions are not added here: `ActionRepository.add` does that.
        """
        ...

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[LogLine, ...]:
        """Take at most `limit` due lines, oldest first; nobody else gets them for the lease."""
        ...

    def posted(self, line: LogLine) -> None:
        """Forget a line that was posted, or that can never be."""
        ...

    def retry(self, line: LogLine, due_at: datetime) -> None:
        """Post it at `due_at`."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when the next line is due, or None."""
        ...
