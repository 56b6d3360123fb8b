"""Finding what was made."""

from bot.domain.delivery import JobView
from bot.domain.errors import JobNotFound
from bot.domain.ids import GuildId, JobId
from bot.domain.ports import Clock, Database, Transaction
from bot.services.views import JobViews


class LibraryService:
    """Reads jobs and their songs."""

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
            job = tx.jobs.get(job_id)
            if job is None or job.guild_id != guild_id:
                raise JobNotFound(job_id)
            return self._views.of(tx, job, self._clock.now())

        return await self._database.read(read)
