"""Our own copies of songs and of what they are exported as, in files named by their content."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import structlog

from bot.domain.crash_points import Act, around
from bot.domain.errors import MediaUnavailable, MediaUnusable, SetupError
from bot.domain.files import Arrival, FileKind, StoredFile
from bot.domain.ids import ContentHash
from bot.domain.ports import FittedAudio, Portrait, SongTags
from bot.domain.songs import Clip, StoredAudio
from bot.media.addresses import Resolver, resolve
from bot.media.bounds import MediaBounds
from bot.media.download import AUDIO, PICTURE, RECORDING, Downloader, Wanted
from bot.media.folder import ArchiveFolder, writing
from bot.media.workshop.containers import HEAD_BYTES, container_of
from bot.media.workshop.messages import (
    ORIGIN,
    CheckTask,
    ConvertTask,
    FilmTask,
    FitTask,
    Fitted,
    KeepTask,
    Kept,
    PortrayTask,
    RetagTask,
    Stored,
    Texts,
)
from bot.media.workshop.process import Workshop

log = structlog.get_logger(__name__)

_EXTENSION = "mp3"
_ENDINGS = {FileKind.WAV: "wav", FileKind.MIDI: "mid", FileKind.VIDEO: "mp4"}
_PICTURE = "png"


class FileArchive:
    """Keeps songs as files below one folder; several processes may share it."""

    def __init__(
        self,
        folder: ArchiveFolder,
        bounds: MediaBounds,
        downloader: Downloader,
        workshop: Workshop,
    ) -> None:
        self._folder = folder
        self._bounds = bounds
        self._downloader = downloader
        self._workshop = workshop
        self._song = replace(AUDIO, places=bounds.provider_places)
        self._cover_picture = replace(PICTURE, places=bounds.provider_places)
        self._exports = {
            FileKind.WAV: replace(RECORDING, places=bounds.provider_places),
            FileKind.MIDI: self._song,
        }
        self._members_audio = replace(AUDIO, places=bounds.member_places)
        # A film takes long and nobody's song waits for it.
        self._filming = asyncio.Semaphore(1)

    async def keep(self, clip: Clip, tags: SongTags) -> StoredAudio:
        """Fetch a clip's audio, prove that it plays, tag it and store it; safe to repeat.

        Its cover goes into its tags; a song whose cover cannot be had is kept without.

        Raises:
            MediaUnavailable: it cannot be fetched now, or is not there in full yet.
            ArchiveUnwritable: our own disk does not take it.
            MediaUnusable: what was fetched is not the audio that was promised.
        """
        async with AsyncExitStack() as stack:
            path = await stack.enter_async_context(self._fetched(clip.audio_url, self._song))
            cover = await self._cover(stack, clip)
            task = self._task(path, clip, tags).model_copy(update={"cover": cover})
            with around(Act.TAGS):
                audio = _stored(await self._workshop.keep(task))
            with around(Act.RENAME):
                await self._folder.take(path, audio)
        return audio

    async def keep_file(
        self, kind: FileKind, url: str, expected_seconds: float | None
    ) -> StoredFile:
        """Fetch what a song was exported as, a WAV or MIDI file, prove that it is, and store it.

        Raises:
            MediaUnavailable: it cannot be fetched now.
            ArchiveUnwritable: our own disk does not take it.
            MediaUnusable: what was fetched is not what was promised.
            ValueError: nobody exports songs as this kind.
        """
        if kind not in self._exports:
            raise ValueError(f"songs are not exported as {kind}")
        async with self._folder.incoming() as (path, file):
            await self._downloader.fetch(url, file, self._exports[kind])
            task = CheckTask(
                path=path,
                form="wav" if kind is FileKind.WAV else "midi",
                expected_seconds=expected_seconds,
                max_duration_seconds=self._bounds.max_duration_seconds,
            )
            stored = _file(await self._workshop.store(task), _ENDINGS[kind])
            await self._folder.take(path, stored)
        return stored

    async def film(
        self, audio: StoredAudio, title: str, *, made_with_ai: bool = True
    ) -> StoredFile:
        """Make a film of a song with its cover and waveform, and store it. It takes a while.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file does not decode any more.
        """
        async with self._filming, self._folder.incoming() as (path, _):
            task = FilmTask(
                source=self.path_of(audio),
                target=path,
                title=_encodable(title),
                remark=ORIGIN if made_with_ai else "",
            )
            stored = _file(await self._workshop.store(task), _ENDINGS[FileKind.VIDEO])
            await self._folder.take(path, stored)
        return stored

    async def portray(self, audio: StoredAudio) -> Portrait:
        """Draw a song's cover and waveform, and store the picture.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file does not decode any more.
        """
        async with self._folder.incoming() as (path, _):
            drawn = await self._workshop.portray(
                PortrayTask(source=self.path_of(audio), target=path)
            )
            content_hash = ContentHash(drawn.content_hash)
            stored = StoredFile(content_hash, drawn.size_bytes, _PICTURE)
            await self._folder.take(path, stored)
        return Portrait(stored, drawn.levels)

    async def retag(
        self, audio: StoredAudio, title: str, authors: tuple[str, ...] | None = None
    ) -> StoredAudio:
        """Store a song's audio once more, with another title, or other authors, in its tags.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file cannot be read any more.
        """
        async with self._folder.incoming() as (path, _):
            names = None if authors is None else tuple(map(_encodable, authors))
            task = RetagTask(
                source=self.path_of(audio), target=path, title=_encodable(title), authors=names
            )
            kept = await self._workshop.store(task)
            retagged = replace(
                audio, content_hash=ContentHash(kept.content_hash), size_bytes=kept.size_bytes
            )
            await self._folder.take(path, retagged)
        return retagged

    async def inspect(self, url: str) -> float:
        """Fetch what is at an address, prove that it is audio and return its length in seconds.

        Members name the address, so it has to be a public one, or one of the few places that the
        bounds allow them.

        Raises:
            MediaUnavailable: it cannot be fetched now.
            AddressRefused: the address is not allowed.
            MediaUnusable: it is no audio of a known kind, is silent, or too long.
        """
        async with self._fetched(url, self._members_audio) as path:
            texts = Texts(song_id="", title="", authors=(), lyrics="", style="")
            task = KeepTask(
                path=path,
                expected_seconds=None,
                max_duration_seconds=self._bounds.max_duration_seconds,
                texts=texts,
            )
            return (await self._workshop.keep(task)).duration_seconds

    def path_of(self, audio: StoredAudio | StoredFile) -> Path:
        """Return where a stored file is; it may be missing when the archive was tampered with."""
        return self._folder.path_of(audio)

    async def remove(self, audio: StoredAudio | StoredFile) -> None:
        """Remove a stored file for good; safe to repeat.

        Raises:
            MediaUnavailable: it cannot be removed now.
        """
        await self._folder.remove(audio)

    async def arrivals(self) -> tuple[Arrival, ...]:
        """Return the files that came and of which nobody has said since whether they are needed."""
        return await self._folder.arrivals()

    async def settle_in(self, arrival: Arrival) -> None:
        """Note that the books know a file."""
        await self._folder.settle_in(arrival)

    async def turn_away(self, arrival: Arrival) -> None:
        """Remove a file that arrived, unless it arrived once more meanwhile.

        Raises:
            MediaUnavailable: it cannot be removed now.
        """
        await self._folder.turn_away(arrival)

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
        async with self._folder.incoming() as (path, _):
            task = FitTask(source=self.path_of(audio), target=path, max_bytes=max_bytes)
            outcome = await self._workshop.fit(task)
            if isinstance(outcome, Fitted):
                yield FittedAudio(path, outcome.size_bytes, outcome.bits_per_second)
            else:
                yield None

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
                made_with_ai=tags.made_with_ai,
            ),
        )

    async def _cover(self, stack: AsyncExitStack, clip: Clip) -> Path | None:
        """Fetch a clip's picture into a file that is there as long as `stack` is open."""
        if not clip.image_url:
            return None
        try:
            path, file = await stack.enter_async_context(self._folder.incoming())
            await self._downloader.fetch(clip.image_url, file, self._cover_picture)
        except (MediaUnavailable, MediaUnusable) as error:
            log.info("cover_not_kept", clip_id=clip.clip_id, reason=error.reason)
            return None
        return path

    @asynccontextmanager
    async def _fetched(self, url: str, wanted: Wanted) -> AsyncIterator[Path]:
        """Give the file at an address for one block, made into mp3 if it came in another form."""
        async with self._folder.incoming() as (path, file):
            with around(Act.DOWNLOAD):
                await self._downloader.fetch(url, file, wanted)
            with writing():
                container = container_of(await asyncio.to_thread(_head, path))
            if container is None:
                yield path
                return
            async with self._folder.incoming() as (converted, _):
                longest = self._bounds.max_duration_seconds
                task = ConvertTask(source=path, target=converted, max_duration_seconds=longest)
                await self._workshop.convert(task)
                yield converted


@asynccontextmanager
async def open_archive(
    folder: Path, bounds: MediaBounds, *, resolver: Resolver = resolve
) -> AsyncIterator[FileArchive]:
    """Open the archive in `folder`, which is made when missing, and clear what a crash left there.

    Raises:
        SetupError: the folder cannot be made or written.
    """
    try:
        opened = await ArchiveFolder.opened(folder)
    except OSError as error:
        raise SetupError(
            f"Songs cannot be kept in {folder} ({error.strerror}); the bot needs to write there."
        ) from error
    downloader = Downloader(bounds, resolver=resolver)
    workshop = Workshop(work_seconds=bounds.work_seconds, processes=bounds.processes)
    try:
        yield FileArchive(opened, bounds, downloader, workshop)
    finally:
        await downloader.aclose()


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _file(stored: Stored, extension: str) -> StoredFile:
    return StoredFile(ContentHash(stored.content_hash), stored.size_bytes, extension)


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
