"""`python -m bot block` and `unblock`: the operator's blocks, which hold in every server."""

from collections.abc import Callable
from datetime import timedelta

from bot.bootstrap.system import SystemClock
from bot.domain.blocks import EVERYWHERE, NotBlocked
from bot.domain.errors import SetupError
from bot.domain.ids import UserId
from bot.domain.ports import Database
from bot.services.blocks import LONGEST, BlockService
from bot.services.signals import Signals
from bot.services.standings import LIFETIME, Standings
from bot.settings import Settings
from storage import open_database

Say = Callable[[str], None]

_SEEN = f"A running bot sees it within {LIFETIME.seconds} seconds."


async def block_everywhere(
    settings: Settings, user_id: int, days: int | None, reason: str, say: Say
) -> None:
    """Block somebody in all servers and in direct messages; None as `days`: for good.

    Raises:
        SetupError: the database cannot be used, or the time is longer than can be meant.
    """
    length = None if days is None else timedelta(days=days)
    if length is not None and not timedelta(0) < length <= LONGEST:
        raise SetupError(f"A block lasts from 1 to {LONGEST.days} days, or for good.")
    async with open_database(settings.database_url) as database:
        block = await _service(database).block(
            EVERYWHERE, UserId(user_id), actor_id=None, length=length, reason=reason
        )
    end = "for good" if block.ends_at is None else f"until {block.ends_at:%Y-%m-%d %H:%M} UTC"
    say(f"{user_id} is blocked everywhere, {end}. {_SEEN}")


async def unblock_everywhere(settings: Settings, user_id: int, reason: str, say: Say) -> None:
    """Lift the operator's block of somebody.

    Raises:
        SetupError: the database cannot be used, or there is no such block.
    """
    async with open_database(settings.database_url) as database:
        try:
            await _service(database).unblock(
                EVERYWHERE, UserId(user_id), actor_id=None, reason=reason
            )
        except NotBlocked:
            raise SetupError(f"{user_id} is not blocked everywhere.") from None
    say(f"{user_id} is not blocked everywhere any more. {_SEEN}")


async def list_blocks_everywhere(settings: Settings, say: Say) -> None:
    """Say whom the operator has blocked.

    Raises:
        SetupError: the database cannot be used.
    """
    async with open_database(settings.database_url) as database:
        blocks = await _service(database).holding(EVERYWHERE)
    for block in blocks:
        end = "for good" if block.ends_at is None else f"until {block.ends_at:%Y-%m-%d %H:%M} UTC"
        say(f"{block.user_id} {end}: {block.reason}")
    say(f"Blocked everywhere: {len(blocks)}.")


def _service(database: Database) -> BlockService:
    clock = SystemClock()
    return BlockService(database, clock, Signals(), Standings(database, clock))
