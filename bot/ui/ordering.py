"""Taking an order from an interaction: the first answer is the card itself."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import discord
import structlog
from discord.ui import View

from bot.domain.delivery import JobView
from bot.domain.errors import NotEnoughCredits, Refusal
from bot.domain.filters import TextRefused
from bot.domain.ids import UserId
from bot.domain.requests import LyricsRequest, Request
from bot.domain.songs import SongRequest
from bot.domain.sources import Source, SourceUnreachable, SourceUnusable
from bot.ui.answering import answer_with_card
from bot.ui.asking import guild_of, key_of, place_of, requester_of
from bot.ui.buttons import build_help_view, build_reopen_view
from bot.ui.client import Interaction
from bot.ui.drafts import Draft
from bot.ui.guarded import view_of
from bot.ui.lyrics_files import lyrics_in
from bot.ui.reports import report
from bot.ui.review_buttons import appeal_button
from bot.ui.reworks import Formed, has_form, with_source
from bot.ui.text import one_line, shorten

T = TypeVar("T")

log = structlog.get_logger(__name__)

LYRICS_IDEA_LIMIT = 200
"""What the service takes of an idea for lyrics, in characters."""

_PATIENCE = timedelta(seconds=10)


async def order_song(
    interaction: Interaction,
    request: Request,
    *,
    private: bool,
    lyrics_file: discord.Attachment | None = None,
) -> None:
    """Order something and answer with its card, or privately with the reason why not.

    Links are looked at, and lyrics read from a file, before anything is charged. A refused order
    can be opened as a form, with its text kept.
    """
    services = interaction.client.services

    async def order() -> JobView:
        nonlocal request
        if lyrics_file is not None and isinstance(request, SongRequest):
            request = replace(request, lyrics=await lyrics_in(lyrics_file))
        return await services.generation.order(
            await services.uploads.inspected(request),
            requester_of(interaction),
            place_of(interaction, private=private),
            key=key_of(interaction),
        )

    try:
        await answer_with_card(interaction, order, private=private)
    except Refusal as refusal:
        view = await way_on(interaction, request, refusal, private=private)
        await report(interaction, refusal, view=view)


async def way_on(
    interaction: Interaction, request: Request, refusal: Refusal, *, private: bool
) -> View:
    """Return the buttons that help after a refusal: the form once more, only the words, asking."""
    refused_words = isinstance(refusal, TextRefused)
    if not has_form(request) and not refused_words:
        return build_help_view(refusal, interaction.locale)
    if isinstance(request, Formed) and isinstance(refusal, SourceUnusable | SourceUnreachable):
        # The form then asks for a song in its place.
        request = with_source(request, Source())
    draft = Draft(UserId(interaction.user.id), request, private)
    draft_id = interaction.client.drafts.keep(draft)
    if not has_form(request):
        return view_of(appeal_button(draft_id, interaction.locale))
    unpaid = isinstance(refusal, NotEnoughCredits)
    price = await price_of_lyrics(interaction, request) if unpaid else None
    return build_reopen_view(draft_id, interaction.locale, refusal, lyrics_price=price)


def lyrics_instead(request: Request) -> LyricsRequest | None:
    """Return the order of only the lyrics of what was ordered; None when it brings its own."""
    told = request.idea or request.style or request.title
    if not isinstance(request, SongRequest) or request.lyrics or request.instrumental or not told:
        return None
    return LyricsRequest(idea=shorten(one_line(told), LYRICS_IDEA_LIMIT))


async def price_of_lyrics(interaction: Interaction, request: Request) -> int | None:
    """Return what only the lyrics of an order cost here; None when that cannot be ordered."""
    instead = lyrics_instead(request)
    if instead is None:
        return None
    quotes = interaction.client.services.quotes
    try:
        quote = await quotes.quote(instead, UserId(interaction.user.id), guild_of(interaction))
    except Refusal:
        return None
    return quote.price


async def order_at_once(interaction: Interaction, request: Request) -> None:
    """Order what takes seconds, and answer privately with what came of it.

    When it takes longer after all, its card is shown instead and kept up to date.
    """
    services = interaction.client.services

    async def order() -> JobView:
        return await services.generation.order_and_wait(
            request,
            requester_of(interaction),
            place_of(interaction, private=True),
            key=key_of(interaction),
            patience=_PATIENCE,
        )

    try:
        await answer_with_card(interaction, order, private=True)
    except (NotEnoughCredits, TextRefused) as refusal:
        view = await way_on(interaction, request, refusal, private=True)
        await report(interaction, refusal, view=view)
