"""Taking an order from an interaction: the first answer is the card itself."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord
import structlog
from discord.ui import View

from bot.domain.crash_points import Act, around
from bot.domain.delivery import JobView
from bot.domain.errors import Refusal
from bot.domain.ids import MessageId, UserId
from bot.domain.requests import Request
from bot.ui.asking import key_of, place_of, requester_of
from bot.ui.buttons import build_help_view, build_reopen_view, build_view
from bot.ui.client import Interaction
from bot.ui.drafts import Draft
from bot.ui.permissions import check_delivery
from bot.ui.rendering import draw_for, reader_locale
from bot.ui.reports import is_noise, report
from bot.ui.reworks import has_form

T = TypeVar("T")

log = structlog.get_logger(__name__)

_READY_WITHIN_SECONDS = 1.5
"""Discord forgets an interaction that is not answered within 3 s; half of that is for the way."""


async def order_song(interaction: Interaction, request: Request, *, private: bool) -> None:
    """Order something and answer with its card, or privately with the reason why not.

    Links are looked at before anything is charged. A refused order can be opened as a form, with
    its text kept.
    """
    services = interaction.client.services

    async def order() -> JobView:
        return await services.generation.order(
            await services.uploads.inspected(request),
            requester_of(interaction),
            place_of(interaction, private=private),
            key=key_of(interaction),
        )

    try:
        await answer_with_card(interaction, order, private=private)
    except Refusal as refusal:
        await report(interaction, refusal, view=_way_on(interaction, request, refusal, private))


def _way_on(interaction: Interaction, request: Request, refusal: Refusal, private: bool) -> View:
    """Return the buttons that help after a refusal: the form once more, where there is one."""
    if not has_form(request):
        return build_help_view(refusal, interaction.locale)
    draft = Draft(UserId(interaction.user.id), request, private)
    draft_id = interaction.client.drafts.keep(draft)
    return build_reopen_view(draft_id, interaction.locale, refusal)


async def answer_with_card(
    interaction: Interaction, order: Callable[[], Awaitable[JobView]], *, private: bool
) -> None:
    """Place an order and show its card as the interaction's first answer.

    Raises:
        Refusal: nothing was ordered, and nothing public remains in the channel.
    """
    if not private:
        check_delivery(interaction)
    deferred_id: int | None = None
    task = asyncio.ensure_future(order())
    try:
        if not await _in_time(task):
            deferred_id = await _answered(_defer(interaction, private=private))
        view = await task
    except Refusal:
        if interaction.response.is_done():
            await _answered(interaction.delete_original_response())
        raise
    shown_id = await _answered(_show(interaction, view, private=private))
    message_id = shown_id or deferred_id
    if message_id is not None:
        await interaction.client.services.generation.posted(view.job.job_id, MessageId(message_id))


async def _in_time(task: "asyncio.Future[T]") -> bool:
    done, _ = await asyncio.wait({task}, timeout=_READY_WITHIN_SECONDS)
    return bool(done)


async def _answered(answer: Awaitable[T]) -> T | None:
    """Give an answer; None when Discord did not take it.

    An order stands whether or not its answer arrives: the courier shows it wherever it still can.
    """
    try:
        with around(Act.ANSWER):
            return await answer
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        level = log.debug if is_noise(error) else log.warning
        level("answer_failed", error=str(error))
        return None


async def _defer(interaction: Interaction, *, private: bool) -> int | None:
    answer = await interaction.response.defer(ephemeral=private, thinking=True)
    return answer.message_id if answer else None


async def _show(interaction: Interaction, view: JobView, *, private: bool) -> int | None:
    locale = reader_locale(interaction, private=private)
    drawing = draw_for(interaction.client, view, locale=locale, private=private)
    buttons = build_view(drawing.buttons, locale)
    if interaction.response.is_done():
        edited = await interaction.edit_original_response(
            content=drawing.content, embed=drawing.embed, view=buttons
        )
        return edited.id
    answer = await interaction.response.send_message(
        drawing.content, embed=drawing.embed, view=buttons, ephemeral=private
    )
    return answer.message_id
