"""How much may be sent to where an interaction came from, and songs in that size."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import discord
from discord import Locale

from bot.domain.ports import SongArchive
from bot.ui.client import Interaction
from bot.ui.drawing import AudioAttachment
from bot.ui.translation import translate

_REQUEST_BYTES = 24 * 1024 * 1024
"""What all files of one message may have together; Discord's documentation says 25 MiB."""


@dataclass(frozen=True)
class ReadyFile:
    """A song's file in a size that can be sent."""

    path: Path
    size_bytes: int
    attachment: AudioAttachment

    def open(self) -> discord.File:
        """Open it for sending once."""
        attachment = self.attachment
        return discord.File(self.path, attachment.file_name, description=attachment.description)


@dataclass(frozen=True)
class ReadyFiles:
    """Files that can be sent, and sentences about those that cannot, or not as they are."""

    files: tuple[ReadyFile, ...]
    notices: tuple[str, ...]


def file_limit(interaction: Interaction, files: int = 1) -> int:
    """Return the bytes that each of some files on one message may have."""
    return min(interaction.filesize_limit, _REQUEST_BYTES // max(1, files))


@asynccontextmanager
async def ready(
    attachments: Sequence[AudioAttachment], archive: SongArchive, max_bytes: int, locale: Locale
) -> AsyncIterator[ReadyFiles]:
    """Give songs' files with at most `max_bytes` each, encoded anew where that is needed.

    Raises:
        MediaUnavailable, MediaUnusable: a file could not be encoded.
    """
    files: list[ReadyFile] = []
    notices: list[str] = []
    async with AsyncExitStack() as stack:
        for attachment in attachments:
            name = attachment.file_name
            if not archive.path_of(attachment.audio).is_file():
                notices.append(
                    translate(
                        locale,
                        "{file} is missing from my archive; tell the bot's operator.",
                        file=name,
                    )
                )
                continue
            fitted = await stack.enter_async_context(archive.fitted(attachment.audio, max_bytes))
            if fitted is None:
                notices.append(translate(locale, "{file} is too large to be sent here.", file=name))
                continue
            if fitted.bits_per_second is not None:
                notices.append(
                    translate(
                        locale,
                        "{file} has a lower bit rate here, {rate} kbit/s, to be small enough.",
                        file=name,
                        rate=round(fitted.bits_per_second / 1000),
                    )
                )
            files.append(ReadyFile(fitted.path, fitted.size_bytes, attachment))
        yield ReadyFiles(tuple(files), tuple(notices))
