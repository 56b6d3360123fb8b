"""Answering an interaction with the card of what it ordered."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord
import structlog

from bot.domain.crash_points import Act, around
from bot.domain.delivery import JobView
from bot.domain.errors import Refusal
from bot.domain.ids import MessageId
from bot.ui.asking import is_outside
from bot.ui.buttons import build_view
from bot.ui.client import Interaction
from bot.ui.findings import files_of
from bot.ui.permissions import check_delivery
from bot.ui.rendering import draw_for, reader_locale
from bot.ui.reports import is_noise

T = TypeVar("T")

Order = Callable[[], Awaitable[JobView]]

log = structlog.get_logger(__name__)

_READY_WITHIN_SECONDS = 1.5
"""Discord forgets an interaction that is not answered within 3 s; half of that is for the way."""


async def answer_with_card(interaction: Interaction, order: Order, *, private: bool) -> None:
    """Place an order and show its card as the interaction's first answer.

    Raises:
        Refusal: nothing was ordered, and nothing public remains in the channel.
    """
    if not private:
        check_delivery(interaction)
    deferral = _Deferral(interaction, private=private)
    try:
        try:
            view = await order()
        finally:
            deferred_id = await deferral.end()
    except Refusal:
        if interaction.response.is_done():
            await _answered(interaction.delete_original_response())
        raise
    shown_id = await _answered(_show(interaction, view, private=private))
    message_id = shown_id or deferred_id
    if message_id is not None:
        await interaction.client.services.cards.posted(view.job.job_id, MessageId(message_id))


class _Deferral:
    """Tells Discord that an answer is on its way, once it takes long."""

    def __init__(self, interaction: Interaction, *, private: bool) -> None:
        self._interaction = interaction
        self._private = private
        self._told: asyncio.Task[int | None] | None = None
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(_READY_WITHIN_SECONDS, self._begin)

    async def end(self) -> int | None:
        """Return the id of the message that stands for the answer; None if there is none."""
        self._timer.cancel()
        return None if self._told is None else await self._told

    def _begin(self) -> None:
        self._told = asyncio.create_task(_answered(self._defer()))

    async def _defer(self) -> int | None:
        answer = await self._interaction.response.defer(ephemeral=self._private, thinking=True)
        return answer.message_id if answer else None


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


async def _show(interaction: Interaction, view: JobView, *, private: bool) -> int | None:
    locale = reader_locale(interaction, private=private)
    by_token_only = private or is_outside(interaction)
    drawing = draw_for(interaction.client, view, locale=locale, private=by_token_only)
    buttons, files = build_view(drawing.buttons, locale), files_of(view)
    if interaction.response.is_done():
        edited = await interaction.edit_original_response(
            content=drawing.content, embed=drawing.embed, view=buttons, attachments=files
        )
        return edited.id
    answer = await interaction.response.send_message(
        drawing.content, embed=drawing.embed, view=buttons, files=files, ephemeral=private
    )
    return answer.message_id
