import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.credits import Balance, Purse, capture_share, shares
from bot.domain.ids import AccountId
from bot.domain.operations import Operation
from bot.domain.prices import Price, PriceList
from bot.domain.songs import SongRequest


@pytest.mark.parametrize(
    ("price", "promised", "delivered", "share"),
    [(14, 2, 2, 14), (14, 2, 1, 7), (15, 2, 1, 7), (14, 2, 0, 0), (14, 2, 3, 14), (0, 2, 2, 0)],
)
def test_what_came_is_charged_in_proportion_rounded_in_the_members_favour(
    price: int, promised: int, delivered: int, share: int
) -> None:
    assert capture_share(price, promised, delivered) == share


@given(st.integers(0, 10_000), st.integers(1, 50), st.integers(0, 60))
def test_a_share_never_exceeds_its_part_of_the_price(
    price: int, promised: int, delivered: int
) -> None:
    share = capture_share(price, promised, delivered)
    assert 0 <= share <= price
    assert share * promised <= price * delivered or delivered >= promised


@pytest.mark.parametrize(("price", "promised", "delivered"), [(1, 0, 0), (-1, 1, 1), (1, 1, -1)])
def test_a_share_of_nonsense_is_an_error(price: int, promised: int, delivered: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        capture_share(price, promised, delivered)


def test_own_lyrics_are_cheaper_on_the_models_that_say_so() -> None:
    prices = PriceList({Operation.CREATE: Price(14, {"sonic-v4": 10})})
    lyrics = SongRequest(model="sonic-v4", lyrics="la")
    assert prices.of(lyrics) == 10
    assert prices.of(SongRequest(model="sonic-v4", idea="rain")) == 14
    assert prices.of(SongRequest(model="sonic-v6", lyrics="la")) == 14


def test_a_purse_that_holds_shares_has_so_much_less_available() -> None:
    purse = Purse(
        welcome=Balance(AccountId(1), posted=10, held=0),
        granted=Balance(AccountId(2), posted=20, held=5),
        wallet=Balance(AccountId(3), posted=50, held=0),
    )
    paying = shares(14, purse.payers(wallet_pays=False))
    assert paying is not None
    held = purse.holding(paying)
    assert held.available == purse.available - 14
    assert held.posted == purse.posted
    assert held.wallet == purse.wallet
    assert purse.holding(()) == purse
