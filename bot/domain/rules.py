"""What a server's managers set, as far as credits are concerned."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.allowances import Allowance
from bot.domain.ids import EVERYONE, GuildId, RoleId
from bot.domain.jobs import JobKind
from bot.domain.limits import Limit


@dataclass(frozen=True)
class GuildRules:
    """One server's rules about credits. The defaults hold until somebody changes them."""

    guild_id: GuildId
    time_zone: str = "UTC"
    """The name of a time zone, such as `Europe/Vienna`."""
    welcome: int | None = None
    """A newcomer's start in credits; None: as the bot's settings say."""
    wallet_pays: bool = False
    """Whether the server's wallet pays what a member cannot."""
    monthly_ceiling: int | None = None
    """The most provider credits that the server's orders may cost in a month."""
    price_percent: int = 100
    """The provider's cost times this is the price, where no fixed price is set."""
    gifts: bool = False
    """Whether members may give credits to each other."""
    gift_ceiling: int | None = None
    """The most credits that one member may give away in a day."""


@dataclass(frozen=True)
class FixedPrice:
    """What one kind of job costs in a server, whatever the provider takes."""

    guild_id: GuildId
    kind: JobKind
    model: str
    """The model that it is for; empty for all that have no price of their own."""
    amount: int


@dataclass(frozen=True)
class TurnWeight:
    """The members with a role get `weight` turns for one when orders wait."""

    guild_id: GuildId
    role_id: RoleId
    weight: int


@dataclass(frozen=True)
class Tariff:
    """A server's prices. Without any, everything costs what the provider takes."""

    percent: int = 100
    fixed: Mapping[tuple[JobKind, str], int] = field(default_factory=dict)

    def price(self, kind: JobKind, model: str, cost: int) -> int:
        """Return the price, in whole credits, of what costs `cost` provider credits."""
        for key in ((kind, model), (kind, "")):
            if key in self.fixed:
                return self.fixed[key]
        return -(-cost * self.percent // 100)


@dataclass(frozen=True)
class GuildTerms:
    """All of a server's rules that an order has to keep."""

    rules: GuildRules
    limits: tuple[Limit, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    prices: tuple[FixedPrice, ...] = ()
    weights: tuple[TurnWeight, ...] = ()

    @cached_property
    def tariff(self) -> Tariff:
        """The server's prices."""
        fixed = {(price.kind, price.model): price.amount for price in self.prices}
        return Tariff(self.rules.price_percent, fixed)

    def weight_of(self, role_ids: Collection[RoleId]) -> int:
        """Return how many turns for one somebody with these roles gets; the most counts."""
        return max(
            (
                weight.weight
                for weight in self.weights
                if weight.role_id == EVERYONE or weight.role_id in role_ids
            ),
            default=1,
        )
