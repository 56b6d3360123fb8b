"""What is kept of jobs, and of the service's announcements about them."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import (
    ChannelId,
    GuildId,
    IdempotencyKey,
    JobId,
    UserId,
)
from bot.domain.jobs import Job, JobKind, Work


class JobRepository(Protocol):
    """Jobs and their queues."""

    def add(self, job: Job) -> None:
        """Save a new job. Its id and idempotency key must be new."""
        ...

    def get(self, job_id: JobId) -> Job | None:
        """Return a job."""
        ...

    def by_key(self, key: IdempotencyKey) -> Job | None:
        """Return the job that was ordered with this key."""
        ...

    def save(self, job: Job) -> bool:
        """Replace the stored job of the same id and version; its version grows by one.

        Returns False, changing nothing, when another version is stored: somebody was first.
        """
        ...

    def claim(
        self, work: Work, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[Job, ...]:
        """Take at most `limit` due jobs, longest due first.

        Nobody else gets them before the lease ends. Each comes with its attempts grown by one and
        its due time set to the end of the lease. A job claimed for submission is `submitting` from
        then on.
        """
        ...

    def claim_in_turn(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Job, ...]:
        """Claim jobs for submission as `claim` does, in the order of `bot.domain.turns`."""
        ...

    def claim_waiting(
        self, since: datetime, *, lease_until: datetime, limit: int
    ) -> tuple[Job, ...]:
        """Claim jobs for submission that have waited since a moment, due or not.

        A job's time begins with its order, or when a moderator let it go on.
        """
        ...

    def take_over(self, work: Work, now: datetime) -> int:
        """Let every job in a queue be due, whether it was claimed or is to be tried again later.

        Returns how many there are. Tries that were begun count.
        """
        ...

    def next_due_at(self, work: Work) -> datetime | None:
        """Return when the next job of this kind of work becomes due, or None."""
        ...

    def under_way(self) -> int:
        """Return how many jobs are being submitted or running."""
        ...

    def ahead_of(self, job: Job) -> int:
        """Return how many waiting or running jobs were ordered before this one."""
        ...

    def turns_before(self, job: Job) -> int:
        """Return how many jobs run or come before this waiting one when turns go round."""
        ...

    def newest_order_at(
        self,
        guild_id: GuildId,
        since: datetime,
        *,
        user_id: UserId | None = None,
        channel_id: ChannelId | None = None,
        skip: int = 0,
    ) -> datetime | None:
        """Return when the newest order was made that counts for limits, or None.

        Of a member, in a channel, or in the whole server; only orders after `since` are looked
        at, and `skip` passes over as many newer ones.
        """
        ...

    def at_once(
        self,
        guild_id: GuildId,
        *,
        user_id: UserId | None = None,
        channel_id: ChannelId | None = None,
    ) -> int:
        """Return how many orders wait for review or a turn, or run."""
        ...

    def waiting(self) -> int:
        """Return how many jobs are waiting or running."""
        ...

    def shown_under_way(self, limit: int) -> tuple[JobId, ...]:
        """Return at most `limit` jobs with a card that wait or run, oldest first."""
        ...

    def open_in(
        self, guild_id: GuildId, requester_id: UserId | None, *, limit: int
    ) -> tuple[Job, ...]:
        """Return jobs of a server that are not over, oldest first; with an id, that member's."""
        ...

    def ended_short(self, ordered_after: datetime) -> tuple[Job, ...]:
        """Return jobs ordered since then of which something was heard early, and not all came."""
        ...

    def typical_seconds(self, kind: JobKind, model: str) -> float | None:
        """Return the median time from turn to end of the last successful jobs of this kind."""
        ...

    def recent_seconds(self, kind: JobKind, model: str) -> tuple[float, ...]:
        """Return how long the last successful jobs of this kind took from submission to end."""
        ...


class AnnouncementRepository(Protocol):
    """Announcements of the music service that were heeded, so that none is heeded twice."""

    def record(self, replay_keys: tuple[str, ...], now: datetime) -> bool:
        """Remember an announcement by its keys (at least one, each once).

        Returns False, changing nothing, when one of them is remembered already.
        """
        ...

    def forget_before(self, moment: datetime) -> int:
        """Forget what was heeded before `moment`; return how many keys that were."""
        ...
