"""What the buttons about one song do."""

from bot.domain.delivery import JobView
from bot.domain.ids import JobId
from bot.domain.jobs import JobKind
from bot.domain.songs import Song
from bot.ui.buttons import build_view
from bot.ui.client import Interaction
from bot.ui.controls import on_private_message
from bot.ui.offers import price_of, prices_of_stems
from bot.ui.refusals import PriceChanged, SomebodyElsesSong
from bot.ui.rendering import draw_for, reader_locale
from bot.ui.rework_forms import open_rework_form
from bot.ui.reworks import prefilled
from bot.ui.song_choice import visitor_of

_FOR_EVERYONE = frozenset({JobKind.EXTEND, JobKind.COVER})
"""What anybody may make of a song whose card they see, on their own credits."""


class SongReworkControls:
    """The buttons about one song; see `bot.ui.client.ReworkControls`."""

    async def form_on_card(
        self, interaction: Interaction, job_id: JobId, kind: JobKind, shown_price: int | None
    ) -> None:
        """Open the form that makes something of a card's song, if the price is the one shown."""
        view = await interaction.client.services.library.shown(visitor_of(interaction), job_id)
        first = view.songs[0]
        _check_author(interaction, first, kind)
        price = price_of(interaction.client, view, first, prefilled(kind, first))
        if shown_price is not None and shown_price != price:
            await _redraw(interaction, view)
            raise PriceChanged(job_id, shown_price, price)
        await _open(interaction, view, kind, view.songs)


def _check_author(interaction: Interaction, song: Song, kind: JobKind) -> None:
    if kind not in _FOR_EVERYONE and song.author_id != interaction.user.id:
        raise SomebodyElsesSong(song.author_id)


async def _open(
    interaction: Interaction, view: JobView, kind: JobKind, songs: tuple[Song, ...]
) -> None:
    stems = kind is JobKind.STEMS
    prices = prices_of_stems(interaction.client, view, songs[0]) if stems else None
    await open_rework_form(interaction, kind, songs, prices)


async def _redraw(interaction: Interaction, view: JobView) -> None:
    """Show the pressed card with today's prices."""
    private = on_private_message(interaction)
    locale = reader_locale(interaction, private=private)
    drawing = draw_for(interaction.client, view, locale=locale, private=private)
    await interaction.response.edit_message(
        content=drawing.content, embed=drawing.embed, view=build_view(drawing.buttons, locale)
    )
