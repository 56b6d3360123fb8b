"""What a form's order costs, which its title says before anything is sent in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.errors import Refusal
from bot.domain.requests import (
    CoverRequest,
    ExtendRequest,
    MashupRequest,
    Request,
    SampleRequest,
    StemParts,
    StemsRequest,
)
from bot.domain.songs import Song, SongRequest
from bot.ui.asking import guild_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.labels import priced
from bot.ui.offers import price_of
from bot.ui.reworks import Rework
from bot.ui.translation import translate

_Asked = TypeVar("_Asked", bound=Request)

_WORDS = "la"
"""Stands for lyrics or an idea that a form does not hold yet."""


@dataclass(frozen=True)
class FormPrice:
    """What a form's order costs, in credits, with lyrics of one's own and without.

    The service takes less for some older models when it need not write the lyrics. A form that
    asks for tracks says with each choice what it costs: `of_parts`.
    """

    with_lyrics: int
    without_lyrics: int
    of_parts: Mapping[StemParts, int] = field(default_factory=dict)

    def title(self, name: str, locale: Locale) -> str:
        """Return a form's title with the price in it."""
        if self.of_parts:
            return name
        if self.with_lyrics == self.without_lyrics:
            return priced(name, self.with_lyrics)
        lowest, highest = sorted((self.with_lyrics, self.without_lyrics))
        span = translate(locale, "{lowest} to {highest}", lowest=lowest, highest=highest)
        return f"{name} · {span}"

    def description_of_idea(self, locale: Locale) -> str:
        """Return what a form says beside the text that takes the place of lyrics."""
        if self.with_lyrics == self.without_lyrics:
            return translate(locale, "What it is about, when you do not bring lyrics.")
        return translate(
            locale,
            "What it is about. Without lyrics of your own it costs {price}.",
            price=self.without_lyrics,
        )


def price_about_song(
    client: JamboreeClient, view: JobView, song: Song, request: Rework
) -> FormPrice:
    """Return the price of a form about a song of `view`.

    Raises:
        Refusal: why the music service could not do what the form begins with.
    """
    as_it_is = price_of(client, view, song, request)

    def price(variant: Rework) -> int:
        try:
            return price_of(client, view, song, variant)
        except Refusal:
            return as_it_is

    return _form_price(request, [price(variant) for variant in _variants(request)])


async def price_of_draft(interaction: Interaction, request: Request) -> FormPrice:
    """Return the price of a form for an order that is not complete yet.

    Whether the songs it is about have to be brought in anew is seen when it is ordered.
    """
    quotes = interaction.client.services.quotes
    prices = await quotes.estimates(_variants(request), guild_of(interaction))
    return _form_price(request, prices)


def _form_price(request: Request, prices: Sequence[int]) -> FormPrice:
    if isinstance(request, StemsRequest):
        return FormPrice(prices[0], prices[0], dict(zip(StemParts, prices, strict=True)))
    return FormPrice(prices[0], prices[-1])


def _variants(request: _Asked) -> tuple[_Asked, ...]:
    """Return what a form may make of a request, as far as that decides its price.

    With lyrics and without come in this order; tracks in the order of their ways.
    """
    match request:
        case StemsRequest():
            return tuple(replace(request, parts=parts) for parts in StemParts)
        case SongRequest() | ExtendRequest() | CoverRequest() | MashupRequest() | SampleRequest():
            return (
                replace(request, lyrics=request.lyrics or _WORDS, idea=""),
                replace(request, lyrics="", idea=request.idea or _WORDS),
            )
        case _:
            return (request,)
