"""Songs as files to take away: one song, or all of a job's with what is told about them."""

import asyncio
import tempfile
from enum import StrEnum
from pathlib import Path

import discord

from bot.domain.delivery import JobView
from bot.domain.library import AudioMissing, AudioTooLarge
from bot.domain.songs import Song
from bot.media.bundles import BundledFile, largest_file, size_of_texts, split, write_bundle
from bot.ui.about import about
from bot.ui.asking import guild_of
from bot.ui.cards import song_attachments
from bot.ui.client import Interaction
from bot.ui.text import file_name_stem
from bot.ui.uploads import ReadyFiles, file_limit, ready


class ExportForm(StrEnum):
    """What a song can be taken away as."""

    MP3 = "mp3"
    ZIP = "zip"


async def export_song(interaction: Interaction, song: Song, form: ExportForm) -> None:
    """Send a song's files to whoever asked, and to nobody else.

    Raises:
        AudioMissing, AudioTooLarge: there is nothing to send.
        MediaUnavailable, MediaUnusable: a file could not be made small enough now.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)
    view = await interaction.client.services.library.view(song.job_id, guild_of(interaction))
    if form is ExportForm.MP3:
        await _send_one(interaction, view, song)
    else:
        await _send_all(interaction, view, song)


async def _send_one(interaction: Interaction, view: JobView, song: Song) -> None:
    locale = interaction.locale
    limit = file_limit(interaction)
    wanted = [each for each in song_attachments(view, locale) if each.audio == song.audio]
    async with ready(wanted, interaction.client.archive, limit, locale) as files:
        _check(interaction, files, song, limit)
        await interaction.edit_original_response(
            content="\n".join(files.notices) or None,
            attachments=[file.open() for file in files.files],
        )


async def _send_all(interaction: Interaction, view: JobView, song: Song) -> None:
    locale = interaction.locale
    texts = {"about.txt": about(view, locale)}
    limit = file_limit(interaction) - size_of_texts(texts)
    attachments = song_attachments(view, locale)
    stem = file_name_stem(song.title or view.job.request.summary)
    async with ready(attachments, interaction.client.archive, largest_file(limit), locale) as files:
        _check(interaction, files, song, limit)
        bundled = [
            BundledFile(file.attachment.file_name, file.path, file.size_bytes)
            for file in files.files
        ]
        parts = split(bundled, limit)
        for number, part in enumerate(parts, 1):
            name = f"{stem}.zip" if len(parts) == 1 else f"{stem}-{number}-of-{len(parts)}.zip"
            with await asyncio.to_thread(tempfile.TemporaryDirectory) as folder:
                path = Path(folder) / "bundle.zip"
                await asyncio.to_thread(write_bundle, path, part, texts)
                bundle = discord.File(path, name)
                if number == 1:
                    notices = "\n".join(files.notices) or None
                    await interaction.edit_original_response(content=notices, attachments=[bundle])
                else:
                    await interaction.followup.send(file=bundle, ephemeral=True)


def _check(interaction: Interaction, files: ReadyFiles, song: Song, limit: int) -> None:
    if files.files:
        return
    if not interaction.client.archive.path_of(song.audio).is_file():
        raise AudioMissing(song.song_id)
    raise AudioTooLarge(limit)
