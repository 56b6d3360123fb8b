"""What the buttons do."""

from dataclasses import replace

from bot.domain.delivery import JobView, MessageRef
from bot.domain.errors import NotEnoughCredits, NotYourJob
from bot.domain.ids import JobId, MessageId, UserId
from bot.domain.privacy import PromptForgotten
from bot.domain.songs import SongRequest
from bot.ui.answering import answer_with_card
from bot.ui.asking import guild_of, is_outside, key_of, place_of, requester_of
from bot.ui.buttons import build_view
from bot.ui.client import Interaction
from bot.ui.drafts import Draft, DraftId
from bot.ui.forms import reopen_song_form
from bot.ui.library_controls import cancelled
from bot.ui.lyrics import draw_lyrics
from bot.ui.ordering import way_on
from bot.ui.painter import Painter
from bot.ui.refusals import FormExpired, PriceChanged
from bot.ui.rendering import draw_for, price_of_another, reader_locale
from bot.ui.reports import report
from bot.ui.rework_forms import reopen_rework_form
from bot.ui.surfaces import AnswerByToken


class SongControls:
    """The buttons of cards and of refused forms; see `bot.ui.client.Controls`."""

    async def again(self, interaction: Interaction, job_id: JobId, shown_price: int | None) -> None:
        """Order the same once more, charged to the presser, if the price is the one shown."""
        services = interaction.client.services
        earlier = await services.library.view(job_id, guild_of(interaction))
        price = price_of_another(interaction.client, earlier)
        if shown_price is not None and shown_price != price:
            await self._redraw(interaction, earlier)
            raise PriceChanged(job_id, shown_price, price)
        private = on_private_message(interaction)

        async def order() -> JobView:
            # What a link led to then may be gone now; that costs nobody anything.
            await services.uploads.inspected(earlier.job.request)
            return await services.generation.again(
                job_id,
                requester_of(interaction),
                place_of(interaction, private=private),
                key=key_of(interaction),
            )

        try:
            await answer_with_card(interaction, order, private=private)
        except NotEnoughCredits as refusal:
            view = await way_on(interaction, earlier.job.request, refusal, private=private)
            await report(interaction, refusal, view=view)

    async def lyrics(self, interaction: Interaction, job_id: JobId) -> None:
        """Show a song's lyrics to the presser alone."""
        view = await interaction.client.services.library.view(job_id, guild_of(interaction))
        answer = draw_lyrics(view, interaction.locale)
        file = answer.file()
        await interaction.response.send_message(
            embeds=list(answer.embeds), files=[file] if file else [], ephemeral=True
        )

    async def cancel(self, interaction: Interaction, job_id: JobId) -> None:
        """End a job that was not sent yet."""
        view = await cancelled(interaction, job_id, drawn_by_caller=True)
        if view is None:
            return
        await self._redraw(interaction, view)
        await interaction.client.services.cards.drawn(view)

    async def refresh(self, interaction: Interaction, job_id: JobId) -> None:
        """Draw the pressed message anew, with its files.

        Where only a token leads, the press brings a fresh one, by which the rest is shown.
        """
        client = interaction.client
        view = await client.services.library.view(job_id, guild_of(interaction))
        if view.job.unposted and not on_private_message(interaction):
            view = replace(view, songs=())
        pressed = _pressed(interaction, job_id)
        try:
            if view.songs or view.job.early or view.deleted_at:
                # Sending files may take longer than Discord waits for a first answer.
                await interaction.response.defer()
                surface = AnswerByToken(client, pressed.place, MessageId(pressed.message_id or 0))
                await Painter(client, client.archive).paint(surface, pressed, view)
            else:
                await self._redraw(interaction, view)
        finally:
            await client.services.cards.renewed(pressed)

    async def reopen(self, interaction: Interaction, draft_id: DraftId) -> None:
        """Open the form again with the text that was refused."""
        draft = interaction.client.drafts.find(draft_id, UserId(interaction.user.id))
        if draft is None:
            raise FormExpired
        await _open_form(interaction, draft_id, draft)

    async def change(self, interaction: Interaction, job_id: JobId) -> None:
        """Open the form with the text of an order that the music service refused."""
        client, user_id = interaction.client, UserId(interaction.user.id)
        job = (await client.services.library.view(job_id, guild_of(interaction))).job
        if job.requester_id != user_id:
            raise NotYourJob(job_id)
        if isinstance(job.request, SongRequest) and not job.request.summary:
            raise PromptForgotten(job_id)
        draft = Draft(user_id, job.request, on_private_message(interaction))
        await _open_form(interaction, client.drafts.keep(draft), draft)

    async def _redraw(self, interaction: Interaction, view: JobView) -> None:
        locale = reader_locale(interaction, private=on_private_message(interaction))
        drawing = draw_for(
            interaction.client, view, locale=locale, private=by_token_only(interaction)
        )
        await interaction.response.edit_message(
            content=drawing.content, embed=drawing.embed, view=build_view(drawing.buttons, locale)
        )


async def _open_form(interaction: Interaction, draft_id: DraftId, draft: Draft) -> None:
    if isinstance(draft.request, SongRequest):
        await reopen_song_form(interaction, draft_id, draft)
    else:
        await reopen_rework_form(interaction, draft_id, draft)


def _pressed(interaction: Interaction, job_id: JobId) -> MessageRef:
    """Return the message whose button was pressed, with the token that came with the press."""
    place = place_of(interaction, private=on_private_message(interaction))
    message_id = None if interaction.message is None else MessageId(interaction.message.id)
    return MessageRef(job_id, place, message_id)


def by_token_only(interaction: Interaction) -> bool:
    """Tell whether only tokens lead to the message whose button was pressed."""
    return on_private_message(interaction) or is_outside(interaction)


def on_private_message(interaction: Interaction) -> bool:
    """Tell whether the pressed button is on a message that only its reader sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral
