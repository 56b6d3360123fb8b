"""How members are told things, and what could not be told to them directly."""

from bot.domain.delivery import Telling
from bot.domain.ids import GuildId, UserId
from bot.domain.member_notices import MemberNotice
from bot.domain.ports import Database, Transaction


class MemberNoticeService:
    """Keeps what waits for a member's next use of the bot, and how they want to be told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tell_by(self, user_id: UserId, telling: Telling) -> None:
        """Keep how somebody wants to be told that a song of theirs is finished."""
        await self._database.write(lambda tx: tx.member_choices.tell_by(user_id, telling))

    async def waiting_for(self, guild_id: GuildId, user_id: UserId) -> tuple[MemberNotice, ...]:
        """Return what a member has not been told, oldest first."""
        return await self._database.read(
            lambda tx: tx.member_notices.waiting_for(guild_id, user_id)
        )

    async def told(self, notices: tuple[MemberNotice, ...]) -> None:
        """Forget what the member was told now."""

        def forget(tx: Transaction) -> None:
            for notice in notices:
                tx.member_notices.told(notice)

        await self._database.write(forget)
