"""What an order is given with: who orders, what holds for all orders, what a jam adds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import JamId, RoleId, UserId
from bot.domain.jobs import Job
from bot.domain.ports import Transaction
from bot.services.accounts import MemberAccounts
from bot.services.checkout import PayFor
from bot.services.screening import Screening


@dataclass(frozen=True)
class Requester:
    """Who orders. The name is as shown now, and hostile text."""

    user_id: UserId
    display_name: str
    role_ids: tuple[RoleId, ...] = ()
    """The roles that they have now; allowances, limits and turns go by them."""
    joined_at: datetime | None = None
    """When they came to the server, as far as known."""
    registered_at: datetime | None = None
    """When their account at Discord was made, as far as known."""


@dataclass(frozen=True)
class OrderTerms:
    """What holds for every order: models, and whose accounts pay."""

    models: tuple[str, ...]
    default_model: str
    accounts: MemberAccounts
    screening: Screening | None = None
    """Without it no filter is asked, and nothing is reviewed."""
    producer_models: tuple[str, ...] = ()
    """What the producer engine may be asked for, newest first."""


@dataclass(frozen=True)
class Commission:
    """An order that somebody gives for a jam."""

    jam_id: JamId
    pay: PayFor | None
    """Who pays; None: the requester."""
    with_order: Callable[[Transaction, Job], None]
    """Carried out in the order's transaction, once."""
    shown: bool = True
    """Whether it gets a card."""
