"""What the buttons of the library and the queue do."""

import discord

from bot.domain.delivery import JobView
from bot.domain.errors import TooLateToCancel
from bot.domain.ids import JobId, SongId, UserId
from bot.domain.library import SongQuery
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.export_offers import price_of_file, request_for
from bot.ui.exporting import send_file_after
from bot.ui.library_buttons import withhold_view
from bot.ui.ordering import order_at_once
from bot.ui.panels import Panel, change_panel
from bot.ui.queues import draw_queue
from bot.ui.refusals import PriceChanged
from bot.ui.reports import report
from bot.ui.shelves import draw_page
from bot.ui.song_choice import chosen_song, visitor_of
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

_TITLE_LIMIT = 80


async def cancelled(
    interaction: Interaction, job_id: JobId, *, drawn_by_caller: bool = False
) -> JobView | None:
    """End a job of the presser's; None if it went too far and they were offered not to post it.

    `drawn_by_caller` is as in `CancellingService.cancel`.

    Raises:
        Refusal: as `CancellingService.cancel`, where there is nothing to offer.
    """
    cancelling = interaction.client.services.cancelling
    user_id, guild_id = UserId(interaction.user.id), guild_of(interaction)
    try:
        return await cancelling.cancel(job_id, user_id, guild_id, drawn_by_caller=drawn_by_caller)
    except TooLateToCancel as late:
        if not late.withholdable:
            raise
        await report(interaction, late, view=withhold_view(job_id, interaction.locale))
        return None


class SongLibraryControls:
    """The buttons of the library and the queue; see `bot.ui.client.LibraryControls`."""

    async def turn_to(self, interaction: Interaction, query: SongQuery, number: int) -> None:
        """Show a page of the library in place of the one whose button was pressed."""
        library = interaction.client.services.library
        page = await library.page(visitor_of(interaction), query, number)
        await change_panel(interaction, draw_page(page, interaction.locale))

    async def save(self, interaction: Interaction, job_id: JobId) -> None:
        """Let a job's songs be favourites of the presser."""
        songs = await interaction.client.services.songs.save_all(visitor_of(interaction), job_id)
        text = translate_plural(
            interaction.locale,
            "⭐ {title} is one of your favourites now; /song library shows them.",
            "⭐ {title} is one of your favourites now, in {count} versions; /song library shows"
            " them.",
            len(songs),
            title=inline(songs[0].title, _TITLE_LIMIT),
        )
        await interaction.response.send_message(text, ephemeral=True)

    async def delete(self, interaction: Interaction, song_id: SongId) -> None:
        """Delete a song, as was confirmed."""
        songs = interaction.client.services.songs
        await songs.own_song(visitor_of(interaction), song_id)
        # Removing files and changing messages may take longer than Discord waits for an answer.
        await interaction.response.defer()
        await songs.delete(visitor_of(interaction), song_id)
        done = translate(interaction.locale, "The song is deleted.")
        await interaction.edit_original_response(embed=discord.Embed(description=done), view=None)

    async def keep(self, interaction: Interaction) -> None:
        """Delete nothing."""
        kept = translate(interaction.locale, "Nothing was deleted.")
        await change_panel(interaction, Panel(discord.Embed(description=kept)))

    async def unqueue(self, interaction: Interaction, job_id: JobId) -> None:
        """End a job that was not sent yet, and draw the queue anew."""
        if await cancelled(interaction, job_id) is not None:
            await self.queue(interaction)

    async def withhold(self, interaction: Interaction, job_id: JobId) -> None:
        """Keep what comes of a job from being posted, and say so in place of the offer."""
        await interaction.client.services.cancelling.withhold(
            job_id, UserId(interaction.user.id), guild_of(interaction)
        )
        done = translate(
            interaction.locale,
            "It will not be posted. It goes on and is paid as ever; then you alone find it with"
            " /song library.",
        )
        await interaction.response.edit_message(content=done, view=None)

    async def make_file(
        self, interaction: Interaction, song_id: SongId, form: str, shown_price: int | None
    ) -> None:
        """Order a file of a song, charged to the presser, if the price is the one shown."""
        song = await chosen_song(interaction, song_id)
        price = await price_of_file(interaction, song, form)
        if shown_price is not None and shown_price != price:
            raise PriceChanged(song.job_id, shown_price, price)
        await order_at_once(interaction, request_for(song, form))
        made = (await interaction.client.services.files.of_song(song)).files
        for file in made:
            if file.kind.value == form:
                await send_file_after(interaction, song, file.file)

    async def queue(self, interaction: Interaction) -> None:
        """Draw the queue anew."""
        overview = await interaction.client.services.library.queue(visitor_of(interaction))
        await change_panel(interaction, draw_queue(overview, interaction.locale))
