"""Whether the music service answers, in the database."""

from sqlalchemy import bindparam, func, select

from bot.domain.circuit import Circuit
from bot.domain.ids import ChannelId, GuildId, JobId
from bot.domain.jobs import JobState
from bot.domain.ports import WaitingChannel
from storage.columns import WHOLE_NUMBER
from storage.connections import Connection
from storage.dialects import insert_or_update
from storage.tables import circuits, jobs, messages

_NAME = "provider"

_GET = select(circuits).where(circuits.c.name == _NAME)
_SAVE = insert_or_update(
    circuits,
    unique=(circuits.c.name,),
    changes=lambda new: {
        column.name: new[column.name] for column in circuits.c if not column.primary_key
    },
)
_WAITING = (
    select(messages.c.guild_id, messages.c.channel_id, func.count().label("orders"))
    .select_from(jobs.join(messages, messages.c.job_id == jobs.c.job_id))
    .where(
        jobs.c.state == JobState.QUEUED,
        messages.c.ephemeral == 0,
        messages.c.outside == 0,
        messages.c.guild_id != 0,
    )
    .group_by(messages.c.guild_id, messages.c.channel_id)
)
_FIRST = (
    select(jobs.c.job_id)
    .where(jobs.c.state == JobState.QUEUED)
    .order_by(jobs.c.created_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
)


class SqlCircuits:
    """`CircuitRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self) -> Circuit:
        """Return what is known; nothing wrong when nothing was ever saved."""
        row = self._connection.execute(_GET).one_or_none()
        if row is None:
            return Circuit()
        return Circuit(
            failures=row.failures,
            failing_since=row.failing_since,
            probe_at=row.probe_at,
            probes=row.probes,
            trial=bool(row.trial),
            closed_at=row.closed_at,
        )

    def save(self, circuit: Circuit) -> None:
        """Replace what is known."""
        values = {
            "name": _NAME,
            "failures": circuit.failures,
            "failing_since": circuit.failing_since,
            "probe_at": circuit.probe_at,
            "probes": circuit.probes,
            "trial": int(circuit.trial),
            "closed_at": circuit.closed_at,
        }
        self._connection.execute(_SAVE.on(self._connection), values)

    def waiting(self, limit: int) -> tuple[JobId, ...]:
        """Return at most `limit` orders that wait to be sent, first come first."""
        found = self._connection.execute(_FIRST, {"most": limit}).scalars()
        return tuple(JobId(job_id) for job_id in found)

    def waiting_channels(self) -> tuple[WaitingChannel, ...]:
        """Return the channels of servers in which public orders wait."""
        return tuple(
            WaitingChannel(GuildId(row.guild_id), ChannelId(row.channel_id), row.orders)
            for row in self._connection.execute(_WAITING)
        )
