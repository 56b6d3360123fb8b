"""What is kept of songs' files."""

from datetime import datetime
from typing import Protocol

from bot.domain.files import FileGone, FileKind, RetiredFile, SongFile, StockedFile
from bot.domain.ids import ContentHash, JobId, SongId


class FileRepository(Protocol):
    """Files beside songs' audio, times of words, and files that are to be removed."""

    def save(self, file: SongFile) -> None:
        """Save a song's file in place of an earlier one of its kind."""
        ...

    def find(self, song_id: SongId, kind: FileKind) -> SongFile | None:
        """Return a song's file of a kind."""
        ...

    def of_song(self, song_id: SongId) -> tuple[SongFile, ...]:
        """Return all files of a song, by kind."""
        ...

    def of_job(self, job_id: JobId) -> tuple[SongFile, ...]:
        """Return all files of a job's songs."""
        ...

    def drop(self, song_id: SongId, kind: FileKind | None = None) -> tuple[SongFile, ...]:
        """Forget a song's file of a kind, or all of them, and return what was forgotten."""
        ...

    def save_timeline(self, song_id: SongId, job_id: JobId) -> None:
        """Remember the job that found out when a song's words are sung."""
        ...

    def timeline_job(self, song_id: SongId) -> JobId | None:
        """Return that job."""
        ...

    def drop_timeline(self, song_id: SongId) -> None:
        """Forget that job."""
        ...

    def retire(self, retired: RetiredFile) -> None:
        """Have a file removed when it is due; of two times for one file the earlier counts."""
        ...

    def hasten(self, song_id: SongId, now: datetime) -> None:
        """Have all retired files of a song removed now."""
        ...

    def due(self, now: datetime, *, limit: int) -> tuple[RetiredFile, ...]:
        """Return files that are to be removed now, and are needed by no song any more."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when the next file is to be removed."""
        ...

    def forget(self, content_hash: ContentHash) -> None:
        """Take a file off those that are to be removed."""
        ...

    def is_served(self, content_hash: ContentHash, now: datetime) -> bool:
        """Tell whether a file belongs to a song that is there, or was replaced only lately."""
        ...

    def stock_bytes(self) -> int:
        """Return how large all files of all songs are together."""
        ...

    def oldest(self, *, limit: int, before: datetime | None = None) -> tuple[StockedFile, ...]:
        """Return files in the order in which they may go.

        First what can be made again, then songs that are nobody's favourite, oldest first, then
        favourites. With `before`, only songs made before it that are nobody's favourite.
        """
        ...

    def mark_gone(self, song_id: SongId, gone: FileGone) -> None:
        """Note that a song's audio is no longer in the archive."""
        ...
