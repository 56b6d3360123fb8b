"""Setting a server's rules in tests of services."""

from dataclasses import replace

from bot.domain.allowances import Allowance
from bot.domain.credits import AccountName, Balance
from bot.domain.ids import EVERYONE, IdempotencyKey, RoleId, UserId
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import Period
from bot.services.orders import Requester
from tests.support.orders import GUILD
from tests.support.surroundings import Core

MODERATOR = UserId(99)
SUPPORTER = RoleId(71)
ARTIST = RoleId(72)


async def set_limit(
    core: Core, measure: Measure, amount: int, scope: LimitScope, subject: int = 0
) -> None:
    """Set a limit of the server."""
    limit = Limit(GUILD, scope, subject, measure, amount)
    await core.rules.set_limit(limit, actor_id=MODERATOR)


async def set_allowance(
    core: Core, amount: int, period: Period, role_id: RoleId = EVERYONE, carry: int = 0
) -> None:
    """Set an allowance of the server."""
    allowance = Allowance(GUILD, role_id, amount, period, carry)
    await core.rules.set_allowance(allowance, actor_id=MODERATOR)


async def change(core: Core, **fields: object) -> None:
    """Change the server's general rules."""
    await core.rules.change(
        GUILD,
        lambda rules: replace(rules, **fields),  # type: ignore[arg-type] # fields of GuildRules
        actor_id=MODERATOR,
    )


async def grant(core: Core, requester: Requester, amount: int, key: str = "grant") -> None:
    """Grant credits to a member."""
    await core.treasury.grant(
        GUILD,
        requester.user_id,
        amount,
        actor_id=MODERATOR,
        reason="for winning",
        key=IdempotencyKey(f"{key}:{requester.user_id}"),
    )


async def fill_wallet(core: Core, amount: int) -> None:
    """Give the server credits of its own."""
    await core.treasury.fill_wallet(
        GUILD, amount, actor_id=MODERATOR, reason="", key=IdempotencyKey("wallet")
    )


async def account(core: Core, name: AccountName) -> Balance:
    """Return an account that must be there."""
    balance = await core.database.read(lambda tx: tx.ledger.balance(name))
    assert balance is not None
    return balance
