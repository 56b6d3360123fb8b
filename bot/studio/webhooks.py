"""Telling whoever asked what became of a task: signed calls to their address."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import time
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import aiohttp

from bot.studio.faults import Fault

_log = logging.getLogger(__name__)

DEFAULT_SECRET: Final = "the-studio-signs-with-this-when-none-is-given"  # noqa: S105 - guards nothing
_AGE_SECONDS: Final = 3600
_PAUSES: Final = (0.2, 1.0)
_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)


class Event(StrEnum):
    """What a call can tell."""

    STREAMING = "song.streaming"
    COMPLETED = "song.completed"
    FAILED = "song.failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """One call.

    Where to, signed with what, and what it tells. ``at`` is in seconds since the epoch.
    """

    url: str
    secret: str | None = field(repr=False)
    event: Event
    payload: dict[str, object]
    faults: tuple[Fault, ...] = ()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a call: HMAC-SHA256 over the timestamp, a dot and the raw body."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


class Announcer:
    """Makes the calls one after the other; a call that fails is tried again twice."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._waiting: asyncio.Queue[Notice] = asyncio.Queue()
        self._worker = asyncio.create_task(self._work())

    def announce(self, notice: Notice) -> None:
        """Have a call made."""
        if Fault.WEBHOOK_LOST not in notice.faults:
            self._waiting.put_nowait(notice)

    async def _work(self) -> None:
        while True:
            notice = await self._waiting.get()
            headers, body = self._signed(notice)
            for _ in range(2 if Fault.WEBHOOK_TWICE in notice.faults else 1):
                await self._deliver(notice.url, headers, body)

    def _signed(self, notice: Notice) -> tuple[dict[str, str], bytes]:
        body = json.dumps(notice.payload, ensure_ascii=False).encode()
        # The time of day, not the studio's: whoever hears it compares it with their own clock.
        moment = time.time() - (_AGE_SECONDS if Fault.WEBHOOK_OLD in notice.faults else 0)
        timestamp, number = str(int(moment)), str(uuid.uuid4())
        secret = notice.secret or DEFAULT_SECRET
        if Fault.WEBHOOK_FORGED in notice.faults:
            secret += " but wrong"
        return {
            "Content-Type": "application/json",
            "X-Webhook-Id": number,
            "Idempotency-Key": number,
            "X-Webhook-Event": notice.event.value,
            "X-Webhook-Timestamp": timestamp,
            "X-Webhook-Signature": signature(secret, timestamp, body),
        }, body

    async def _deliver(self, url: str, headers: dict[str, str], body: bytes) -> None:
        for pause in (*_PAUSES, None):
            try:
                async with self._session.post(
                    url, data=body, headers=headers, timeout=_TIMEOUT
                ) as reply:
                    if reply.status < 300:
                        return
            except (aiohttp.ClientError, TimeoutError) as error:
                _log.debug("a webhook could not be delivered: %s", type(error).__name__)
            if pause is not None:
                await asyncio.sleep(pause)

    async def close(self) -> None:
        """Stop; what has not been delivered is lost, as with the provider."""
        self._worker.cancel()
        await asyncio.gather(self._worker, return_exceptions=True)
