"""Shows jobs on Discord: by the interaction's token while it lives, by the bot's own afterwards."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import discord

from bot.domain.delivery import JobView, MessageRef
from bot.domain.errors import MessageUnreachable, MessengerBusy, MessengerError
from bot.domain.ids import MessageId
from bot.domain.ports import Clock, SongArchive
from bot.ui.client import JamboreeClient
from bot.ui.faults import Fault, as_messenger_error, judge
from bot.ui.painter import Painter
from bot.ui.pings import ping_text
from bot.ui.rendering import guild_locale
from bot.ui.surfaces import (
    AnswerByToken,
    NewMessage,
    OwnMessage,
    find_answer,
    mention,
    reopen_thread,
    whisper,
)

_TOKEN_MARGIN = timedelta(minutes=1)
_REQUEST_SECONDS = 120.0
"""Long enough to send 25 MiB over a slow line; a hanging request must not hold a worker."""

_PRIVATE_EXPIRED = "a private answer cannot be changed after 15 minutes"


class DiscordMessenger:
    """The messenger on a client that logs in by itself; see `bot.domain.ports.Messenger`."""

    def __init__(self, client: JamboreeClient, archive: SongArchive, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._painter = Painter(client, archive)

    async def show(self, message: MessageRef, view: JobView) -> MessageId | None:
        """Draw a job's message anew; returns its id when that was not known before.

        Raises:
            MessageUnreachable: the message is gone or closed to us for good.
            MessengerBusy: try again later.
        """
        async with self._requests():
            if self._token_lives(message):
                message_id = await self._show_by_token(message, view)
                if message_id is not None:
                    return None if message.message_id else message_id
            if message.place.ephemeral:
                raise MessageUnreachable(_PRIVATE_EXPIRED)
            return await self._show_by_right(message, view)

    async def ping(self, message: MessageRef, view: JobView) -> None:
        """Tell the author alone, by a short reply; Discord drops a repetition by its nonce.

        Raises:
            MessageUnreachable: the channel is gone or closed to us for good.
            MessengerBusy: try again later.
        """
        text = ping_text(view, guild_locale(self._client, message.place.guild_id))
        async with self._requests():
            if not message.place.ephemeral:
                await self._mention(message, view, text)
            elif self._token_lives(message):
                await whisper(self._client, message.place, text)
            else:
                raise MessageUnreachable(_PRIVATE_EXPIRED)

    async def _mention(self, message: MessageRef, view: JobView, text: str) -> None:
        try:
            await mention(self._client, message, text, view.author_id, as_reply=True)
        except discord.HTTPException as error:
            if judge(error) is not Fault.NOT_ALLOWED:
                raise
            # Replying needs the channel's history; a plain message does not.
            await mention(self._client, message, text, view.author_id, as_reply=False)

    async def _show_by_token(self, message: MessageRef, view: JobView) -> MessageId | None:
        """Show the card and return its message's id; None when the token leads to none."""
        place = message.place
        try:
            message_id = message.message_id or await find_answer(self._client, place)
            if message_id is not None:
                surface = AnswerByToken(self._client, place, message_id)
                await self._painter.paint(surface, message, view)
        except discord.HTTPException as error:
            if judge(error) not in {Fault.TOKEN_DEAD, Fault.ARCHIVED}:
                raise
            return None
        return message_id

    async def _show_by_right(self, message: MessageRef, view: JobView) -> MessageId | None:
        """Show the card; returns its message's id if it had to be posted anew."""
        if message.message_id is None:
            return await self._painter.paint(NewMessage(self._client, message), message, view)
        surface = OwnMessage(self._client, message.place, message.message_id)
        try:
            await self._painter.paint(surface, message, view)
        except discord.HTTPException as error:
            if judge(error) is not Fault.ARCHIVED:
                raise
            await reopen_thread(self._client, message.place)
            await self._painter.paint(surface, message, view)
        return None

    def _token_lives(self, message: MessageRef) -> bool:
        return self._clock.now() < message.place.token_expires_at - _TOKEN_MARGIN

    @asynccontextmanager
    async def _requests(self) -> AsyncIterator[None]:
        """Talk to Discord, for a limited time; what goes wrong becomes one of the port's errors."""
        if self._client.application_id is None or self._client.is_closed():
            raise MessengerBusy("not logged in")
        try:
            async with asyncio.timeout(_REQUEST_SECONDS):
                yield
        except MessengerError:
            raise
        except Exception as error:
            raise as_messenger_error(error) from error
