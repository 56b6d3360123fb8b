"""Fetches finished songs into our archive and proves that they play; then the job is settled.

Nothing is charged before: what cannot be played is not paid for.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.domain.errors import ArchiveUnwritable, MediaError, MediaUnavailable, MediaUnusable
from bot.domain.files import FileKind, SongFile
from bot.domain.findings import ExportedFile
from bot.domain.ids import song_id_of
from bot.domain.jobs import Failure, FailureCode, Job, JobKind, JobState, Work
from bot.domain.ports import SongArchive, SongTags
from bot.domain.requests import ExportRequest
from bot.domain.songs import Clip, Song, SongRequest, SongRole, StoredAudio
from bot.services.settlement import Outcome
from bot.services.versions import song_of
from bot.workers.jobs import JobWorker, Pace, Surroundings

log = structlog.get_logger(__name__)


_DISK_PATIENCE = timedelta(hours=12)
"""So long the operator has to mend a disk that takes no files."""

_DECISIONS = 3
"""So often a job is settled anew because its author decided about it at the same moment."""


@dataclass(frozen=True)
class CollectPace(Pace):
    """How patient the collector is."""

    attempts: int
    """A file that cannot be fetched in so many tries counts as not delivered."""


class Collector(JobWorker):
    """Turns the clips of finished tasks into songs."""

    work = Work.COLLECT

    def __init__(self, surroundings: Surroundings, pace: CollectPace, archive: SongArchive) -> None:
        super().__init__(surroundings, pace)
        self._attempts = pace.attempts
        self._archive = archive

    async def handle(self, job: Job) -> None:
        """Fetch all of one job's clips and settle it, or try again later."""
        if isinstance(job.request, ExportRequest):
            await self._export(job, job.request)
            return
        fetched = await self._fetch(job)
        if self._may_come_later(job, fetched):
            await self._postpone(job)
            return
        code = FailureCode.AUDIO_UNUSABLE if fetched.errors else FailureCode.PROVIDER_FAILED
        outcome = _outcome(job, fetched.songs, Failure(code))
        files = await self._portraits(fetched.songs)
        await self._settle_fetched(job, replace(outcome, files=files))

    async def _settle_fetched(self, job: Job, outcome: Outcome) -> None:
        """Settle a job whose files are there, also when its lease ended and somebody began anew.

        Whoever is first settles it; else a job that takes longer than a lease would never end.
        """
        for _ in range(_DECISIONS):
            current = await self._database.read(lambda tx: tx.jobs.get(job.job_id))
            if current is None or not _same_but_decided(current, job):
                return
            if await self._settlement.settle(current, outcome):
                return

    async def _fetch(self, job: Job) -> "_Fetched":
        authors = await self._authors(job)
        results = await asyncio.gather(
            *(
                self._keep(job, position, clip, authors)
                for position, clip in enumerate(job.clips, 1)
            ),
            return_exceptions=True,
        )
        errors: list[MediaError] = []
        for error in results:
            if isinstance(error, MediaUnavailable | MediaUnusable):
                log.warning("song_not_kept", job_id=job.job_id, error=type(error).__name__)
                errors.append(error)
            elif isinstance(error, BaseException):
                raise error
        songs = self._in_order([result for result in results if isinstance(result, Song)])
        return _Fetched(songs, tuple(errors))

    def _in_order(self, songs: list[Song]) -> tuple[Song, ...]:
        """Return a job's songs, each newer than the one before, whichever was fetched first."""
        now = self._clock.now()
        last = max((song.position for song in songs), default=0)
        return tuple(
            replace(song, created_at=now - timedelta(microseconds=last - song.position))
            for song in songs
        )

    def _may_come_later(self, job: Job, fetched: "_Fetched") -> bool:
        """Whether another try may bring a file that could not be kept."""
        if any(isinstance(error, ArchiveUnwritable) for error in fetched.errors):
            log.error("archive_not_writable", job_id=job.job_id)
            if self._clock.now() < (job.submitted_at or job.created_at) + _DISK_PATIENCE:
                return True
        return fetched.unavailable and job.attempts < self._attempts

    async def _portraits(self, songs: tuple[Song, ...]) -> tuple[SongFile, ...]:
        """Draw the first song's cover and waveform; a song is none the worse without."""
        if not songs or songs[0].role is SongRole.STEM:
            return ()
        first = songs[0]
        try:
            portrait = await self._archive.portray(first.audio)
        except (MediaUnavailable, MediaUnusable) as error:
            log.info("song_not_drawn", song_id=first.song_id, reason=error.reason)
            return ()
        told = " ".join(str(level) for level in portrait.levels)
        now = self._clock.now()
        return (SongFile(first.song_id, FileKind.PICTURE, portrait.file, now, told),)

    async def _export(self, job: Job, request: ExportRequest) -> None:
        """Fetch what a song was exported as and settle the job, or try again later."""
        (clip,), (song_id,) = job.clips, job.request.parents
        kind = FileKind(request.format.value)
        try:
            stored = await self._archive.keep_file(
                kind, clip.audio_url, request.source.duration_seconds
            )
        except (MediaUnavailable, MediaUnusable) as error:
            log.warning("export_not_kept", job_id=job.job_id, reason=error.reason)
            if self._may_come_later(job, _Fetched((), (error,))):
                await self._postpone(job)
                return
            failure = Failure(FailureCode.AUDIO_UNUSABLE)
            await self._settlement.settle(job, Outcome(JobState.FAILED, failure=failure))
            return
        file = SongFile(song_id, kind, stored, self._clock.now())
        finding = ExportedFile(clip.label, clip.audio_url)
        await self._settlement.settle(
            job, Outcome(JobState.SUCCEEDED, finding=finding, files=(file,))
        )

    async def _authors(self, job: Job) -> tuple[str, ...]:
        """Return what the people are called whose songs they are, for the files' tags."""
        if job.jam_id is None:
            return (job.requester_name,)
        authors = await self._database.read(lambda tx: tx.jams.authors_of(job.job_id))
        return tuple(author.name for author in authors) or (job.requester_name,)

    async def _keep(self, job: Job, position: int, clip: Clip, authors: tuple[str, ...]) -> Song:
        audio = self._early(job, position, clip)
        if audio is None:
            title = clip.title or job.request.summary
            song_id = song_id_of(job.job_id, position)
            tags = SongTags(
                song_id,
                title,
                authors,
                clip.lyrics,
                clip.style,
                made_with_ai=job.kind is not JobKind.UPLOAD,
            )
            audio = await self._archive.keep(clip, tags)
        return song_of(job, position, clip, audio, self._clock.now())

    def _early(self, job: Job, position: int, clip: Clip) -> StoredAudio | None:
        """Return a version that was fetched under the same id while the job ran."""
        known = job.early[position - 1] if position <= len(job.early) else None
        if known is None or known.clip.clip_id != clip.clip_id:
            return None
        return known.audio if self._archive.path_of(known.audio).is_file() else None


@dataclass(frozen=True)
class _Fetched:
    """What came of a job's clips."""

    songs: tuple[Song, ...]
    errors: tuple[MediaError, ...]
    """Why the others could not be kept."""

    @property
    def unavailable(self) -> bool:
        """Whether another try may bring more."""
        return any(isinstance(error, MediaUnavailable) for error in self.errors)


def _outcome(job: Job, songs: tuple[Song, ...], failure: Failure) -> Outcome:
    if job.kind is JobKind.STEMS:
        return Outcome.of_set(songs, len(job.clips) + job.missing, failure)
    fragments = sum(1 for song in songs if song.role is SongRole.FRAGMENT)
    wanted = not isinstance(job.request, SongRequest) and job.request.wants_fragment
    outcome = Outcome.of_songs(songs, job.promised, failure)
    return outcome.with_unjoined(0 if wanted else fragments)


def _same_but_decided(current: Job, job: Job) -> bool:
    """Tell whether nobody has done more to a job than its author, who keeps it from being posted.

    Whose lease it is does not matter.
    """
    return job == replace(
        current,
        attempts=job.attempts,
        due_at=job.due_at,
        unposted=job.unposted,
        version=job.version,
    )
