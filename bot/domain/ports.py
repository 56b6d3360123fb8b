"""What the rules need from outside, as protocols. Implementations live in outer packages.

Work on the database is a plain function of a `Transaction`: it cannot await anything, so nothing
outside can be called in a transaction, two callers cannot share one, and a cancelled caller leaves
none open.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from bot.domain.credit_ports import (
    ActionRepository,
    AllowanceRepository,
    BudgetRepository,
    ChoreRepository,
    CreditRequestRepository,
    NoticeRepository,
    ReportRepository,
    RuleRepository,
)
from bot.domain.credits import (
    AccountKind,
    AccountName,
    Balance,
    Entry,
    EntryKind,
    Hold,
    Purse,
)
from bot.domain.delivery import Delivery, DeliveryKind, DueDelivery, JobView, MessageRef
from bot.domain.findings import Finding
from bot.domain.ids import (
    AccountId,
    ChannelId,
    ContentHash,
    DeliveryId,
    EntryId,
    GuildId,
    HoldId,
    IdempotencyKey,
    JobId,
    MessageId,
    ProviderClipId,
    ProviderTaskId,
    SongId,
    UserId,
    VoiceId,
)
from bot.domain.jobs import Job, JobKind, Work
from bot.domain.library import Posting, SongQuery, Visitor
from bot.domain.notices import Notice
from bot.domain.requests import Request
from bot.domain.songs import Clip, Song, StoredAudio
from bot.domain.voices import SingingVoice

T = TypeVar("T")


class Clock(Protocol):
    """The time. Tests move it by hand."""

    def now(self) -> datetime:
        """Return the present time, aware and in UTC."""
        ...


class LedgerRepository(Protocol):
    """Accounts, holds and lines. Every method is atomic within its transaction."""

    def open_member(
        self,
        guild_id: GuildId,
        user_id: UserId,
        *,
        starting_grant: int,
        now: datetime,
        kind: AccountKind = AccountKind.MEMBER,
    ) -> Balance:
        """Return one of a member's accounts; the first call opens it.

        Opening it gives `starting_grant` credits, to each member of a server once, whichever kind
        of account they are for.
        """
        ...

    def purse(self, guild_id: GuildId, user_id: UserId) -> Purse:
        """Return everything that can pay for a member's orders."""
        ...

    def balance(self, name: AccountName) -> Balance | None:
        """Return an account's state, or None when it was never opened."""
        ...

    def grant(
        self,
        name: AccountName,
        amount: int,
        *,
        reason: str,
        actor_id: UserId | None,
        key: IdempotencyKey,
        now: datetime,
    ) -> bool:
        """Issue `amount` (above zero) credits to an account, once per key; False when repeated."""
        ...

    def move(
        self,
        source: AccountName,
        target: AccountName,
        amount: int,
        *,
        kind: EntryKind,
        reason: str,
        actor_id: UserId | None,
        key: IdempotencyKey,
        now: datetime,
    ) -> bool:
        """Move `amount` (above zero) credits, once per key; False when repeated.

        Raises:
            NotEnoughCredits: the source has fewer available; nothing changed.
        """
        ...

    def reverse(
        self, entry: Entry, *, reason: str, actor_id: UserId | None, now: datetime
    ) -> Entry | None:
        """Write the line that takes `entry` back; None when it was taken back before.

        Raises:
            NotEnoughCredits: the account that got the credits has fewer available; nothing changed.
        """
        ...

    def entry(self, guild_id: GuildId, entry_id: EntryId) -> Entry | None:
        """Return a line of a server's ledger, or None when the server has none such."""
        ...

    def owner_of(self, account_id: AccountId) -> AccountName:
        """Return what an account is called.

        Raises:
            LookupError: there is none such.
        """
        ...

    def moved_since(
        self, account_id: AccountId, kind: EntryKind, since: datetime, *, incoming: bool
    ) -> int:
        """Return how much lines of a kind moved to (or from) an account since a time.

        What was taken back counts nevertheless.
        """
        ...

    def hold(
        self,
        account_id: AccountId,
        amount: int,
        *,
        job_id: JobId,
        key: IdempotencyKey,
        now: datetime,
    ) -> Hold:
        """Set `amount` (zero or more) credits aside for a job that is already saved.

        Raises:
            NotEnoughCredits: fewer than `amount` are available; nothing changed.
        """
        ...

    def holds_of(self, job_id: JobId) -> tuple[Hold, ...]:
        """Return a job's holds in the order in which they were made."""
        ...

    def capture(self, hold_id: HoldId, amount: int, *, reason: str, now: datetime) -> bool:
        """Take `amount` (at most the hold's, above zero) and free the rest.

        Returns False, changing nothing, when the hold was resolved before.
        """
        ...

    def release(self, hold_id: HoldId, *, now: datetime) -> bool:
        """Free the whole hold; False, changing nothing, when it was resolved before."""
        ...

    def statement(
        self, account_id: AccountId, limit: int, before: EntryId | None = None
    ) -> tuple[Entry, ...]:
        """Return an account's newest lines, or the newest before one, newest first."""
        ...

    def discrepancies(self) -> tuple[str, ...]:
        """Check every invariant of the books; return one English line per finding, or nothing.

        Sums are zero, balances equal their lines, held amounts equal the pending holds, no
        terminal job has a pending hold, no job holds more or less than its price, no capture is
        without a job or differs from what its job says was charged, no line is taken back by one
        that is not its mirror image.
        """
        ...


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

    def next_due_at(self, work: Work) -> datetime | None:
        """Return when the next job of this kind of work becomes due, or None."""
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

    def open_in(
        self, guild_id: GuildId, requester_id: UserId | None, *, limit: int
    ) -> tuple[Job, ...]:
        """Return jobs of a server that are not over, oldest first; with an id, that member's."""
        ...

    def typical_seconds(self, kind: JobKind, model: str) -> float | None:
        """Return the median time from order to end of the last successful jobs of this kind."""
        ...

    def recent_seconds(self, kind: JobKind, model: str) -> tuple[float, ...]:
        """Return how long the last successful jobs of this kind took from submission to end."""
        ...


class SongRepository(Protocol):
    """Finished songs."""

    def add(self, song: Song) -> None:
        """Save a new song."""
        ...

    def get(self, song_id: SongId) -> Song | None:
        """Return a song."""
        ...

    def of_job(self, job_id: JobId) -> tuple[Song, ...]:
        """Return a job's songs in order of position, without deleted ones."""
        ...

    def deletion_of(self, job_id: JobId) -> datetime | None:
        """Return when a song of the job was last deleted, or None."""
        ...

    def find(
        self, visitor: Visitor, query: SongQuery, *, limit: int, offset: int = 0
    ) -> tuple[Song, ...]:
        """Return the songs that a query finds: newest first, favourites by when they were added."""
        ...

    def count(self, visitor: Visitor, query: SongQuery) -> int:
        """Return how many songs a query finds."""
        ...

    def favourites_among(self, user_id: UserId, songs: Collection[SongId]) -> frozenset[SongId]:
        """Return which of these songs are someone's favourites."""
        ...

    def add_favourite(self, user_id: UserId, song_id: SongId, now: datetime) -> None:
        """Make a song a favourite; one that is so already stays as it is."""
        ...

    def drop_favourite(self, user_id: UserId, song_id: SongId) -> None:
        """Let a song no longer be a favourite."""
        ...

    def rename(self, song_id: SongId, title: str) -> None:
        """Give a song another title."""
        ...

    def delete(self, song_id: SongId, now: datetime) -> None:
        """Mark a song as deleted and erase its texts; its row stays for the books."""
        ...

    def unused_files(self, deleted_after: datetime) -> tuple[StoredAudio, ...]:
        """Return the files of songs deleted since then that no other song has."""
        ...

    def uses(self, content_hash: ContentHash) -> int:
        """Return how many songs that are not deleted have this file."""
        ...

    def add_parents(self, song_id: SongId, parents: tuple[SongId, ...]) -> None:
        """Save what a new song is made from."""
        ...

    def parents_of(self, song_id: SongId) -> tuple[Song, ...]:
        """Return the songs that a song is made from, in the order of its request."""
        ...

    def children_of(self, song_id: SongId) -> tuple[Song, ...]:
        """Return the songs that are made from a song, oldest first."""
        ...


class VoiceRepository(Protocol):
    """Reusable singing voices, deleted ones too: whoever agreed to what stays on record."""

    def add(self, voice: SingingVoice) -> None:
        """Save a new voice."""
        ...

    def get(self, voice_id: VoiceId) -> SingingVoice | None:
        """Return a voice."""
        ...

    def save(self, voice: SingingVoice) -> None:
        """Replace the stored voice of the same id."""
        ...

    def usable_by(self, user_id: UserId, guild_id: GuildId) -> tuple[SingingVoice, ...]:
        """Return the voices that someone may sing with in a server, by name."""
        ...


class DeliveryRepository(Protocol):
    """Messages: where they are and what has still to be shown."""

    def add_message(self, message: MessageRef) -> None:
        """Save where a job's message is to be."""
        ...

    def message_of(self, job_id: JobId) -> MessageRef | None:
        """Return where a job's message is."""
        ...

    def record_message(self, job_id: JobId, message_id: MessageId) -> None:
        """Remember a message's id once Discord told it."""
        ...

    def want(self, job_id: JobId, kind: DeliveryKind, due_at: datetime) -> None:
        """Ask for a drawing. A pending wish stays one wish, with a new revision.

        A ping that was delivered before is not wanted again.
        """
        ...

    def due(
        self, now: datetime, *, limit: int, without: Collection[ChannelId] = ()
    ) -> tuple[DueDelivery, ...]:
        """Return at most `limit` due deliveries, longest due first, except in some channels.

        Within a writing transaction nobody else gets them before it ends.
        """
        ...

    def claim(
        self,
        *,
        now: datetime,
        lease_until: datetime,
        limit: int,
        chosen: Collection[DeliveryId] | None = None,
    ) -> tuple[Delivery, ...]:
        """Take at most `limit` due deliveries; nobody else gets them before the lease ends.

        Those that were `chosen` from `due` in this transaction are taken in that order.
        """
        ...

    def postpone(self, delivery_ids: Collection[DeliveryId], due_at: datetime) -> None:
        """Let deliveries that nobody holds be due no sooner than `due_at`; no try is counted."""
        ...

    def next_due_at(self, *, without: Collection[ChannelId] = ()) -> datetime | None:
        """Return when the next pending delivery becomes due, or None, except in some channels."""
        ...

    def done(self, delivery: Delivery) -> bool:
        """Close a delivery; False when a newer revision is wanted, which becomes due at once."""
        ...

    def retry(self, delivery: Delivery, due_at: datetime) -> None:
        """Try again at `due_at`."""
        ...

    def give_up(self, delivery: Delivery, reason: str) -> None:
        """Close a delivery that can never be made."""
        ...


class PostingRepository(Protocol):
    """Messages that show a finished job's card once more."""

    def add(self, posting: Posting) -> None:
        """Save a posting."""
        ...

    def of_job(self, job_id: JobId) -> tuple[Posting, ...]:
        """Return a job's postings."""
        ...

    def job_on(self, message_id: MessageId) -> JobId | None:
        """Return the job that a message shows, be it the job's own or a posting."""
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


class Transaction(Protocol):
    """All repositories, on one transaction."""

    @property
    def ledger(self) -> LedgerRepository:
        """Accounts, holds and lines."""
        ...

    @property
    def jobs(self) -> JobRepository:
        """Jobs and their queues."""
        ...

    @property
    def songs(self) -> SongRepository:
        """Finished songs."""
        ...

    @property
    def deliveries(self) -> DeliveryRepository:
        """Messages and what has still to be shown."""
        ...

    @property
    def rules(self) -> RuleRepository:
        """What servers set."""
        ...

    @property
    def allowances(self) -> AllowanceRepository:
        """What members were given for the running period."""
        ...

    @property
    def budgets(self) -> BudgetRepository:
        """Provider credits by server and month."""
        ...

    @property
    def credit_requests(self) -> CreditRequestRepository:
        """Requests for credits."""
        ...

    @property
    def actions(self) -> ActionRepository:
        """What was done by whom."""
        ...

    @property
    def notices(self) -> NoticeRepository:
        """What people must be told once."""
        ...

    @property
    def chores(self) -> ChoreRepository:
        """What is done from time to time."""
        ...

    @property
    def reports(self) -> ReportRepository:
        """What was used."""
        ...

    @property
    def postings(self) -> PostingRepository:
        """Messages that show a finished job's card once more."""
        ...

    @property
    def announcements(self) -> AnnouncementRepository:
        """What the music service announced and was heeded."""
        ...

    @property
    def voices(self) -> VoiceRepository:
        """Reusable singing voices."""
        ...


class Database(Protocol):
    """The only truth. `work` runs to its end in one transaction, or leaves no trace.

    `work` must hold only calls of repositories and pure rules. When it raises, everything it did
    is undone and its error is raised to the caller. When the caller is cancelled, the work has
    either not begun and never will, or is carried out to its end.

    Raises:
        SetupError: while opening, when the database cannot be used.
    """

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run work that may change something; returns after it is durable."""
        ...

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run work that only reads, on a snapshot, beside writers."""
        ...


class TaskState(StrEnum):
    """How far the provider is with a task."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    """Every clip is finished or failed, and at least one is finished."""
    FAILED = "failed"
    """No clip came of it; the provider returns its charge."""


@dataclass(frozen=True)
class TaskReport:
    """What the provider says of a task."""

    state: TaskState
    clips: tuple[Clip, ...] = ()
    """The finished ones, in the provider's order."""
    failed_clips: int = 0
    detail: str = ""
    """The provider's words on a failure; hostile text."""
    fragments: tuple[Clip, ...] = ()
    """New parts that are finished while the whole songs they belong to are not."""
    uploaded: ProviderClipId | None = None
    """The clip that an upload became."""
    finding: Finding | None = None
    """What was asked for, where that is no audio."""


class Awaited(StrEnum):
    """What a task is to bring; without it, it is not finished, whatever it says."""

    AUDIO = "audio"
    CLIP = "clip"
    """A reference alone, as an upload gives."""
    LYRICS = "lyrics"


@dataclass(frozen=True)
class ProviderBalance:
    """What the operator has left at the provider, in the provider's credits."""

    subscription: int
    extra: int

    @property
    def spendable(self) -> int:
        """Both pools together."""
        return self.subscription + self.extra


@dataclass(frozen=True)
class Turns:
    """How many orders the service takes now, one after the other at the pace that it allows."""

    free: int
    """So many would be sent at once. A job that is claimed beyond them would look as if sent."""
    next_at: datetime | None
    """When to ask again; None when any time is right."""


class MusicProvider(Protocol):
    """The paid music service."""

    def turns(self) -> Turns:
        """Tell how many orders would be sent without waiting for their turn."""
        ...

    def book(self, orders: int) -> None:
        """Take the turns of orders that were just claimed, so that they do not wait for them."""
        ...

    def check(self, request: Request) -> None:
        """Check a request against every documented limit, without any call.

        Raises:
            Refusal: names the field, the limit and what was given.
        """
        ...

    def songs_promised(self, request: Request) -> int:
        """Return how many songs a request brings; 1 for a set of files, or what is no song."""
        ...

    def default_model(self, request: Request) -> str:
        """Return the model for a request that names none; empty where none is chosen."""
        ...

    async def submit(self, job: Job) -> ProviderTaskId | TaskReport:
        """Order the step that a job is at. This costs money, and is sent at most once per call.

        Returns the task that it became, or, where the service answers at once, what came of it.

        Raises:
            NotAccepted: the service certainly did not take it (one of its three kinds).
            OutcomeUnknown: it was sent and nobody knows; it must not be sent again.
        """
        ...

    async def report(self, task_id: ProviderTaskId, awaited: Awaited = Awaited.AUDIO) -> TaskReport:
        """Ask how far a task is; free of charge.

        Raises:
            ReportUnavailable: no usable answer; ask again later.
            ProviderRefused: the service does not know the task (any more), or our key.
        """
        ...

    async def balance(self) -> ProviderBalance:
        """Ask what is left on the operator's account.

        Raises:
            ReportUnavailable: no usable answer.
            ProviderRefused: our key is not accepted.
        """
        ...


@dataclass(frozen=True)
class FittedAudio:
    """A song's file within a size that was asked for."""

    path: Path
    size_bytes: int
    bits_per_second: int | None
    """The bit rate that it was encoded with for this size; None for the stored file itself."""


@dataclass(frozen=True)
class SongTags:
    """What is written into a song's file. All texts are hostile."""

    song_id: SongId
    title: str
    authors: tuple[str, ...]
    lyrics: str
    style: str


class SongArchive(Protocol):
    """Our own copies of songs."""

    async def keep(self, clip: Clip, tags: SongTags) -> StoredAudio:
        """Fetch a clip's audio, prove that it plays, tag it and store it; safe to repeat.

        Raises:
            MediaUnavailable: it cannot be fetched now.
            MediaUnusable: what was fetched is not the audio that was promised.
        """
        ...

    def path_of(self, audio: StoredAudio) -> Path:
        """Return where a stored file is; it may be missing when the archive was tampered with."""
        ...

    async def inspect(self, url: str) -> float:
        """Fetch what is at a public address, prove that it is audio, return its length in seconds.

        Raises:
            MediaUnavailable: it cannot be fetched now, or the address is not allowed.
            MediaUnusable: it is no audio that can be kept, is silent, or too long.
        """
        ...

    def fitted(
        self, audio: StoredAudio, max_bytes: int
    ) -> AbstractAsyncContextManager[FittedAudio | None]:
        """Give a song's file with at most `max_bytes`, encoded anew if need be, for one block.

        It is None when no bit rate worth hearing is small enough.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the stored file does not decode any more.
        """
        ...

    async def remove(self, audio: StoredAudio) -> None:
        """Remove a stored file for good; safe to repeat.

        Raises:
            MediaUnavailable: it cannot be removed now.
        """
        ...


class PublicFiles(Protocol):
    """Gives files of our archive an address in the public."""

    def address_of(self, audio: StoredAudio) -> str | None:
        """Return where the service can fetch a file for a day from now; None without a place."""
        ...


class Messenger(Protocol):
    """Shows things to people; the only way for workers to reach Discord.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later.
    """

    async def show(self, message: MessageRef, view: JobView) -> MessageId | None:
        """Draw a job's message anew. Returns its id when it had to be posted anew, else None."""
        ...

    async def ping(self, message: MessageRef, view: JobView) -> None:
        """Tell the author alone, by a short reply, that the job is over. Safe to repeat."""
        ...


class Herald(Protocol):
    """Tells people what they must know: a server's managers, or the operator.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later.
    """

    async def tell(self, notice: Notice) -> None:
        """Tell it; telling it twice is not nice, and harmless."""
        ...
