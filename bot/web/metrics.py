"""`/metrics`: what Prometheus asks a running bot. No id, name or text of anybody is told."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp
import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from bot.domain.ids import JobId
from bot.domain.jobs import JobState, Work
from bot.domain.operations import Operation

log = structlog.get_logger(__name__)

_LAG_BUCKETS = (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600)
_DELAY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_MOST_UNFINISHED = 10_000
"""Tasks whose card is awaited at the same time; the oldest beyond are not measured."""
_NO_ANSWER = "none"
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True)
class Readings:
    """What is read anew at each scrape."""

    jobs: Mapping[JobState, int]
    worker_errors: Mapping[Work, int]
    ledger_findings: int | None
    """None while the ledger was not checked yet."""
    database_writable: bool
    provider_down: bool = False
    """Whether nothing is sent to the music service because it counts as down."""


class Metrics:
    """Counts what it is told, and adds what is read at the scrape."""

    def __init__(
        self, read: Callable[[], Awaitable[Readings]], now: Callable[[], float] = time.monotonic
    ) -> None:
        """`read` is called at each scrape; `now` are seconds of a clock that never goes back."""
        self._read = read
        self._now = now
        self._finished: OrderedDict[JobId, float] = OrderedDict()
        self._registry = CollectorRegistry()
        self._latest = _Latest()
        self._registry.register(self._latest)
        self._provider_calls = Counter(
            "jamboree_provider_calls",
            "Calls of the music service by operation and class of the answer.",
            ("operation", "status"),
            registry=self._registry,
        )
        self._discord_requests = Counter(
            "jamboree_discord_requests",
            "Requests to Discord by class of the answer.",
            ("status",),
            registry=self._registry,
        )
        self._lag = Histogram(
            "jamboree_finish_lag_seconds",
            "From the music service saying that a task is finished to the card that shows the end.",
            buckets=_LAG_BUCKETS,
            registry=self._registry,
        )
        self._delay = Histogram(
            "jamboree_event_loop_delay_seconds",
            "By how much the event loop was late.",
            buckets=_DELAY_BUCKETS,
            registry=self._registry,
        )

    def provider_called(self, operation: Operation, status: int | None) -> None:
        """Count a call of the music service; `status` is None when no answer came."""
        self._provider_calls.labels(operation.value, status_class(status)).inc()

    def discord_answered(self, status: int | None) -> None:
        """Count a request to Discord; `status` is None when no answer came."""
        self._discord_requests.labels(status_class(status)).inc()

    def loop_was_late(self, seconds: float) -> None:
        """Note one measurement of the event loop."""
        self._delay.observe(seconds)

    def task_finished(self, job_id: JobId) -> None:
        """Begin to measure a job's lag; the last of several tasks' ends counts."""
        self._finished[job_id] = self._now()
        self._finished.move_to_end(job_id)
        if len(self._finished) > _MOST_UNFINISHED:
            self._finished.popitem(last=False)

    def final_card_shown(self, job_id: JobId) -> None:
        """End measuring a job's lag; one that began in another life of the program is unknown."""
        began_at = self._finished.pop(job_id, None)
        if began_at is not None:
            self._lag.observe(self._now() - began_at)

    def discord_trace(self) -> aiohttp.TraceConfig:
        """Return what makes an HTTP client count its requests here."""
        trace = aiohttp.TraceConfig()

        async def answered(
            _: aiohttp.ClientSession,
            context: SimpleNamespace,
            ended: aiohttp.TraceRequestEndParams,
        ) -> None:
            self.discord_answered(ended.response.status)

        async def failed(
            _: aiohttp.ClientSession,
            context: SimpleNamespace,
            ended: aiohttp.TraceRequestExceptionParams,
        ) -> None:
            self.discord_answered(None)

        trace.on_request_end.append(answered)
        trace.on_request_exception.append(failed)
        return trace

    def routes(self) -> list[web.RouteDef]:
        """Return `/metrics`. It answers without what cannot be read now, rather than not at all."""

        async def metrics(_: web.Request) -> web.Response:
            try:
                self._latest.readings = await self._read()
            except Exception:
                log.exception("metrics_not_read")
                self._latest.readings = None
            return web.Response(
                body=generate_latest(self._registry),
                headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"},
            )

        return [web.get("/metrics", metrics)]


def status_class(status: int | None) -> str:
    """Return a status's label: its hundred, 429 by itself, and a word where no answer came."""
    if status is None:
        return _NO_ANSWER
    return str(status) if status == _TOO_MANY_REQUESTS else f"{status // 100}xx"


class _Latest(Collector):
    """Tells the readings of the scrape that is going on."""

    def __init__(self) -> None:
        self.readings: Readings | None = None

    def collect(self) -> Iterator[Metric]:
        readings = self.readings
        if readings is None:
            return
        jobs = GaugeMetricFamily("jamboree_jobs", "Orders under way by state.", labels=["state"])
        orders = GaugeMetricFamily(
            "jamboree_orders", "Orders that are over by outcome.", labels=["outcome"]
        )
        for state, number in readings.jobs.items():
            (orders if state.terminal else jobs).add_metric([state.value], number)
        errors = CounterMetricFamily(
            "jamboree_worker_errors", "Items whose handling failed unexpectedly.", labels=["work"]
        )
        for work, number in readings.worker_errors.items():
            errors.add_metric([work.value], number)
        yield jobs
        yield orders
        yield errors
        yield GaugeMetricFamily(
            "jamboree_queue_length",
            "Orders that wait to be sent to the music service.",
            value=readings.jobs.get(JobState.QUEUED, 0),
        )
        yield GaugeMetricFamily(
            "jamboree_database_writable",
            "Whether the database could be written lately.",
            value=int(readings.database_writable),
        )
        yield GaugeMetricFamily(
            "jamboree_provider_down",
            "Whether the music service counts as down, so that orders wait.",
            value=int(readings.provider_down),
        )
        if readings.ledger_findings is not None:
            yield GaugeMetricFamily(
                "jamboree_ledger_findings",
                "What the last check of the books found wrong; 0 is right.",
                value=readings.ledger_findings,
            )
