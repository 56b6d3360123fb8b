"""What the buttons about one song do."""

from bot.domain.delivery import JobView
from bot.domain.ids import JobId, MessageId, SongId, UserId
from bot.domain.jobs import JobKind
from bot.domain.songs import Song
from bot.ui.asking import guild_of
from bot.ui.buttons import build_view
from bot.ui.client import Interaction
from bot.ui.controls import by_token_only, on_private_message
from bot.ui.exporting import ExportForm, export_song
from bot.ui.family import send_details
from bot.ui.form_prices import price_about_song
from bot.ui.offers import price_of
from bot.ui.ordering import order_song
from bot.ui.panels import Panel, change_panel, open_panel
from bot.ui.refusals import PriceChanged, SomebodyElsesSong
from bot.ui.rendering import draw_for, reader_locale
from bot.ui.reposting import show_song
from bot.ui.rework_forms import open_rework_form, stays_private
from bot.ui.reworks import has_form, prefilled
from bot.ui.song_choice import chosen_song, visitor_of
from bot.ui.song_panel import draw_song_panel

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
        await _open_form(interaction, view, kind, view.songs)

    async def form_on_message(
        self, interaction: Interaction, message_id: MessageId, kind: JobKind
    ) -> None:
        """Open the form that makes something of the song on a message."""
        details = await interaction.client.services.library.details_on(
            visitor_of(interaction), message_id
        )
        _check_author(interaction, details.song, kind)
        await _open_form(interaction, details.view, kind, details.view.songs)

    async def more(self, interaction: Interaction, job_id: JobId) -> None:
        """Open the panel of a card's first song, for the presser alone."""
        view = await interaction.client.services.library.shown(visitor_of(interaction), job_id)
        await open_panel(interaction, _panel(interaction, view, view.songs[0]))

    async def version(self, interaction: Interaction, song_id: SongId) -> None:
        """Show a song's panel in place of the one whose button was pressed."""
        song, view = await _named(interaction, song_id)
        await change_panel(interaction, _panel(interaction, view, song))

    async def make(
        self, interaction: Interaction, song_id: SongId, kind: JobKind, shown_price: int | None
    ) -> None:
        """Make something of a panel's song, at once or by a form, if the price is the one shown."""
        song, view = await _named(interaction, song_id)
        _check_author(interaction, song, kind)
        request = prefilled(kind, song)
        price = price_of(interaction.client, view, song, request)
        if shown_price is not None and shown_price != price:
            await change_panel(interaction, _panel(interaction, view, song))
            raise PriceChanged(song.job_id, shown_price, price)
        if has_form(request):
            await _open_form(interaction, view, kind, (song,))
        else:
            await order_song(interaction, request, private=stays_private(interaction, song))

    async def details(self, interaction: Interaction, song_id: SongId) -> None:
        """Show how a song was made to the presser alone."""
        details = await interaction.client.services.library.details(
            visitor_of(interaction), song_id
        )
        await send_details(interaction, details)

    async def share(self, interaction: Interaction, song_id: SongId) -> None:
        """Post a song's card once more."""
        await show_song(interaction, await chosen_song(interaction, song_id))

    async def take_away(self, interaction: Interaction, song_id: SongId) -> None:
        """Give a song's files to the presser alone."""
        song = await chosen_song(interaction, song_id)
        await export_song(interaction, song, ExportForm.ZIP)


async def _named(interaction: Interaction, song_id: SongId) -> tuple[Song, JobView]:
    song = await chosen_song(interaction, song_id)
    library = interaction.client.services.library
    return song, await library.view(song.job_id, guild_of(interaction))


def _check_author(interaction: Interaction, song: Song, kind: JobKind) -> None:
    if kind not in _FOR_EVERYONE and song.author_id != interaction.user.id:
        raise SomebodyElsesSong(song.author_id)


def _panel(interaction: Interaction, view: JobView, song: Song) -> Panel:
    user_id = UserId(interaction.user.id)
    return draw_song_panel(interaction.client, view, song, user_id, interaction.locale)


async def _open_form(
    interaction: Interaction, view: JobView, kind: JobKind, songs: tuple[Song, ...]
) -> None:
    price = price_about_song(interaction.client, view, songs[0], prefilled(kind, songs[0]))
    await open_rework_form(interaction, kind, songs, price)


async def _redraw(interaction: Interaction, view: JobView) -> None:
    """Show the pressed card with today's prices."""
    locale = reader_locale(interaction, private=on_private_message(interaction))
    drawing = draw_for(interaction.client, view, locale=locale, private=by_token_only(interaction))
    await interaction.response.edit_message(
        content=drawing.content, embed=drawing.embed, view=build_view(drawing.buttons, locale)
    )
