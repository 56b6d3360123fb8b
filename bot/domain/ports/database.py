"""The database as a whole.

Work on it is a plain function of a `Transaction`: it cannot await anything, so nothing
outside is ever called inside one.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.domain.ports.access import BlockRepository, LogRepository, ServerRepository
from bot.domain.ports.credits import (
    ActionRepository,
    AllowanceRepository,
    BudgetRepository,
    ChoreRepository,
    CreditRequestRepository,
    NoticeRepository,
    ReportRepository,
    RuleRepository,
)
from bot.domain.ports.deliveries import DeliveryRepository, MemberChoiceRepository
from bot.domain.ports.files import FileRepository
from bot.domain.ports.filters import FilterRepository
from bot.domain.ports.jam_boards import BoardRepository
from bot.domain.ports.jam_entries import ContributionRepository
from bot.domain.ports.jams import JamRepository
from bot.domain.ports.jobs import AnnouncementRepository, JobRepository
from bot.domain.ports.ledger import LedgerRepository
from bot.domain.ports.moderation import (
    MemberNoticeRepository,
    ReviewRepository,
    SongReportRepository,
)
from bot.domain.ports.pledges import PledgeRepository
from bot.domain.ports.privacy import PrivacyRepository
from bot.domain.ports.reliability import CircuitRepository
from bot.domain.ports.songs import PostingRepository, SongRepository, VoiceRepository

T = TypeVar("T")


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
    def servers(self) -> ServerRepository:
        """What servers' managers set besides credits."""
        ...

    @property
    def blocks(self) -> BlockRepository:
        """Who may not use the bot."""
        ...

    @property
    def log(self) -> LogRepository:
        """Lines for servers' log channels."""
        ...

    @property
    def filters(self) -> FilterRepository:
        """What servers filter."""
        ...

    @property
    def reviews(self) -> ReviewRepository:
        """What waits for moderators."""
        ...

    @property
    def song_reports(self) -> SongReportRepository:
        """Members' reports about songs."""
        ...

    @property
    def member_choices(self) -> MemberChoiceRepository:
        """What members chose for themselves."""
        ...

    @property
    def member_notices(self) -> MemberNoticeRepository:
        """What single members have to be told."""
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
    def files(self) -> FileRepository:
        """Files beside songs' audio, and files that are to be removed."""
        ...

    @property
    def announcements(self) -> AnnouncementRepository:
        """What the music service announced and was heeded."""
        ...

    @property
    def voices(self) -> VoiceRepository:
        """Reusable singing voices."""
        ...

    @property
    def circuits(self) -> CircuitRepository:
        """Whether the music service answers."""
        ...

    @property
    def privacy(self) -> PrivacyRepository:
        """What is kept about people."""
        ...

    @property
    def jams(self) -> JamRepository:
        """Jams, their people and their jobs."""
        ...

    @property
    def contributions(self) -> ContributionRepository:
        """What people write for jams, and how they vote on it."""
        ...

    @property
    def pledges(self) -> PledgeRepository:
        """Credits set aside for jams."""
        ...

    @property
    def boards(self) -> BoardRepository:
        """Messages of jams, and what has to be told about them."""
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

    async def purge(self) -> None:
        """Make sure that what was deleted can no longer be read from the database's files.

        It may take seconds in which nothing is written. PostgreSQL sees to it by itself, in time.
        """
        ...
