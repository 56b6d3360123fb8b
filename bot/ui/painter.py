"""Getting a card onto a message, with as much of it as the channel takes."""

from dataclasses import dataclass, replace

import discord
from discord import Locale

from bot.domain.delivery import JobView, MessageRef
from bot.domain.ids import JobId, MessageId
from bot.domain.jobs import Job
from bot.domain.ports import SongArchive
from bot.domain.songs import SongRequest
from bot.ui.attachments import song_attachments
from bot.ui.buttons import build_view
from bot.ui.client import JamboreeClient
from bot.ui.drawing import AudioAttachment, Drawing, JobButton, Verb
from bot.ui.faults import Fault, judge
from bot.ui.gone import gone_sentence
from bot.ui.parts import card_part
from bot.ui.rendering import draw_for, guild_locale
from bot.ui.sentences import permission_name
from bot.ui.song_pictures import picture_of
from bot.ui.surfaces import Surface
from bot.ui.translation import translate, translate_plural
from bot.ui.uploads import (
    LEAST_FILE_LIMIT,
    file_limit_of,
    link_maker,
    ready,
)

_MOST_NOTICES = 5
"""A card has only so much room for sentences with links."""


@dataclass(frozen=True)
class _Concessions:
    """What is left out because Discord did not take it."""

    largest_file: int | None = None
    """In bytes, larger ones are encoded anew; None for any."""
    without_files: bool = False
    neutral: bool = False
    """Without any text of members."""
    notices: tuple[str, ...] = ()
    post_again: bool = False


class Painter:
    """Draws jobs' cards on one client; a card that would look the same is not sent again."""

    def __init__(self, client: JamboreeClient, archive: SongArchive) -> None:
        self._client = client
        self._archive = archive

    async def paint(self, surface: Surface, message: MessageRef, view: JobView) -> MessageId | None:
        """Show the card; returns the message's id, or None when it shows the same already.

        Raises:
            discord.HTTPException, OSError, aiohttp.ClientError: it cannot be shown this way.
        """
        may_have_files = view.songs or view.deleted_at or view.job.early
        attached = await surface.attached() if may_have_files else ()
        concessions = _Concessions()
        while True:
            drawing = self._draw(message, view, concessions, attached)
            if not surface.is_new and self._client.painted.look_like(message.job_id, drawing):
                self._remember(message.job_id, view, drawing)
                return None
            try:
                message_id = await self._send(surface, message, view, concessions, attached)
            except discord.HTTPException as error:
                concessions = self._concede(concessions, error, message, drawing)
            else:
                self._remember(message.job_id, view, drawing)
                return message_id

    def _remember(self, job_id: JobId, view: JobView, drawing: Drawing) -> None:
        """Remember how a card looks that may be drawn again soon."""
        if view.job.state.terminal:
            self._client.painted.forget(job_id)
        else:
            self._client.painted.remember(job_id, drawing)

    def _locale(self, message: MessageRef) -> Locale:
        return guild_locale(self._client, message.place.guild_id)

    def _draw(
        self,
        message: MessageRef,
        view: JobView,
        concessions: _Concessions,
        attached: tuple[str, ...],
        notices: tuple[str, ...] = (),
    ) -> Drawing:
        """Draw the card with those of its files that it has room for."""
        locale = self._locale(message)
        shown = _without_texts(view, locale) if concessions.neutral else view
        drawing = draw_for(
            self._client,
            shown,
            locale=locale,
            private=message.place.by_token_only,
            notices=(
                *concessions.notices,
                *notices[:_MOST_NOTICES],
                *self._lost_files_notices(view, attached, locale),
            ),
        )
        limit = file_limit_of(self._client, message.place.guild_id)
        part = card_part(shown, locale, limit).attachments
        buttons = drawing.buttons
        if concessions.post_again:
            buttons = (*buttons, JobButton(Verb.POST, view.job.job_id))
        kept = () if concessions.without_files else part
        return replace(drawing, attachments=kept, buttons=buttons)

    def _is_kept(self, attachment: AudioAttachment) -> bool:
        return self._archive.path_of(attachment.audio).is_file()

    def _lost_files_notices(
        self, view: JobView, attached: tuple[str, ...], locale: Locale
    ) -> tuple[str, ...]:
        """Say which files cannot be shown, except for those that are still on the message."""
        names = {each.audio.content_hash: each.file_name for each in song_attachments(view, locale)}
        away = [
            song
            for song in view.songs
            if names[song.audio.content_hash] not in attached
            and not self._archive.path_of(song.audio).is_file()
        ]
        gone = tuple(gone_sentence(song, song.gone, locale) for song in away if song.gone)
        lost = sum(1 for song in away if song.gone is None)
        if not lost:
            return gone
        return (
            *gone,
            translate(
                locale,
                "{lost} of {count} files are missing from my archive; tell the bot's operator the"
                " reference below.",
                lost=lost,
                count=len(view.songs),
            ),
        )

    async def _send(
        self,
        surface: Surface,
        message: MessageRef,
        view: JobView,
        concessions: _Concessions,
        attached: tuple[str, ...],
    ) -> MessageId:
        locale = self._locale(message)
        drawing = self._draw(message, view, concessions, attached)
        names = tuple(attachment.file_name for attachment in drawing.attachments)
        limit = concessions.largest_file
        picture = await picture_of(self._client, view, drawing, locale)
        there_already = picture is None or surface.pictures(picture.name)
        if attached == names and limit is None and there_already:
            shown = drawing if picture is None else picture.on(drawing)
            return await surface.show(shown, build_view(drawing.buttons, locale), None)
        there = [attachment for attachment in drawing.attachments if self._is_kept(attachment)]
        away = {each.file_name for each in drawing.attachments} - {each.file_name for each in there}
        most = limit or max((each.audio.size_bytes for each in there), default=0)
        link = link_maker(self._client)
        async with ready(there, self._archive, most, locale, link) as files:
            if len(files.files) < len(there):
                concessions = replace(concessions, post_again=True)
            drawing = self._draw(message, view, concessions, attached, files.notices)
            buttons = build_view(drawing.buttons, locale)
            opened = [file.open() for file in files.files]
            if picture is not None:
                drawing = picture.on(drawing)
                opened.append(picture.open())
            return await surface.show(drawing, buttons, opened, frozenset(away & set(attached)))

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
            return replace(made, without_files=True, notices=(notice,), post_again=True)
        smaller = self._smaller(made, message, drawing)
        if smaller is not None:
            return replace(made, largest_file=smaller)
        return replace(
            made, without_files=True, notices=self._links(drawing, locale), post_again=True
        )

    def _smaller(self, made: _Concessions, message: MessageRef, drawing: Drawing) -> int | None:
        """Return the next smaller limit for each file that would change anything, or None."""
        here = file_limit_of(self._client, message.place.guild_id)
        largest = max(each.audio.size_bytes for each in drawing.attachments)
        tried = made.largest_file or largest + 1
        return next(
            (limit for limit in (here, LEAST_FILE_LIMIT) if limit < min(tried, largest)), None
        )

    def _links(self, drawing: Drawing, locale: Locale) -> tuple[str, ...]:
        notice = translate(
            locale,
            "Discord does not take the files of this song here; your song is kept.",
        )
        link = link_maker(self._client)
        links = [
            f"[{each.file_name}]({original.url})"
            for each in drawing.attachments
            if (original := link(each)) is not None
        ]
        if not links:
            return (notice,)
        days = self._client.services.files.link_days
        there = translate_plural(
            locale,
            "For {count} day they are here: {links}",
            "For {count} days they are here: {links}",
            days,
            links=", ".join(links[:_MOST_NOTICES]),
        )
        return (notice, there)


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
