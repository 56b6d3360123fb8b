"""A server's settings as a file, whatever a server has."""

import json
from dataclasses import replace

import pytest

from bot.domain.allowances import Allowance
from bot.domain.errors import TooManyLimits
from bot.domain.ids import RoleId
from bot.domain.jobs import JobKind
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import Period
from bot.domain.ports import Transaction
from bot.domain.rules import FixedPrice, TurnWeight
from bot.services.rules import MOST_LIMITS
from bot.ui.settings_file import read_file, to_file
from tests.support.guilds import MODERATOR
from tests.support.orders import GUILD
from tests.support.surroundings import Core

MANY = MOST_LIMITS + 1


def put_many_limits(tx: Transaction) -> None:
    """Store more limits than may be set, as before there was a bound."""
    for number in range(MANY):
        tx.rules.put_limit(Limit(GUILD, LimitScope.MEMBER, 1000 + number, Measure.PER_DAY, 3))


async def test_more_limits_than_may_be_set_are_exported_and_not_brought_in(core: Core) -> None:
    await core.database.write(put_many_limits)
    copy = await core.services.settings_copies.take(GUILD)
    content = to_file(copy)
    assert len(json.loads(content)["limits"]) == MANY
    assert len(read_file(content).limits) == MANY
    wanted = replace(copy, settings=replace(copy.settings, review_first=9))
    with pytest.raises(TooManyLimits):
        await core.services.settings_copies.replace(wanted, actor_id=MODERATOR)
    assert await core.services.settings_copies.take(GUILD) == copy


async def test_no_number_of_terms_keeps_them_from_being_exported(core: Core) -> None:
    copy = await core.services.settings_copies.take(GUILD)
    terms = replace(
        copy.terms,
        allowances=tuple(Allowance(GUILD, RoleId(n), 5, Period.DAY) for n in range(MANY)),
        prices=tuple(FixedPrice(GUILD, JobKind.CREATE, f"model-{n}", 5) for n in range(MANY)),
        weights=tuple(TurnWeight(GUILD, RoleId(n), 2) for n in range(MANY)),
    )
    file = json.loads(to_file(replace(copy, terms=terms)))
    assert [len(file[part]) for part in ("allowances", "prices", "weights")] == [MANY] * 3
