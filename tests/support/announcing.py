"""Announcements as the music service makes them, to our web server on a socket."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from bot.domain.ids import JobId
from bot.provider.webhooks import PATH, WebhookSender, sign
from bot.web.server import WebServer
from bot.web.webhooks import WebhookReceiver
from tests.support.surroundings import Core

SENDER = WebhookSender("https://bot.example", "a secret of the server")


def announcement(event: str = "song.completed", task_id: str = "task-1") -> bytes:
    """Return the body of an announcement."""
    contents = {
        "code": 200,
        "message": "success",
        "task_id": task_id,
        "platform": "suno",
        "event": event,
        "data": [{"clip_id": "c-1", "state": "succeeded"}],
    }
    return json.dumps(contents).encode()


def signed(
    body: bytes, job_id: JobId, at: datetime, event_id: str = "", sender: WebhookSender = SENDER
) -> dict[str, str]:
    """Return the headers of an announcement that was made for a job."""
    stamp = str(int(at.timestamp()))
    headers = {
        "X-Webhook-Timestamp": stamp,
        "X-Webhook-Signature": f"sha256={sign(body, stamp, sender.secret_for(job_id))}",
    }
    return headers | ({"X-Webhook-Id": event_id} if event_id else {})


@dataclass(frozen=True)
class Service:
    """The music service, as far as it calls us."""

    core: Core
    port: int
    http: httpx.AsyncClient

    async def announce(
        self,
        job_id: JobId,
        body: bytes | None = None,
        *,
        event_id: str = "e-1",
        late: timedelta = timedelta(),
    ) -> int:
        """Announce that a job's task is over, signed `late` ago; return the answer's status."""
        body = announcement() if body is None else body
        headers = signed(body, job_id, self.core.clock.now() - late, event_id)
        return await self.post(PATH.format(job_id=job_id), body, headers)

    async def post(
        self, path: str, body: bytes, headers: Mapping[str, str] | Mapping[bytes, bytes]
    ) -> int:
        """Send anything; return the answer's status."""
        answer = await self.http.post(path, content=body, headers=headers)
        return answer.status_code


@asynccontextmanager
async def service_of(core: Core) -> AsyncIterator[Service]:
    """Serve webhooks for a core, and give the service that calls them."""
    receiver = WebhookReceiver(SENDER, core.database, core.clock, core.signals)
    async with WebServer("127.0.0.1", 0, ready={}, routes=receiver.routes()) as server:
        address = f"http://127.0.0.1:{server.port}"
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=20) as http:
            yield Service(core, server.port, http)
