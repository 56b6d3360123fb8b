"""A bad day on a small scale; `make soak` makes it a long one."""

from pathlib import Path

import pytest

from tests.support.promises import Result
from tests.support.soak import Plan, soak

pytestmark = [pytest.mark.flow, pytest.mark.thorough]

SMALL = Plan(orders=24, kills=4)


async def test_every_promise_is_kept_on_a_bad_day(tmp_path: Path) -> None:
    account = await soak(tmp_path, SMALL)
    assert account.kills == SMALL.kills
    assert account.results.total() >= SMALL.orders
    assert account.results[Result.DELIVERED] > 0
    assert account.paid <= account.results.total()
    assert min(account.provider_faults, account.discord_faults, account.gateway_faults) > 0
