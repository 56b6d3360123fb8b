"""Where answers are shown, and what has still to be shown."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.credits import Funds
from bot.domain.ids import (
    DIRECT_MESSAGES,
    ApplicationId,
    ChannelId,
    DeliveryId,
    GuildId,
    JobId,
    MessageId,
    UserId,
)
from bot.domain.jams.people import Author
from bot.domain.jobs import FailureCode, Job, JobState
from bot.domain.messages import MessageAddress
from bot.domain.rules import Tariff
from bot.domain.songs import Song


@dataclass(frozen=True)
class Place:
    """Where an order was made, and the key to the answer that Discord hands out with it."""

    guild_id: GuildId
    channel_id: ChannelId
    application_id: ApplicationId
    token: str
    """The interaction's token: a secret, valid until `token_expires_at`."""
    token_expires_at: datetime
    ephemeral: bool = False
    outside: bool = False
    """Whether the bot itself is not there, and was used by whoever installed it for themselves."""
    parent_id: ChannelId | None = None
    """The channel that a thread belongs to; not kept with the message."""

    @property
    def counted_channel_id(self) -> ChannelId:
        """The channel whose limits an order made here has to keep."""
        return self.parent_id or self.channel_id

    @property
    def by_token_only(self) -> bool:
        """Whether only an interaction's token leads to an answer here, for as long as it lives."""
        return self.ephemeral or self.outside

    @property
    def has_audience(self) -> bool:
        """Whether others than whoever ordered see an answer here."""
        return not self.ephemeral and (self.outside or self.guild_id != DIRECT_MESSAGES)

    def __repr__(self) -> str:
        """Leave the token out, so that no log holds it."""
        return f"Place(guild_id={self.guild_id}, channel_id={self.channel_id})"


@dataclass(frozen=True)
class MessageRef:
    """A job's message: the place of the order and, once Discord told it, the message's id."""

    job_id: JobId
    place: Place
    message_id: MessageId | None

    @property
    def address(self) -> MessageAddress | None:
        """Where others find it; None while its id is unknown, or where only a token leads."""
        if self.message_id is None or self.place.by_token_only:
            return None
        return MessageAddress(self.place.guild_id, self.place.channel_id, self.message_id)


class DeliveryKind(StrEnum):
    """What a delivery shows."""

    CARD = "card"
    """The job's message, drawn anew from its row."""
    PING = "ping"
    """One short reply that pings the author alone when the songs are there."""


class Telling(StrEnum):
    """How somebody wants to be told that a song of theirs is finished."""

    REPLY = "reply"
    """By a short reply to its message, which pings them alone."""
    DIRECT = "direct"
    """By a direct message; where they take none, by a reply."""
    NOTHING = "nothing"
    """Not at all: the message itself shows it."""


class DeliveryState(StrEnum):
    """What became of a delivery."""

    PENDING = "pending"
    DONE = "done"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True)
class Delivery:
    """Something that has still to be shown. One row per job and kind."""

    delivery_id: DeliveryId
    job_id: JobId
    kind: DeliveryKind
    revision: int
    """Grows with every wish for a new drawing; a drawing settles only the revision it saw."""
    attempts: int
    due_at: datetime


@dataclass(frozen=True)
class DueDelivery:
    """What is known of a due delivery before it is taken."""

    delivery_id: DeliveryId
    job_id: JobId
    kind: DeliveryKind
    channel_id: ChannelId | None
    """None when no message was ever wanted for the job."""
    state: JobState
    """The job's."""
    ordered_at: datetime


@dataclass(frozen=True)
class QueuePlace:
    """A waiting job's place; 1 is next."""

    position: int
    length: int


_REFUSED_HERE = frozenset({FailureCode.REVIEW_REFUSED, FailureCode.WORDS_REFUSED})


@dataclass(frozen=True)
class JobView:
    """Everything that a job's card shows, read in one go."""

    job: Job
    songs: tuple[Song, ...]
    balance: Funds
    """The requester's own accounts, added up."""
    captured: int | None
    """What was really charged; None while the hold is pending."""
    place: QueuePlace | None
    """Only while waiting."""
    expected_at: datetime | None
    """When it is likely to be finished; None once it is over."""
    as_of: datetime | None = None
    """When it was read, for what shows how far a job is; None once it is over."""
    down_since: datetime | None = None
    """Since when the music service is down, while that keeps the job waiting."""
    short: bool = False
    """Whether it waits because the operator's account at the music service has too little."""
    restarted_at: datetime | None = None
    """When the program was started anew while the job was under way."""
    tariff: Tariff = field(default_factory=Tariff)
    """The server's prices, for buttons."""
    deleted_at: datetime | None = None
    """When a song of it was last deleted; such songs are not among `songs`."""
    authors: tuple[Author, ...] = ()
    """Whose songs they are, in order; empty where they are the requester's alone."""
    taken_back: bool = False
    """Whether its author ended it before a moderator decided about its words."""

    @property
    def withheld(self) -> bool:
        """Whether what was asked for is for its author and the moderators alone.

        So it is while flagged words wait for a verdict, and when they, or what was made of them,
        got none or a bad one: else a filter would publish what it is there to keep back.
        """
        job = self.job
        if job.state in {JobState.SUCCEEDED, JobState.PARTIAL}:
            return False
        if job.state is JobState.AWAITING_REVIEW:
            # Once it was sent, its songs wait, and not its words.
            return job.submitted_at is None
        refused_here = job.failure is not None and job.failure.code in _REFUSED_HERE
        return refused_here or self.taken_back

    @property
    def author_id(self) -> UserId:
        """Who ordered."""
        return self.job.requester_id
