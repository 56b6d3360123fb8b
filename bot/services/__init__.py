"""The rules as use cases. No Discord, no HTTP, no SQL: only ports of `bot.domain.ports`."""

from dataclasses import dataclass

from bot.services.access import AccessService
from bot.services.balance import BalanceService
from bot.services.blocks import BlockService
from bot.services.cancelling import CancellingService
from bot.services.cards import CardService
from bot.services.credits import CreditService
from bot.services.family import FamilyService
from bot.services.files import FileService
from bot.services.filters import FilterService
from bot.services.generation import GenerationService
from bot.services.jams import JamService
from bot.services.library import LibraryService
from bot.services.member_notices import MemberNoticeService
from bot.services.privacy import PrivacyService
from bot.services.quoting import QuoteService
from bot.services.reports import ReportService
from bot.services.reviews import ReviewService
from bot.services.rules import RuleService
from bot.services.server_log import LogService
from bot.services.servers import ServerService
from bot.services.settings_copies import SettingsCopies
from bot.services.song_moderation import SongModerationService
from bot.services.songs import SongService
from bot.services.treasury import TreasuryService
from bot.services.uploads import UploadService
from bot.services.voices import VoiceService


@dataclass(frozen=True)
class Services:
    """Everything that the Discord layer may call."""

    generation: GenerationService
    quotes: QuoteService
    cancelling: CancellingService
    cards: CardService
    library: LibraryService
    songs: SongService
    credits: CreditService
    treasury: TreasuryService
    rules: RuleService
    reports: ReportService
    family: FamilyService
    voices: VoiceService
    uploads: UploadService
    files: FileService
    servers: ServerService
    access: AccessService
    blocks: BlockService
    log: LogService
    balance: BalanceService
    settings_copies: SettingsCopies
    filters: FilterService
    reviews: ReviewService
    song_moderation: SongModerationService
    member_notices: MemberNoticeService
    privacy: PrivacyService
    jams: JamService
