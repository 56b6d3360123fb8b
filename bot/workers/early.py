"""The first version of a song, fetched while the service is still at work on the second."""

import structlog

from bot.domain.errors import MediaUnavailable, MediaUnusable
from bot.domain.ids import ContentHash, song_id_of
from bot.domain.jobs import Job, JobKind, Step
from bot.domain.plans import plan_of
from bot.domain.ports import Clock, SongArchive, SongTags, TaskReport
from bot.domain.songs import Clip, EarlyVersion, StoredAudio
from bot.services.screening import Ruling, Screening
from bot.services.versions import song_of

log = structlog.get_logger(__name__)

_NOT_FETCHED = StoredAudio(ContentHash(""), 0, 0.0, "mp3")


class EarlyVersions:
    """Fetches what can be heard early, unless somebody is to look at it first."""

    def __init__(self, archive: SongArchive, screening: Screening, clock: Clock) -> None:
        self._archive = archive
        self._screening = screening
        self._clock = clock

    async def of(self, job: Job, report: TaskReport) -> tuple[EarlyVersion, ...]:
        """Return what can be heard of a running job now; what cannot be fetched waits for the end.

        This may take as long as fetching a file, within the poller's lease.
        """
        if job.early or not report.clips or not _has_versions(job):
            return job.early
        clip = report.clips[0]
        if not await self._may_be_shown(job, clip):
            return ()
        title = clip.title or job.request.summary
        song_id = song_id_of(job.job_id, 1)
        tags = SongTags(song_id, title, (job.requester_name,), clip.lyrics, clip.style)
        try:
            audio = await self._archive.keep(clip, tags)
        except (MediaUnavailable, MediaUnusable) as error:
            log.info("early_version_not_kept", job_id=job.job_id, reason=error.reason)
            return ()
        return (EarlyVersion(clip, audio),)

    async def _may_be_shown(self, job: Job, clip: Clip) -> bool:
        if job.spoiler:
            return False
        song = song_of(job, 1, clip, _NOT_FETCHED, self._clock.now())
        result = await self._screening.of_songs(job, (song,))
        return result.ruling is Ruling.POST and not result.spoiler


def _has_versions(job: Job) -> bool:
    """Whether the first clip of a job is a version of its song, by itself."""
    several = job.promised > 1 and job.kind is not JobKind.STEMS and job.jam_id is None
    several = several and not job.unposted
    return several and job.step is Step.MAKE and not plan_of(job.request).joins
