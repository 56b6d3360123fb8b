"""What a jam costs whom. Amounts are whole credits."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.domain.ids import AccountId, JamId, UserId

Payer = TypeVar("Payer", bound=Hashable)

MATCHING = UserId(0)
"""In place of a member: what the server's wallet adds to the pledges."""

HIGHEST_PLEDGE = 1_000_000


class PledgeState(StrEnum):
    """A pledge is resolved exactly once."""

    PENDING = "pending"
    USED = "used"
    """It became a hold of a job; what it was more is a new pledge or free again."""
    RELEASED = "released"


@dataclass(frozen=True)
class Pledge:
    """What one account set aside for a jam. A member's pledge may lie on several accounts."""

    pledge_id: int
    jam_id: JamId
    user_id: UserId
    """`MATCHING` for the server's wallet."""
    account_id: AccountId
    amount: int


@dataclass(frozen=True)
class Pot:
    """What is set aside for a jam."""

    pledged: int = 0
    """By members."""
    matched: int = 0
    """By the server's wallet."""
    people: int = 0
    """How many members pledged."""
    spent_matching: int = 0
    """What orders took of the wallet's share so far, which is set aside no more."""

    @property
    def total(self) -> int:
        """Both together."""
        return self.pledged + self.matched


def in_proportion(amount: int, parts: Mapping[Payer, int]) -> dict[Payer, int]:
    """Split `amount` in proportion to `parts`, in whole credits that add up to it exactly.

    Everyone gets the whole credits of their share; what is left over goes, one credit each, to the
    largest fractions, of equal ones to the first. Nobody gets more than their part.

    Raises:
        ValueError: `amount` is below zero or above all parts together.
    """
    total = sum(parts.values())
    if not 0 <= amount <= total:
        raise ValueError(f"{amount} out of {total}")
    if not amount:
        return dict.fromkeys(parts, 0)
    shares = {payer: amount * part // total for payer, part in parts.items()}
    left = amount - sum(shares.values())
    by_fraction: Sequence[Payer] = sorted(parts, key=lambda payer: -(amount * parts[payer] % total))
    for payer in by_fraction[:left]:
        shares[payer] += 1
    return shares


def matching(pledged: int, percent: int, ceiling: int | None, available: int) -> int:
    """Return what a wallet adds to pledges: a percentage, rounded down, as far as it can."""
    wanted = pledged * percent // 100
    return max(0, min(wanted, available, wanted if ceiling is None else ceiling))
