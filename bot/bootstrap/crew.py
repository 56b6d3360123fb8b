"""Wiring the workers at the pace that the settings say."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.bootstrap.core import Core
from bot.bootstrap.endpoints import Endpoints
from bot.bootstrap.life import Turning
from bot.bootstrap.paces import (
    board_pace,
    collect_pace,
    courier_pace,
    erase_pace,
    late_pace,
    poll_pace,
    reap_pace,
    submit_pace,
    tell_pace,
)
from bot.domain.polling import Bounds
from bot.domain.ports import (
    Herald,
    JamBoards,
    LogPoster,
    Messenger,
    MusicProvider,
    ReviewDesk,
    SongArchive,
    Whisperer,
)
from bot.services.outages import WatchedProvider
from bot.settings import Settings, seconds
from bot.workers.auditor import Auditor
from bot.workers.clerk import Clerk
from bot.workers.collector import Collector
from bot.workers.courier import Courier
from bot.workers.early import EarlyVersions
from bot.workers.eraser import Eraser
from bot.workers.floor import ProviderFloor, Reserve
from bot.workers.informer import Informer
from bot.workers.jam_boards import JamBoardDrawer
from bot.workers.jam_keeper import JamKeeper
from bot.workers.jobs import Surroundings
from bot.workers.keeper import Keeper
from bot.workers.loop import Item, Worker, WorkerLoop
from bot.workers.metering import CostMeter
from bot.workers.observer import Observer
from bot.workers.poller import Poller
from bot.workers.prober import Prober
from bot.workers.reaper import Reaper
from bot.workers.repainter import Repainter
from bot.workers.reviewer import Reviewer
from bot.workers.rhythm import Rhythm
from bot.workers.scribe import Scribe
from bot.workers.straggler import Straggler
from bot.workers.submitter import Submitter
from bot.workers.teller import Teller


@dataclass(frozen=True)
class Outlets:
    """Who tells people."""

    messenger: Messenger
    log_poster: LogPoster
    jam_boards: JamBoards
    herald: Herald
    review_desk: ReviewDesk
    whisperer: Whisperer


@dataclass(frozen=True)
class _Hall:
    """What the workers share."""

    settings: Settings
    endpoints: Endpoints
    core: Core
    archive: SongArchive
    outlets: Outlets
    around: Surroundings

    def turn(self, worker: Worker[Item], concurrency: int = 1) -> WorkerLoop[Item]:
        """Return the loop that lets a worker handle so many things side by side."""
        idle = seconds(self.settings.worker.idle_seconds)
        core = self.core
        return WorkerLoop(worker, core.signals, core.clock, concurrency=concurrency, idle=idle)


def build_crew(
    settings: Settings,
    endpoints: Endpoints,
    core: Core,
    provider: MusicProvider,
    archive: SongArchive,
    outlets: Outlets,
    observer: Observer,
) -> Sequence[Turning]:
    """Return a loop for each worker."""
    card_delay = seconds(settings.courier.card_delay_seconds)
    around = Surroundings(
        core.database, core.clock, core.signals, core.settlement, card_delay, observer
    )
    hall = _Hall(settings, endpoints, core, archive, outlets, around)
    return (
        *_makers(hall, WatchedProvider(provider, core.breaker)),
        *_tellers(hall),
        *_caretakers(hall),
        *_jam_hands(hall),
        *_painters(hall),
    )


def _makers(hall: _Hall, provider: WatchedProvider) -> Sequence[Turning]:
    """Return those who bring orders to the music service and songs back."""
    settings, core, around = hall.settings, hall.core, hall.around
    reserve = Reserve(settings.submit.reserve, seconds(settings.submit.balance_seconds))
    floor = ProviderFloor(
        core.database, core.clock, core.signals, provider, reserve, core.views.shortage
    )
    rhythm = _rhythm(settings, hall.endpoints, core)
    measured = settings.submit.measure_cost
    meter = CostMeter(core.database, core.clock, provider) if measured else None
    early = EarlyVersions(hall.archive, core.screening, core.clock)
    to_send, to_poll = submit_pace(settings, hall.endpoints), poll_pace(settings, hall.endpoints)
    return (
        hall.turn(
            Submitter(around, to_send, provider, floor, rhythm, meter, core.breaker),
            settings.submit.concurrency,
        ),
        hall.turn(
            Poller(around, to_poll, provider, rhythm, core.breaker, early),
            settings.poll.concurrency,
        ),
        hall.turn(Prober(core.breaker, provider)),
        hall.turn(
            Collector(around, collect_pace(settings), hall.archive), settings.collect.concurrency
        ),
        hall.turn(Reaper(around, reap_pace(settings)), settings.submit.concurrency),
        hall.turn(Straggler(around, late_pace(settings), hall.archive, provider)),
    )


def _tellers(hall: _Hall) -> Sequence[Turning]:
    """Return those who tell members, moderators and managers of what happened."""
    core, outlets, pace = hall.core, hall.outlets, tell_pace(hall.settings)
    reviews = core.services.reviews
    return (
        hall.turn(Teller(core.database, core.clock, pace, outlets.herald)),
        hall.turn(Scribe(core.database, core.clock, pace, outlets.log_poster), 2),
        hall.turn(Reviewer(core.database, core.clock, reviews)),
        hall.turn(Clerk(core.database, core.clock, pace, reviews, outlets.review_desk), 2),
        hall.turn(Informer(core.database, core.clock, pace, outlets.whisperer), 2),
    )


def _caretakers(hall: _Hall) -> Sequence[Turning]:
    """Return those who look after the books, people's data and the archive."""
    settings, core = hall.settings, hall.core
    tidy = seconds(settings.media.tidy_seconds)
    return (
        hall.turn(Auditor(core.database, core.clock, core.signals, settings.worker.check_hour)),
        hall.turn(Eraser(core.database, core.clock, core.services.privacy, erase_pace(settings))),
        hall.turn(Keeper(core.database, core.clock, core.keeping, tidy)),
    )


def _jam_hands(hall: _Hall) -> Sequence[Turning]:
    """Return those who look after jams and their boards."""
    core, jam, tools = hall.core, hall.settings.jam, hall.core.jam_tools
    boards, pace = hall.outlets.jam_boards, board_pace(hall.settings)
    keeper = JamKeeper(core.database, core.clock, tools.composer, seconds(jam.lease_seconds))
    drawer = JamBoardDrawer(core.database, core.clock, pace, boards, tools.views)
    return (hall.turn(keeper, jam.concurrency), hall.turn(drawer, jam.concurrency))


def _painters(hall: _Hall) -> Sequence[Turning]:
    """Return those who draw cards and further messages."""
    around, messenger, views = hall.around, hall.outlets.messenger, hall.core.views
    pace, concurrency = courier_pace(hall.settings), hall.settings.courier.concurrency
    return (
        hall.turn(Repainter(around, pace, messenger, views), concurrency),
        hall.turn(Courier(around, pace, messenger, views), concurrency),
    )


def _rhythm(settings: Settings, endpoints: Endpoints, core: Core) -> Rhythm | None:
    """Return when to poll, unless at fixed times: those that are set, or the studio's."""
    chosen = {"first_seconds", "interval_seconds"} & settings.poll.model_fields_set
    if endpoints.studio or chosen or not settings.poll.adaptive:
        return None
    return Rhythm(core.database, core.clock, Bounds())
