"""What the rules need from outside, as protocols. Implementations live in outer packages.

Work on the database is a plain function of a `Transaction`: it cannot await anything, so nothing
outside can be called in a transaction, two callers cannot share one, and a cancelled caller leaves
none open.
"""

from bot.domain.ports.access import BlockRepository, LogRepository, ServerRepository
from bot.domain.ports.archive import FittedAudio, Portrait, PublicFiles, SongArchive, SongTags
from bot.domain.ports.clock import Clock
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
from bot.domain.ports.database import Database, Transaction
from bot.domain.ports.deliveries import DeliveryRepository, MemberChoiceRepository
from bot.domain.ports.files import FileRepository
from bot.domain.ports.filters import FilterRepository, Pattern, PatternEngine
from bot.domain.ports.jam_boards import BoardRepository, JamBoards
from bot.domain.ports.jam_entries import ContributionRepository
from bot.domain.ports.jams import JamRepository
from bot.domain.ports.jobs import AnnouncementRepository, JobRepository
from bot.domain.ports.ledger import LedgerRepository
from bot.domain.ports.messenger import Herald, LogPoster, Messenger
from bot.domain.ports.moderation import (
    MemberNoticeRepository,
    ReviewDesk,
    ReviewRepository,
    SongReportRepository,
    Whisperer,
)
from bot.domain.ports.pledges import PledgeRepository
from bot.domain.ports.privacy import PrivacyRepository
from bot.domain.ports.provider import (
    Awaited,
    MusicProvider,
    ProviderBalance,
    TaskReport,
    TaskState,
    Turns,
)
from bot.domain.ports.reliability import CircuitRepository, WaitingChannel
from bot.domain.ports.songs import PostingRepository, SongRepository, VoiceRepository

__all__ = [
    "ActionRepository",
    "AllowanceRepository",
    "AnnouncementRepository",
    "Awaited",
    "BlockRepository",
    "BoardRepository",
    "BudgetRepository",
    "ChoreRepository",
    "CircuitRepository",
    "Clock",
    "ContributionRepository",
    "CreditRequestRepository",
    "Database",
    "DeliveryRepository",
    "FileRepository",
    "FilterRepository",
    "FittedAudio",
    "Herald",
    "JamBoards",
    "JamRepository",
    "JobRepository",
    "LedgerRepository",
    "LogPoster",
    "LogRepository",
    "MemberChoiceRepository",
    "MemberNoticeRepository",
    "Messenger",
    "MusicProvider",
    "NoticeRepository",
    "Pattern",
    "PatternEngine",
    "PledgeRepository",
    "Portrait",
    "PostingRepository",
    "PrivacyRepository",
    "ProviderBalance",
    "PublicFiles",
    "ReportRepository",
    "ReviewDesk",
    "ReviewRepository",
    "RuleRepository",
    "ServerRepository",
    "SongArchive",
    "SongReportRepository",
    "SongRepository",
    "SongTags",
    "TaskReport",
    "TaskState",
    "Transaction",
    "Turns",
    "VoiceRepository",
    "WaitingChannel",
    "Whisperer",
]
