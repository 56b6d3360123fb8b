"""What is kept of jams, and who shows them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import (
    AccountId,
    ChannelId,
    ContributionId,
    GuildId,
    IdempotencyKey,
    JamId,
    JobId,
    MessageId,
    UserId,
)
from bot.domain.jams.bookkeeping import Board, JamJob, JamNote, JamRules, NoteKind
from bot.domain.jams.entries import Contribution, Vote
from bot.domain.jams.modes import Slot
from bot.domain.jams.money import Pledge, Pot
from bot.domain.jams.people import Author, JamMember
from bot.domain.jams.records import Jam
from bot.domain.jams.views import JamView


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


class ContributionRepository(Protocol):
    """What people write for jams, and how they vote on it."""

    def add(
        self,
        jam_id: JamId,
        slot: Slot,
        author_id: UserId,
        text: str,
        *,
        sole: bool,
        now: datetime,
    ) -> Contribution:
        """Save what an author has not written for yet; with `sole`, what nobody has."""
        ...

    def change(self, contribution_id: ContributionId, text: str, now: datetime) -> None:
        """Give a live contribution another text; it counts as entered now."""
        ...

    def withdraw(self, contribution_id: ContributionId) -> None:
        """Take a live contribution back; its text is erased."""
        ...

    def strike(
        self, contribution_id: ContributionId, *, reason: str, actor_id: UserId, now: datetime
    ) -> bool:
        """Take somebody's contribution out; False when it is not live."""
        ...

    def choose(self, contribution_ids: Collection[ContributionId], *, chosen: bool = True) -> None:
        """Mark contributions as those that the song is made of, or as others."""
        ...

    def get(self, jam_id: JamId, contribution_id: ContributionId) -> Contribution | None:
        """Return a contribution to a jam."""
        ...

    def of(self, jam_id: JamId) -> tuple[Contribution, ...]:
        """Return a jam's live contributions by entry."""
        ...

    def by(self, jam_id: JamId, author_id: UserId) -> tuple[Contribution, ...]:
        """Return what somebody contributed and is live."""
        ...

    def vote(
        self, jam_id: JamId, ballot: Slot, voter_id: UserId, contribution: Contribution
    ) -> None:
        """Save somebody's vote in place of their earlier one on the same ballot."""
        ...

    def votes(self, jam_id: JamId, ballots: Collection[Slot]) -> tuple[Vote, ...]:
        """Return the votes on some ballots, without whose they are."""
        ...

    def votes_of(self, jam_id: JamId, voter_id: UserId) -> Mapping[Slot, ContributionId]:
        """Return how somebody votes on ballots that are not sealed."""
        ...

    def voters(self, jam_id: JamId, ballots: Collection[Slot]) -> int:
        """Return how many people voted on at least one of these ballots."""
        ...

    def drop_votes(self, jam_id: JamId, voter_id: UserId) -> None:
        """Remove somebody's votes on ballots that are not sealed."""
        ...

    def seal(self, jam_id: JamId, ballots: Collection[Slot]) -> None:
        """Forget for good whose the votes on these ballots are; the counts stay."""
        ...


class PledgeRepository(Protocol):
    """Credits set aside for jams."""

    def add(
        self,
        jam_id: JamId,
        user_id: UserId,
        account_id: AccountId,
        amount: int,
        *,
        now: datetime,
    ) -> None:
        """Set `amount` (above zero) of an account aside, which has no pending pledge to the jam.

        Raises:
            NotEnoughCredits: fewer are available; nothing changed.
        """
        ...

    def pending(self, jam_id: JamId, user_id: UserId | None = None) -> tuple[Pledge, ...]:
        """Return a jam's pledges, or somebody's, that are not resolved, oldest first."""
        ...

    def pot(self, jam_id: JamId) -> Pot:
        """Return what is set aside for a jam."""
        ...

    def release(self, pledge: Pledge, now: datetime) -> bool:
        """Free a pledge; False, changing nothing, when it was resolved before."""
        ...

    def use(self, pledge: Pledge, amount: int, job_id: JobId, now: datetime) -> bool:
        """Free a pledge of which `amount` (above zero) becomes a hold of a saved job.

        The caller makes the hold. Returns False, changing nothing, when it was resolved before.
        """
        ...


class BoardRepository(Protocol):
    """Messages of jams: which are to be drawn, and what has to be told."""

    def add(self, jam_id: JamId, due_at: datetime) -> None:
        """Save a new jam's board, to be drawn at `due_at`."""
        ...

    def get(self, jam_id: JamId) -> Board | None:
        """Return a jam's board."""
        ...

    def posted(self, jam_id: JamId, message_id: MessageId) -> None:
        """Remember the board's message, once Discord told its id."""
        ...

    def want(self, jam_id: JamId, now: datetime, rest_seconds: float) -> None:
        """Ask for a drawing, so long after the last one; a pending wish stays one wish."""
        ...

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Board, ...]:
        """Take at most `limit` due boards; nobody else gets them before the lease ends."""
        ...

    def drawn(self, board: Board, now: datetime, rest_seconds: float) -> None:
        """Close a wish; a newer one is due after the rest."""
        ...

    def retry(self, board: Board, due_at: datetime) -> None:
        """Try again at `due_at`."""
        ...

    def give_up(self, board: Board) -> None:
        """Draw no more until somebody wishes it anew."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when the next drawing or note is due, or None."""
        ...

    def note(
        self,
        jam_id: JamId,
        kind: NoteKind,
        user_id: UserId,
        subject: str,
        text: str,
        now: datetime,
        quoted: str = "",
    ) -> None:
        """Have something told, once for each jam, kind, person and subject."""
        ...

    def claim_notes(
        self, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[JamNote, ...]:
        """Take at most `limit` untold notes; nobody else gets them before the lease ends."""
        ...

    def told(self, note: JamNote) -> None:
        """Remember that it was told, or never can be."""
        ...

    def retry_note(self, note: JamNote, due_at: datetime) -> None:
        """Tell it at `due_at`."""
        ...


class JamBoards(Protocol):
    """Shows jams to people; the only way for workers to reach their threads.

    Each of its methods may be called twice for the same thing.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later.
    """

    async def show(self, view: JamView) -> MessageId | None:
        """Draw a jam's board anew. Returns its id when it had to be posted (and pinned) anew."""
        ...

    async def tell(self, note: JamNote, view: JamView) -> None:
        """Tell somebody what a note says; it mentions nobody else."""
        ...
