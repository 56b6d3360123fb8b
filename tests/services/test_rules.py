"""How many rules a server may have."""

import pytest

from bot.domain.errors import TooManyLimits
from bot.domain.limits import LimitScope, Measure
from bot.services.rules import MOST_LIMITS
from tests.support.guilds import MODERATOR, set_limit
from tests.support.orders import GUILD
from tests.support.surroundings import Core


async def test_a_server_has_only_so_many_limits_and_changes_those_it_has(core: Core) -> None:
    for number in range(MOST_LIMITS):
        await set_limit(core, Measure.PER_DAY, 3, LimitScope.MEMBER, number + 1)
    with pytest.raises(TooManyLimits) as refused:
        await set_limit(core, Measure.PER_DAY, 3, LimitScope.MEMBER, MOST_LIMITS + 1)
    assert refused.value.most == MOST_LIMITS
    assert len(await core.rules.limits(GUILD)) == MOST_LIMITS
    await set_limit(core, Measure.PER_DAY, 5, LimitScope.MEMBER, 1)
    assert 5 in {limit.amount for limit in await core.rules.limits(GUILD)}
    await core.rules.remove_limit(GUILD, LimitScope.MEMBER, 1, Measure.PER_DAY, actor_id=MODERATOR)
    await set_limit(core, Measure.PER_DAY, 3, LimitScope.MEMBER, MOST_LIMITS + 1)
