"""The gate: who may use what, before anything is done about it."""

from bot.domain.access import Caller, Use, check_access
from bot.domain.blocks import EVERYWHERE, MemberBlocked
from bot.domain.ids import DIRECT_MESSAGES
from bot.domain.ports import Clock
from bot.services.standings import Standings


class AccessService:
    """Decides by what is in memory; see `Standings`."""

    def __init__(self, standings: Standings, clock: Clock) -> None:
        self._standings = standings
        self._clock = clock

    async def check(self, caller: Caller, use: Use) -> None:
        """Check that `caller` may use something. Rights in the server are not checked here.

        Raises:
            MemberBlocked: by the operator, or by the server's moderators.
            AccessRefusal: names the server's rule against it.
        """
        if use is Use.OWN:
            return
        now = self._clock.now()
        everywhere = await self._standings.of(EVERYWHERE)
        block = everywhere.block_of(caller.user_id, now)
        if block is None and caller.guild_id != DIRECT_MESSAGES:
            here = await self._standings.of(caller.guild_id)
            if use is not Use.MANAGE:
                block = here.block_of(caller.user_id, now)
            if block is None and use is Use.ORDER:
                check_access(here.settings.access, caller, now)
        if block is not None:
            raise MemberBlocked(block)
