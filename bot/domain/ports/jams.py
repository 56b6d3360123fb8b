"""What is kept of jams: their state, their people, their orders and their rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId, GuildId, IdempotencyKey, JamId, JobId, UserId
from bot.domain.jams.bookkeeping import JamJob, JamRules
from bot.domain.jams.people import Author, JamMember
from bot.domain.jams.records import Jam


class JamRepository(Protocol):
    """Jams, their people, and the jobs that they order."""

    def add(self, jam: Jam) -> None:
        """Save a new jam. Its id, its key and its `previous_id` must be new."""
        ...

    def get(self, jam_id: JamId) -> Jam | None:
        """Return a jam."""
        ...

    def by_key(self, key: IdempotencyKey) -> Jam | None:
        """Return the jam that was begun with this key."""
        ...

    def after(self, jam_id: JamId) -> JamId | None:
        """Return the jam of the next round."""
        ...

    def save(self, jam: Jam) -> bool:
        """Replace the stored jam of the same id and version; its version grows by one.

        Returns False, changing nothing, when another version is stored.
        """
        ...

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[JamId, ...]:
        """Take at most `limit` jams whose time has come; nobody else gets them until then."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when the next jam's time comes, or None."""
        ...

    def hurry(self, jam_id: JamId, now: datetime) -> None:
        """Have a jam that is not over looked after now."""
        ...

    def open_in(self, guild_id: GuildId, *, limit: int) -> tuple[Jam, ...]:
        """Return jams of a server that are not over, newest first."""
        ...

    def guilds_with_open(self) -> tuple[GuildId, ...]:
        """Return the servers that have jams which are not over."""
        ...

    def open_of(self, user_id: UserId) -> tuple[Jam, ...]:
        """Return jams of all servers that are not over and that somebody is in, or began."""
        ...

    def in_thread(self, guild_id: GuildId, thread_id: ChannelId) -> Jam | None:
        """Return the newest jam of a thread."""
        ...

    def open_count(self, guild_id: GuildId, host_id: UserId | None = None) -> int:
        """Return how many jams are not over: in a server, or of one host there."""
        ...

    def begun_at(
        self, guild_id: GuildId, since: datetime, *, host_id: UserId | None = None, skip: int = 0
    ) -> datetime | None:
        """Return when the newest jam began after `since`; `skip` passes over as many newer ones."""
        ...

    def member(self, jam_id: JamId, user_id: UserId) -> JamMember | None:
        """Return somebody who takes part, or did."""
        ...

    def members(self, jam_id: JamId) -> tuple[JamMember, ...]:
        """Return all who take part, or did, by place."""
        ...

    def put_member(self, member: JamMember) -> None:
        """Save a member, new or changed. Nobody else of the jam may have the place."""
        ...

    def present(self, jam_id: JamId) -> int:
        """Return how many take part."""
        ...

    def last_place(self, jam_id: JamId) -> int:
        """Return the highest place that was given, or 0."""
        ...

    def ban(
        self, jam_id: JamId, user_id: UserId, *, reason: str, actor_id: UserId, now: datetime
    ) -> bool:
        """Close a jam to somebody; False when it was closed to them before."""
        ...

    def unban(self, jam_id: JamId, user_id: UserId) -> bool:
        """Open it again; False when it was open to them."""
        ...

    def ban_reason(self, jam_id: JamId, user_id: UserId) -> str | None:
        """Return why a jam is closed to somebody, or None when it is open."""
        ...

    def hand_on_bans(self, jam_id: JamId, other: JamId) -> None:
        """Close another jam to everyone to whom this one is closed."""
        ...

    def add_job(self, job: JamJob) -> None:
        """Save what a job, saved before, does for a jam."""
        ...

    def jobs_of(self, jam_id: JamId) -> tuple[JamJob, ...]:
        """Return a jam's jobs in the order in which they were ordered."""
        ...

    def add_authors(self, job_id: JobId, authors: Sequence[Author]) -> None:
        """Save whose songs a job makes, in order; each of them once."""
        ...

    def authors_of(self, job_id: JobId) -> tuple[Author, ...]:
        """Return whose songs a job makes; nothing where they are its requester's alone."""
        ...

    def rules(self, guild_id: GuildId) -> JamRules:
        """Return what a server's managers set about jams, or the defaults."""
        ...

    def save_rules(self, rules: JamRules) -> None:
        """Replace a server's rules about jams."""
        ...
