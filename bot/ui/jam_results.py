"""A jam's song, shown once more in the channel that its thread belongs to."""

from dataclasses import replace
from datetime import UTC, datetime

import discord

from bot.domain.delivery import MessageRef, Place
from bot.domain.ids import ApplicationId, MessageId
from bot.domain.jams import JamSong, JamView
from bot.domain.library import Posting
from bot.domain.ports import SongArchive
from bot.ui.client import JamboreeClient
from bot.ui.drawing import Drawing
from bot.ui.jam_notes import result_line
from bot.ui.painter import Painter
from bot.ui.rendering import guild_locale
from bot.ui.surfaces import NewMessage

_NO_TOKEN_SINCE = datetime(1970, 1, 1, tzinfo=UTC)


class ResultPoster:
    """Posts finished cards outside their threads."""

    def __init__(self, client: JamboreeClient, archive: SongArchive) -> None:
        self._client = client
        self._archive = archive

    async def post(self, view: JamView) -> None:
        """Post the card of each finished song that was not posted there yet; mentions nobody.

        Raises:
            discord.HTTPException, OSError, aiohttp.ClientError, MediaError: not all were posted.
        """
        for song in view.songs:
            if song.song_ids:
                await self._post(song, view)

    async def _post(self, song: JamSong, view: JamView) -> None:
        services, jam_place = self._client.services, view.jam.place
        postings = await services.songs.postings_of(song.job_id)
        if any(posting.channel_id == jam_place.channel_id for posting in postings):
            return
        job = await services.library.view(song.job_id, jam_place.guild_id)
        place = Place(
            guild_id=jam_place.guild_id,
            channel_id=jam_place.channel_id,
            application_id=ApplicationId(self._client.application_id or 0),
            token="",
            token_expires_at=_NO_TOKEN_SINCE,
        )
        message = MessageRef(song.job_id, place, None)
        line = result_line(view, song, guild_locale(self._client, jam_place.guild_id))
        surface = _ResultMessage(self._client, message, line)
        message_id = await Painter(self._client, self._archive).paint(surface, message, job)
        if message_id is not None:
            posting = Posting(message_id, song.job_id, jam_place.guild_id, jam_place.channel_id)
            await services.songs.posted_again(posting)


class _ResultMessage(NewMessage):
    """A card that says from which jam it comes."""

    def __init__(self, client: JamboreeClient, message: MessageRef, line: str) -> None:
        super().__init__(client, message, nonce=f"jam-song-{message.job_id}")
        self._line = line

    async def show(
        self,
        drawing: Drawing,
        view: discord.ui.View,
        files: list[discord.File] | None,
        kept: frozenset[str] = frozenset(),
    ) -> MessageId:
        """Post the message and return its id."""
        told = replace(drawing, content=f"{drawing.content}\n{self._line}")
        return await super().show(told, view, files, kept)
