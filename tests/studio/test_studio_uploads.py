"""Recordings from elsewhere: taken in, continued, covered, overdubbed, sampled, sung with."""

import asyncio
from collections.abc import AsyncIterator
from functools import cache
from typing import cast

import numpy as np
import pytest
import pytest_asyncio
from aiohttp import web

from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from bot.studio.sound.encoder import AudioFormat, encode
from tests.studio.caller import Caller, Json, Samples, likeness, loudness, song
from tests.support.fileserver import FileServer

RATE = 44_100
BEATS_A_MINUTE = 100
WORDS = "[Verse]\nA ladder in the orchard\nThe apples turning red"


@cache
def recording(seconds: float) -> Samples:
    """Plucked tones of A minor, one on each beat."""
    beat = 60 * RATE // BEATS_A_MINUTE
    times = np.arange(beat * 2) / RATE
    sound = np.zeros(int(seconds * RATE) + times.size)
    for number, start in enumerate(range(0, int(seconds * RATE), beat)):
        hertz = (220.0, 261.6, 329.6, 440.0)[number % 4]
        sound[start : start + times.size] += np.sin(2 * np.pi * hertz * times) * np.exp(-times * 5)
    mono = 0.4 * sound[: int(seconds * RATE)]
    return np.stack([mono, mono * 0.8]).astype(np.float32)


@pytest_asyncio.fixture
async def files() -> AsyncIterator[FileServer]:
    async with FileServer.open() as server:
        yield server


@pytest.fixture
def address(files: FileServer) -> str:
    """Where a recording of 18 seconds lies."""
    return files.put("/my_field-recording.mp3", encode(recording(18), AudioFormat.MP3))


async def uploaded(caller: Caller, address: str) -> str:
    status, reply = await caller.post("/sonic/upload", {"url": address})
    assert status == 200, reply
    assert reply["code"] == 200
    return str(reply["clip_id"])


def task(kind: str, clip_id: str, **fields: object) -> Json:
    body: Json = {
        "task_type": kind,
        "continue_clip_id": clip_id,
        "custom_mode": True,
        "prompt": WORDS,
        "mv": "sonic-v5",
        "tags": "folk",
        "use_suno_cdn": False,
    }
    return {name: value for name, value in (body | fields).items() if value is not None}


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


async def test_known_recording_is_refused_on_request(caller: Caller, address: str) -> None:
    status, refusal = await caller.post(
        "/sonic/upload", {"url": address}, X_Studio_Fault="known_recording"
    )
    assert status == 403
    assert "existing recording" in str(refusal["error"])


async def test_upload_is_continued_in_its_tempo(caller: Caller, address: str) -> None:
    clip_id = await uploaded(caller, address)
    order = await caller.order(
        "/sonic/create", task("extend_upload_music", clip_id, continue_at=12)
    )
    for clip in await caller.clips(order):
        assert await caller.tempo(clip) == pytest.approx(BEATS_A_MINUTE, abs=1)
        assert "Voice" in await caller.notes(clip)
    (whole,) = await caller.clips(
        await caller.order("/sonic/create", task("concat_music", str(clip["clip_id"])))
    )
    assert float(str(whole["duration"])) == pytest.approx(
        12 + float(str(clip["duration"])), abs=0.1
    )
    start = (await caller.lossless(whole))[:, : 11 * RATE]
    assert likeness(start, recording(18)[:, : 11 * RATE]) > 0.95


async def test_upload_is_covered_with_a_band_around_it(caller: Caller, address: str) -> None:
    clip_id = await uploaded(caller, address)
    order = await caller.order(
        "/sonic/create", task("cover_upload_music", clip_id, audio_weight=1.0)
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
        status, _ = await caller.post("/sonic/create", task(kind, clip, continue_at=1))
        assert status == 400, kind


async def test_vocals_are_added_in_their_window(caller: Caller, address: str) -> None:
    clip_id = await uploaded(caller, address)
    body = task("add_vocals", clip_id, overpainting_start_s=4, overpainting_end_s=12)
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
    order = await caller.order("/sonic/create", task("add_instrumental", clip_id, prompt=None))
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
    status, _ = await caller.post("/sonic/create", task(kind, clip_id, **fields))
    assert status == 400


async def test_one_stop_extension_gives_pairs(caller: Caller, address: str) -> None:
    body = song(url=address, continue_at=10, auto_concat=True, use_suno_cdn=None, task_type=None)
    status, reply = await caller.post("/sonic/upload-extend", body)
    assert status == 200
    steps = cast("dict[str, Json]", reply["steps"])
    assert steps["upload"]["clip_id"]
    assert "extend" in steps
    assert (await caller.ledger())["charged"] == 10
    assert (await caller.ledger())["accepted_posts"] == 1
    pairs = await caller.clips(str(reply["task_id"]))
    assert len(pairs) == 2
    for pair in pairs:
        part, whole = cast("Json", pair["extended"]), cast("Json", pair["full"])
        length = 10 + float(str(part["duration"]))
        assert float(str(whole["duration"])) == pytest.approx(length, abs=0.1)
        sound = await caller.lossless(whole)
        assert likeness(sound[:, : 9 * RATE], recording(18)[:, : 9 * RATE]) > 0.9


async def test_one_stop_extension_goes_on_at_the_end_when_no_place_is_given(
    caller: Caller, address: str
) -> None:
    order = await caller.order("/sonic/upload-extend", song(url=address, auto_concat=True))
    pair = (await caller.clips(order))[0]
    part, whole = cast("Json", pair["extended"]), cast("Json", pair["full"])
    length = 18 + float(str(part["duration"]))
    assert float(str(whole["duration"])) == pytest.approx(length, abs=0.1)
    for at in (0, -3):
        body = song(url=address, continue_at=at)
        assert (await caller.post("/sonic/upload-extend", body))[0] == 400


async def test_part_of_an_upload_is_replaced(caller: Caller, address: str) -> None:
    clip_id = await uploaded(caller, address)
    body = {
        "clip_id": clip_id, "mv": "sonic-v6", "infill_start_s": 5, "infill_end_s": 9,
        "prompt": "humming", "infill_lyrics": "la la", "auto_concat": True,
    }  # fmt: skip
    pair = (await caller.clips(await caller.order("/sonic/replace-section", body)))[0]
    whole = await caller.lossless(cast("Json", pair["full"]))
    assert likeness(whole, recording(18)) > 0.9


async def test_join_comes_after_its_parts(address: str, files: FileServer) -> None:
    config = StudioConfig(delays=Delays(0, 10, 10, 30), render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        body = song(url=address, continue_at=10, auto_concat=True)
        order = await caller.order("/sonic/upload-extend", body)
        await caller.post("/studio/clock", {"advance_seconds": 15})
        for pair in await caller.clips(order):
            assert cast("Json", pair["extended"])["state"] == "succeeded"
            assert pair["full"] is None
        await caller.post("/studio/clock", {"advance_seconds": 30})
        for pair in await caller.clips(order):
            assert cast("Json", pair["full"])["state"] == "succeeded"


async def test_one_stop_cover(caller: Caller, address: str) -> None:
    status, reply = await caller.post("/sonic/upload-cover", song(url=address, duration=None))
    assert status == 200
    assert "cover" in cast("Json", reply["steps"])
    assert (await caller.ledger())["charged"] == 14
    clips = await caller.clips(str(reply["task_id"]))
    assert [float(str(clip["duration"])) for clip in clips] == pytest.approx([18, 18], abs=0.1)


@pytest.mark.parametrize("path", ["/sonic/upload-extend", "/sonic/upload-cover"])
async def test_one_stop_tells_that_the_upload_failed(
    caller: Caller, files: FileServer, path: str
) -> None:
    body = song(url=files.url("/missing.mp3"), continue_at=1)
    status, refusal = await caller.post(path, body)
    assert status == 400
    assert cast("dict[str, Json]", refusal["steps"])["upload"]["error"]
    assert (await caller.ledger())["charged"] == 0


async def test_sample_from_an_address(caller: Caller, address: str) -> None:
    body = song(url=address, chop_sample_start_s=2, chop_sample_end_s=6, duration=None)
    clip = (await caller.clips(await caller.order("/sonic/sample", body)))[0]
    assert (await caller.ledger())["charged"] == 14
    assert float(str(clip["duration"])) > 30
    sound = await caller.lossless(clip)
    assert likeness(sound[:, : 3 * RATE], recording(18)[:, 2 * RATE : 5 * RATE]) > 0.95


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"url": "x", "sample_clip_id": "y"},
        {"chop_sample_start_s": 6, "chop_sample_end_s": 2},
        {"chop_sample_end_s": 99},
        {"duration": 20},
    ],
)
async def test_sample_checks_its_fields(caller: Caller, address: str, fields: Json) -> None:
    given: Json = {} if fields in ({}, {"url": "x", "sample_clip_id": "y"}) else {"url": address}
    status, _ = await caller.post("/sonic/sample", song(**({"duration": None} | given | fields)))
    assert status == 400


async def test_voice_is_made_and_sung_with(caller: Caller, address: str) -> None:
    order = await caller.order("/sonic/create-voice", {"audio_url": address})
    status, reply = await caller.get(f"/sonic/task/{order}")
    assert status == 200
    voice = cast("Json", reply["data"])
    assert voice["name"] == "my field recording"
    assert (await caller.ledger())["charged"] == 4
    clips = await caller.song(task_type="persona_music", persona_id=voice["persona_id"])
    assert (await caller.ledger())["charged"] == 14
    pitches = [note.pitch for note in (await caller.notes(clips[0]))["Voice"]]
    assert max(pitches) - min(pitches) <= 18
    assert loudness(await caller.lossless(clips[0])) > 0.03


async def test_voice_needs_ten_seconds_and_no_webm(caller: Caller, files: FileServer) -> None:
    short = files.put("/short.wav", encode(recording(5), AudioFormat.WAV), "audio/wav")
    webm = files.put("/voice.webm", b"\x1aE\xdf\xa3" + bytes(400), "audio/webm")
    for each in (short, webm):
        status, refusal = await caller.post("/sonic/create-voice", {"audio_url": each})
        assert status == 400
        assert "audio_url" in str(refusal["error"])
    assert (await caller.ledger())["charged"] == 0


async def test_persona_must_exist(caller: Caller) -> None:
    for persona in (None, "nobody"):
        status, refusal = await caller.post(
            "/sonic/create", song(task_type="persona_music", persona_id=persona)
        )
        assert status == 400
        assert "persona_id" in str(refusal["error"])
