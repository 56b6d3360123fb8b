"""`python -m bot grant`: the operator's credits for somebody's personal account.

It is the one that pays in direct messages, and wherever somebody uses the bot that installed it for
themselves; no server's moderators can grant there.
"""

import secrets
from collections.abc import Callable

from bot.bootstrap.secrets import people_secret
from bot.bootstrap.system import SystemClock
from bot.domain.errors import AmountOutOfRange, SetupError
from bot.domain.ids import DIRECT_MESSAGES, IdempotencyKey, UserId
from bot.domain.privacy import Pseudonyms
from bot.services.accounts import MemberAccounts
from bot.services.treasury import TreasuryService
from bot.settings import Settings
from storage import open_database

Say = Callable[[str], None]


async def grant_personally(
    settings: Settings, user_id: int, amount: int, reason: str, say: Say
) -> None:
    """Grant credits to somebody's personal account, and say what it holds then.

    Raises:
        SetupError: the database cannot be used, or the amount is more than can be meant.
    """
    accounts = MemberAccounts(settings.order.starting_grant, Pseudonyms(people_secret(settings)))
    async with open_database(settings.database_url) as database:
        treasury = TreasuryService(database, SystemClock(), accounts)
        try:
            purse = await treasury.grant(
                DIRECT_MESSAGES,
                UserId(user_id),
                amount,
                actor_id=None,
                reason=reason,
                key=IdempotencyKey(f"operator:{secrets.token_hex(8)}"),
            )
        except AmountOutOfRange as error:
            raise SetupError(
                f"A grant is from {error.lowest} to {error.highest} credits."
            ) from None
    say(f"{user_id} was granted {amount} credits and has {purse.available} outside servers.")
