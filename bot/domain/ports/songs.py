"""What is kept of songs, voices and the messages that show a song again."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.domain.ids import (
    ContentHash,
    GuildId,
    JobId,
    MessageId,
    SongId,
    UserId,
    VoiceId,
)
from bot.domain.library import DuePosting, Posting, SongQuery, Visitor
from bot.domain.songs import Song, StoredAudio
from bot.domain.voices import SingingVoice


class SongRepository(Protocol):
    """Finished songs."""

    def add(self, song: Song) -> None:
        """Save a new song."""
        ...

    def get(self, song_id: SongId) -> Song | None:
        """Return a song."""
        ...

    def of_job(self, job_id: JobId) -> tuple[Song, ...]:
        """Return a job's songs in order of position, without deleted ones."""
        ...

    def deletion_of(self, job_id: JobId) -> datetime | None:
        """Return when a song of the job was last deleted, or None."""
        ...

    def find(
        self, visitor: Visitor, query: SongQuery, *, limit: int, offset: int = 0
    ) -> tuple[Song, ...]:
        """Return the songs that a query finds: newest first, favourites by when they were added."""
        ...

    def count(self, visitor: Visitor, query: SongQuery) -> int:
        """Return how many songs a query finds."""
        ...

    def favourites_among(self, user_id: UserId, songs: Collection[SongId]) -> frozenset[SongId]:
        """Return which of these songs are someone's favourites."""
        ...

    def add_favourite(self, user_id: UserId, song_id: SongId, now: datetime) -> None:
        """Make a song a favourite; one that is so already stays as it is."""
        ...

    def drop_favourite(self, user_id: UserId, song_id: SongId) -> None:
        """Let a song no longer be a favourite."""
        ...

    def rename(self, song_id: SongId, title: str) -> None:
        """Give a song another title."""
        ...

    def replace_audio(self, song_id: SongId, audio: StoredAudio) -> None:
        """Give a song another file of the same sound, such as with other tags."""
        ...

    def delete(self, song_id: SongId, now: datetime) -> None:
        """Mark a song as deleted and erase its texts; its row stays for the books."""
        ...

    def unused_files(self, deleted_after: datetime) -> tuple[StoredAudio, ...]:
        """Return the files of songs deleted since then that no other song has."""
        ...

    def uses(self, content_hash: ContentHash) -> int:
        """Return how many songs that are not deleted have this file."""
        ...

    def add_parents(self, song_id: SongId, parents: tuple[SongId, ...]) -> None:
        """Save what a new song is made from."""
        ...

    def parents_of(self, song_id: SongId) -> tuple[Song, ...]:
        """Return the songs that a song is made from, in the order of its request."""
        ...

    def stems_of(self, song_id: SongId) -> tuple[Song, ...]:
        """Return a song's tracks that are not deleted, newest set first, each set in order."""
        ...

    def children_of(self, song_id: SongId) -> tuple[Song, ...]:
        """Return the songs that are made from a song, oldest first."""
        ...


class VoiceRepository(Protocol):
    """Reusable singing voices, deleted ones too: whoever agreed to what stays on record."""

    def add(self, voice: SingingVoice) -> None:
        """Save a new voice."""
        ...

    def get(self, voice_id: VoiceId) -> SingingVoice | None:
        """Return a voice."""
        ...

    def save(self, voice: SingingVoice) -> None:
        """Replace the stored voice of the same id."""
        ...

    def usable_by(self, user_id: UserId, guild_id: GuildId) -> tuple[SingingVoice, ...]:
        """Return the voices that someone may sing with in a server, by name."""
        ...


class PostingRepository(Protocol):
    """Messages that show a finished job's card once more."""

    def add(self, posting: Posting) -> None:
        """Save a posting."""
        ...

    def of_job(self, job_id: JobId) -> tuple[Posting, ...]:
        """Return a job's postings."""
        ...

    def want(self, job_id: JobId, now: datetime) -> None:
        """Have all of a job's postings drawn anew."""
        ...

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[DuePosting, ...]:
        """Take at most `limit` due postings; nobody else gets them before the lease ends."""
        ...

    def take_over(self, now: datetime) -> int:
        """Let every posting be due that was claimed or is to be tried again later; count them."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when the next posting is due."""
        ...

    def drawn(self, due: DuePosting) -> None:
        """Note that a posting is up to date, unless it was wanted anew meanwhile."""
        ...

    def retry(self, due: DuePosting, due_at: datetime) -> None:
        """Draw a posting again at `due_at`, or sooner if it was wanted anew meanwhile."""
        ...

    def remove(self, message_id: MessageId) -> None:
        """Forget a posting; its message is gone."""
        ...

    def job_on(self, message_id: MessageId) -> JobId | None:
        """Return the job that a message shows, be it the job's own or a posting."""
        ...
