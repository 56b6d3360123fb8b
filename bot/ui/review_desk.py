"""Showing reviews on Discord: in the review channel, by /mod review, and after a verdict."""

from collections.abc import Sequence
from contextlib import AsyncExitStack

import discord
from discord import Locale
from discord.utils import MISSING

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.filters import TextRefused
from bot.domain.ids import MessageId, ReviewId, SongId, UserId
from bot.domain.moderated_texts import texts_of
from bot.domain.ports import SongArchive
from bot.domain.reviews import Review, ReviewCard, ReviewState, ReviewView
from bot.ui.asking import guild_of, place_of, requester_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.drafts import DraftId
from bot.ui.faults import messenger_errors
from bot.ui.moderation_refusals import NothingRefusesIt
from bot.ui.refusals import FormExpired
from bot.ui.rendering import guild_locale
from bot.ui.reports import tell
from bot.ui.review_cards import draw_review, review_attachments, review_buttons
from bot.ui.song_choice import visitor_of
from bot.ui.translation import translate
from bot.ui.uploads import file_limit, file_limit_of, ready


class DiscordReviewDesk:
    """`ReviewDesk` in servers' review channels."""

    def __init__(self, client: JamboreeClient, archive: SongArchive) -> None:
        self._client = client
        self._archive = archive

    async def show(self, card: ReviewCard, view: ReviewView) -> MessageId | None:
        """Draw a review's card, anew or for the first time; returns its id in the latter case.

        Raises:
            MessageUnreachable: the channel or the message is gone or closed to us.
            MessengerBusy: try again later.
        """
        if card.channel_id is None:
            raise MessageUnreachable("the server has no review channel")
        if not self._client.is_ready():
            raise MessengerBusy("not logged in")
        locale = guild_locale(self._client, card.guild_id)
        channel = self._client.get_partial_messageable(card.channel_id, guild_id=card.guild_id)
        embed, buttons = draw_review(view, locale), review_buttons(view.review, locale)
        async with messenger_errors():
            if card.message_id is not None:
                message = channel.get_partial_message(card.message_id)
                await message.edit(embed=embed, view=buttons, attachments=_left_of_files(view))
                return None
            limit = file_limit_of(self._client, card.guild_id)
            async with AsyncExitStack() as stack:
                files = await _files(stack, view.review, self._archive, limit, locale)
                sent = await channel.send(
                    embed=embed, view=buttons, files=files, nonce=f"review-{card.review_id}"
                )
        return MessageId(sent.id)


class DiscordReviewControls:
    """What the buttons of reviews, appeals and reports do."""

    async def show_verdict(self, interaction: Interaction, review_id: ReviewId) -> None:
        """Draw the card whose button was pressed anew."""
        view = await interaction.client.services.reviews.view(guild_of(interaction), review_id)
        locale = interaction.guild_locale or interaction.locale
        await interaction.response.edit_message(
            embed=draw_review(view, locale),
            view=review_buttons(view.review, locale),
            attachments=_left_of_files(view),
        )

    async def appeal(self, interaction: Interaction, draft_id: DraftId) -> None:
        """Ask the moderators about a kept text.

        Raises:
            Refusal: it was not asked.
        """
        client, user_id = interaction.client, UserId(interaction.user.id)
        draft = client.drafts.find(draft_id, user_id)
        if draft is None:
            raise FormExpired
        verdict = await client.services.filters.examine(
            guild_of(interaction), texts_of(draft.request)
        )
        if not verdict.refused:
            raise NothingRefusesIt
        await client.services.reviews.appeal(
            draft.request,
            TextRefused(verdict.matches[0]),
            requester_of(interaction),
            place_of(interaction, private=draft.private),
        )
        text = translate(
            interaction.locale,
            "The moderators are asked. Nothing is charged until they approve; I tell you what they"
            " say.",
        )
        await tell(interaction, text)

    async def report_song(self, interaction: Interaction, song_id: SongId, reason: str) -> None:
        """Report a song.

        Raises:
            Refusal: it was not reported.
        """
        await interaction.client.services.song_moderation.report(
            visitor_of(interaction), song_id, reason
        )
        text = translate(
            interaction.locale,
            "Thank you. The moderators are told; the song's author does not learn who reported it.",
        )
        await tell(interaction, text)


async def send_review(interaction: Interaction, review: Review) -> None:
    """Answer with a review's card, to the moderator alone, its audio included."""
    client, locale = interaction.client, interaction.locale
    await interaction.response.defer(ephemeral=True, thinking=True)
    view = await client.services.reviews.view(review.guild_id, review.review_id or ReviewId(0))
    async with AsyncExitStack() as stack:
        limit = file_limit(interaction, len(review_attachments(view.review, locale)))
        files = await _files(stack, view.review, client.archive, limit, locale)
        await interaction.edit_original_response(
            embed=draw_review(view, locale),
            view=review_buttons(view.review, locale),
            attachments=files or MISSING,
        )


def _left_of_files(view: ReviewView) -> Sequence[discord.Attachment | discord.File]:
    """Return what an edit leaves of a card's files: all until the verdict, and then none."""
    return MISSING if view.review.state is ReviewState.OPEN else []


async def _files(
    stack: AsyncExitStack, review: Review, archive: SongArchive, limit: int, locale: Locale
) -> Sequence[discord.File]:
    attachments = review_attachments(review, locale)
    fitting = await stack.enter_async_context(ready(attachments, archive, limit, locale))
    return [file.open() for file in fitting.files]
