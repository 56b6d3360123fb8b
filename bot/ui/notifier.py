"""Shows jobs on Discord: by the interaction's token while it lives, by the bot's own afterwards."""

from datetime import timedelta

import discord
import structlog

from bot.domain.delivery import JobView, MessageRef, Place, Telling
from bot.domain.errors import MessageUnreachable
from bot.domain.ids import ApplicationId, MessageId
from bot.domain.library import Posting
from bot.domain.ports import Clock, SongArchive
from bot.ui.client import JamboreeClient
from bot.ui.faults import Fault, judge, requests_of
from bot.ui.further_messages import FurtherMessages
from bot.ui.painter import Painter
from bot.ui.pings import ping_text
from bot.ui.rendering import guild_locale
from bot.ui.statements import message_url
from bot.ui.surfaces import (
    AnswerByToken,
    NewMessage,
    OwnMessage,
    find_answer,
    follow_up,
    mention,
    reopen_thread,
    write_directly,
)

log = structlog.get_logger(__name__)

_TOKEN_MARGIN = timedelta(minutes=1)

_OUT_OF_REACH = "only the interaction's token leads there, and it lives for 15 minutes"


class DiscordMessenger:
    """The messenger on a client that logs in by itself; see `bot.domain.ports.Messenger`."""

    def __init__(self, client: JamboreeClient, archive: SongArchive, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._painter = Painter(client, archive)
        self._further = FurtherMessages(client, archive)

    async def show(self, message: MessageRef, view: JobView) -> MessageId | None:
        """Draw a job's message anew; returns its id when that was not known before.

        Raises:
            MessageUnreachable: the message is gone or closed to us for good.
            MessengerBusy: try again later.
        """
        async with requests_of(self._client):
            told = await self._show_card(message, view)
            if len(view.songs) > 1:
                if told is not None:
                    # What follows may fail, and the card must not be posted twice.
                    await self._client.services.cards.posted(message.job_id, told)
                await self._deliver_rest(message, view)
            return told

    async def redraw(self, posting: Posting, view: JobView) -> bool:
        """Draw a message anew that shows a job once more, or some of its files.

        Returns False when nothing of it is left to show, and the message was removed.

        Raises:
            MessageUnreachable: the message is gone or closed to us for good.
            MessengerBusy: try again later.
        """
        async with requests_of(self._client):
            if posting.part > 1:
                return await self._further.redraw(posting, view)
            place = Place(
                guild_id=posting.guild_id,
                channel_id=posting.channel_id,
                application_id=ApplicationId(self._client.application_id or 0),
                token="",
                token_expires_at=self._clock.now(),
            )
            message = MessageRef(posting.job_id, place, posting.message_id)
            await self._show_by_right(message, view)
            return True

    async def _show_card(self, message: MessageRef, view: JobView) -> MessageId | None:
        if self._token_lives(message):
            message_id = await self._show_by_token(message, view)
            if message_id is not None:
                return None if message.message_id else message_id
        if message.place.by_token_only:
            raise MessageUnreachable(_OUT_OF_REACH)
        return await self._show_by_right(message, view)

    async def _deliver_rest(self, message: MessageRef, view: JobView) -> None:
        """Post the files that the card has no room for; where that is forbidden they are kept.

        Where only a token leads they wait for the next one when this one is too old or, outside,
        takes no further message: Discord takes five for each interaction.
        """
        tokens_only, alive = message.place.by_token_only, self._token_lives(message)
        if tokens_only and not alive:
            log.info("files_wait_for_a_token", job_id=message.job_id)
            return
        try:
            await self._further.deliver(message, view, by_token=tokens_only)
        except discord.HTTPException as error:
            if judge(error) not in {Fault.NOT_ALLOWED, Fault.GONE, Fault.FILES_REFUSED}:
                raise
            if alive and not tokens_only:
                await self._further.deliver(message, view, by_token=True)
            else:
                log.warning("files_not_posted", job_id=message.job_id, error=str(error))

    async def ping(
        self, message: MessageRef, view: JobView, telling: Telling = Telling.REPLY
    ) -> None:
        """Tell the author alone, in a few words; Discord drops a repetition by its nonce.

        Whoever wants a direct message and takes none is told by a reply.

        Raises:
            MessageUnreachable: the channel is gone or closed to us for good.
            MessengerBusy: try again later.
        """
        text = ping_text(view, guild_locale(self._client, message.place.guild_id))
        async with requests_of(self._client):
            if telling is Telling.DIRECT and await self._tell_directly(message, view, text):
                return
            if not message.place.by_token_only:
                await self._mention(message, view, text)
            elif self._token_lives(message):
                await follow_up(self._client, message.place, text, view.author_id)
            else:
                raise MessageUnreachable(_OUT_OF_REACH)

    async def _tell_directly(self, message: MessageRef, view: JobView, text: str) -> bool:
        """Send a direct message with the way to the song; False when they take none."""
        url = message_url(message)
        told = text if url is None else f"{text}\n{url}"
        try:
            await write_directly(self._client, view.author_id, told, message)
        except discord.HTTPException as error:
            if judge(error) not in {Fault.GONE, Fault.NOT_ALLOWED}:
                raise
            return False
        return True

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
