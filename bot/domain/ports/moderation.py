"""Reviews, reports and what members are told of them: where they are kept, and who shows them."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import (
    ChannelId,
    ContentHash,
    GuildId,
    JobId,
    MessageId,
    ReviewId,
    SongId,
    UserId,
)
from bot.domain.member_notices import MemberNotice
from bot.domain.reviews import Review, ReviewCard, ReviewKind, ReviewState, ReviewView
from bot.domain.song_reports import SongReport


class ReviewRepository(Protocol):
    """Reviews and their cards."""

    def add(self, review: Review, channel_id: ChannelId | None) -> Review | None:
        """Store a review, to be shown in a channel; None when there is one like it.

        A job has one review of each kind, a member one open appeal.
        """
        ...

    def get(self, guild_id: GuildId, review_id: ReviewId) -> Review | None:
        """Return a review of a server."""
        ...

    def of_job(self, job_id: JobId, kind: ReviewKind) -> Review | None:
        """Return a job's review of a kind."""
        ...

    def open_appeal(self, guild_id: GuildId, author_id: UserId) -> Review | None:
        """Return a member's open appeal."""
        ...

    def decide(self, review: Review, was: ReviewState, now: datetime) -> bool:
        """Store a verdict and ask for the card; False when the review is no longer as it `was`.

        A verdict that was turned before cannot be turned again.
        """
        ...

    def open_in(
        self, guild_id: GuildId, *, limit: int, after: ReviewId | None = None
    ) -> tuple[Review, ...]:
        """Return open reviews of a server, oldest first, or those after one."""
        ...

    def count_open(self, guild_id: GuildId) -> int:
        """Return how many reviews of a server are open."""
        ...

    def refused_of(self, guild_id: GuildId, author_id: UserId) -> int:
        """Return how many reviews of a member ended with a refusal."""
        ...

    def orders_of(self, guild_id: GuildId, author_id: UserId) -> int:
        """Return how many orders a member has made."""
        ...

    def songs_posted(self, guild_id: GuildId, author_id: UserId) -> int:
        """Return how many of a member's orders brought songs."""
        ...

    def due(self, now: datetime, *, limit: int) -> tuple[Review, ...]:
        """Return reviews that a worker has to look at, longest due first."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when a worker has to look at the next one."""
        ...

    def postpone(self, review_id: ReviewId, due_at: datetime | None) -> None:
        """Look at it at another time, or never again."""
        ...

    def holds_file(self, content_hash: ContentHash) -> bool:
        """Tell whether a review holds a song with this file."""
        ...

    def holding_files(
        self, *, author_id: UserId | None = None, guild_id: GuildId | None = None
    ) -> tuple[Review, ...]:
        """Return the reviews of an author, or of a server, that hold songs' files."""
        ...

    def forget_result(self, review_id: ReviewId) -> None:
        """Forget the songs that a review held; their files are gone."""
        ...

    def forget_words(self, job_id: JobId, now: datetime) -> None:
        """Forget what a job's decided reviews quote, and ask for their cards, without it."""
        ...

    def claim_cards(
        self, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[ReviewCard, ...]:
        """Take cards that have to be drawn; nobody else gets them for the lease."""
        ...

    def next_card_at(self) -> datetime | None:
        """Return when the next card has to be drawn."""
        ...

    def card_drawn(self, card: ReviewCard, message_id: MessageId | None) -> None:
        """Note that a card was drawn, or never can be, and on which message it is."""
        ...

    def retry_card(self, card: ReviewCard, due_at: datetime) -> None:
        """Draw it at `due_at`."""
        ...

    def want_card(self, review_id: ReviewId, now: datetime) -> None:
        """Ask for a review's card to be drawn anew."""
        ...


class SongReportRepository(Protocol):
    """Members' reports."""

    def add(self, report: SongReport) -> bool:
        """Store a report; False when this person reported this song before."""
        ...

    def count(self, song_id: SongId) -> int:
        """Return how many people reported a song."""
        ...

    def of_song(self, song_id: SongId) -> tuple[SongReport, ...]:
        """Return a song's reports, oldest first."""
        ...

    def about(self, guild_id: GuildId, author_id: UserId) -> int:
        """Return how many reports there are about a member's songs."""
        ...


class MemberNoticeRepository(Protocol):
    """What members have to be told."""

    def add(self, notice: MemberNotice) -> None:
        """Store a notice, due at once."""
        ...

    def claim(
        self, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[MemberNotice, ...]:
        """Take due notices; nobody else gets them for the lease."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when the next one is due."""
        ...

    def told(self, notice: MemberNotice) -> None:
        """Forget a notice that was told."""
        ...

    def wait_for_use(self, notice: MemberNotice) -> None:
        """Keep it until the member uses the bot again."""
        ...

    def retry(self, notice: MemberNotice, due_at: datetime) -> None:
        """Tell it at `due_at`."""
        ...

    def waiting_for(self, guild_id: GuildId, user_id: UserId) -> tuple[MemberNotice, ...]:
        """Return what could not be told to a member directly, oldest first."""
        ...


class ReviewDesk(Protocol):
    """Shows reviews to moderators.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later.
    """

    async def show(self, card: ReviewCard, view: ReviewView) -> MessageId | None:
        """Draw a review's card, anew or for the first time; returns its id in the latter case."""
        ...


class Whisperer(Protocol):
    """Tells a single member something, so that nobody else hears it.

    Raises:
        MessageUnreachable: they cannot be told directly.
        MessengerBusy: try again later.
    """

    async def whisper(self, notice: MemberNotice) -> None:
        """Tell it; telling it twice is not nice, and harmless."""
        ...
