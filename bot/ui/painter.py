"""Getting a card onto a message, with as much of it as the channel takes."""

from collections import OrderedDict
from dataclasses import dataclass, replace

import discord
from discord import Locale

from bot.domain.delivery import JobView, MessageRef
from bot.domain.ids import JobId, MessageId
from bot.domain.jobs import Job
from bot.domain.ports import SongArchive
from bot.domain.songs import SongRequest
from bot.ui.buttons import build_view
from bot.ui.client import JamboreeClient
from bot.ui.drawing import AudioAttachment, Drawing, JobButton, Verb
from bot.ui.faults import Fault, judge
from bot.ui.rendering import draw_for, guild_locale, open_file
from bot.ui.sentences import permission_name
from bot.ui.surfaces import Surface
from bot.ui.translation import translate

_LEAST_UPLOAD_LIMIT = 10 * 1024 * 1024
"""Bytes that Discord takes per file in every server."""

_REMEMBERED_CARDS = 500


@dataclass(frozen=True)
class _Concessions:
    """What is left out because Discord did not take it."""

    largest_file: int | None = None
    """In bytes; None for any."""
    neutral: bool = False
    """Without any text of members."""
    notices: tuple[str, ...] = ()
    post_again: bool = False


class Painter:
    """Draws jobs' cards on one client; a card that would look the same is not sent again."""

    def __init__(self, client: JamboreeClient, archive: SongArchive) -> None:
        self._client = client
        self._archive = archive
        self._painted: OrderedDict[JobId, Drawing] = OrderedDict()

    async def paint(self, surface: Surface, message: MessageRef, view: JobView) -> MessageId | None:
        """Show the card; returns the message's id, or None when it shows the same already.

        Raises:
            discord.HTTPException, OSError, aiohttp.ClientError: it cannot be shown this way.
        """
        attached = await surface.attached() if view.songs or view.deleted_at else ()
        concessions = _Concessions()
        while True:
            drawing = self._draw(message, view, concessions)
            if not surface.is_new and self._painted.get(message.job_id) == drawing:
                return None
            try:
                message_id = await self._send(surface, message, drawing, attached)
            except discord.HTTPException as error:
                concessions = self._concede(concessions, error, message, drawing)
            else:
                self._remember(message.job_id, view, drawing)
                return message_id

    def _remember(self, job_id: JobId, view: JobView, drawing: Drawing) -> None:
        """Remember how a card looks that may be drawn again soon."""
        self._painted.pop(job_id, None)
        if view.job.state.terminal:
            return
        self._painted[job_id] = drawing
        if len(self._painted) > _REMEMBERED_CARDS:
            self._painted.popitem(last=False)

    def _locale(self, message: MessageRef) -> Locale:
        return guild_locale(self._client, message.place.guild_id)

    def _draw(self, message: MessageRef, view: JobView, concessions: _Concessions) -> Drawing:
        locale = self._locale(message)
        shown = _without_texts(view, locale) if concessions.neutral else view
        drawing = draw_for(
            self._client,
            shown,
            locale=locale,
            private=message.place.ephemeral,
            notices=(*concessions.notices, *self._lost_files_notice(view, locale)),
        )
        limit = concessions.largest_file
        fitting = tuple(
            attachment
            for attachment in drawing.attachments
            if self._is_kept(attachment) and (limit is None or attachment.audio.size_bytes <= limit)
        )
        buttons = drawing.buttons
        if concessions.post_again:
            buttons = (*buttons, JobButton(Verb.POST, view.job.job_id))
        return replace(drawing, attachments=fitting, buttons=buttons)

    def _is_kept(self, attachment: AudioAttachment) -> bool:
        return self._archive.path_of(attachment.audio).is_file()

    def _lost_files_notice(self, view: JobView, locale: Locale) -> tuple[str, ...]:
        lost = sum(1 for song in view.songs if not self._archive.path_of(song.audio).is_file())
        if not lost:
            return ()
        return (
            translate(
                locale,
                "{lost} of {count} files are missing from my archive; tell the bot's operator the"
                " reference below.",
                lost=lost,
                count=len(view.songs),
            ),
        )

    async def _send(
        self, surface: Surface, message: MessageRef, drawing: Drawing, attached: tuple[str, ...]
    ) -> MessageId:
        buttons = build_view(drawing.buttons, self._locale(message))
        if attached == tuple(attachment.file_name for attachment in drawing.attachments):
            return await surface.show(drawing, buttons, None)
        opened = [open_file(attachment, self._archive) for attachment in drawing.attachments]
        files = [file for file in opened if file is not None]
        return await surface.show(drawing, buttons, files)

    def _concede(
        self,
        made: _Concessions,
        error: discord.HTTPException,
        message: MessageRef,
        drawing: Drawing,
    ) -> _Concessions:
        """Return what to leave out next.

        Raises:
            discord.HTTPException: `error`, when leaving anything out would not help.
        """
        locale = self._locale(message)
        fault = judge(error)
        if fault is Fault.TEXT_REFUSED and not made.neutral:
            notice = translate(
                locale,
                "A filter of this server or of Discord does not let me show the words here; the"
                " song itself is unchanged.",
            )
            return replace(made, neutral=True, notices=(*made.notices, notice))
        if not drawing.attachments or fault not in {Fault.FILES_REFUSED, Fault.NOT_ALLOWED}:
            raise error
        if fault is Fault.NOT_ALLOWED:
            notice = translate(
                locale,
                "*{permission}* is missing for me in <#{channel}>, so the files are not here; your"
                " song is kept.",
                permission=permission_name("attach_files", locale),
                channel=message.place.channel_id,
            )
            return replace(made, largest_file=0, notices=(notice,), post_again=True)
        notice = translate(
            locale,
            "Discord does not take every file of this song here, because it is too large for this"
            " server; your song is kept.",
        )
        over = any(each.audio.size_bytes > _LEAST_UPLOAD_LIMIT for each in drawing.attachments)
        limit = _LEAST_UPLOAD_LIMIT if over else 0
        return replace(made, largest_file=limit, notices=(notice,), post_again=True)


def _without_texts(view: JobView, locale: Locale) -> JobView:
    """Return the view of a job with nothing in it that a member or the service wrote."""
    title = translate(locale, "A song")
    job: Job = view.job
    failure = None if job.failure is None else replace(job.failure, detail="")
    request = SongRequest(model=job.request.model, title=title)
    return replace(
        view,
        job=replace(job, request=request, failure=failure, requester_name="–"),
        songs=tuple(replace(song, title=title, style="") for song in view.songs),
    )
