"""The bot's core on a real database, with a provider, an archive and a messenger that are scripted.

The real ones are tested by the flows.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bot.domain.circuit import CircuitPace
from bot.domain.delivery import Delivery
from bot.domain.ids import JamId
from bot.domain.jams.bookkeeping import Board, JamNote
from bot.domain.jobs import Job
from bot.domain.library import DuePosting
from bot.domain.member_notices import MemberNotice
from bot.domain.notices import Notice
from bot.domain.operations import Operation
from bot.domain.ports import (
    Database,
)
from bot.domain.prices import Price, PriceList
from bot.domain.privacy import Pseudonyms
from bot.domain.reviews import Review, ReviewCard
from bot.patterns import Re2Engine
from bot.provider import load_catalogue
from bot.services import Services
from bot.services.access import AccessService
from bot.services.accounts import MemberAccounts
from bot.services.balance import BalanceService
from bot.services.blocks import BlockService
from bot.services.cancelling import CancellingService
from bot.services.cards import CardService
from bot.services.credits import CreditService
from bot.services.family import FamilyService
from bot.services.files import FileService
from bot.services.filters import FilterService
from bot.services.generation import GenerationService
from bot.services.jams import JamPace, JamService, JamTools
from bot.services.keeping import KeepingRule, KeepingService
from bot.services.library import LibraryService
from bot.services.member_notices import MemberNoticeService
from bot.services.orders import OrderTerms
from bot.services.outages import CircuitBreaker, WatchedProvider
from bot.services.privacy import PrivacyService
from bot.services.quoting import QuoteService
from bot.services.reports import ReportService
from bot.services.reviews import ReviewService
from bot.services.rules import RuleService
from bot.services.screening import Screening
from bot.services.server_log import LogService
from bot.services.servers import ServerService
from bot.services.settings_copies import SettingsCopies
from bot.services.settlement import SettlementService
from bot.services.signals import Signals
from bot.services.song_moderation import SongModerationService
from bot.services.songs import SongService
from bot.services.sources import Sources
from bot.services.standings import Standings
from bot.services.treasury import TreasuryService
from bot.services.uploads import UploadService
from bot.services.views import JobViews
from bot.services.voices import VoiceService
from bot.services.wardens import ResultWarden
from bot.workers.auditor import Auditor
from bot.workers.backoff import Backoff
from bot.workers.clerk import Clerk
from bot.workers.collector import Collector, CollectPace
from bot.workers.courier import Courier, CourierPace
from bot.workers.early import EarlyVersions
from bot.workers.floor import ProviderFloor, Reserve
from bot.workers.informer import Informer
from bot.workers.jam_boards import BoardPace, JamBoardDrawer
from bot.workers.jam_keeper import JamKeeper
from bot.workers.jobs import Surroundings
from bot.workers.loop import Item, Worker, WorkerLoop
from bot.workers.poller import Poller, PollPace
from bot.workers.prober import Prober
from bot.workers.reaper import Reaper, ReapPace
from bot.workers.repainter import Repainter
from bot.workers.reviewer import Reviewer
from bot.workers.scribe import LogBatch, Scribe
from bot.workers.straggler import LatePace, Straggler
from bot.workers.submitter import SubmitPace, Submitter
from bot.workers.teller import Teller, TellPace
from storage import open_database
from tests.support.clock import ManualClock
from tests.support.orders import MODEL, OLDER_MODEL
from tests.support.scripted import (
    PublicFolder,
    RecordingDesk,
    RecordingHerald,
    RecordingJamBoards,
    RecordingMessenger,
    RecordingPoster,
    RecordingWhisperer,
    ScriptedArchive,
    ScriptedProvider,
)

PRICE = 14
PRICES = {operation: Price(PRICE, {}, songs=2) for operation in Operation} | {
    Operation.CREATE: Price(PRICE, {OLDER_MODEL: 10}, songs=2),
    Operation.EXTEND: Price(10, {}, songs=2),
    Operation.EXTEND_UPLOAD: Price(10, {}, songs=2),
    Operation.CONCAT: Price(2, {}),
    Operation.UPLOAD: Price(2, {}),
    Operation.LYRICS: Price(1, {}),
}
STARTING_GRANT = 30
LEASE = timedelta(seconds=60)
BACKOFF = Backoff(timedelta(seconds=5), timedelta(seconds=60))


@dataclass(frozen=True, kw_only=True)
class Core(Services):
    """Everything between the ports: what the Discord layer may call, and what is beside it."""

    database: Database
    clock: ManualClock
    signals: Signals
    provider: ScriptedProvider
    archive: ScriptedArchive
    messenger: RecordingMessenger
    desk: RecordingDesk
    whisperer: RecordingWhisperer
    reviewer: WorkerLoop[Review]
    clerk: WorkerLoop[ReviewCard]
    informer: WorkerLoop[MemberNotice]
    poster: RecordingPoster
    public_files: PublicFolder
    keeping: KeepingService
    repainter: WorkerLoop[DuePosting]
    settlement: SettlementService
    herald: RecordingHerald
    submitter: WorkerLoop[Job]
    poller: WorkerLoop[Job]
    prober: WorkerLoop[datetime]
    breaker: CircuitBreaker
    collector: WorkerLoop[Job]
    reaper: WorkerLoop[Job]
    courier: WorkerLoop[Delivery]
    straggler: WorkerLoop[Job]
    teller: WorkerLoop[Notice]
    auditor: WorkerLoop[datetime]
    scribe: WorkerLoop[LogBatch]
    jam_boards: RecordingJamBoards
    jam_keeper: WorkerLoop[JamId]
    jam_drawer: WorkerLoop[Board | JamNote]

    @property
    def services(self) -> Services:
        """What the Discord layer may call."""
        return self

    async def run_due(self) -> None:
        """Let every worker do what is due now, in the order of an order's way."""
        await self.submitter.run_once()
        await self.poller.run_once()
        await self.collector.run_once()
        await self.reaper.run_once()
        await self.straggler.run_once()
        await self.courier.run_once()
        await self.repainter.run_once()
        await self.teller.run_once()
        await self.scribe.run_once()
        await self.reviewer.run_once()
        await self.clerk.run_once()
        await self.informer.run_once()
        await self.jam_keeper.run_once()
        await self.jam_drawer.run_once()


@asynccontextmanager
async def open_core(folder: Path, *, user_installs: bool = False) -> AsyncIterator[Core]:
    """Open the core on a new SQLite file in `folder`."""
    async with open_database(f"sqlite:///{folder / 'core.db'}", migrate=True) as database:
        yield build_core(database, user_installs=user_installs)


def build_core(
    database: Database,
    *,
    in_turn: bool = True,
    reserve: int = 0,
    started_at: datetime | None = None,
    user_installs: bool = False,
) -> Core:
    """Wire the core."""
    clock, signals = ManualClock(), Signals()
    provider, archive, messenger = ScriptedProvider(), ScriptedArchive(), RecordingMessenger()
    standings = Standings(database, clock)
    filters = FilterService(database, clock, signals, Re2Engine())
    screening = Screening(database, clock, signals, filters, standings)
    early = EarlyVersions(archive, screening, clock)
    settlement = SettlementService(database, clock, signals, ResultWarden(screening, clock))
    breaker = CircuitBreaker(database, clock, signals, CircuitPace())
    watched = WatchedProvider(provider, breaker)
    views = JobViews(
        timedelta(seconds=90), timedelta(seconds=3), in_turn, breaker.down_since, started_at
    )
    prices = PriceList(PRICES)
    public_files = PublicFolder()
    pseudonyms = Pseudonyms("a secret of the tests")
    accounts = MemberAccounts(STARTING_GRANT, pseudonyms)
    terms = OrderTerms((MODEL,), MODEL, accounts, screening, ("FUZZ-2.0",))
    around = Surroundings(database, clock, signals, settlement, card_delay=timedelta(0))
    submit = SubmitPace(
        LEASE,
        BACKOFF,
        timedelta(hours=6),
        timedelta(hours=2),
        first_poll=timedelta(seconds=15),
        in_turn=in_turn,
    )
    floor = ProviderFloor(
        database,
        clock,
        signals,
        provider,
        Reserve(reserve, timedelta(minutes=5)),
        views.shortage,
    )
    late = LatePace(LEASE, BACKOFF, 3, interval=timedelta(minutes=15), deadline=timedelta(hours=24))
    herald, poster = RecordingHerald(), RecordingPoster()
    desk, whisperer = RecordingDesk(), RecordingWhisperer()
    tell = TellPace(LEASE, BACKOFF, 3)
    servers = ServerService(database, clock, signals, standings, terms.models)
    poll = PollPace(
        LEASE, BACKOFF, timedelta(seconds=20), timedelta(minutes=30), timedelta(minutes=5)
    )
    courier_pace = CourierPace(LEASE, BACKOFF, timedelta(seconds=5), attempts=3)
    quotes = QuoteService(database, provider, prices, Sources(clock, public_files))
    generation = GenerationService(
        database, provider, settlement, views, terms, clock, signals, quotes
    )
    reviews = ReviewService(database, clock, signals, generation, settlement, servers, archive)
    cancelling = CancellingService(database, settlement, views, clock, signals)
    tools = JamTools(
        database=database,
        clock=clock,
        signals=signals,
        generation=generation,
        settlement=settlement,
        accounts=accounts,
        filters=filters,
        catalogue=load_catalogue(None),
        prices=prices,
        pace=JamPace(shortest=timedelta(minutes=1)),
        dice=Random(1),  # noqa: S311 - tests draw the same lots
    )
    jam_boards = RecordingJamBoards()
    board_pace = BoardPace(LEASE, BACKOFF, rest=timedelta(seconds=3), attempts=3)
    jams = JamService(tools)
    privacy = PrivacyService(
        database,
        archive,
        cancelling,
        jams,
        clock,
        signals,
        pseudonyms,
        servers_kept=timedelta(days=30),
    )
    return Core(
        database=database,
        clock=clock,
        signals=signals,
        provider=provider,
        archive=archive,
        messenger=messenger,
        generation=generation,
        quotes=quotes,
        cancelling=cancelling,
        cards=CardService(database, clock, signals),
        family=FamilyService(database),
        voices=VoiceService(database, generation, clock),
        uploads=UploadService(archive),
        files=FileService(database, clock, archive, public_files),
        keeping=KeepingService(database, clock, archive, KeepingRule()),
        servers=servers,
        settings_copies=SettingsCopies(database, clock, servers),
        access=AccessService(standings, clock, user_installs=user_installs),
        blocks=BlockService(database, clock, signals, standings),
        log=LogService(database, clock, signals),
        balance=BalanceService(provider, clock),
        filters=filters,
        reviews=reviews,
        song_moderation=SongModerationService(database, clock, signals, archive),
        member_notices=MemberNoticeService(database),
        desk=desk,
        whisperer=whisperer,
        reviewer=_loop(Reviewer(database, clock, reviews), around),
        clerk=_loop(Clerk(database, clock, tell, reviews, desk), around),
        informer=_loop(Informer(database, clock, tell, whisperer), around),
        poster=poster,
        public_files=public_files,
        library=LibraryService(database, views, clock),
        songs=SongService(database, clock, signals, archive),
        credits=CreditService(database, clock, accounts),
        treasury=TreasuryService(database, clock, accounts),
        rules=RuleService(database, clock),
        reports=ReportService(database, clock),
        settlement=settlement,
        privacy=privacy,
        herald=herald,
        submitter=_loop(Submitter(around, submit, watched, floor, breaker=breaker), around),
        poller=_loop(Poller(around, poll, watched, breaker=breaker, early=early), around),
        prober=_loop(Prober(breaker, watched), around),
        breaker=breaker,
        collector=_loop(Collector(around, CollectPace(LEASE, BACKOFF, 3), archive), around),
        reaper=_loop(Reaper(around, ReapPace(LEASE, BACKOFF, timedelta(hours=2))), around),
        repainter=_loop(Repainter(around, courier_pace, messenger, views), around),
        courier=_loop(Courier(around, courier_pace, messenger, views), around),
        straggler=_loop(Straggler(around, late, archive, provider), around),
        teller=_loop(Teller(database, clock, TellPace(LEASE, BACKOFF, 3), herald), around),
        auditor=_loop(Auditor(database, clock, signals, hour=4), around),
        jams=jams,
        jam_boards=jam_boards,
        jam_keeper=_loop(JamKeeper(database, clock, tools.composer, LEASE), around),
        jam_drawer=_loop(
            JamBoardDrawer(database, clock, board_pace, jam_boards, tools.views), around
        ),
        scribe=_loop(Scribe(database, clock, TellPace(LEASE, BACKOFF, 3), poster), around),
    )


def _loop(worker: Worker[Item], around: Surroundings) -> WorkerLoop[Item]:
    return WorkerLoop(
        worker, around.signals, around.clock, concurrency=4, idle=timedelta(seconds=30)
    )
