"""Songs as files to take away: their audio, what is made of it, and all of it in one ZIP."""

import asyncio
import io
import tempfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import discord

from bot.domain.delivery import JobView
from bot.domain.errors import MediaUnavailable
from bot.domain.files import ExportTooLarge, FileKind, SongFileGone, StoredFile
from bot.domain.findings import Timeline
from bot.domain.library import AudioMissing, AudioTooLarge
from bot.domain.songs import Song
from bot.domain.timeline import lrc, srt
from bot.media.bundles import BundledFile, largest_file, size_of_texts, split, write_bundle
from bot.services.files import SongFiles
from bot.ui.about import about
from bot.ui.asking import guild_of
from bot.ui.attachments import song_attachments
from bot.ui.client import Interaction
from bot.ui.export_offers import offer_stems, offer_timeline, offer_to_make
from bot.ui.further_messages import send_private_parts
from bot.ui.text import file_name_stem, one_line
from bot.ui.translation import translate_plural
from bot.ui.uploads import ReadyFiles, file_limit, link_maker, ready


class ExportForm(StrEnum):
    """What a song can be taken away as."""

    MP3 = "mp3"
    WAV = "wav"
    MIDI = "midi"
    LRC = "lrc"
    SRT = "srt"
    VIDEO = "video"
    STEMS = "stems"
    ZIP = "zip"


_MADE_BY_THE_SERVICE = {ExportForm.WAV: FileKind.WAV, ExportForm.MIDI: FileKind.MIDI}


async def export_song(interaction: Interaction, song: Song, form: ExportForm) -> None:
    """Send a song's files to whoever asked, and to nobody else.

    What the music service has to make first is offered with its price; what was made once is kept.

    Raises:
        Refusal: there is nothing to send.
        MediaUnavailable, MediaUnusable: a file could not be made now.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)
    files = interaction.client.services.files
    match form:
        case ExportForm.MP3:
            await _send_one(interaction, await _view(interaction, song), song)
        case ExportForm.ZIP:
            there = await files.of_song(song)
            await _send_all(interaction, await _view(interaction, song), song, there)
        case ExportForm.VIDEO:
            await send_file(interaction, song, await files.film_of(song))
        case ExportForm.STEMS:
            await _send_stems(interaction, song)
        case ExportForm.LRC | ExportForm.SRT:
            timeline = (await files.of_song(song)).timeline
            if timeline is None:
                await offer_timeline(interaction, song)
            else:
                await interaction.edit_original_response(
                    attachments=[_timed(song, timeline, form, interaction.user.display_name)]
                )
        case ExportForm.WAV | ExportForm.MIDI:
            kind = _MADE_BY_THE_SERVICE[form]
            kept = (await files.of_song(song)).of(kind)
            if kept is not None and interaction.client.archive.path_of(kept.file).is_file():
                await send_file(interaction, song, kept.file)
            else:
                await offer_to_make(interaction, song, kind)


async def send_file(interaction: Interaction, song: Song, file: StoredFile) -> None:
    """Complete a deferred answer with a file of a song, or with a link to it.

    Raises:
        ExportTooLarge: Discord does not take it and there are no links here.
        MediaUnavailable: the archive has lost it.
    """
    text, files = _sent_as(interaction, song, file)
    await interaction.edit_original_response(content=text, attachments=files)


async def send_file_after(interaction: Interaction, song: Song, file: StoredFile) -> None:
    """Send a file of a song, or a link to it, after an answer, to nobody else.

    Raises:
        ExportTooLarge, MediaUnavailable: as `send_file`.
    """
    text, files = _sent_as(interaction, song, file)
    await interaction.followup.send(text or "", files=files, ephemeral=True)


def _sent_as(
    interaction: Interaction, song: Song, file: StoredFile
) -> tuple[str | None, list[discord.File]]:
    name = f"{_stem(song)}.{file.extension}"
    path = interaction.client.archive.path_of(file)
    if not path.is_file():
        raise MediaUnavailable("an exported file is missing")
    if file.size_bytes <= file_limit(interaction):
        return None, [discord.File(path, name)]
    files = interaction.client.services.files
    url = files.link_to(file, _stem(song))
    if url is None:
        raise ExportTooLarge(song.song_id, file_limit(interaction), file.size_bytes)
    text = translate_plural(
        interaction.locale,
        "{file} is too large to be attached here; [it is here]({link}) for {count} day.",
        "{file} is too large to be attached here; [it is here]({link}) for {count} days.",
        files.link_days,
        file=name,
        link=url,
    )
    return text, []


async def _view(interaction: Interaction, song: Song) -> JobView:
    return await interaction.client.services.library.view(song.job_id, guild_of(interaction))


async def _send_stems(interaction: Interaction, song: Song) -> None:
    """Send the newest set of a song's tracks, or offer to make one."""
    stems = (await interaction.client.services.files.of_song(song)).stems
    if not stems:
        await offer_stems(interaction, song)
        return
    await send_private_parts(interaction, await _view(interaction, stems[0]))


async def _send_one(interaction: Interaction, view: JobView, song: Song) -> None:
    locale = interaction.locale
    limit = file_limit(interaction)
    wanted = [each for each in song_attachments(view, locale) if each.audio == song.audio]
    link = link_maker(interaction.client)
    async with ready(wanted, interaction.client.archive, limit, locale, link) as files:
        _check(interaction, files, song, limit)
        await interaction.edit_original_response(
            content="\n".join(files.notices) or None,
            attachments=[file.open() for file in files.files],
        )


async def _send_all(interaction: Interaction, view: JobView, song: Song, there: SongFiles) -> None:
    locale, archive = interaction.locale, interaction.client.archive
    texts = {"about.txt": about(view, locale)}
    if there.timeline is not None:
        for form in (ExportForm.LRC, ExportForm.SRT):
            texts[f"{_stem(song)}.{form}"] = _written(
                song, there.timeline, form, view.job.requester_name
            )
    limit = file_limit(interaction) - size_of_texts(texts)
    attachments = song_attachments(view, locale)
    stem = file_name_stem(song.title or view.job.request.summary)
    link = link_maker(interaction.client)
    largest = largest_file(limit)
    async with ready(attachments, archive, largest, locale, link) as files:
        _check(interaction, files, song, limit)
        bundled = [
            BundledFile(file.attachment.file_name, file.path, file.size_bytes)
            for file in files.files
        ]
        bundled += _further(interaction, song, there, largest)
        await _send_bundles(interaction, stem, split(bundled, limit), texts, files.notices)


async def _send_bundles(
    interaction: Interaction,
    stem: str,
    parts: Sequence[Sequence[BundledFile]],
    texts: dict[str, str],
    notices: Sequence[str],
) -> None:
    for number, part in enumerate(parts, 1):
        name = f"{stem}.zip" if len(parts) == 1 else f"{stem}-{number}-of-{len(parts)}.zip"
        with await asyncio.to_thread(tempfile.TemporaryDirectory) as folder:
            path = Path(folder) / "bundle.zip"
            await asyncio.to_thread(write_bundle, path, part, texts)
            bundle = discord.File(path, name)
            if number == 1:
                await interaction.edit_original_response(
                    content="\n".join(notices) or None, attachments=[bundle]
                )
            else:
                await interaction.followup.send(file=bundle, ephemeral=True)


def _further(
    interaction: Interaction, song: Song, there: SongFiles, largest: int
) -> list[BundledFile]:
    """Return what was made of a song before, and its tracks, as far as they fit into a ZIP."""
    archive = interaction.client.archive
    named: list[tuple[str, Path, int]] = [
        (f"{_stem(song)}.{each.file.extension}", archive.path_of(each.file), each.file.size_bytes)
        for each in there.files
    ]
    named += [
        (
            f"{_track(stem)}.{stem.audio.extension}",
            archive.path_of(stem.audio),
            stem.audio.size_bytes,
        )
        for stem in there.stems
        if stem.job_id == there.stems[0].job_id
    ]
    return [
        BundledFile(name, path, size)
        for name, path, size in named
        if path.is_file() and size <= largest
    ]


def _check(interaction: Interaction, files: ReadyFiles, song: Song, limit: int) -> None:
    if files.files:
        return
    if song.gone is not None:
        raise SongFileGone(song.song_id, song.gone)
    if not interaction.client.archive.path_of(song.audio).is_file():
        raise AudioMissing(song.song_id)
    if not any("](http" in notice for notice in files.notices):
        raise AudioTooLarge(limit)


def _timed(song: Song, timeline: Timeline, form: ExportForm, author: str) -> discord.File:
    text = _written(song, timeline, form, author)
    return discord.File(io.BytesIO(text.encode()), f"{_stem(song)}.{form}")


def _written(song: Song, timeline: Timeline, form: ExportForm, author: str) -> str:
    if form is ExportForm.LRC:
        return lrc(timeline, title=song.title, author=author)
    return srt(timeline)


def _stem(song: Song) -> str:
    return f"{file_name_stem(one_line(song.title))}-{song.position}"


def _track(song: Song) -> str:
    return f"track-{song.position}-{file_name_stem(one_line(song.label or song.title))}"
