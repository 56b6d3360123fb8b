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
from bot.ui.routes import ChannelRoute, TokenRoute

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
                found, message_id = await self._show_by_token(message, view)
                if found:
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
            if message.place.ephemeral:
                if not self._token_lives(message):
                    raise MessageUnreachable(_PRIVATE_EXPIRED)
                await TokenRoute(self._client, message).whisper(text)
                return
            route = ChannelRoute(self._client, message)
            try:
                await route.mention(text, view.author_id, message.message_id)
            except discord.HTTPException as error:
                if message.message_id is None or judge(error) is not Fault.NOT_ALLOWED:
                    raise
                # Replying needs the channel's history; a plain message does not.
                await route.mention(text, view.author_id, None)

    async def _show_by_token(
        self, message: MessageRef, view: JobView
    ) -> tuple[bool, MessageId | None]:
        """Tell whether the token led to the message, and its id."""
        route = TokenRoute(self._client, message)
        try:
            message_id = message.message_id or await route.find_message()
            if message_id is None:
                return False, None
            await self._painter.paint(route, message, view, message_id)
        except discord.HTTPException as error:
            if judge(error) not in {Fault.TOKEN_DEAD, Fault.ARCHIVED}:
                raise
            return False, None
        return True, message_id

    async def _show_by_right(self, message: MessageRef, view: JobView) -> MessageId | None:
        route = ChannelRoute(self._client, message)
        try:
            return await self._painter.paint(route, message, view, message.message_id)
        except discord.HTTPException as error:
            if judge(error) is not Fault.ARCHIVED:
                raise
        await route.reopen()
        return await self._painter.paint(route, message, view, message.message_id)

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
