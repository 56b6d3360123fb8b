"""Finding what was made and what is being made."""

from bot.domain.delivery import JobView
from bot.domain.ids import DIRECT_MESSAGES, GuildId, JobId, MessageId, SongId
from bot.domain.jobs import Job
from bot.domain.library import (
    QueuedJob,
    QueueOverview,
    Shelf,
    ShelfLine,
    ShelfPage,
    SongDetails,
    SongQuery,
    Visitor,
)
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.songs import Song
from bot.services.finding import (
    descent_in,
    family_of,
    first_song,
    job_here,
    named_song,
    song_on_message,
    visible_song,
)
from bot.services.views import JobViews

PAGE_SIZE = 8
"""Songs on a page of the library."""

MOST_QUEUED = 10
"""Jobs of each kind that an overview of the queue tells of."""


class LibraryService:
    """Reads jobs and their songs. What a visitor may not see is never found."""

    def __init__(self, database: Database, views: JobViews, clock: Clock) -> None:
        self._database = database
        self._views = views
        self._clock = clock

    async def view(self, job_id: JobId, guild_id: GuildId) -> JobView:
        """Return a job of this server with its songs.

        Raises:
            JobNotFound: there is none, or it belongs to another server.
        """

        def read(tx: Transaction) -> JobView:
            job = job_here(tx, job_id, guild_id)
            return self._views.of(tx, job, self._clock.now())

        return await self._database.read(read)

    async def shown(self, visitor: Visitor, job_id: JobId) -> JobView:
        """Return a job of which there is at least one song that a visitor may use.

        Raises:
            JobNotFound: there is no such job, or it belongs to another server.
            SongNotFound, SongDeleted: it has no song, or none any more, for this visitor.
        """

        def read(tx: Transaction) -> JobView:
            job = job_here(tx, job_id, visitor.guild_id)
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
                ShelfLine(
                    song,
                    song.song_id in favourites,
                    tx.deliveries.message_of(song.job_id),
                    tx.jams.authors_of(song.job_id),
                )
                for song in songs
            )
            return ShelfPage(query, shown, pages, found, lines)

        return await self._database.read(read)

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
                telling=tx.member_choices.telling(visitor.user_id),
            )

        return await self._database.read(read)

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
