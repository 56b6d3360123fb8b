"""How much may be sent to where an interaction came from, and songs in that size."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import discord
from discord import Locale

from bot.domain.ids import GuildId
from bot.domain.ports import SongArchive
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.drawing import AudioAttachment
from bot.ui.translation import translate, translate_plural

MOST_FILES = 10
"""How many files Discord takes on one message."""

LEAST_FILE_LIMIT = 10 * 1024 * 1024
"""Bytes that Discord takes per file in every server."""

REQUEST_BYTES = 24 * 1024 * 1024
"""What all files of one message may have together; Discord's documentation says 25 MiB."""


@dataclass(frozen=True)
class Original:
    """A link to a file as it is in the archive."""

    url: str
    days: int
    """How long it works."""


LinkMaker = Callable[[AudioAttachment], Original | None]
"""Gives a link to an attachment's file; None where there is no public address."""


def link_maker(client: JamboreeClient) -> LinkMaker:
    """Return what makes links to songs' files on a client's behalf."""
    files = client.services.files

    def link(attachment: AudioAttachment) -> Original | None:
        name = attachment.file_name.rpartition(".")[0]
        url = files.link_to(attachment.audio, name)
        return None if url is None else Original(url, files.link_days)

    return link


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
    return min(interaction.filesize_limit, REQUEST_BYTES // max(1, files))


def file_limit_of(client: JamboreeClient, guild_id: GuildId) -> int:
    """Return the bytes that a file of the bot's own may have in a server, as far as known."""
    guild = client.get_guild(guild_id)
    return LEAST_FILE_LIMIT if guild is None else min(guild.filesize_limit, REQUEST_BYTES)


@asynccontextmanager
async def ready(
    attachments: Sequence[AudioAttachment],
    archive: SongArchive,
    max_bytes: int,
    locale: Locale,
    link: LinkMaker | None = None,
) -> AsyncIterator[ReadyFiles]:
    """Give songs' files with at most `max_bytes` each, encoded anew where that is needed.

    What is encoded anew or does not fit at all gets a link to its original by `link`.

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
                notices.append(_left_out(attachment, locale, link))
                continue
            if fitted.bits_per_second is not None:
                notices.append(_lowered(attachment, fitted.bits_per_second, locale, link))
            files.append(ReadyFile(fitted.path, fitted.size_bytes, attachment))
        yield ReadyFiles(tuple(files), tuple(notices))


def _lowered(
    attachment: AudioAttachment, bits_per_second: int, locale: Locale, link: LinkMaker | None
) -> str:
    rate = round(bits_per_second / 1000)
    original = link(attachment) if link is not None else None
    if original is None:
        return translate(
            locale,
            "{file} is attached at a lower bit rate, {rate} kbit/s, to be small enough for here.",
            file=attachment.file_name,
            rate=rate,
        )
    return translate_plural(
        locale,
        "{file} is attached at a lower bit rate, {rate} kbit/s, to be small enough for here;"
        " [the original]({link}) is there for {count} day.",
        "{file} is attached at a lower bit rate, {rate} kbit/s, to be small enough for here;"
        " [the original]({link}) is there for {count} days.",
        original.days,
        file=attachment.file_name,
        rate=rate,
        link=original.url,
    )


def _left_out(attachment: AudioAttachment, locale: Locale, link: LinkMaker | None) -> str:
    original = link(attachment) if link is not None else None
    if original is None:
        return translate(
            locale,
            "{file} is too large to be attached here; your song is kept.",
            file=attachment.file_name,
        )
    return translate_plural(
        locale,
        "{file} is too large to be attached here; [it is here]({link}) for {count} day.",
        "{file} is too large to be attached here; [it is here]({link}) for {count} days.",
        original.days,
        file=attachment.file_name,
        link=original.url,
    )
