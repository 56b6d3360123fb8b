"""Messages that show a finished job's card once more."""

from sqlalchemy import Connection, bindparam, select, union_all

from bot.domain.ids import ChannelId, GuildId, JobId, MessageId
from bot.domain.library import Posting
from storage.tables import messages, postings

_ADD = postings.insert().inline()
_OF_JOB = (
    select(postings).where(postings.c.job_id == bindparam("of_job")).order_by(postings.c.message_id)
)
_JOB_ON = union_all(
    select(messages.c.job_id).where(messages.c.message_id == bindparam("on_message")),
    select(postings.c.job_id).where(postings.c.message_id == bindparam("on_message")),
)


class SqlPostings:
    """`PostingRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, posting: Posting) -> None:
        """Save a posting."""
        self._connection.execute(
            _ADD,
            {
                "message_id": posting.message_id,
                "job_id": posting.job_id,
                "guild_id": posting.guild_id,
                "channel_id": posting.channel_id,
            },
        )

    def of_job(self, job_id: JobId) -> tuple[Posting, ...]:
        """Return a job's postings."""
        return tuple(
            Posting(
                message_id=MessageId(row.message_id),
                job_id=JobId(row.job_id),
                guild_id=GuildId(row.guild_id),
                channel_id=ChannelId(row.channel_id),
            )
            for row in self._connection.execute(_OF_JOB, {"of_job": job_id})
        )

    def job_on(self, message_id: MessageId) -> JobId | None:
        """Return the job that a message shows, be it the job's own or a posting."""
        row = self._connection.execute(_JOB_ON, {"on_message": message_id}).first()
        return None if row is None else JobId(row.job_id)
