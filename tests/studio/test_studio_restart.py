"""A studio with a folder remembers everything over a restart."""

from pathlib import Path
from typing import cast

import numpy as np

from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from bot.studio.sound.encoder import AudioFormat, encode
from tests.studio.caller import Caller, Json, likeness, song
from tests.support.fileserver import FileServer


async def test_tasks_money_and_files_survive(tmp_path: Path) -> None:
    config = StudioConfig(delays=Delays.none(), data_dir=tmp_path, render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        task = await caller.order("/sonic/create", song())
        clips = await caller.clips(task)
        sound = await caller.audio(clips[0])
        notes = await caller.notes(clips[1])
        books = await caller.ledger()
    async with Studio(config) as studio, Caller(studio) as caller:
        again = await caller.clips(task)
        assert [clip["clip_id"] for clip in again] == [clip["clip_id"] for clip in clips]
        assert np.array_equal(await caller.audio(again[0]), sound)
        assert await caller.notes(again[1]) == notes
        after = await caller.ledger()
        assert after["entries"] == books["entries"]
        assert (after["credits"], after["charged"]) == (985, 15)
        extended = await caller.order(
            "/sonic/create",
            song(task_type="extend_music", continue_clip_id=again[0]["clip_id"], continue_at=5),
        )
        assert len(await caller.clips(extended)) == 2


async def test_task_that_was_running_is_finished_and_refunded_once(tmp_path: Path) -> None:
    config = StudioConfig(delays=Delays(10, 20, 30), data_dir=tmp_path, render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        task = await caller.order("/sonic/create", song(), X_Studio_Fault="task_clips_failed")
        assert (await caller.get(f"/sonic/task/{task}"))[0] == 202
    for _ in range(2):
        async with Studio(config) as studio, Caller(studio) as caller:
            await caller.post("/studio/clock", {"advance_seconds": 31})
            assert [clip["state"] for clip in await caller.clips(task)] == ["failed", "failed"]
            assert (await caller.ledger())["credits"] == 1000


async def test_uploads_and_voices_survive(tmp_path: Path) -> None:
    config = StudioConfig(delays=Delays.none(), data_dir=tmp_path, render_ahead=False)
    times = np.arange(44_100 * 11) / 44_100
    hum = np.stack([np.sin(times * 1400)] * 2).astype(np.float32) * np.float32(0.3)
    async with FileServer.open() as server:
        address = server.put("/hum.wav", encode(hum, AudioFormat.WAV), "audio/wav")
        async with Studio(config) as studio, Caller(studio) as caller:
            _, reply = await caller.post("/sonic/upload", {"url": address})
            voice = await caller.order("/sonic/create-voice", {"audio_url": address})
    async with Studio(config) as studio, Caller(studio) as caller:
        clip: Json = {"clip_id": reply["clip_id"]}
        assert likeness(await caller.lossless(clip), hum) > 0.99
        data = cast("Json", (await caller.get(f"/sonic/task/{voice}"))[1]["data"])
        await caller.song(task_type="persona_music", persona_id=data["persona_id"])
