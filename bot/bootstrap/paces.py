"""The settings of the workers, as the paces that they keep."""

from datetime import timedelta

from bot.bootstrap.endpoints import Endpoints
from bot.settings import Settings, seconds
from bot.workers.backoff import Backoff
from bot.workers.collector import CollectPace
from bot.workers.courier import CourierPace
from bot.workers.eraser import ErasePace
from bot.workers.jam_boards import BoardPace
from bot.workers.lanes import LanePace
from bot.workers.poller import PollPace
from bot.workers.reaper import ReapPace
from bot.workers.straggler import LatePace
from bot.workers.submitter import SubmitPace
from bot.workers.teller import TellPace

_STUDIO_SECONDS = 2.0
"""The studio is fast and on this machine; it may be asked often."""


def submit_pace(settings: Settings, endpoints: Endpoints) -> SubmitPace:
    """Return how patiently orders are sent."""
    submit = settings.submit
    return SubmitPace(
        lease=seconds(submit.lease_seconds),
        backoff=_backoff(submit.backoff_seconds, submit.backoff_ceiling_seconds),
        queue_deadline=seconds(submit.deadline_seconds),
        unknown_deadline=seconds(submit.unknown_deadline_seconds),
        first_poll=_poll_time(settings, endpoints, "first_seconds"),
        in_turn=settings.order.fair_queue,
    )


def poll_pace(settings: Settings, endpoints: Endpoints) -> PollPace:
    """Return how often the music service is asked how songs do."""
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


def _poll_time(settings: Settings, endpoints: Endpoints, name: str) -> timedelta:
    """Return a time of the poller: as set, else as the service on the other side suggests."""
    if endpoints.studio and name not in settings.poll.model_fields_set:
        return seconds(_STUDIO_SECONDS)
    return seconds(getattr(settings.poll, name))


def collect_pace(settings: Settings) -> CollectPace:
    """Return how patiently finished songs are fetched."""
    collect = settings.collect
    return CollectPace(
        lease=seconds(collect.lease_seconds),
        backoff=_backoff(collect.backoff_seconds, collect.backoff_ceiling_seconds),
        attempts=collect.attempts,
    )


def reap_pace(settings: Settings) -> ReapPace:
    """Return when a submission of unknown fate is given up."""
    submit = settings.submit
    return ReapPace(
        lease=seconds(submit.lease_seconds),
        backoff=_backoff(submit.backoff_seconds, submit.backoff_ceiling_seconds),
        unknown_deadline=seconds(submit.unknown_deadline_seconds),
    )


def late_pace(settings: Settings) -> LatePace:
    """Return how long tasks are looked at that were given up."""
    collect, poll = settings.collect, settings.poll
    return LatePace(
        lease=seconds(collect.lease_seconds),
        backoff=_backoff(collect.backoff_seconds, collect.backoff_ceiling_seconds),
        attempts=collect.attempts,
        interval=seconds(poll.late_interval_seconds),
        deadline=seconds(poll.late_deadline_seconds),
    )


def erase_pace(settings: Settings) -> ErasePace:
    """Return how people and servers are forgotten, and prompts after a while."""
    submit, privacy = settings.submit, settings.privacy
    return ErasePace(
        lease=seconds(submit.lease_seconds),
        again=seconds(privacy.look_again_seconds),
        backoff=_backoff(submit.backoff_seconds, submit.backoff_ceiling_seconds),
        prompts_kept=timedelta(days=privacy.prompt_days) if privacy.prompt_days else None,
    )


def tell_pace(settings: Settings) -> TellPace:
    """Return how patiently people are told."""
    courier = settings.courier
    return TellPace(
        lease=seconds(courier.lease_seconds),
        backoff=_backoff(courier.backoff_seconds, courier.backoff_ceiling_seconds),
        attempts=courier.attempts,
    )


def courier_pace(settings: Settings) -> CourierPace:
    """Return how patiently cards are drawn, and how often."""
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


def board_pace(settings: Settings) -> BoardPace:
    """Return how patiently boards of jams are drawn, and how often."""
    jam = settings.jam
    return BoardPace(
        lease=seconds(jam.lease_seconds),
        backoff=_backoff(jam.backoff_seconds, jam.backoff_ceiling_seconds),
        rest=seconds(jam.board_rest_seconds),
        attempts=jam.attempts,
    )


def _backoff(first_seconds: float, ceiling_seconds: float) -> Backoff:
    return Backoff(seconds(first_seconds), seconds(ceiling_seconds))
