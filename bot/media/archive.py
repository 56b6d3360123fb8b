"""Our own copies of songs, in files named by their content.

A file arrives under a temporary name in `incoming/`, is checked and tagged there, and is moved to
`<first two digits>/<hash>.mp3` once it is safely on disk. A temporary file is locked while it is
worked on; the lock ends with the process, so what is left unlocked was left by a crash.
"""

import asyncio
import fcntl
import math
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.domain.crash_points import Act, around
from bot.domain.errors import MediaUnavailable, SetupError
from bot.domain.ids import ContentHash
from bot.domain.ports import FittedAudio, SongTags
from bot.domain.songs import Clip, StoredAudio
from bot.media.addresses import Resolver, resolve
from bot.media.bounds import MediaBounds
from bot.media.download import Downloader
from bot.media.workshop.containers import HEAD_BYTES, container_of
from bot.media.workshop.messages import (
    ConvertTask,
    DrawTask,
    FitTask,
    Fitted,
    KeepTask,
    Kept,
    Texts,
)
from bot.media.workshop.process import Workshop

_INCOMING = "incoming"
_EXTENSION = "mp3"


@dataclass(frozen=True)
class Waveform:
    """How a song sounds, to look at and to describe."""

    png: bytes
    levels: tuple[float, ...]
    """Loudness of twelve equal parts, from 0 to 1, where 1 is the loudest."""


class FileArchive:
    """Keeps songs as files below one folder; several processes may share it."""

    def __init__(
        self, folder: Path, bounds: MediaBounds, downloader: Downloader, workshop: Workshop
    ) -> None:
        self._folder = folder
        self._bounds = bounds
        self._downloader = downloader
        self._workshop = workshop

    async def keep(self, clip: Clip, tags: SongTags) -> StoredAudio:
        """Fetch a clip's audio, prove that it plays, tag it and store it; safe to repeat.

        Raises:
            MediaUnavailable: it cannot be fetched now, or is not there in full yet.
            MediaUnusable: what was fetched is not the audio that was promised.
        """
        async with self._fetched(clip.audio_url) as path:
            with around(Act.TAGS):
                kept = await self._workshop.keep(self._task(path, clip, tags))
            audio = _stored(kept)
            with around(Act.RENAME):
                await asyncio.to_thread(_move, path, self.path_of(audio))
        return audio

    async def inspect(self, url: str) -> float:
        """Fetch what is at an address, prove that it is audio and return its length in seconds.

        Raises:
            MediaUnavailable: it cannot be fetched now.
            MediaUnusable: it is no audio of a known kind, is silent, or too long.
        """
        async with self._fetched(url) as path:
            texts = Texts(song_id="", title="", authors=(), lyrics="", style="")
            task = KeepTask(
                path=path,
                expected_seconds=None,
                max_duration_seconds=self._bounds.max_duration_seconds,
                texts=texts,
            )
            return (await self._workshop.keep(task)).duration_seconds

    def path_of(self, audio: StoredAudio) -> Path:
        """Return where a stored file is; it may be missing when the archive was tampered with."""
        name = f"{audio.content_hash}.{audio.extension}"
        return self._folder / audio.content_hash[:2] / name

    async def remove(self, audio: StoredAudio) -> None:
        """Remove a stored file for good; safe to repeat.

        Raises:
            MediaUnavailable: it cannot be removed now.
        """
        try:
            await asyncio.to_thread(self.path_of(audio).unlink, missing_ok=True)
        except OSError as error:
            raise _not_writable(error) from error

    @asynccontextmanager
    async def fitted(self, audio: StoredAudio, max_bytes: int) -> AsyncIterator[FittedAudio | None]:
        """Give a song's file with at most `max_bytes`, encoded anew if need be, for one block.

        It is None when no bit rate worth hearing is small enough.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file does not decode any more.
        """
        if audio.size_bytes <= max_bytes:
            yield FittedAudio(self.path_of(audio), audio.size_bytes, None)
            return
        async with self._incoming() as (path, _):
            task = FitTask(source=self.path_of(audio), target=path, max_bytes=max_bytes)
            outcome = await self._workshop.fit(task)
            if isinstance(outcome, Fitted):
                yield FittedAudio(path, outcome.size_bytes, outcome.bits_per_second)
            else:
                yield None

    async def waveform(self, audio: StoredAudio) -> Waveform:
        """Draw a song as a row of bars, 900 by 180 pixels on a transparent background.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file does not decode any more.
        """
        drawn = await self._workshop.draw(DrawTask(path=self.path_of(audio)))
        return Waveform(drawn.png, drawn.levels)

    def _task(self, path: Path, clip: Clip, tags: SongTags) -> KeepTask:
        return KeepTask(
            path=path,
            expected_seconds=_usable(clip.duration_seconds),
            max_duration_seconds=self._bounds.max_duration_seconds,
            texts=Texts(
                song_id=tags.song_id,
                title=_encodable(tags.title),
                authors=tuple(map(_encodable, tags.authors)),
                lyrics=_encodable(tags.lyrics),
                style=_encodable(tags.style),
            ),
        )

    @asynccontextmanager
    async def _fetched(self, url: str) -> AsyncIterator[Path]:
        """Give the file at an address for one block, made into mp3 if it came in another form."""
        async with self._incoming() as (path, file):
            with around(Act.DOWNLOAD):
                await self._downloader.fetch(url, file)
                await asyncio.to_thread(file.flush)
            if container_of(await asyncio.to_thread(_head, path)) is None:
                yield path
                return
            async with self._incoming() as (converted, _):
                longest = self._bounds.max_duration_seconds
                task = ConvertTask(source=path, target=converted, max_duration_seconds=longest)
                await self._workshop.convert(task)
                yield converted

    @asynccontextmanager
    async def _incoming(self) -> AsyncIterator[tuple[Path, BinaryIO]]:
        try:
            with around(Act.TEMPORARY):
                path, file = await asyncio.to_thread(_open_incoming, self._folder / _INCOMING)
        except OSError as error:
            raise _not_writable(error) from error
        try:
            yield path, file
        finally:
            await asyncio.to_thread(_close_incoming, path, file)


@asynccontextmanager
async def open_archive(
    folder: Path, bounds: MediaBounds, *, resolver: Resolver = resolve
) -> AsyncIterator[FileArchive]:
    """Open the archive in `folder`, which is made when missing, and clear what a crash left there.

    Raises:
        SetupError: the folder cannot be made or written.
    """
    try:
        root = await asyncio.to_thread(_prepare, folder)
    except OSError as error:
        raise SetupError(
            f"Songs cannot be kept in {folder} ({error.strerror}); the bot needs to write there."
        ) from error
    downloader = Downloader(bounds, resolver=resolver)
    workshop = Workshop(work_seconds=bounds.work_seconds, processes=bounds.processes)
    try:
        yield FileArchive(root, bounds, downloader, workshop)
    finally:
        await downloader.aclose()


def _prepare(folder: Path) -> Path:
    """Make the folder, clear it, and prove that it can be written; return its absolute path."""
    incoming = folder / _INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    for path in incoming.iterdir():
        with _unlocked(path) as unlocked:
            if unlocked:
                path.unlink(missing_ok=True)
    path, file = _open_incoming(incoming)
    _close_incoming(path, file)
    return folder.absolute()


@contextmanager
def _unlocked(path: Path) -> Iterator[bool]:
    """Tell whether no living process works on a file."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
    except (BlockingIOError, FileNotFoundError):
        yield False


def _open_incoming(folder: Path) -> tuple[Path, BinaryIO]:
    descriptor, name = tempfile.mkstemp(suffix=".part", dir=folder)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return Path(name), os.fdopen(descriptor, "wb")


def _close_incoming(path: Path, file: BinaryIO) -> None:
    path.unlink(missing_ok=True)
    file.close()


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _move(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(exist_ok=True)
        source.replace(target)
        _sync_folder(target.parent)
        _sync_folder(target.parent.parent)
    except OSError as error:
        raise _not_writable(error) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stored(kept: Kept) -> StoredAudio:
    return StoredAudio(
        content_hash=ContentHash(kept.content_hash),
        size_bytes=kept.size_bytes,
        duration_seconds=kept.duration_seconds,
        extension=_EXTENSION,
    )


def _usable(seconds: float | None) -> float | None:
    """Return a reported duration, or None for what providers say when they know none."""
    return seconds if seconds is not None and math.isfinite(seconds) and seconds > 0 else None


def _encodable(text: str) -> str:
    """Return `text` without lone surrogates, which no encoding takes."""
    return text.encode("utf-8", "ignore").decode()


def _not_writable(error: OSError) -> MediaUnavailable:
    return MediaUnavailable(f"the archive cannot be written: {error.strerror}")
