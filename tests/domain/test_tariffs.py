import pytest

from bot.domain.credits import Balance, Purse, Share, shares
from bot.domain.ids import EVERYONE, AccountId, GuildId, RoleId
from bot.domain.jobs import JobKind
from bot.domain.rules import FixedPrice, GuildRules, GuildTerms, Tariff, TurnWeight

GUILD = GuildId(1)


def test_without_rules_everything_costs_what_the_provider_takes() -> None:
    assert Tariff().price(JobKind.CREATE, "sonic-v6", 14) == 14


@pytest.mark.parametrize(("percent", "price"), [(150, 21), (50, 7), (1, 1), (0, 0), (101, 15)])
def test_a_factor_is_rounded_up(percent: int, price: int) -> None:
    assert Tariff(percent).price(JobKind.CREATE, "sonic-v6", 14) == price


def test_a_fixed_price_beats_the_factor_and_a_models_beats_the_kinds() -> None:
    rules = GuildRules(GUILD, price_percent=200)
    every = FixedPrice(GUILD, JobKind.CREATE, "", 9)
    old = FixedPrice(GUILD, JobKind.CREATE, "sonic-v4", 3)
    tariff = GuildTerms(rules, prices=(every, old)).tariff
    assert tariff.price(JobKind.CREATE, "sonic-v4", 14) == 3
    assert tariff.price(JobKind.CREATE, "sonic-v6", 14) == 9


def test_the_greatest_weight_of_a_role_counts() -> None:
    weights = (TurnWeight(GUILD, RoleId(5), 2), TurnWeight(GUILD, RoleId(6), 4))
    terms = GuildTerms(GuildRules(GUILD), weights=weights)
    assert terms.weight_of([RoleId(5), RoleId(6)]) == 4
    assert terms.weight_of([RoleId(9)]) == 1
    everyone = GuildTerms(GuildRules(GUILD), weights=(TurnWeight(GUILD, EVERYONE, 3),))
    assert everyone.weight_of([]) == 3


ALLOWANCE = Balance(AccountId(1), posted=10, held=4)
WELCOME = Balance(AccountId(2), posted=5, held=5)
GRANTED = Balance(AccountId(3), posted=7, held=0)
WALLET = Balance(AccountId(4), posted=100, held=0)
PURSE = Purse(ALLOWANCE, WELCOME, GRANTED, WALLET)


def test_accounts_pay_in_their_order() -> None:
    payers = PURSE.payers(wallet_pays=True)
    assert shares(6, payers) == (Share(AccountId(1), 6),)
    assert shares(20, payers) == (
        Share(AccountId(1), 6),
        Share(AccountId(3), 7),
        Share(AccountId(4), 7),
    )
    assert shares(0, payers) == ()


def test_the_wallet_pays_only_where_it_may() -> None:
    assert shares(14, PURSE.payers(wallet_pays=False)) is None
    assert (PURSE.posted, PURSE.held, PURSE.available) == (22, 9, 13)
