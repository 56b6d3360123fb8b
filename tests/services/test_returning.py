"""Whoever was erased and comes back had what they had, however often they were erased."""

from datetime import timedelta

import pytest

from bot.domain.allowances import Allowance
from bot.domain.ids import GuildId, IdempotencyKey, RoleId, UserId
from bot.domain.periods import Period
from bot.domain.privacy import Pseudonyms
from bot.services.orders import Requester
from tests.support.core_fixture import credits_of, discrepancies, order
from tests.support.orders import BEN, GUILD
from tests.support.surroundings import PRICE, STARTING_GRANT, Core, build_core

ROLE = RoleId(333444555666777888)
ADA = Requester(UserId(987654321098765432), "Ada", role_ids=(ROLE,))
MODERATOR = UserId(801)
ELSEWHERE = GuildId(1002)
ALLOWANCE = 20


@pytest.fixture
async def allowing(core: Core) -> Core:
    """A core whose server gives twenty credits a month."""
    allowance = Allowance(GUILD, ROLE, ALLOWANCE, Period.MONTH, 0)
    await core.rules.set_allowance(allowance, actor_id=MODERATOR)
    return core


async def has(core: Core, guild_id: GuildId = GUILD) -> int:
    """Bring Ada's accounts up to date and return what they hold."""
    statement = await core.credits.statement(guild_id, ADA.user_id, role_ids=ADA.role_ids)
    return statement.balance.posted


async def erase(core: Core, times: int = 1) -> None:
    for _ in range(times):
        assert await core.privacy.request_erasure(ADA.user_id, GUILD) == 0


async def use_something(core: Core, number: int) -> None:
    """Have Ada order with credits that a moderator gave her, and take the order back."""
    key = IdempotencyKey(f"grant:{number}")
    await core.treasury.grant(GUILD, ADA.user_id, PRICE, actor_id=MODERATOR, reason="", key=key)
    view = await order(core, ADA, f"itx:{number}")
    await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD)


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_erasing_oneself_again_and_again_brings_nothing(allowing: Core, times: int) -> None:
    assert await has(allowing) == STARTING_GRANT + ALLOWANCE
    for _ in range(3):
        await erase(allowing, times)
        assert await has(allowing) == 0
    assert await discrepancies(allowing) == ()


async def test_what_happens_between_erasures_changes_nothing(allowing: Core) -> None:
    await has(allowing)
    for number in range(4):
        await erase(allowing, 1 + number % 2)
        assert await has(allowing) == 0
        await use_something(allowing, number)
        assert await has(allowing) == PRICE
    await erase(allowing, 2)
    assert await has(allowing) == 0
    assert await discrepancies(allowing) == ()


async def test_the_next_period_s_allowance_comes_once(allowing: Core) -> None:
    await has(allowing)
    await erase(allowing, 2)
    assert await has(allowing) == 0
    allowing.clock.advance(timedelta(days=31).total_seconds())
    assert await has(allowing) == ALLOWANCE
    await erase(allowing, 3)
    assert await has(allowing) == 0


async def test_an_allowance_that_was_lost_before_is_not_carried_on(core: Core) -> None:
    for role_id, carried in ((ROLE, 15), (RoleId(5), 0)):
        allowance = Allowance(GUILD, role_id, ALLOWANCE, Period.DAY, carried)
        await core.rules.set_allowance(allowance, actor_id=MODERATOR)
    await has(core)
    await erase(core)
    core.clock.advance(timedelta(days=9).total_seconds())
    kept = []
    for _ in range(3):
        statement = await core.credits.statement(GUILD, ADA.user_id, role_ids=())
        kept.append(statement.balance.posted)
        await erase(core, 2)
    assert kept == [15, 0, 0]


async def test_a_server_that_never_welcomed_them_does_so_once(core: Core) -> None:
    await has(core)
    await erase(core, 2)
    assert await has(core, ELSEWHERE) == STARTING_GRANT
    await erase(core, 2)
    assert await has(core, ELSEWHERE) == 0
    assert await has(core) == 0


async def test_others_begin_as_newcomers(core: Core) -> None:
    await has(core)
    await erase(core, 2)
    again = build_core(core.database)
    await order(again, BEN)
    assert await credits_of(again, BEN) == (STARTING_GRANT, PRICE)


def test_whoever_was_never_erased_is_looked_for_once() -> None:
    pseudonyms = Pseudonyms("a secret")
    asked: list[UserId] = []

    def taken(pseudonym: UserId) -> bool:
        asked.append(pseudonym)
        return len(asked) > 1

    assert pseudonyms.former(ADA.user_id, taken) == ()
    assert asked == [pseudonyms.of(ADA.user_id, 0)]
