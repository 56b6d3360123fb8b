"""Recordings used in one step: upload and extend, upload and cover, samples, voices."""

from typing import cast

import pytest

from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from bot.studio.sound.encoder import AudioFormat, encode
from tests.studio.caller import Caller, Json, likeness, loudness, song
from tests.studio.recordings import RATE, recording, uploaded
from tests.support.fileserver import FileServer


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
