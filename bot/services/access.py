"""The gate: who may use what, before anything is done about it."""

from bot.domain.access import Caller, NotForPersons, Use, check_access
from bot.domain.blocks import EVERYWHERE, MemberBlocked
from bot.domain.ports import Clock
from bot.services.standings import Standings


class AccessService:
    """Decides by what is in memory; see `Standings`."""

    def __init__(self, standings: Standings, clock: Clock, *, user_installs: bool = False) -> None:
        """`user_installs` says whether people who installed the bot for themselves may order."""
        self._standings = standings
        self._clock = clock
        self._user_installs = user_installs

    async def check(self, caller: Caller, use: Use) -> None:
        """Check that `caller` may use something. Rights in the server are not checked here.

        Raises:
            MemberBlocked: by the operator, or by the server's moderators.
            NotForPersons: the bot itself is not there, and its operator does not want that.
            AccessRefusal: names the server's rule against it.
        """
        if use is Use.OWN:
            return
        now, user_id = self._clock.now(), caller.user_id
        # In direct messages both are the same.
        everywhere, here = await self._standings.of_all((EVERYWHERE, caller.guild_id))
        block = everywhere.block_of(user_id, now)
        if block is None and use is not Use.MANAGE:
            block = here.block_of(user_id, now)
        if block is not None:
            raise MemberBlocked(block)
        if use is Use.ORDER:
            if caller.outside and not self._user_installs:
                raise NotForPersons
            check_access(here.settings.access, caller, now)
