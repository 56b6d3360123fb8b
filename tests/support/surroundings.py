"""The bot's core on a real database, with a provider, an archive and a messenger that are scripted.

They implement the ports of `bot.domain.ports`; the real ones are tested by the flows.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from bot.domain.circuit import CircuitPace
from bot.domain.delivery import Delivery, JobView, MessageRef
from bot.domain.errors import JamboreeError, MediaError, MediaUnavailable, MessengerError
from bot.domain.files import FileKind, StoredFile
from bot.domain.ids import ChannelId, ContentHash, JamId, MessageId, ProviderTaskId
from bot.domain.jams.bookkeeping import Board, JamNote
from bot.domain.jams.views import JamView
from bot.domain.jobs import Job
from bot.domain.library import DuePosting, Posting
from bot.domain.member_notices import MemberNotice
from bot.domain.messages import MessageAddress
from bot.domain.notices import Notice
from bot.domain.operations import Operation
from bot.domain.ports import (
    Awaited,
    Database,
    FittedAudio,
    Portrait,
    ProviderBalance,
    SongTags,
    TaskReport,
    TaskState,
    Turns,
)
from bot.domain.prices import Price, PriceList
from bot.domain.privacy import Pseudonyms
from bot.domain.requests import (
    LyricsRequest,
    Request,
    StemsRequest,
    StyleRequest,
    TimelineRequest,
    UploadRequest,
    VoiceRequest,
)
from bot.domain.reviews import Review, ReviewCard, ReviewView
from bot.domain.server_log import LogLine
from bot.domain.songs import Clip, StoredAudio
from bot.patterns import Re2Engine
from bot.provider import load_catalogue
from bot.services import Services
from bot.services.access import AccessService
from bot.services.accounts import MemberAccounts
from bot.services.balance import BalanceService
from bot.services.blocks import BlockService
from bot.services.credits import CreditService
from bot.services.family import FamilyService
from bot.services.files import FileService
from bot.services.filters import FilterService
from bot.services.generation import GenerationService, OrderTerms
from bot.services.jams import JamPace, JamService, JamTools
from bot.services.keeping import KeepingRule, KeepingService
from bot.services.library import LibraryService
from bot.services.member_notices import MemberNoticeService
from bot.services.outages import CircuitBreaker, WatchedProvider
from bot.services.privacy import PrivacyService
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
from tests.support.orders import MODEL

Answer = TypeVar("Answer")

PRICE = 14
PRICES = {operation: Price(PRICE, {}, songs=2) for operation in Operation} | {
    Operation.EXTEND: Price(10, {}, songs=2),
    Operation.EXTEND_UPLOAD: Price(10, {}, songs=2),
    Operation.CONCAT: Price(2, {}),
    Operation.UPLOAD: Price(2, {}),
    Operation.LYRICS: Price(1, {}),
}
STARTING_GRANT = 30
SINGLE = (StemsRequest, UploadRequest, VoiceRequest, LyricsRequest, StyleRequest, TimelineRequest)
LEASE = timedelta(seconds=60)
BACKOFF = Backoff(timedelta(seconds=5), timedelta(seconds=60))


@dataclass
class ScriptedProvider:
    """Answers with what it was told to, one answer a call; the last one is repeated."""

    submissions: list[ProviderTaskId | TaskReport | JamboreeError] = field(
        default_factory=lambda: [ProviderTaskId("task-1")]
    )
    reports: list[TaskReport | JamboreeError] = field(
        default_factory=lambda: [TaskReport(TaskState.WAITING)]
    )
    lyrics: TaskReport | None = None
    """What is answered when lyrics are awaited; None: the same as otherwise."""
    refusal: JamboreeError | None = None
    submitted: list[Job] = field(default_factory=list)
    asked: int = 0
    balances: list[ProviderBalance | JamboreeError] | None = None
    balance_asked: int = 0
    given_turns: Turns = field(default_factory=lambda: Turns(1000, None))
    booked: int = 0

    def check(self, request: Request) -> None:
        """Refuse if told to."""
        if self.refusal:
            raise self.refusal

    def songs_promised(self, request: Request) -> int:
        """Two, as the service does, or one of what is no version of a song."""
        return 1 if isinstance(request, SINGLE) else 2

    def default_model(self, request: Request) -> str:
        """Return the newest."""
        return MODEL

    def turns(self) -> Turns:
        """Return the scripted turns; as many as anybody wants unless a test says otherwise."""
        return self.given_turns

    def book(self, orders: int) -> None:
        """Record how many turns were taken."""
        self.booked += orders

    async def submit(self, job: Job) -> ProviderTaskId | TaskReport:
        """Give the next scripted answer."""
        self.submitted.append(job)
        taken = _next(self.submissions)
        assert not isinstance(taken, JamboreeError)
        return taken

    async def report(self, task_id: ProviderTaskId, awaited: Awaited = Awaited.AUDIO) -> TaskReport:
        """Give the next scripted report."""
        self.asked += 1
        if awaited is Awaited.LYRICS and self.lyrics is not None:
            return self.lyrics
        report = _next(self.reports)
        assert not isinstance(report, JamboreeError)
        return report

    async def balance(self) -> ProviderBalance:
        """Return a full purse, or the next scripted answer."""
        self.balance_asked += 1
        if self.balances is None:
            return ProviderBalance(1000, 0)
        balance = _next(self.balances)
        assert not isinstance(balance, JamboreeError)
        return balance


@dataclass
class ScriptedArchive:
    """Keeps what it is told to keep and refuses what it is told to refuse, by clip id."""

    faults: dict[str, list[MediaError]] = field(default_factory=dict)
    kept: list[SongTags] = field(default_factory=list)
    folder: Path = Path("nowhere")
    retagged: StoredAudio | None = None
    authored: list[tuple[str, ...]] = field(default_factory=list)
    """The authors that were written into files anew."""

    async def keep(self, clip: Clip, tags: SongTags) -> StoredAudio:
        """Keep or refuse a clip."""
        if self.faults.get(clip.clip_id):
            raise self.faults[clip.clip_id].pop(0)
        self.kept.append(tags)
        return StoredAudio(ContentHash(f"{clip.clip_id:0>64}"), 1000, 61.0, "mp3")

    async def inspect(self, url: str) -> float:
        """Find a minute of audio everywhere, or what was told; `*` stands for any address."""
        for address in (url, "*"):
            if self.faults.get(address):
                raise self.faults[address].pop(0)
        return 60.0

    async def keep_file(
        self, kind: FileKind, url: str, expected_seconds: float | None
    ) -> StoredFile:
        """Keep or refuse a file, by its address."""
        if self.faults.get(url):
            raise self.faults[url].pop(0)
        return StoredFile(ContentHash(f"{kind.value:0>64}"), 2000, kind.value)

    async def film(self, audio: StoredAudio, title: str) -> StoredFile:
        """Make a film of a song; nothing is encoded here."""
        return StoredFile(ContentHash(f"film{audio.content_hash[4:]}"), 3000, "mp4")

    async def portray(self, audio: StoredAudio) -> Portrait:
        """Refuse: nothing is drawn here."""
        raise MediaUnavailable("nothing is drawn here")

    async def retag(
        self, audio: StoredAudio, title: str, authors: tuple[str, ...] | None = None
    ) -> StoredAudio:
        """Return the file that a test says, or the same; nothing is written here."""
        if authors is not None:
            self.authored.append(authors)
        return self.retagged or audio

    def path_of(self, audio: StoredAudio | StoredFile) -> Path:
        """Return where the song's file would be; nothing is written there."""
        return self.folder / f"{audio.content_hash}.{audio.extension}"

    @asynccontextmanager
    async def fitted(self, audio: StoredAudio, max_bytes: int) -> AsyncIterator[FittedAudio | None]:
        """Give the file itself, or None when it is too large; nothing is encoded here."""
        fits = audio.size_bytes <= max_bytes
        yield FittedAudio(self.path_of(audio), audio.size_bytes, None) if fits else None

    async def remove(self, audio: StoredAudio | StoredFile) -> None:
        """Remove the file, if there is one."""
        self.path_of(audio).unlink(missing_ok=True)


@dataclass
class PublicFolder:
    """Gives files an address, once it has one itself."""

    root: str = ""

    def address_of(self, audio: StoredAudio | StoredFile, name: str = "") -> str | None:
        """Return where a file is."""
        return f"{self.root}/{audio.content_hash}.mp3" if self.root else None


@dataclass
class RecordingMessenger:
    """Records what would be shown, and fails if told to."""

    shown: list[JobView] = field(default_factory=list)
    pinged: list[JobView] = field(default_factory=list)
    redrawn: list[tuple[Posting, JobView]] = field(default_factory=list)
    faults: list[MessengerError] = field(default_factory=list)
    moves_to: MessageId | None = None

    async def show(self, message: MessageRef, view: JobView) -> MessageId | None:
        """Record a drawing."""
        if self.faults:
            raise self.faults.pop(0)
        self.shown.append(view)
        return self.moves_to

    async def redraw(self, posting: Posting, view: JobView) -> bool:
        """Record a drawing of a further message; one of no songs is removed if it holds files."""
        if self.faults:
            raise self.faults.pop(0)
        self.redrawn.append((posting, view))
        return posting.part == 1 or bool(view.songs)

    async def ping(self, message: MessageRef, view: JobView) -> None:
        """Record a ping."""
        if self.faults:
            raise self.faults.pop(0)
        self.pinged.append(view)


LOG_CHANNEL = ChannelId(88)


@dataclass
class RecordingPoster:
    """Remembers the lines it was given, message by message; raises what it is told to first."""

    posted: list[tuple[LogLine, ...]] = field(default_factory=list)
    failures: list[MessengerError] = field(default_factory=list)

    async def post(self, lines: Sequence[LogLine]) -> MessageAddress:
        """Remember them, or fail."""
        if self.failures:
            raise self.failures.pop(0)
        self.posted.append(tuple(lines))
        return MessageAddress(lines[0].guild_id, LOG_CHANNEL, MessageId(8000 + len(self.posted)))


@dataclass
class RecordingJamBoards:
    """Records what would be drawn and told of jams, and fails if told to."""

    shown: list[JamView] = field(default_factory=list)
    told: list[tuple[JamNote, JamView]] = field(default_factory=list)
    faults: list[MessengerError] = field(default_factory=list)

    async def show(self, view: JamView) -> MessageId | None:
        """Record a drawing; the first of a jam is a new message."""
        if self.faults:
            raise self.faults.pop(0)
        self.shown.append(view)
        return MessageId(7000 + len(self.shown)) if view.message_id is None else None

    async def tell(self, note: JamNote, view: JamView) -> None:
        """Record a note."""
        if self.faults:
            raise self.faults.pop(0)
        self.told.append((note, view))


@dataclass
class RecordingDesk:
    """Records what moderators would be shown, and fails if told to."""

    shown: list[ReviewView] = field(default_factory=list)
    faults: list[MessengerError] = field(default_factory=list)

    async def show(self, card: ReviewCard, view: ReviewView) -> MessageId | None:
        """Record a drawing; the first is on a message of its own."""
        if self.faults:
            raise self.faults.pop(0)
        self.shown.append(view)
        return None if card.message_id else MessageId(9_000 + card.review_id)


@dataclass
class RecordingWhisperer:
    """Records what members would be told, and fails if told to."""

    told: list[MemberNotice] = field(default_factory=list)
    faults: list[MessengerError] = field(default_factory=list)

    async def whisper(self, notice: MemberNotice) -> None:
        """Record a notice."""
        if self.faults:
            raise self.faults.pop(0)
        self.told.append(notice)


@dataclass
class RecordingHerald:
    """Records what would be told, and fails if told to."""

    told: list[Notice] = field(default_factory=list)
    faults: list[MessengerError] = field(default_factory=list)

    async def tell(self, notice: Notice) -> None:
        """Record a notice."""
        if self.faults:
            raise self.faults.pop(0)
        self.told.append(notice)


@dataclass
class Core:
    """Everything between the ports."""

    database: Database
    clock: ManualClock
    signals: Signals
    provider: ScriptedProvider
    archive: ScriptedArchive
    messenger: RecordingMessenger
    generation: GenerationService
    library: LibraryService
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
    desk: "RecordingDesk"
    whisperer: "RecordingWhisperer"
    reviewer: WorkerLoop[Review]
    clerk: WorkerLoop[ReviewCard]
    informer: WorkerLoop[MemberNotice]
    poster: RecordingPoster
    public_files: PublicFolder
    keeping: KeepingService
    repainter: WorkerLoop[DuePosting]
    settlement: SettlementService
    privacy: PrivacyService
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
    jams: JamService
    jam_boards: RecordingJamBoards
    jam_keeper: WorkerLoop[JamId]
    jam_drawer: WorkerLoop[Board | JamNote]

    @property
    def services(self) -> Services:
        """What the Discord layer may call."""
        return Services(
            generation=self.generation,
            library=self.library,
            credits=self.credits,
            treasury=self.treasury,
            rules=self.rules,
            reports=self.reports,
            family=self.family,
            voices=self.voices,
            uploads=self.uploads,
            files=self.files,
            servers=self.servers,
            access=self.access,
            blocks=self.blocks,
            log=self.log,
            balance=self.balance,
            settings_copies=self.settings_copies,
            filters=self.filters,
            reviews=self.reviews,
            song_moderation=self.song_moderation,
            member_notices=self.member_notices,
            privacy=self.privacy,
            jams=self.jams,
        )

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
    terms = OrderTerms(prices, (MODEL,), MODEL, accounts, screening, ("FUZZ-2.0",))
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
        database, clock, signals, provider, Reserve(reserve, timedelta(minutes=5))
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
    generation = GenerationService(
        database, provider, settlement, views, terms, clock, signals, Sources(clock, public_files)
    )
    reviews = ReviewService(database, clock, signals, generation, settlement, servers, archive)
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
        generation,
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
        library=LibraryService(database, views, clock, signals, archive),
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


def _next(answers: list[Answer]) -> Answer:
    """Take the next answer, raising one that is an error."""
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    if isinstance(answer, JamboreeError):
        raise answer
    return answer
