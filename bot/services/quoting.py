"""What an order would be and would cost, before anybody decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.ids import GuildId, UserId
from bot.domain.jobs import kind_of
from bot.domain.ports import Database, MusicProvider, Transaction
from bot.domain.prices import PriceList
from bot.domain.requests import Request
from bot.domain.rules import Tariff
from bot.domain.songs import Song, SongRequest
from bot.services.sources import Sources, without_sources


@dataclass(frozen=True)
class Quote:
    """An order as it would be made now, and its price in whole credits."""

    request: Request
    price: int


class QuoteService:
    """Completes and prices orders; nothing is held or kept."""

    def __init__(
        self, database: Database, provider: MusicProvider, prices: PriceList, sources: Sources
    ) -> None:
        self._database = database
        self._provider = provider
        self._prices = prices
        self._sources = sources

    def price_of(self, request: Request) -> int:
        """Return what the provider takes for an order now, in whole credits.

        It is the price where a server sets none; see `JobView.tariff`.

        For a request that was never ordered this assumes that its songs need not be brought in
        anew; `quote` knows.
        """
        return self._prices.of(request)

    def price_of_joining(self, request: Request) -> int:
        """Return what of an order's price is for joining new parts with their source."""
        return self._prices.of_joining(request)

    def offer(self, request: Request, songs: tuple[Song, ...], tariff: Tariff) -> int:
        """Return what a request would cost now, in whole credits.

        `songs` are its sources as they were read just now, in order, and `tariff` their server's.

        Raises:
            Refusal: why the music service could not do it.
        """
        if not isinstance(request, SongRequest):
            request = self._sources.informed_by(request, songs)
        return self._estimate(request, tariff)

    async def estimates(self, requests: Sequence[Request], guild_id: GuildId) -> tuple[int, ...]:
        """Return what orders would cost now of which not everything is said yet, in whole credits.

        This assumes that their songs need not be brought in anew; `quote` knows.
        """
        tariff = await self._tariff(guild_id)
        return tuple(self._estimate(request, tariff) for request in requests)

    async def quote(self, request: Request, user_id: UserId, guild_id: GuildId) -> Quote:
        """Return what an order would be if it were made now, and what it would cost.

        Raises:
            Refusal: why it could not be made.
        """
        complete = await self.completed(request, user_id, guild_id)
        return Quote(complete, self._estimate(complete, await self._tariff(guild_id)))

    async def completed(self, request: Request, user_id: UserId, guild_id: GuildId) -> Request:
        """Return a request with its texts tidied, its sources looked up, and a model.

        Raises:
            Refusal: why it could not be ordered.
        """
        checked = request.checked()
        complete = without_sources(checked)
        if complete is None:
            complete = await self._database.read(
                lambda tx: self._sources.complete(tx, checked, user_id, guild_id)
            )
        if not complete.model:
            complete = replace(complete, model=self._provider.default_model(complete))
        self._provider.check(complete)
        return complete

    def check_sources(
        self, tx: Transaction, request: Request, user_id: UserId, guild_id: GuildId
    ) -> None:
        """Make sure that what a complete request is about may still be used.

        Raises:
            Refusal: it was deleted meanwhile, or is no longer theirs to use.
        """
        self._sources.complete(tx, request, user_id, guild_id)

    def _estimate(self, request: Request, tariff: Tariff) -> int:
        model = request.model or self._provider.default_model(request)
        return tariff.price(kind_of(request), model, self.price_of(replace(request, model=model)))

    async def _tariff(self, guild_id: GuildId) -> Tariff:
        return (await self._database.read(lambda tx: tx.rules.terms(guild_id))).tariff
