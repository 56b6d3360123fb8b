"""Finding what was made and what is being made, and keeping songs: favourites, titles, deletion."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog

from bot.domain.delivery import DeliveryKind, JobView
from bot.domain.errors import JobNotFound, MediaUnavailable, MediaUnusable
from bot.domain.files import FileKind, RetiredFile
from bot.domain.ids import DIRECT_MESSAGES, GuildId, JobId, MessageId, SongId
from bot.domain.jobs import Job, Work
from bot.domain.library import (
    TITLE_LIMIT,
    Deletion,
    Posting,
    QueuedJob,
    QueueOverview,
    Shelf,
    ShelfLine,
    ShelfPage,
    SongDetails,
    SongQuery,
    TitleUnusable,
    Visitor,
)
from bot.domain.ports import Clock, Database, SongArchive, Transaction
from bot.domain.songs import Song, StoredAudio
from bot.domain.text import has_visible_characters, length, tidy
from bot.services.finding import (
    descent_in,
    family_of,
    first_song,
    named_song,
    own_song,
    song_on_message,
    visible_song,
)
from bot.services.keeping import remove_due, replace_audio, take_down
from bot.services.signals import Signals
from bot.services.views import JobViews

log = structlog.get_logger(__name__)

PAGE_SIZE = 8
"""Songs on a page of the library."""

LATELY = timedelta(days=7)
"""So long after a deletion its file is looked for at each start."""

MOST_QUEUED = 10
"""Jobs of each kind that an overview of the queue tells of."""


class LibraryService:
    """Reads jobs and their songs, and keeps songs. What a visitor may not see is never found."""

    def __init__(
        self,
        database: Database,
        views: JobViews,
        clock: Clock,
        signals: Signals,
        archive: SongArchive,
    ) -> None:
        self._database = database
        self._views = views
        self._clock = clock
        self._signals = signals
        self._archive = archive

    async def view(self, job_id: JobId, guild_id: GuildId) -> JobView:
        """Return a job of this server with its songs.

        Raises:
            JobNotFound: there is none, or it belongs to another server.
        """

        def read(tx: Transaction) -> JobView:
            job = tx.jobs.get(job_id)
            if job is None or job.guild_id != guild_id:
                raise JobNotFound(job_id)
            return self._views.of(tx, job, self._clock.now())

        return await self._database.read(read)

    async def shown(self, visitor: Visitor, job_id: JobId) -> JobView:
        """Return a job of which there is at least one song that a visitor may use.

        Raises:
            JobNotFound: there is no such job, or it belongs to another server.
            SongNotFound, SongDeleted: it has no song, or none any more, for this visitor.
        """

        def read(tx: Transaction) -> JobView:
            job = tx.jobs.get(job_id)
            if job is None or job.guild_id != visitor.guild_id:
                raise JobNotFound(job_id)
            first_song(tx, visitor, job_id, given=job_id)
            return self._views.of(tx, job, self._clock.now())

        return await self._database.read(read)

    async def suggest(self, visitor: Visitor, words: str, limit: int) -> tuple[Song, ...]:
        """Return the newest songs that a visitor may use, whose title or id contains `words`."""
        query = SongQuery(Shelf.EVERY, words)
        return await self._database.read(lambda tx: tx.songs.find(visitor, query, limit=limit))

    async def find(self, visitor: Visitor, given: str) -> Song:
        """Return the song that a member named: by its id, its job's, a message's link or its title.

        Of a job's songs it is the first, of songs with the same title the newest.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
        """
        return await self._database.read(lambda tx: named_song(tx, visitor, given))

    async def details(self, visitor: Visitor, song_id: SongId) -> SongDetails:
        """Return how a song was made.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
        """

        def read(tx: Transaction) -> SongDetails:
            song = visible_song(tx, visitor, song_id)
            return self._details(tx, visitor, song)

        return await self._database.read(read)

    async def details_on(self, visitor: Visitor, message_id: MessageId) -> SongDetails:
        """Return how the first song on a message was made.

        Raises:
            SongNotFound, SongDeleted: the message shows none, or none any more, for this visitor.
        """

        def read(tx: Transaction) -> SongDetails:
            song = song_on_message(tx, visitor, message_id, given=str(message_id))
            return self._details(tx, visitor, song)

        return await self._database.read(read)

    async def page(self, visitor: Visitor, query: SongQuery, number: int) -> ShelfPage:
        """Return a page of what a query finds; the last one when there are fewer than `number`."""

        def read(tx: Transaction) -> ShelfPage:
            found = tx.songs.count(visitor, query)
            pages = max(1, -(-found // PAGE_SIZE))
            shown = min(max(number, 1), pages)
            offset = (shown - 1) * PAGE_SIZE
            songs = tx.songs.find(visitor, query, limit=PAGE_SIZE, offset=offset)
            favourites = tx.songs.favourites_among(
                visitor.user_id, [song.song_id for song in songs]
            )
            lines = tuple(
                ShelfLine(song, song.song_id in favourites, tx.deliveries.message_of(song.job_id))
                for song in songs
            )
            return ShelfPage(query, shown, pages, found, lines)

        return await self._database.read(read)

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

    async def own_song(self, visitor: Visitor, song_id: SongId) -> Song:
        """Return a song that the visitor made.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
            NotTheAuthor: it is someone else's.
        """
        return await self._database.read(lambda tx: own_song(tx, visitor, song_id))

    async def delete(self, visitor: Visitor, song_id: SongId) -> Deletion:
        """Delete a song for good: its texts, its files and links, its place on every message.

        What was paid for it stays paid, and the ledger as it is.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
            NotTheAuthor: only its author may.
        """

        def write(tx: Transaction) -> Deletion:
            song = own_song(tx, visitor, song_id)
            take_down(tx, song, self._clock.now())
            return Deletion(song, tx.postings.of_job(song.job_id))

        deletion = await self._database.write(write)
        log.info("song_deleted", song_id=song_id, job_id=deletion.song.job_id)
        self._signals.ring(Work.DELIVER, Work.REDRAW, Work.KEEP)
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

    async def posted_again(self, posting: Posting) -> None:
        """Remember a message that shows a job's card once more, or files of it."""
        await self._database.write(lambda tx: tx.postings.add(posting))

    async def postings_of(self, job_id: JobId) -> tuple[Posting, ...]:
        """Return the messages that show a job's card once more, or files of it."""
        return await self._database.read(lambda tx: tx.postings.of_job(job_id))

    async def queue(self, visitor: Visitor) -> QueueOverview:
        """Return what is waiting and under way here; in direct messages only the visitor's own."""

        def read(tx: Transaction) -> QueueOverview:
            own = tx.jobs.open_in(visitor.guild_id, visitor.user_id, limit=MOST_QUEUED)
            every = tx.jobs.open_in(visitor.guild_id, None, limit=3 * MOST_QUEUED)
            shared = visitor.guild_id != DIRECT_MESSAGES
            others = [job for job in every if shared and job.requester_id != visitor.user_id]
            return QueueOverview(
                own=tuple(self._queued(tx, job) for job in own),
                others=tuple(self._queued(tx, job) for job in others[:MOST_QUEUED]),
            )

        return await self._database.read(read)

    async def _remove(self, audio: StoredAudio) -> None:
        try:
            await self._archive.remove(audio)
        except MediaUnavailable as error:
            log.warning("song_file_left", content_hash=audio.content_hash, reason=error.reason)

    def _queued(self, tx: Transaction, job: Job) -> QueuedJob:
        message = tx.deliveries.message_of(job.job_id)
        private = message is not None and message.place.ephemeral
        return QueuedJob(self._views.of(tx, job, self._clock.now()), private, message)

    def _details(self, tx: Transaction, visitor: Visitor, song: Song) -> SongDetails:
        job = tx.jobs.get(song.job_id)
        if job is None:
            raise LookupError(f"song {song.song_id} has no job")
        family = family_of(tx, visitor, song)
        return SongDetails(
            song=song,
            view=self._views.of(tx, job, self._clock.now()),
            favourite=song.song_id in tx.songs.favourites_among(visitor.user_id, [song.song_id]),
            message=tx.deliveries.message_of(song.job_id),
            family=family,
            descent=descent_in(tx, song, family),
        )


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
