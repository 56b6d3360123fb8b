"""Where the music service announces how a task is.

An announcement settles nothing. It makes the job due at once and rings the poller, which asks the
service as it always does; whoever could forge one would cause a question and no more. Announcements
may be lost, repeated or late: polling goes on without them.
"""

import asyncio
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from aiohttp import web

from bot.domain.crash_points import Act, commit
from bot.domain.delivery import DeliveryKind
from bot.domain.ids import CROCKFORD_ALPHABET, SHORT_ID_LENGTH, JobId, ProviderTaskId
from bot.domain.jobs import Job, JobState, Stage, Step, Work
from bot.domain.ports import Clock, Database, Transaction
from bot.provider.webhooks import (
    PATH,
    Distrust,
    WebhookEvent,
    WebhookRefused,
    WebhookSender,
    read_webhook,
)
from bot.services.signals import Signals

log = structlog.get_logger(__name__)

REMEMBERED = timedelta(days=1)
"""How long a repetition is recognised. A signature is refused much sooner for its age; the event's
id is remembered for services that sign anew when they try again."""

ANSWER_SECONDS = 0.8
"""A believed announcement is answered after this even when the database has not written it yet."""

BODY_SECONDS = 5.0
"""How long a caller may take to send its body."""

_JOB_ID = re.compile(f"[{CROCKFORD_ALPHABET}]{{{SHORT_ID_LENGTH}}}")
_UNPACKED = frozenset({"", "identity"})
_STATUSES: Mapping[Distrust, int] = {
    Distrust.TOO_LARGE: 413,
    Distrust.UNSIGNED: 401,
    Distrust.OUT_OF_TIME: 401,
    Distrust.FORGED: 401,
    Distrust.UNREADABLE: 400,
}


class Effect(StrEnum):
    """What a believed announcement did."""

    WOKEN = "woken"
    """The running job is asked for at once."""
    FOUND = "found"
    """The job of which nobody knew whether it was taken runs, as the task that was announced."""
    REPEATED = "repeated"
    """It was heeded before; nothing changed."""
    NEEDLESS = "needless"
    """No poll is to be expected for such a job; nothing changed."""


class WebhookReceiver:
    """Takes announcements, each at the address of its job and signed with the job's secret."""

    def __init__(
        self, sender: WebhookSender, database: Database, clock: Clock, signals: Signals
    ) -> None:
        """`sender` knows the secrets that the orders were sent with."""
        self._sender = sender
        self._database = database
        self._clock = clock
        self._signals = signals
        self._writing: set[asyncio.Task[bool]] = set()

    def routes(self) -> list[web.RouteDef]:
        """Return what the web server has to serve."""
        return [web.post(PATH, self._receive)]

    async def _receive(self, request: web.Request) -> web.Response:
        """Answer 204, or 202 while it is still being written down.

        What is not believed is answered by 4xx and touches no database. 503 says that it could not
        be written down, so that the service may call again.
        """
        job_id = request.match_info["job_id"]
        if not _JOB_ID.fullmatch(job_id):
            return web.Response(status=404)
        try:
            event = await self._read(request, JobId(job_id))
        except WebhookRefused as refused:
            log.warning("webhook_refused", job_id=job_id, reason=refused.reason)
            return web.Response(status=_STATUSES[refused.reason])
        writing = asyncio.create_task(self._heed(JobId(job_id), event), name="webhook")
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        await asyncio.wait({writing}, timeout=ANSWER_SECONDS)
        if not writing.done():
            return web.Response(status=202)
        return web.Response(status=204 if writing.result() else 503)

    async def _read(self, request: web.Request, job_id: JobId) -> WebhookEvent:
        # The signature is over the bytes that were sent, and unpacked ones could be any amount.
        if request.headers.get("Content-Encoding", "").strip().lower() not in _UNPACKED:
            raise web.HTTPUnsupportedMediaType
        try:
            async with asyncio.timeout(BODY_SECONDS):
                # The web server bounds it: a longer body ends this with 413.
                body = await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except (ConnectionError, web.RequestPayloadError):
            raise web.HTTPBadRequest from None
        secret = self._sender.secret_for(job_id)
        return read_webhook(request.headers, body, secret=secret, now=self._clock.now())

    async def _heed(self, job_id: JobId, event: WebhookEvent) -> bool:
        """Return whether the announcement had its effect, which may be none."""
        now = self._clock.now()
        try:
            effect = await commit(
                self._database, Act.ANNOUNCEMENT, lambda tx: heed(tx, job_id, event, now)
            )
        except Exception:
            log.exception("webhook_not_heeded", job_id=job_id)
            return False
        log.info("webhook", job_id=job_id, announcement=event.announcement, effect=effect)
        if effect in {Effect.WOKEN, Effect.FOUND}:
            self._signals.ring(Work.POLL, Work.DELIVER)
        return True


def heed(tx: Transaction, job_id: JobId, event: WebhookEvent, now: datetime) -> Effect:
    """Make a job due now, once for each announcement. Nothing is settled here."""
    job = tx.jobs.get(job_id)
    woken = _woken(job, event.task_id, now) if job else None
    if job is None or woken is None:
        return Effect.NEEDLESS
    if not tx.announcements.record(event.replay_keys, now):
        return Effect.REPEATED
    tx.announcements.forget_before(now - REMEMBERED)
    if not tx.jobs.save(woken):
        return Effect.NEEDLESS
    if woken.state is job.state:
        return Effect.WOKEN
    tx.deliveries.want(job_id, DeliveryKind.CARD, now)
    return Effect.FOUND


def _woken(job: Job, task_id: ProviderTaskId, now: datetime) -> Job | None:
    """Return what a job becomes, or None where an announcement has nothing to say.

    The address and the secret belong to one job, so the announcement proves that the service took
    it, also while its answer to the order is under way or was lost. While songs are joined it does
    not: what comes then may be a late word about the task before.
    """
    match job.state:
        case JobState.RUNNING if job.stage is not Stage.COLLECTING:
            return job.postponed(now)
        case JobState.SUBMITTING | JobState.UNKNOWN if job.step is not Step.JOIN:
            return job.accepted(task_id, now, now)
        case _:
            return None
