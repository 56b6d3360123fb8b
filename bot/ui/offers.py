"""What reworking a song costs here and now."""

from collections.abc import Mapping

from bot.domain.delivery import JobView
from bot.domain.errors import Refusal
from bot.domain.jobs import JobKind, kind_of
from bot.domain.songs import Song
from bot.domain.sources import NoPublicAddress
from bot.ui.client import JamboreeClient
from bot.ui.drawing import Verb
from bot.ui.reworks import Rework, prefilled

REWORKS: Mapping[Verb, JobKind] = {
    Verb.EXTEND: JobKind.EXTEND,
    Verb.COVER: JobKind.COVER,
    Verb.STEMS: JobKind.STEMS,
}
"""The buttons of a card that open a form about its song."""


def price_of(client: JamboreeClient, view: JobView, song: Song, request: Rework) -> int:
    """Return what a request about a song of `view` would cost, in credits.

    Raises:
        Refusal: why the music service could not do it.
    """
    sources = (song,) * len(request.sources)
    return client.services.quotes.offer(request, sources, view.tariff)


def price_shown(client: JamboreeClient, view: JobView, song: Song, kind: JobKind) -> int:
    """Return the price for a button, also of what would be refused when it is pressed."""
    request = prefilled(kind, song)
    try:
        return price_of(client, view, song, request)
    except Refusal:
        cost = client.services.quotes.price_of(request)
        return view.tariff.price(kind_of(request), request.model, cost)


def price_if_possible(
    client: JamboreeClient, view: JobView, song: Song, kind: JobKind
) -> int | None:
    """Return the price for a button; None for what never works on this kind of song here."""
    try:
        return price_of(client, view, song, prefilled(kind, song))
    except NoPublicAddress:
        return None
    except Refusal:
        return price_shown(client, view, song, kind)


def offers_of(client: JamboreeClient, view: JobView) -> dict[Verb, int]:
    """Return the prices for the buttons of a finished job's card; they are of its first song."""
    if not view.songs:
        return {}
    first = view.songs[0]
    return {verb: price_shown(client, view, first, kind) for verb, kind in REWORKS.items()}
