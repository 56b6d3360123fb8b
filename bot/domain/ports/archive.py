"""Where the files of songs are kept."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.files import Arrival, FileKind, StoredFile
from bot.domain.ids import SongId
from bot.domain.songs import Clip, StoredAudio


@dataclass(frozen=True)
class FittedAudio:
    """A song's file within a size that was asked for."""

    path: Path
    size_bytes: int
    bits_per_second: int | None
    """The bit rate that it was encoded with for this size; None for the stored file itself."""


@dataclass(frozen=True)
class SongTags:
    """What is written into a song's file. All texts are hostile."""

    song_id: SongId
    title: str
    authors: tuple[str, ...]
    lyrics: str
    style: str
    made_with_ai: bool = True
    """Not so where it is somebody's own recording."""


@dataclass(frozen=True)
class Portrait:
    """A picture of a song: its cover, if it has one, and how it sounds."""

    file: StoredFile
    levels: tuple[float, ...]
    """Loudness of twelve equal parts, from 0 to 1, where 1 is the loudest."""


class SongArchive(Protocol):
    """Our own copies of songs."""

    async def keep(self, clip: Clip, tags: SongTags) -> StoredAudio:
        """Fetch a clip's audio, prove that it plays, tag it and store it; safe to repeat.

        Raises:
            MediaUnavailable: it cannot be fetched now.
            ArchiveUnwritable: our own disk does not take it.
            MediaUnusable: what was fetched is not the audio that was promised.
        """
        ...

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
        ...

    async def film(
        self, audio: StoredAudio, title: str, *, made_with_ai: bool = True
    ) -> StoredFile:
        """Make a film of a song with its cover and waveform, and store it. It takes a while.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file does not decode any more.
        """
        ...

    async def portray(self, audio: StoredAudio) -> Portrait:
        """Draw a song's cover and waveform, and store the picture.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file does not decode any more.
        """
        ...

    async def retag(
        self, audio: StoredAudio, title: str, authors: tuple[str, ...] | None = None
    ) -> StoredAudio:
        """Store a song's audio once more, with another title, or other authors, in its tags.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file cannot be read any more.
        """
        ...

    def path_of(self, audio: StoredAudio | StoredFile) -> Path:
        """Return where a stored file is; it may be missing when the archive was tampered with."""
        ...

    async def inspect(self, url: str) -> float:
        """Fetch what is at a public address, prove that it is audio, return its length in seconds.

        Raises:
            MediaUnavailable: it cannot be fetched now.
            AddressRefused: the address is not allowed to members.
            MediaUnusable: it is no audio that can be kept, is silent, or too long.
        """
        ...

    def fitted(
        self, audio: StoredAudio, max_bytes: int
    ) -> AbstractAsyncContextManager[FittedAudio | None]:
        """Give a song's file with at most `max_bytes`, encoded anew if need be, for one block.

        It is None when no bit rate worth hearing is small enough.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file does not decode any more.
        """
        ...

    async def remove(self, audio: StoredAudio | StoredFile) -> None:
        """Remove a stored file for good; safe to repeat.

        Raises:
            MediaUnavailable: it cannot be removed now.
        """
        ...

    async def arrivals(self) -> tuple[Arrival, ...]:
        """Return the files that came and of which nobody has said since whether they are needed.

        A stop may come between a file's arrival and the moment at which the books know it.
        """
        ...

    async def settle_in(self, arrival: Arrival) -> None:
        """Note that the books know a file."""
        ...

    async def turn_away(self, arrival: Arrival) -> None:
        """Remove a file that arrived, unless it arrived once more meanwhile.

        Raises:
            MediaUnavailable: it cannot be removed now.
        """
        ...


class PublicFiles(Protocol):
    """Gives files of our archive an address in the public."""

    def address_of(self, audio: StoredAudio | StoredFile, name: str = "") -> str | None:
        """Return where a file can be fetched for a day from now or longer; None without a place.

        `name` is what it is called for whoever saves it: ASCII, without the ending.
        """
        ...
