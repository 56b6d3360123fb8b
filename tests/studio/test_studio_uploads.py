"""Recordings from elsewhere: taken in, continued, covered, overdubbed."""

import asyncio
from typing import cast

import pytest
from aiohttp import web

from tests.studio.caller import Caller, Json, likeness
from tests.studio.recordings import BEATS_A_MINUTE, RATE, recording, upload_task, uploaded
from tests.support.fileserver import FileServer


async def test_upload_asks_with_head_first(caller: Caller, files: FileServer, address: str) -> None:
    clip_id = await uploaded(caller, address)
    assert [request.method for request in files.requests] == ["HEAD", "GET"]
    assert (await caller.ledger())["charged"] == 2
    _, reply = await caller.post("/sonic/bpm", {"clip_id": clip_id})
    assert cast("dict[str, float]", reply["data"])["avg_bpm"] == pytest.approx(100, abs=1)


async def test_uploaded_sound_comes_back_as_it_was(caller: Caller, address: str) -> None:
    clip: Json = {"clip_id": await uploaded(caller, address)}
    assert likeness(await caller.lossless(clip), recording(18)) > 0.99


async def test_upload_can_call_back(caller: Caller, files: FileServer, address: str) -> None:
    told = asyncio.Queue[Json]()

    async def hear(request: web.Request) -> web.StreamResponse:
        told.put_nowait(await request.json())
        return web.Response()

    back = files.handle("/back", hear)
    status, reply = await caller.post("/sonic/upload", {"url": address, "callback_url": back})
    assert status == 200
    async with asyncio.timeout(10):
        heard = await told.get()
    assert heard["task_id"] == reply["task_id"]
    (clip,) = cast("list[Json]", heard["data"])
    assert clip["clip_id"] == (await caller.clips(str(reply["task_id"])))[0]["clip_id"]
    assert clip["title"] == "my field recording"


async def no_head(request: web.Request) -> web.StreamResponse:
    if request.method == "HEAD":
        raise web.HTTPNotFound
    return web.Response(body=b"x", content_type="audio/mpeg")


async def test_what_is_no_audio_is_refused(caller: Caller, files: FileServer) -> None:
    addresses = [
        files.handle("/headless.mp3", no_head),
        files.put("/page", b"<html></html>", "text/html"),
        files.put("/noise.mp3", bytes(range(256)) * 40),
        files.put("/empty.mp3", b""),
        files.url("/missing.mp3"),
        "http://127.0.0.1:1/closed.mp3",
        "file:///etc/passwd",
        "not an address",
    ]
    for each in addresses:
        status, refusal = await caller.post("/sonic/upload", {"url": each})
        assert (status, refusal["type"]) == (400, "validation_error"), each
    assert (await caller.post("/sonic/upload", {}))[0] == 400
    assert (await caller.ledger())["charged"] == 0


async def test_members_links_lead_nowhere_inside(
    caller: Caller, files: FileServer, address: str
) -> None:
    """What is inside is fetched when it is written out in numbers, as the bot lets it pass."""
    async with FileServer.open(host="127.0.0.2") as inner:
        secret = inner.url("/secret.mp3", host="127.0.0.2")
        in_other_numbers = address.replace("127.0.0.1", "127.1")
        by_a_name = address.replace("127.0.0.1", "0x7f000001")
        for closed in (
            files.redirect("/round.mp3", secret),
            files.redirect("/name.mp3", by_a_name),
            in_other_numbers,
            by_a_name,
            "http://169.254.169.254/song.mp3",
            "http://[fe80::1]/song.mp3",
            "http://[::ffff:127.0.0.1]/song.mp3",
        ):
            status, refusal = await caller.post("/sonic/upload", {"url": closed})
            assert (status, refusal["type"]) == (400, "validation_error"), closed
        assert not inner.requests
    assert {request.path for request in files.requests} == {"/round.mp3", "/name.mp3"}
    await uploaded(caller, files.redirect("/moved.mp3", address))
    await uploaded(caller, address.replace("127.0.0.1", "localhost"))


async def test_known_recording_is_refused_on_request(caller: Caller, address: str) -> None:
    status, refusal = await caller.post(
        "/sonic/upload", {"url": address}, X_Studio_Fault="known_recording"
    )
    assert status == 403
    assert "existing recording" in str(refusal["error"])


async def test_upload_is_continued_in_its_tempo(caller: Caller, address: str) -> None:
    clip_id = await uploaded(caller, address)
    order = await caller.order(
        "/sonic/create", upload_task("extend_upload_music", clip_id, continue_at=12)
    )
    for clip in await caller.clips(order):
        assert await caller.tempo(clip) == pytest.approx(BEATS_A_MINUTE, abs=1)
        assert "Voice" in await caller.notes(clip)
    (whole,) = await caller.clips(
        await caller.order("/sonic/create", upload_task("concat_music", str(clip["clip_id"])))
    )
    assert float(str(whole["duration"])) == pytest.approx(
        12 + float(str(clip["duration"])), abs=0.1
    )
    start = (await caller.lossless(whole))[:, : 11 * RATE]
    assert likeness(start, recording(18)[:, : 11 * RATE]) > 0.95


async def test_upload_is_covered_with_a_band_around_it(caller: Caller, address: str) -> None:
    clip_id = await uploaded(caller, address)
    order = await caller.order(
        "/sonic/create", upload_task("cover_upload_music", clip_id, audio_weight=1.0)
    )
    first = (await caller.clips(order))[0]
    assert float(str(first["duration"])) == pytest.approx(18, abs=0.1)
    assert len(await caller.notes(first)) > 2
    assert 0.15 < likeness(await caller.lossless(first), recording(18)) < 0.95


async def test_tasks_for_uploads_and_for_songs_are_not_mixed_up(
    caller: Caller, address: str
) -> None:
    clip_id = await uploaded(caller, address)
    made = str((await caller.song())[0]["clip_id"])
    for kind, clip in (
        ("extend_music", clip_id),
        ("cover_music", clip_id),
        ("extend_upload_music", made),
        ("cover_upload_music", made),
        ("add_vocals", made),
        ("add_instrumental", made),
    ):
        status, _ = await caller.post("/sonic/create", upload_task(kind, clip, continue_at=1))
        assert status == 400, kind


async def test_vocals_are_added_in_their_window(caller: Caller, address: str) -> None:
    clip_id = await uploaded(caller, address)
    body = upload_task("add_vocals", clip_id, overpainting_start_s=4, overpainting_end_s=12)
    clip = (await caller.clips(await caller.order("/sonic/create", body)))[0]
    notes = await caller.notes(clip)
    assert set(notes) <= {"Voice", "Backing Voices"}
    assert all(3.9 < note.start < 12.1 for note in notes["Voice"])
    sound, original = await caller.lossless(clip), recording(18)
    assert likeness(sound[:, : 3 * RATE], original[:, : 3 * RATE]) > 0.98
    middle = slice(5 * RATE, 9 * RATE)
    assert likeness(sound[:, middle], original[:, middle]) < 0.95


async def test_instrumental_is_added_behind_the_whole_recording(
    caller: Caller, address: str
) -> None:
    clip_id = await uploaded(caller, address)
    order = await caller.order(
        "/sonic/create", upload_task("add_instrumental", clip_id, prompt=None)
    )
    clip = (await caller.clips(order))[0]
    notes = await caller.notes(clip)
    assert "Voice" not in notes
    assert len(notes) >= 2
    stems = await caller.clips(
        await caller.order("/sonic/stems/full", {"clip_id": clip["clip_id"]})
    )
    (kept,) = [stem for stem in stems if stem["stem_type"] == "recording"]
    assert likeness(await caller.lossless(kept), recording(18)) > 0.95


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("add_vocals", {"prompt": None}),
        ("add_vocals", {"custom_mode": False, "gpt_description_prompt": "x"}),
        ("add_vocals", {"mv": "sonic-v4"}),
        ("add_vocals", {"overpainting_start_s": 9, "overpainting_end_s": 9}),
        ("add_instrumental", {"overpainting_start_s": -1}),
        ("add_instrumental", {"overpainting_end_s": 300}),
    ],
)
async def test_overdubs_check_their_fields(
    caller: Caller, address: str, kind: str, fields: Json
) -> None:
    clip_id = await uploaded(caller, address)
    status, _ = await caller.post("/sonic/create", upload_task(kind, clip_id, **fields))
    assert status == 400
