"""A music service, an archive, a messenger and others that do as tests tell them.

They implement the ports of `bot.domain.ports`, and remember what they were asked for.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.domain.delivery import JobView, MessageRef, Telling
from bot.domain.errors import JamboreeError, MediaError, MediaUnavailable, MessengerError
from bot.domain.files import Arrival, FileKind, StoredFile
from bot.domain.ids import ChannelId, ContentHash, MessageId, ProviderTaskId
from bot.domain.jams.bookkeeping import JamNote
from bot.domain.jams.views import JamView
from bot.domain.jobs import Job
from bot.domain.library import Posting
from bot.domain.member_notices import MemberNotice
from bot.domain.messages import MessageAddress
from bot.domain.notices import Notice
from bot.domain.ports import (
    Awaited,
    FittedAudio,
    Portrait,
    ProviderBalance,
    SongTags,
    TaskReport,
    TaskState,
    Turns,
)
from bot.domain.requests import (
    LyricsRequest,
    Request,
    StemsRequest,
    StyleRequest,
    TimelineRequest,
    UploadRequest,
    VoiceRequest,
)
from bot.domain.reviews import ReviewCard, ReviewView
from bot.domain.server_log import LogLine
from bot.domain.songs import Clip, StoredAudio
from tests.support.orders import MODEL

Answer = TypeVar("Answer")

SINGLE = (StemsRequest, UploadRequest, VoiceRequest, LyricsRequest, StyleRequest, TimelineRequest)
LOG_CHANNEL = ChannelId(88)


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
    arrived: list[Arrival] = field(default_factory=list)
    """Files of which nobody has said whether they are needed."""
    meanwhile: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What others do while a clip is fetched, clip by clip."""

    async def keep(self, clip: Clip, tags: SongTags) -> StoredAudio:
        """Keep or refuse a clip."""
        if self.meanwhile:
            await self.meanwhile.pop(0)()
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

    async def film(
        self, audio: StoredAudio, title: str, *, made_with_ai: bool = True
    ) -> StoredFile:
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

    async def arrivals(self) -> tuple[Arrival, ...]:
        """Return what a test says that has arrived."""
        return tuple(self.arrived)

    async def settle_in(self, arrival: Arrival) -> None:
        """Forget that a file arrived."""
        self.arrived.remove(arrival)

    async def turn_away(self, arrival: Arrival) -> None:
        """Forget that a file arrived, and remove it."""
        self.arrived.remove(arrival)
        await self.remove(arrival.file)


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
    told_by: list[Telling] = field(default_factory=list)
    redrawn: list[tuple[Posting, JobView]] = field(default_factory=list)
    faults: list[MessengerError] = field(default_factory=list)
    moves_to: MessageId | None = None
    meanwhile: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What others do while something is being drawn, drawing by drawing."""

    async def show(self, message: MessageRef, view: JobView) -> MessageId | None:
        """Record a drawing."""
        if self.faults:
            raise self.faults.pop(0)
        if self.meanwhile:
            await self.meanwhile.pop(0)()
        self.shown.append(view)
        return self.moves_to

    async def redraw(self, posting: Posting, view: JobView) -> bool:
        """Record a drawing of a further message; one of no songs is removed if it holds files."""
        if self.faults:
            raise self.faults.pop(0)
        self.redrawn.append((posting, view))
        return posting.part == 1 or bool(view.songs)

    async def ping(
        self, message: MessageRef, view: JobView, telling: Telling = Telling.REPLY
    ) -> None:
        """Record a ping."""
        if self.faults:
            raise self.faults.pop(0)
        self.pinged.append(view)
        self.told_by.append(telling)


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


def _next(answers: list[Answer]) -> Answer:
    """Take the next answer, raising one that is an error."""
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    if isinstance(answer, JamboreeError):
        raise answer
    return answer
