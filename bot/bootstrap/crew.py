"""Wiring the workers at the pace that the settings say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.bootstrap.core import Core
from bot.bootstrap.endpoints import Endpoints
from bot.bootstrap.life import Turning
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
from bot.workers.backoff import Backoff
from bot.workers.clerk import Clerk
from bot.workers.collector import Collector, CollectPace
from bot.workers.courier import Courier, CourierPace
from bot.workers.early import EarlyVersions
from bot.workers.eraser import ErasePace, Eraser
from bot.workers.floor import ProviderFloor, Reserve
from bot.workers.informer import Informer
from bot.workers.jam_boards import BoardPace, JamBoardDrawer
from bot.workers.jam_keeper import JamKeeper
from bot.workers.jobs import Surroundings
from bot.workers.keeper import Keeper
from bot.workers.lanes import LanePace
from bot.workers.loop import Item, Worker, WorkerLoop
from bot.workers.metering import CostMeter
from bot.workers.observer import Observer
from bot.workers.poller import Poller, PollPace
from bot.workers.prober import Prober
from bot.workers.reaper import Reaper, ReapPace
from bot.workers.repainter import Repainter
from bot.workers.reviewer import Reviewer
from bot.workers.rhythm import Rhythm
from bot.workers.scribe import Scribe
from bot.workers.straggler import LatePace, Straggler
from bot.workers.submitter import SubmitPace, Submitter
from bot.workers.teller import Teller, TellPace

_STUDIO_SECONDS = 2.0
"""The studio is fast and on this machine; it may be asked often."""


@dataclass(frozen=True)
class Outlets:
    """Who tells people."""

    messenger: Messenger
    log_poster: LogPoster
    jam_boards: JamBoards
    herald: Herald
    review_desk: ReviewDesk
    whisperer: Whisperer


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

    provider = WatchedProvider(provider, core.breaker)
    reserve = Reserve(settings.submit.reserve, seconds(settings.submit.balance_seconds))
    floor = ProviderFloor(core.database, core.clock, core.signals, provider, reserve)

    rhythm = _rhythm(settings, endpoints, core)
    measured = settings.submit.measure_cost
    meter = CostMeter(core.database, core.clock, provider) if measured else None

    def turn(worker: Worker[Item], concurrency: int) -> WorkerLoop[Item]:
        return WorkerLoop(
            worker,
            core.signals,
            core.clock,
            concurrency=concurrency,
            idle=seconds(settings.worker.idle_seconds),
        )

    return (
        turn(
            Submitter(
                around,
                _submit_pace(settings, endpoints),
                provider,
                floor,
                rhythm,
                meter,
                core.breaker,
            ),
            settings.submit.concurrency,
        ),
        turn(
            Poller(
                around,
                _poll_pace(settings, endpoints),
                provider,
                rhythm,
                core.breaker,
                EarlyVersions(archive, core.screening, core.clock),
            ),
            settings.poll.concurrency,
        ),
        turn(Prober(core.breaker, provider), 1),
        turn(Collector(around, _collect_pace(settings), archive), settings.collect.concurrency),
        turn(Reaper(around, _reap_pace(settings)), settings.submit.concurrency),
        turn(Straggler(around, _late_pace(settings), archive, provider), 1),
        turn(Teller(core.database, core.clock, _tell_pace(settings), outlets.herald), 1),
        turn(Scribe(core.database, core.clock, _tell_pace(settings), outlets.log_poster), 2),
        turn(Reviewer(core.database, core.clock, core.services.reviews), 1),
        turn(
            Clerk(
                core.database,
                core.clock,
                _tell_pace(settings),
                core.services.reviews,
                outlets.review_desk,
            ),
            2,
        ),
        turn(Informer(core.database, core.clock, _tell_pace(settings), outlets.whisperer), 2),
        turn(Auditor(core.database, core.clock, core.signals, settings.worker.check_hour), 1),
        turn(Eraser(core.database, core.clock, core.services.privacy, _erase_pace(settings)), 1),
        turn(
            Keeper(core.database, core.clock, core.keeping, seconds(settings.media.tidy_seconds)),
            1,
        ),
        turn(
            JamKeeper(
                core.database,
                core.clock,
                core.jam_tools.composer,
                seconds(settings.jam.lease_seconds),
            ),
            settings.jam.concurrency,
        ),
        turn(
            JamBoardDrawer(
                core.database,
                core.clock,
                _board_pace(settings),
                outlets.jam_boards,
                core.jam_tools.views,
            ),
            settings.jam.concurrency,
        ),
        turn(
            Repainter(around, _courier_pace(settings), outlets.messenger, core.views),
            settings.courier.concurrency,
        ),
        turn(
            Courier(around, _courier_pace(settings), outlets.messenger, core.views),
            settings.courier.concurrency,
        ),
    )


def _submit_pace(settings: Settings, endpoints: Endpoints) -> SubmitPace:
    submit = settings.submit
    return SubmitPace(
        lease=seconds(submit.lease_seconds),
        backoff=_backoff(submit.backoff_seconds, submit.backoff_ceiling_seconds),
        queue_deadline=seconds(submit.deadline_seconds),
        unknown_deadline=seconds(submit.unknown_deadline_seconds),
        first_poll=_poll_time(settings, endpoints, "first_seconds"),
        in_turn=settings.order.fair_queue,
    )


def _poll_pace(settings: Settings, endpoints: Endpoints) -> PollPace:
    poll = settings.poll
    return PollPace(
        lease=seconds(poll.lease_seconds),
        backoff=_backoff(poll.backoff_seconds, poll.backoff_ceiling_seconds),
        interval=_poll_time(settings, endpoints, "interval_seconds"),
        deadline=seconds(poll.deadline_seconds),
        missing_after=seconds(poll.missing_after_seconds),
        late_interval=seconds(poll.late_interval_seconds),
        most_per_second=poll.most_per_second,
    )


def _rhythm(settings: Settings, endpoints: Endpoints, core: Core) -> Rhythm | None:
    """Return when to poll, unless at fixed times: those that are set, or the studio's."""
    chosen = {"first_seconds", "interval_seconds"} & settings.poll.model_fields_set
    if endpoints.studio or chosen or not settings.poll.adaptive:
        return None
    return Rhythm(core.database, core.clock, Bounds())


def _poll_time(settings: Settings, endpoints: Endpoints, name: str) -> timedelta:
    """Return a time of the poller: as set, else as the service on the other side suggests."""
    if endpoints.studio and name not in settings.poll.model_fields_set:
        return seconds(_STUDIO_SECONDS)
    return seconds(getattr(settings.poll, name))


def _collect_pace(settings: Settings) -> CollectPace:
    collect = settings.collect
    return CollectPace(
        lease=seconds(collect.lease_seconds),
        backoff=_backoff(collect.backoff_seconds, collect.backoff_ceiling_seconds),
        attempts=collect.attempts,
    )


def _reap_pace(settings: Settings) -> ReapPace:
    submit = settings.submit
    return ReapPace(
        lease=seconds(submit.lease_seconds),
        backoff=_backoff(submit.backoff_seconds, submit.backoff_ceiling_seconds),
        unknown_deadline=seconds(submit.unknown_deadline_seconds),
    )


def _late_pace(settings: Settings) -> LatePace:
    collect, poll = settings.collect, settings.poll
    return LatePace(
        lease=seconds(collect.lease_seconds),
        backoff=_backoff(collect.backoff_seconds, collect.backoff_ceiling_seconds),
        attempts=collect.attempts,
        interval=seconds(poll.late_interval_seconds),
        deadline=seconds(poll.late_deadline_seconds),
    )


def _erase_pace(settings: Settings) -> ErasePace:
    submit, privacy = settings.submit, settings.privacy
    return ErasePace(
        lease=seconds(submit.lease_seconds),
        again=seconds(privacy.look_again_seconds),
        backoff=_backoff(submit.backoff_seconds, submit.backoff_ceiling_seconds),
        prompts_kept=timedelta(days=privacy.prompt_days) if privacy.prompt_days else None,
    )


def _tell_pace(settings: Settings) -> TellPace:
    courier = settings.courier
    return TellPace(
        lease=seconds(courier.lease_seconds),
        backoff=_backoff(courier.backoff_seconds, courier.backoff_ceiling_seconds),
        attempts=courier.attempts,
    )


def _courier_pace(settings: Settings) -> CourierPace:
    courier = settings.courier
    return CourierPace(
        lease=seconds(courier.lease_seconds),
        backoff=_backoff(courier.backoff_seconds, courier.backoff_ceiling_seconds),
        answer_grace=seconds(courier.answer_grace_seconds),
        attempts=courier.attempts,
        lanes=LanePace(
            rest=seconds(courier.rest_seconds), old_rest=seconds(courier.old_rest_seconds)
        ),
    )


def _board_pace(settings: Settings) -> BoardPace:
    jam = settings.jam
    return BoardPace(
        lease=seconds(jam.lease_seconds),
        backoff=_backoff(jam.backoff_seconds, jam.backoff_ceiling_seconds),
        rest=seconds(jam.board_rest_seconds),
        attempts=jam.attempts,
    )


def _backoff(first_seconds: float, ceiling_seconds: float) -> Backoff:
    return Backoff(seconds(first_seconds), seconds(ceiling_seconds))
