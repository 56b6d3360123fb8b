"""The studio's announcements, as it signs and sends them, read by us."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx
import pytest
from aiohttp import web

from bot.domain.ids import JobId, ProviderTaskId
from bot.domain.songs import SongRequest
from bot.provider import AIMusicProvider, WebhookSender, load_catalogue, open_provider
from bot.provider.webhooks import (
    PATH,
    Announcement,
    Distrust,
    WebhookEvent,
    WebhookRefused,
    read_webhook,
)
from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from tests.support.clock import ManualClock
from tests.support.jobs import submitting_job
from tests.support.provider import UNSPACED

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Received:
    """One call, as it came."""

    job_id: JobId
    headers: httpx.Headers
    body: bytes

    def read(self, sender: WebhookSender) -> WebhookEvent:
        return read_webhook(
            self.headers,
            self.body,
            secret=sender.secret_for(self.job_id),
            now=datetime.now(UTC),
        )


@dataclass(frozen=True)
class Stage:
    """A studio, the provider, and a server that takes what the studio announces."""

    studio: Studio
    provider: AIMusicProvider
    sender: WebhookSender
    received: asyncio.Queue[Received]

    async def order(self, fault: str | None = None) -> tuple[JobId, ProviderTaskId]:
        if fault:
            async with httpx.AsyncClient() as http:
                await http.post(f"{self.studio.root}/studio/faults", json={"fault": fault})
        job = submitting_job(SongRequest(model="sonic-v6", idea="rain on tin"))
        task_id = await self.provider.submit(job)
        assert isinstance(task_id, str)
        return job.job_id, task_id

    async def last(self) -> Received:
        """Wait for the announcement that a task is over."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                received = await self.received.get()
                if b"song.streaming" not in received.body:
                    return received


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    queue: asyncio.Queue[Received] = asyncio.Queue()
    config = StudioConfig(delays=Delays.none(), seed=7, render_ahead=False)
    async with receiver(queue) as address, Studio(config) as studio:
        sender = WebhookSender(address, "a secret of the server")
        async with open_provider(
            studio.url,
            "key",
            catalogue=load_catalogue(),
            clock=ManualClock(),
            gate=UNSPACED,
            webhooks=sender,
        ) as provider:
            yield Stage(studio, provider, sender, queue)


@asynccontextmanager
async def receiver(queue: asyncio.Queue[Received]) -> AsyncIterator[str]:
    """Listen on this machine and put every call into the queue."""

    async def take(request: web.Request) -> web.Response:
        headers = httpx.Headers(list(request.headers.items()))
        job_id = JobId(request.match_info["job_id"])
        await queue.put(Received(job_id, headers, await request.read()))
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post(PATH, take)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_a_finished_song_is_announced_to_its_job(stage: Stage) -> None:
    job_id, task_id = await stage.order()
    received = await stage.last()
    event = received.read(stage.sender)
    assert received.job_id == job_id
    assert (event.announcement, event.task_id) == (Announcement.COMPLETED, task_id)
    assert len(event.replay_keys) == 2


async def test_a_failed_song_is_announced_as_such(stage: Stage) -> None:
    _, task_id = await stage.order("task_clips_failed")
    event = (await stage.last()).read(stage.sender)
    assert (event.announcement, event.task_id) == (Announcement.FAILED, task_id)


async def test_a_forged_announcement_is_refused(stage: Stage) -> None:
    await stage.order("webhook_forged")
    with pytest.raises(WebhookRefused) as raised:
        (await stage.last()).read(stage.sender)
    assert raised.value.reason is Distrust.FORGED


async def test_an_announcement_that_comes_twice_shows(stage: Stage) -> None:
    await stage.order("webhook_twice")
    first, again = await stage.last(), await stage.last()
    assert first.read(stage.sender).replay_keys == again.read(stage.sender).replay_keys


async def test_an_announcement_for_one_job_is_none_for_another(stage: Stage) -> None:
    await stage.order()
    received = replace(await stage.last(), job_id=JobId("0000000000"))
    with pytest.raises(WebhookRefused) as raised:
        received.read(stage.sender)
    assert raised.value.reason is Distrust.FORGED
