"""Sending one call and reading one answer: once, within limits, without telling secrets."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import structlog

from bot.domain.catalogue import Catalogue
from bot.domain.errors import Presence, ProviderError, ProviderRefused, RefusalReason
from bot.domain.operations import Operation
from bot.domain.ports import Clock
from bot.provider.envelope import Envelope, read_envelope
from bot.provider.faults import Call, error_of_answer, error_of_exception, row_of_status
from bot.provider.gate import Gate
from bot.provider.routes import Route
from bot.provider.wire.common import WireRequest

_log = structlog.get_logger(__name__)

_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class ProviderTimeouts:
    """How long a call may take, in seconds, and how much an answer may hold, in bytes."""

    connect_seconds: float = 10.0
    pool_seconds: float = 5.0
    write_seconds: float = 30.0
    read_seconds: float = 40.0
    total_seconds: float = 45.0
    slow_total_seconds: float = 120.0
    """For the operations in which the service first fetches a file from us, or makes one."""
    answer_bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True)
class _Prepared:
    call: Call
    route: Route
    path: str
    body: bytes | None = field(default=None, repr=False)


Observe = Callable[[Operation, int | None], None]
"""Is told of each call: what was called, and the status of the answer, None when none came."""


def _look_away(_: Operation, status: int | None) -> None:
    """Observe nothing."""


class Transport:
    """Makes calls. Every error that it raises is one of the domain's."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        gate: Gate,
        catalogue: Catalogue,
        clock: Clock,
        timeouts: ProviderTimeouts,
    ) -> None:
        self._http = http
        self._gate = gate
        self._catalogue = catalogue
        self._clock = clock
        self._timeouts = timeouts
        self.observe: Observe = _look_away

    async def order(self, route: Route, request: WireRequest) -> Envelope:
        """Send an order, exactly once, and return its successful answer.

        Raises:
            NotAccepted: the service certainly did not take it.
            OutcomeUnknown: nobody knows.
        """
        self._refuse_if_off(route.operation)
        async with self._gate.order(spaced=route.spaced):
            return await self._call(_Prepared(Call.ORDER, route, route.place, request.body()))

    async def ask(self, route: Route, path: str) -> Envelope:
        """Ask a question and return the answer, whatever it says.

        Only what no answer can be read from is an error: the caller knows which of the service's
        errors are news about a task.

        Raises:
            ReportUnavailable: no answer came, or the service is busy.
            ProviderRefused: the operation is switched off.
        """
        self._refuse_if_off(route.operation)
        async with self._gate.question():
            return await self._call(_Prepared(Call.QUESTION, route, path))

    def error_of(self, answer: Envelope, route: Route, call: Call) -> ProviderError:
        """Return what to raise for an answer that is not the wanted one."""
        withdrawn = self._catalogue.offers[route.operation].withdrawn
        return error_of_answer(answer, call, withdrawn=withdrawn)

    def _refuse_if_off(self, operation: Operation) -> None:
        if not self._catalogue.offers[operation].enabled:
            raise ProviderRefused(
                RefusalReason.RETIRED, f"{operation} is switched off", Presence.UNASKED
            )

    async def _call(self, prepared: _Prepared) -> Envelope:
        started = time.monotonic()
        operation = prepared.route.operation
        try:
            answer = await self._exchange(prepared)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, TimeoutError) as error:
            _log.warning(
                "provider_call_failed",
                operation=operation,
                place=prepared.route.place,
                error=type(error).__name__,
                seconds=round(time.monotonic() - started, 3),
            )
            self.observe(operation, None)
            # The cause's text may hold the address, so it is not kept.
            raise error_of_exception(error, prepared.call) from None
        self.observe(operation, answer.status)
        _log.info(
            "provider_call_answered",
            operation=operation,
            place=prepared.route.place,
            status=answer.http_status,
            code=answer.code,
            type=answer.type,
            seconds=round(time.monotonic() - started, 3),
        )
        if row_of_status(answer.status).pauses:
            seconds = self._gate.busy(answer.retry_after_seconds)
            _log.warning("provider_calls_paused", status=answer.status, seconds=seconds)
            paused = replace(answer, retry_after_seconds=seconds)
            raise self.error_of(paused, prepared.route, prepared.call)
        if answer.succeeded:
            self._gate.answered()
        elif prepared.call is Call.ORDER:
            raise self.error_of(answer, prepared.route, prepared.call)
        return answer

    async def _exchange(self, prepared: _Prepared) -> Envelope:
        timeouts = self._timeouts
        total = timeouts.slow_total_seconds if prepared.route.slow else timeouts.total_seconds
        async with asyncio.timeout(total), self._answer(prepared) as response:
            content = await self._content_of(response)
            retry_after = retry_after_seconds(
                response.headers.get("Retry-After", ""), self._clock.now()
            )
            if retry_after is not None:
                retry_after = self._gate.believable(retry_after)
            return read_envelope(response.status_code, content, retry_after)

    @asynccontextmanager
    async def _answer(self, prepared: _Prepared) -> AsyncIterator[httpx.Response]:
        timeouts = self._timeouts
        async with self._http.stream(
            prepared.route.method,
            prepared.path,
            content=prepared.body,
            headers=_JSON if prepared.body is not None else None,
            follow_redirects=False,
            timeout=httpx.Timeout(
                connect=timeouts.connect_seconds,
                pool=timeouts.pool_seconds,
                write=timeouts.write_seconds,
                read=timeouts.slow_total_seconds if prepared.route.slow else timeouts.read_seconds,
            ),
        ) as response:
            yield response

    async def _content_of(self, response: httpx.Response) -> bytes:
        """Read a body up to the limit. One that is longer or cut is none; the status says more."""
        content = bytearray()
        try:
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > self._timeouts.answer_bytes:
                    return b""
        except httpx.HTTPError:
            return b""
        return bytes(content)


def retry_after_seconds(value: str, now: datetime) -> float | None:
    """Read a `Retry-After` header, in seconds or as a date; None when it says nothing usable."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
