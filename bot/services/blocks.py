"""Keeping members from using the bot, for a time or for good."""

from datetime import datetime, timedelta

from bot.domain.actions import ActionKind
from bot.domain.blocks import Block, EndNotAhead, NotBlocked
from bot.domain.ids import GuildId, UserId
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database, Transaction
from bot.services.acts import act
from bot.services.signals import Signals
from bot.services.standings import Standings

LONGEST = timedelta(days=3650)
"""The longest block that ends by itself."""


class BlockService:
    """Blocks members of a server, or with `EVERYWHERE` in all of them."""

    def __init__(
        self, database: Database, clock: Clock, signals: Signals, standings: Standings
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._standings = standings

    async def block(
        self,
        guild_id: GuildId,
        user_id: UserId,
        *,
        actor_id: UserId | None,
        length: timedelta | None,
        reason: str,
    ) -> Block:
        """Block a member from now on, replacing an earlier block; None as `length`: for good.

        Raises:
            EndNotAhead: nothing was changed.
        """
        if length is not None and not timedelta(0) < length <= LONGEST:
            raise EndNotAhead(str(length))
        now = self._clock.now()
        ends_at = None if length is None else now + length
        block = Block(guild_id, user_id, reason, actor_id, now, ends_at)

        def put(tx: Transaction) -> None:
            before = tx.blocks.get(guild_id, user_id)
            tx.blocks.put(block)
            # Those of others that are over are of no use any more; this one began just now.
            tx.blocks.forget_ended(now)
            self._note(tx, ActionKind.MEMBER_BLOCKED, before, block, actor_id, reason)

        await self._database.write(put)
        self._heed(guild_id)
        return block

    async def unblock(
        self, guild_id: GuildId, user_id: UserId, *, actor_id: UserId | None, reason: str
    ) -> None:
        """Lift a member's block.

        Raises:
            NotBlocked: there is none that has not ended.
        """
        now = self._clock.now()

        def lift(tx: Transaction) -> None:
            before = tx.blocks.get(guild_id, user_id)
            if before is None or not before.holds(now):
                raise NotBlocked(user_id)
            tx.blocks.remove(guild_id, user_id)
            self._note(tx, ActionKind.MEMBER_UNBLOCKED, before, None, actor_id, reason)

        await self._database.write(lift)
        self._heed(guild_id)

    async def holding(self, guild_id: GuildId) -> tuple[Block, ...]:
        """Return the blocks that are not over, newest first."""
        now: datetime = self._clock.now()
        return await self._database.read(lambda tx: tx.blocks.holding(guild_id, now))

    def _heed(self, guild_id: GuildId) -> None:
        self._standings.forget(guild_id)
        self._signals.ring(Work.LOG)

    def _note(
        self,
        tx: Transaction,
        kind: ActionKind,
        before: Block | None,
        after: Block | None,
        actor_id: UserId | None,
        reason: str,
    ) -> None:
        block = after or before
        if block is None:
            raise ValueError("nobody was blocked or unblocked")
        tx.actions.add(
            act(
                block.guild_id,
                kind,
                actor_id=actor_id,
                now=self._clock.now(),
                subject=str(block.user_id),
                reason=reason,
                before=before,
                after=after,
            )
        )
