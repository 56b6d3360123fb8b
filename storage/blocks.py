"""Who may not use the bot, in the database."""

from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select

from bot.domain.blocks import Block
from bot.domain.ids import GuildId, UserId
from storage.columns import UtcTime
from storage.connections import Connection
from storage.dialects import insert_or_update
from storage.tables import AnyRow, blocks

_OF_MEMBER = (blocks.c.guild_id == bindparam("of_guild")) & (
    blocks.c.user_id == bindparam("of_member")
)
_NOW = bindparam("at", type_=UtcTime)
_PUT = insert_or_update(
    blocks,
    unique=(blocks.c.guild_id, blocks.c.user_id),
    changes=lambda new: {
        "reason": new.reason,
        "blocked_by": new.blocked_by,
        "created_at": new.created_at,
        "ends_at": new.ends_at,
    },
)
_GET = select(blocks).where(_OF_MEMBER)
_REMOVE = delete(blocks).where(_OF_MEMBER)
_HOLDING = (
    select(blocks)
    .where(
        blocks.c.guild_id == bindparam("of_guild"),
        or_(blocks.c.ends_at.is_(None), blocks.c.ends_at > _NOW),
    )
    .order_by(blocks.c.created_at.desc(), blocks.c.user_id)
)
_FORGET = delete(blocks).where(blocks.c.ends_at <= _NOW)


class SqlBlocks:
    """`BlockRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, block: Block) -> None:
        """Block a member, replacing an earlier block."""
        self._connection.execute(
            _PUT.on(self._connection),
            {
                "guild_id": block.guild_id,
                "user_id": block.user_id,
                "reason": block.reason,
                "blocked_by": block.blocked_by,
                "created_at": block.created_at,
                "ends_at": block.ends_at,
            },
        )

    def get(self, guild_id: GuildId, user_id: UserId) -> Block | None:
        """Return a member's block, over or not."""
        member = {"of_guild": guild_id, "of_member": user_id}
        row = self._connection.execute(_GET, member).one_or_none()
        return None if row is None else _block(row)

    def remove(self, guild_id: GuildId, user_id: UserId) -> None:
        """Lift a block, if there is one."""
        self._connection.execute(_REMOVE, {"of_guild": guild_id, "of_member": user_id})

    def holding(self, guild_id: GuildId, now: datetime) -> tuple[Block, ...]:
        """Return the blocks that are not over, newest first."""
        rows = self._connection.execute(_HOLDING, {"of_guild": guild_id, "at": now})
        return tuple(_block(row) for row in rows)

    def forget_ended(self, now: datetime) -> None:
        """Remove all blocks that are over."""
        self._connection.execute(_FORGET, {"at": now})


def _block(row: AnyRow) -> Block:
    return Block(
        guild_id=GuildId(row.guild_id),
        user_id=UserId(row.user_id),
        reason=row.reason,
        blocked_by=None if row.blocked_by is None else UserId(row.blocked_by),
        created_at=row.created_at,
        ends_at=row.ends_at,
    )
