"""The studio's calls to whoever ordered: when, what, and how they are signed."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiohttp import web

from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from tests.studio.caller import Caller, Json, song
from tests.support.fileserver import FileServer

SECRET = "a secret of ours"


@dataclass
class Ear:
    """Hears calls and keeps them with their headers and raw bodies."""

    url: str = ""
    heard: asyncio.Queue[tuple[dict[str, str], bytes]] = field(default_factory=asyncio.Queue)
    refusals: int = 0

    async def hear(self, request: web.Request) -> web.StreamResponse:
        self.heard.put_nowait((dict(request.headers), await request.read()))
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        return web.Response(status=204)

    async def next(self) -> tuple[dict[str, str], Json]:
        async with asyncio.timeout(10):
            headers, raw = await self.heard.get()
        return headers, json.loads(raw)


@pytest_asyncio.fixture
async def ear() -> AsyncIterator[Ear]:
    async with FileServer.open() as server:
        listening = Ear()
        listening.url = server.handle("/hook", listening.hear)
        yield listening


@pytest_asyncio.fixture
async def slow() -> AsyncIterator[Caller]:
    """A caller of a studio that takes its time."""
    config = StudioConfig(delays=Delays(10, 30, 50), seed=7, render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        yield caller


def hooked(ear: Ear, **fields: object) -> Json:
    return song(webhook_url=ear.url, webhook_secret=SECRET, **fields)


async def advance(caller: Caller, seconds: float) -> None:
    await caller.post("/studio/clock", {"advance_seconds": seconds})


async def test_stream_then_completion(slow: Caller, ear: Ear) -> None:
    task = await slow.order("/sonic/create", hooked(ear))
    await advance(slow, 11)
    headers, told = await ear.next()
    assert headers["X-Webhook-Event"] == told["event"] == "song.streaming"
    assert told["task_id"] == task
    clips = told["data"]
    assert isinstance(clips, list)
    assert clips[0]["state"] == "running"
    assert clips[0]["audio_url"]
    await advance(slow, 60)
    headers, told = await ear.next()
    assert headers["X-Webhook-Event"] == told["event"] == "song.completed"
    assert (told["code"], told["platform"]) == (200, "suno")
    assert told["data"] == await slow.clips(task)


async def test_stems_are_told_when_they_are_done(slow: Caller, ear: Ear) -> None:
    song_task = await slow.order("/sonic/create", song())
    await advance(slow, 60)
    clip = (await slow.clips(song_task))[0]
    body = {"clip_id": clip["clip_id"], "webhook_url": ear.url}
    await slow.order("/sonic/stems/basic", body)
    for seconds in (11, 60):
        await advance(slow, seconds)
    _, told = await ear.next()
    assert told["event"] == "song.completed"


async def test_calls_are_signed_over_timestamp_and_raw_body(caller: Caller, ear: Ear) -> None:
    await caller.order("/sonic/create", hooked(ear))
    async with asyncio.timeout(10):
        headers, raw = await ear.heard.get()
    signed = headers["X-Webhook-Timestamp"].encode() + b"." + raw
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Webhook-Signature"] == f"sha256={expected}"
    assert headers["X-Webhook-Id"] == headers["Idempotency-Key"]
    assert headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("fault", ["task_clips_failed", "task_failed_500", "task_timeout_504"])
async def test_failure_is_told_without_a_code(caller: Caller, ear: Ear, fault: str) -> None:
    await caller.order("/sonic/create", hooked(ear), X_Studio_Fault=fault)
    headers, told = await ear.next()
    assert headers["X-Webhook-Event"] == told["event"] == "song.failed"
    assert (told["type"], told["refund_processed"]) == ("failed", True)
    assert "code" not in told


async def test_refused_call_is_made_again_with_the_same_id(caller: Caller, ear: Ear) -> None:
    ear.refusals = 1
    await caller.order("/sonic/create", hooked(ear))
    (first, _), (second, _) = await ear.next(), await ear.next()
    assert first["X-Webhook-Id"] == second["X-Webhook-Id"]


async def test_call_can_be_doubled_lost_or_forged(caller: Caller, ear: Ear) -> None:
    await caller.order("/sonic/create", hooked(ear), X_Studio_Fault="webhook_lost")
    await caller.order("/sonic/create", hooked(ear), X_Studio_Fault="webhook_twice")
    (first, told), (second, again) = await ear.next(), await ear.next()
    assert (first["X-Webhook-Id"], told) == (second["X-Webhook-Id"], again)
    await caller.order("/sonic/create", hooked(ear), X_Studio_Fault="webhook_forged")
    async with asyncio.timeout(10):
        headers, raw = await ear.heard.get()
    signed = headers["X-Webhook-Timestamp"].encode() + b"." + raw
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Webhook-Signature"] != f"sha256={expected}"
    assert ear.heard.empty()


async def test_call_can_be_old(caller: Caller, ear: Ear) -> None:
    await caller.order("/sonic/create", hooked(ear), X_Studio_Fault="webhook_old")
    await caller.order("/sonic/create", hooked(ear))
    (first, _), (second, _) = await ear.next(), await ear.next()
    age = int(second["X-Webhook-Timestamp"]) - int(first["X-Webhook-Timestamp"])
    assert age == pytest.approx(3600, abs=5)


async def test_producer_calls_with_its_own_shape(caller: Caller, ear: Ear) -> None:
    await caller.order(
        "/producer/create",
        {"task_type": "create_music", "sound": "slow waltz for two", "webhook_url": ear.url},
    )
    _, told = await ear.next()
    assert (told["platform"], told["event"]) == ("producer", "song.completed")
    data = told["data"]
    assert isinstance(data, list)
    assert data[0]["audio_url"].endswith(".m4a")
