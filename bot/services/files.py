"""Songs as files: what they were exported as, films, times of words, links, further messages."""

from dataclasses import dataclass

from bot.domain.files import FileKind, SongFile, SongFileGone, StoredFile
from bot.domain.findings import Timeline
from bot.domain.ids import JobId, SongId
from bot.domain.library import Posting
from bot.domain.ports import Clock, Database, PublicFiles, SongArchive, Transaction
from bot.domain.songs import Song, SongRole, StoredAudio
from bot.services.keeping import keep_file


@dataclass(frozen=True)
class SongFiles:
    """What there is of a song beside its audio."""

    files: tuple[SongFile, ...]
    timeline: Timeline | None
    """When its words are sung, once somebody paid for finding out."""
    stems: tuple[Song, ...]
    """Its tracks, newest set first."""

    def of(self, kind: FileKind) -> SongFile | None:
        """Return the file of a kind."""
        return next((file for file in self.files if file.kind is kind), None)


class FileService:
    """Gives what there is, and makes what costs nothing."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        archive: SongArchive,
        public_files: PublicFiles,
        link_days: int = 7,
    ) -> None:
        """`link_days` is how long the links of `public_files` work."""
        self.link_days = link_days
        self._database = database
        self._clock = clock
        self._archive = archive
        self._public_files = public_files

    def link_to(self, file: StoredAudio | StoredFile, name: str) -> str | None:
        """Return a link to a file that works for some days; None where there is no public address.

        `name` is what it is called for whoever saves it: ASCII, without the ending.
        """
        return self._public_files.address_of(file, name)

    async def of_song(self, song: Song) -> SongFiles:
        """Return what there is of a song that somebody may use."""

        def read(tx: Transaction) -> SongFiles:
            return SongFiles(
                tx.files.of_song(song.song_id),
                _timeline(tx, song.song_id),
                tx.songs.stems_of(song.song_id),
            )

        return await self._database.read(read)

    async def pictures_of(self, job_id: JobId) -> tuple[SongFile, ...]:
        """Return the pictures of a job's songs, in their order."""
        files = await self._database.read(lambda tx: tx.files.of_job(job_id))
        return tuple(file for file in files if file.kind is FileKind.PICTURE)

    async def film_of(self, song: Song) -> StoredFile:
        """Return a song's film, made now if it was never asked for. This may take a minute.

        Raises:
            SongFileGone: there is no audio any more to make it of.
            MediaUnavailable, MediaUnusable: it cannot be made now.
        """
        known = (await self.of_song(song)).of(FileKind.VIDEO)
        if known is not None and self._archive.path_of(known.file).is_file():
            return known.file
        if song.gone is not None:
            raise SongFileGone(song.song_id, song.gone)
        own = song.role is SongRole.UPLOAD
        stored = await self._archive.film(song.audio, song.title, made_with_ai=not own)
        now = self._clock.now()
        film = SongFile(song.song_id, FileKind.VIDEO, stored, now)

        def save(tx: Transaction) -> None:
            current = tx.songs.get(song.song_id)
            if current is not None and current.deleted_at is None and current.gone is None:
                keep_file(tx, film, now)

        await self._database.write(save)
        return stored

    async def parts_sent(self, job_id: JobId) -> frozenset[int]:
        """Return which further messages of a job's own message were posted."""
        postings = await self._database.read(lambda tx: tx.postings.of_job(job_id))
        return frozenset(posting.part for posting in postings if posting.original)

    async def part_sent(self, posting: Posting) -> None:
        """Remember a further message; one that is known already stays as it is."""
        await self._database.write(lambda tx: tx.postings.add(posting))


def _timeline(tx: Transaction, song_id: SongId) -> Timeline | None:
    job_id = tx.files.timeline_job(song_id)
    job = None if job_id is None else tx.jobs.get(job_id)
    found = None if job is None else job.finding
    return found if isinstance(found, Timeline) and found.words else None
