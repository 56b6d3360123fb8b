"""A job's files shared out to messages: the card takes the first, further messages the rest.

Discord takes ten files on a message. All files of a set also come as one ZIP, if it is small enough
for one. The same files always give the same parts, so that a part can be drawn again by its number.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import discord
from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.jobs import JobKind
from bot.domain.ports import SongArchive
from bot.media.bundles import BundledFile, size_of_bundle, write_bundle
from bot.ui.about import about
from bot.ui.attachments import public_stem, public_title, song_attachments
from bot.ui.drawing import AudioAttachment
from bot.ui.translation import translate
from bot.ui.uploads import MOST_FILES, REQUEST_BYTES, LinkMaker, ready

_ABOUT = "about.txt"


@dataclass(frozen=True)
class Part:
    """What one of a job's messages holds. Part 1 is the card."""

    number: int
    attachments: tuple[AudioAttachment, ...]
    bundled: bool = False
    """Whether they come as one ZIP."""


def card_part(view: JobView, locale: Locale, largest_file: int) -> Part:
    """Return what the card holds."""
    return parts_of(view, locale, largest_file)[0]


def parts_of(view: JobView, locale: Locale, largest_file: int) -> tuple[Part, ...]:
    """Share out a job's files; `largest_file` is how many bytes one may have where they go."""
    attachments = song_attachments(view, locale)
    shares: list[list[AudioAttachment]] = [[]]
    filled = 0
    for attachment in attachments:
        size = min(attachment.audio.size_bytes, largest_file)
        if shares[-1] and (len(shares[-1]) == MOST_FILES or filled + size > REQUEST_BYTES):
            shares.append([])
            filled = 0
        shares[-1].append(attachment)
        filled += size
    parts = [Part(number, tuple(share)) for number, share in enumerate(shares, 1)]
    if view.job.kind is JobKind.STEMS and len(attachments) > 1:
        sizes = [each.audio.size_bytes for each in attachments]
        texts = {_ABOUT: about(view, locale)}
        if size_of_bundle(sizes, texts) <= min(largest_file, REQUEST_BYTES):
            parts.append(Part(len(parts) + 1, attachments, bundled=True))
    return tuple(parts)


def part_text(view: JobView, part: Part, locale: Locale) -> str:
    """Return what is said above a further part's files."""
    title = public_title(view, locale)
    if part.bundled:
        return translate(locale, "{title}, all in one file", title=title)
    return translate(locale, "{title}, part {number}", title=title, number=part.number)


@asynccontextmanager
async def opened(
    view: JobView,
    part: Part,
    archive: SongArchive,
    largest_file: int,
    locale: Locale,
    link: LinkMaker,
) -> AsyncIterator[tuple[list[discord.File], tuple[str, ...]]]:
    """Give a further part's files, opened for sending once, and sentences about them.

    Raises:
        MediaUnavailable, MediaUnusable, OSError: a file could not be prepared now.
    """
    if not part.bundled:
        limit = min(largest_file, REQUEST_BYTES)
        async with ready(part.attachments, archive, limit, locale, link) as files:
            yield [file.open() for file in files.files], files.notices
        return
    bundled = [
        BundledFile(each.file_name, archive.path_of(each.audio), each.audio.size_bytes)
        for each in part.attachments
        if archive.path_of(each.audio).is_file()
    ]
    name = f"{public_stem(view, view.job.request.summary)}.zip"
    with await asyncio.to_thread(tempfile.TemporaryDirectory) as folder:
        path = Path(folder) / "bundle.zip"
        await asyncio.to_thread(write_bundle, path, bundled, {_ABOUT: about(view, locale)})
        yield [discord.File(path, name)], ()
