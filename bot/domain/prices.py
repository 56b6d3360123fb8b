"""What orders cost. Prices are data, given by the settings; amounts are whole credits."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.operations import Operation
from bot.domain.plans import plan_of
from bot.domain.requests import Request
from bot.domain.songs import WordsFrom


@dataclass(frozen=True)
class Price:
    """What one order of the service costs members.

    The provider asks less for some older models when the member brings the lyrics (its price list
    of September 2026); `with_own_lyrics` names those models. `songs` is how many it brings, each of
    which may have to be joined; 0 when that is not known or it brings none.
    """

    usual: int
    with_own_lyrics: Mapping[str, int]
    songs: int = 0


@dataclass(frozen=True)
class PriceList:
    """Prices by operation of the service."""

    prices: Mapping[Operation, Price]

    def of(self, request: Request) -> int:
        """Return the price of a request with all its steps, in whole credits.

        Raises:
            KeyError: the list lacks an operation, which the settings rule out at the start.
        """
        plan = plan_of(request)
        price = self.prices[plan.operation]
        making = price.usual
        if request.words_from is WordsFrom.MEMBER:
            making = price.with_own_lyrics.get(request.model, price.usual)
        uploads = len(plan.uploads) * self.prices[Operation.UPLOAD].usual if plan.uploads else 0
        return uploads + making + self.of_joining(request)

    def of_joining(self, request: Request) -> int:
        """Return what of a request's price is for joining new parts with their source."""
        plan = plan_of(request)
        if not plan.joins:
            return 0
        return self.prices[plan.operation].songs * self.prices[Operation.CONCAT].usual
