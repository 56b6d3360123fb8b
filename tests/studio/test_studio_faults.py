"""Failures on request, by header and armed beforehand."""

from typing import cast

import aiohttp
import av
import pytest

from bot.studio.config import Delays, StudioConfig
from bot.studio.faults import ERRORS, Fault
from bot.studio.server import Studio
from tests.studio.caller import Caller, Json, decode, song


async def order_with(caller: Caller, fault: str) -> str:
    return await caller.order("/sonic/create", song(), X_Studio_Fault=fault)


@pytest.mark.parametrize("fault", sorted(ERRORS))
async def test_every_error_comes_with_its_status_and_costs_nothing(
    caller: Caller, fault: Fault
) -> None:
    status, refusal = await caller.post("/sonic/create", song(), X_Studio_Fault=fault.value)
    assert (status, refusal["type"]) == ERRORS[fault][:2]
    assert (await caller.ledger())["charged"] == 0


async def test_retry_after_is_sent_when_asked_for(caller: Caller) -> None:
    assert caller.session is not None
    async with caller.session.get(
        caller.studio.url + "/get-credits", headers={"X-Studio-Fault": "rate_limited=7"}
    ) as reply:
        assert (reply.status, reply.headers["Retry-After"]) == (429, "7")


async def test_armed_fault_hits_as_often_as_it_was_told(caller: Caller) -> None:
    await caller.post(
        "/studio/faults", {"fault": "unavailable", "times": 2, "path": "/sonic/create"}
    )
    assert (await caller.get("/get-credits"))[0] == 200
    assert [(await caller.post("/sonic/create", song()))[0] for _ in range(3)] == [503, 503, 200]


async def test_faults_can_be_disarmed(caller: Caller) -> None:
    await caller.post("/studio/faults", {"fault": "api_error", "times": 9})
    assert caller.session is not None
    async with caller.session.delete(caller.studio.root + "/studio/faults") as reply:
        assert (await reply.json())["armed"] == []
    assert (await caller.get("/get-credits"))[0] == 200


async def test_unknown_fault_is_refused(caller: Caller) -> None:
    assert (await caller.post("/studio/faults", {"fault": "moon"}))[0] == 400
    assert (await caller.post("/sonic/create", song(), X_Studio_Fault="moon"))[0] == 400


async def test_connection_cut_before_acceptance_leaves_no_task(caller: Caller) -> None:
    with pytest.raises(aiohttp.ClientError):
        await order_with(caller, "cut_before")
    assert (await caller.ledger())["accepted_posts"] == 0


@pytest.mark.parametrize("fault", ["cut_after", "html_after", "empty_after"])
async def test_reply_lost_after_acceptance_leaves_a_charged_task(
    caller: Caller, fault: str
) -> None:
    with pytest.raises((aiohttp.ClientError, ValueError)):
        await order_with(caller, fault)
    books = await caller.ledger()
    assert (books["accepted_posts"], books["charged"]) == (1, 14)
    tasks = cast("list[Json]", (await caller.get("/studio/tasks"))[1]["tasks"])
    assert len(await caller.clips(str(tasks[0]["task_id"]))) == 2


@pytest.mark.parametrize(("fault", "length"), [("html_before", True), ("empty_before", False)])
async def test_proxy_pages_leave_no_task(caller: Caller, fault: str, length: bool) -> None:
    assert caller.session is not None
    async with caller.session.post(
        caller.studio.url + "/sonic/create", json=song(), headers={"X-Studio-Fault": fault}
    ) as reply:
        assert reply.status == 502
        assert bool(await reply.read()) is length
    assert (await caller.ledger())["accepted_posts"] == 0


async def test_delay_keeps_the_caller_waiting(caller: Caller) -> None:
    assert caller.session is not None
    with pytest.raises(TimeoutError):
        async with caller.session.get(
            caller.studio.url + "/get-credits",
            headers={"X-Studio-Fault": "delay=30"},
            timeout=aiohttp.ClientTimeout(total=0.2),
        ):
            pass


async def test_long_wait_ends_when_the_clock_has_moved(caller: Caller) -> None:
    task = await order_with(caller, "long_not_ready=600")
    assert (await caller.get(f"/sonic/task/{task}"))[0] == 202
    await caller.post("/studio/clock", {"advance_seconds": 601})
    assert [clip["state"] for clip in await caller.clips(task)] == ["succeeded", "succeeded"]


async def test_failed_clips_are_refunded_once(caller: Caller) -> None:
    task = await order_with(caller, "task_clips_failed")
    for _ in range(2):
        clips = await caller.clips(task)
        assert [clip["state"] for clip in clips] == ["failed", "failed"]
        assert all(clip["error_message"] for clip in clips)
    books = await caller.ledger()
    assert (books["charged"], books["refunded"], books["credits"]) == (14, 14, 1000)


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [("task_failed_500", 500, "failed"), ("task_timeout_504", 504, "timeout")],
)
async def test_task_that_fails_as_a_whole_is_refunded(
    caller: Caller, fault: str, status: int, kind: str
) -> None:
    task = await order_with(caller, fault)
    got, refusal = await caller.get(f"/sonic/task/{task}")
    assert (got, refusal["type"]) == (status, kind)
    assert (await caller.ledger())["refunded"] == 14


async def test_one_clip_of_two_fails_without_a_refund(caller: Caller) -> None:
    task = await order_with(caller, "one_clip_failed")
    assert [clip["state"] for clip in await caller.clips(task)] == ["succeeded", "failed"]
    assert (await caller.ledger())["refunded"] == 0


async def test_stream_comes_before_the_file() -> None:
    config = StudioConfig(delays=Delays(0, 10, 20), render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        task = await order_with(caller, "streaming_first")
        await caller.post("/studio/clock", {"advance_seconds": 6})
        first = (await caller.clips(task))[0]
        assert first["state"] == "running"
        assert "/live/" in str(first["audio_url"])
        _, partial, _ = await caller.fetch(str(first["audio_url"]))
        await caller.post("/studio/clock", {"advance_seconds": 30})
        _, whole, _ = await caller.fetch(str((await caller.clips(task))[0]["audio_url"]))
        assert 0 < len(partial) < len(whole)


async def test_broken_files(caller: Caller) -> None:
    good = await caller.song()
    _, whole, _ = await caller.fetch(str(good[0]["audio_url"]))

    async def broken(fault: str) -> tuple[int, bytes, dict[str, str]]:
        clips = await caller.clips(await order_with(caller, fault))
        return await caller.fetch(str(clips[0]["audio_url"]))

    assert (await broken("audio_empty"))[:2] == (200, b"")
    _, page, headers = await broken("audio_html")
    assert headers["Content-Type"].startswith("text/html")
    assert b"<html" in page
    status, cut, _ = await broken("audio_truncated")
    assert (status, len(cut)) == (200, len(whole) // 3)
    status, noise, _ = await broken("audio_encrypted")
    assert (status, len(noise)) == (200, len(whole))
    with pytest.raises((av.FFmpegError, ValueError, IndexError)):
        decode(noise)
    assert (await broken("audio_forbidden"))[0] == 403
    assert (await broken("audio_missing"))[0] == 404
    with pytest.raises(aiohttp.ClientPayloadError):
        await broken("audio_wrong_length")


async def test_armed_audio_fault_hits_the_next_download(caller: Caller) -> None:
    address = str((await caller.song())[0]["audio_url"])
    await caller.post("/studio/faults", {"fault": "audio_missing"})
    assert [(await caller.fetch(address))[0] for _ in range(2)] == [404, 200]
