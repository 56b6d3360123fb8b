"""What orders cost. Prices are data, given by the settings; amounts are whole credits."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.jobs import JobKind
from bot.domain.songs import SongRequest, WordsFrom


@dataclass(frozen=True)
class Price:
    """What one kind of job costs.

    The provider asks less for some older models when the member brings the lyrics (its price list
    of September 2026); `with_own_lyrics` names those models.
    """

    usual: int
    with_own_lyrics: Mapping[str, int]


@dataclass(frozen=True)
class PriceList:
    """Prices by kind of job."""

    prices: Mapping[JobKind, Price]

    def of(self, kind: JobKind, request: SongRequest) -> int:
        """Return the price of a request, in whole credits.

        Raises:
            KeyError: the list has no price for `kind`, which the settings rule out at the start.
        """
        price = self.prices[kind]
        if request.words_from is WordsFrom.MEMBER:
            return price.with_own_lyrics.get(request.model, price.usual)
        return price.usual
