"""What people do with songs that were made: favourites, titles, deletion, showing them again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog

from bot.domain.delivery import DeliveryKind
from bot.domain.errors import MediaUnavailable, MediaUnusable
from bot.domain.files import FileKind, RetiredFile
from bot.domain.ids import JobId, SongId
from bot.domain.jobs import Work
from bot.domain.library import TITLE_LIMIT, Deletion, Posting, TitleUnusable, Visitor
from bot.domain.ports import Clock, Database, SongArchive, Transaction
from bot.domain.songs import Song, StoredAudio
from bot.domain.text import has_visible_characters, length, tidy
from bot.services.finding import first_song, own_song, visible_song
from bot.services.keeping import remove_due, replace_audio, take_down
from bot.services.signals import Signals

log = structlog.get_logger(__name__)

LATELY = timedelta(days=7)
"""So long after a deletion its file is looked for at each start."""


class SongService:
    """Changes songs for those who may: favourites, titles, deletion, further messages."""

    def __init__(
        self, database: Database, clock: Clock, signals: Signals, archive: SongArchive
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._archive = archive

    async def set_favourite(self, visitor: Visitor, song_id: SongId, *, favourite: bool) -> Song:
        """Let a song be, or no longer be, a favourite; safe to repeat.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
        """

        def write(tx: Transaction) -> Song:
            song = visible_song(tx, visitor, song_id)
            if favourite:
                tx.songs.add_favourite(visitor.user_id, song_id, self._clock.now())
            else:
                tx.songs.drop_favourite(visitor.user_id, song_id)
            return song

        return await self._database.write(write)

    async def save_all(self, visitor: Visitor, job_id: JobId) -> tuple[Song, ...]:
        """Let all songs of a job be favourites, and return them; safe to repeat.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
        """

        def write(tx: Transaction) -> tuple[Song, ...]:
            first_song(tx, visitor, job_id, given=job_id)
            songs = tx.songs.of_job(job_id)
            for song in songs:
                tx.songs.add_favourite(visitor.user_id, song.song_id, self._clock.now())
            return songs

        return await self._database.write(write)

    async def own_song(self, visitor: Visitor, song_id: SongId) -> Song:
        """Return a song that the visitor made.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
            NotTheAuthor: it is someone else's.
        """
        return await self._database.read(lambda tx: own_song(tx, visitor, song_id))

    async def check_title(self, visitor: Visitor, song_id: SongId, title: str) -> None:
        """Check whether a visitor may give a song a title; this takes no time worth waiting for.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
            NotTheAuthor: only its author may.
            TitleUnusable: the title shows nothing or is too long.
        """
        _tidied_title(title)
        await self.own_song(visitor, song_id)

    async def rename(self, visitor: Visitor, song_id: SongId, title: str) -> Song:
        """Give a song another title, in its file's tags too, and return it as it is then.

        Everything that shows it is drawn again. This takes about a second.

        Raises:
            SongNotFound, SongDeleted, NotTheAuthor, TitleUnusable: as `check_title`.
        """
        tidied = _tidied_title(title)
        before = await self.own_song(visitor, song_id)
        retagged = await self._retagged(before, tidied)

        def write(tx: Transaction) -> Song:
            song, now = own_song(tx, visitor, song_id), self._clock.now()
            tx.songs.rename(song_id, tidied)
            if song.audio == before.audio:
                replace_audio(tx, song, retagged, now)
            for film in tx.files.drop(song_id, FileKind.VIDEO):
                tx.files.retire(RetiredFile(film.file, song_id, now))
            tx.deliveries.want(song.job_id, DeliveryKind.CARD, now)
            tx.postings.want(song.job_id, now)
            return visible_song(tx, visitor, song_id)

        song = await self._database.write(write)
        self._signals.ring(Work.DELIVER, Work.REDRAW)
        return song

    async def _retagged(self, song: Song, title: str) -> StoredAudio:
        """Return a song's file with another title in its tags, or the same where that fails."""
        if song.gone is not None:
            return song.audio
        try:
            return await self._archive.retag(song.audio, title)
        except (MediaUnavailable, MediaUnusable) as error:
            log.warning("song_not_retagged", song_id=song.song_id, reason=error.reason)
            return song.audio

    async def delete(self, visitor: Visitor, song_id: SongId) -> Deletion:
        """Delete a song for good: its texts, its files and links, its place on every message.

        What was paid for it stays paid, and the ledger as it is.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
            NotTheAuthor: only its author may.
        """

        def write(tx: Transaction) -> Deletion:
            song = own_song(tx, visitor, song_id)
            now = self._clock.now()
            take_down(tx, song, now)
            tx.reviews.forget_words(song.job_id, now)
            return Deletion(song, tx.postings.of_job(song.job_id))

        deletion = await self._database.write(write)
        log.info("song_deleted", song_id=song_id, job_id=deletion.song.job_id)
        self._signals.ring(Work.DELIVER, Work.REDRAW, Work.DESK, Work.KEEP)
        await remove_due(self._database, self._archive, self._clock)
        return deletion

    async def finish_deletions(self) -> None:
        """Remove the files of songs that were deleted lately; a stop may have come between.

        So are files that were heard early of songs that then came to nothing.
        """
        now = self._clock.now()

        def unused(tx: Transaction) -> tuple[StoredAudio, ...]:
            return (*tx.songs.unused_files(now - LATELY), *_unused_early(tx, now - LATELY, now))

        for audio in await self._database.read(unused):
            await self._remove(audio)
        await remove_due(self._database, self._archive, self._clock)

    async def _remove(self, audio: StoredAudio) -> None:
        try:
            await self._archive.remove(audio)
        except MediaUnavailable as error:
            log.warning("song_file_left", content_hash=audio.content_hash, reason=error.reason)

    async def posted_again(self, posting: Posting) -> None:
        """Remember a message that shows a job's card once more, or files of it."""
        await self._database.write(lambda tx: tx.postings.add(posting))

    async def postings_of(self, job_id: JobId) -> tuple[Posting, ...]:
        """Return the messages that show a job's card once more, or files of it."""
        return await self._database.read(lambda tx: tx.postings.of_job(job_id))


def _unused_early(tx: Transaction, since: datetime, now: datetime) -> Iterator[StoredAudio]:
    """Give the files of early versions that no song, and nothing else, has."""
    for job in tx.jobs.ended_short(since):
        for early in job.early:
            if not tx.files.is_served(early.audio.content_hash, now):
                yield early.audio


def _tidied_title(title: str) -> str:
    tidied = " ".join(tidy(title).split())
    if not has_visible_characters(tidied) or length(tidied) > TITLE_LIMIT:
        raise TitleUnusable(TITLE_LIMIT)
    return tidied
