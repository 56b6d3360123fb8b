import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.standins import stand_in

pytestmark = pytest.mark.flow

_LOOK_SECONDS = 0.2


@pytest.fixture
async def music(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A session with `python -m bot studio`, as one would have it with curl."""
    async with (
        stand_in("studio", "127.0.0.1", 0, tmp_path) as studio,
        httpx.AsyncClient(
            base_url=studio.api_url, headers={"Authorization": "Bearer any-key"}, timeout=60
        ) as session,
    ):
        yield session


async def _finished(music: httpx.AsyncClient, task_id: str) -> list[dict[str, Any]]:
    looked = asyncio.Event()
    async with asyncio.timeout(90):
        while True:
            answer = await music.get(f"/sonic/task/{task_id}")
            assert answer.status_code in {200, 202}, answer.text
            clips = answer.json().get("data") or []
            if clips and all(clip["state"] == "succeeded" for clip in clips):
                return list(clips)
            asyncio.get_running_loop().call_later(_LOOK_SECONDS, looked.set)
            await looked.wait()
            looked.clear()


async def test_the_documented_calls_work_one_after_the_other(music: httpx.AsyncClient) -> None:
    before = (await music.get("/get-credits")).json()["credits"]
    order = {
        "task_type": "create_music",
        "custom_mode": False,
        "mv": "sonic-v6",
        "use_suno_cdn": False,
        "gpt_description_prompt": "rain on tin",
        "duration": 10,
    }
    accepted = await music.post("/sonic/create", json=order)
    assert accepted.json()["message"] == "success"
    clips = await _finished(music, accepted.json()["task_id"])
    assert len(clips) == 2
    assert float(clips[0]["duration"]) > 5
    clip = {"clip_id": clips[0]["clip_id"]}

    bpm = (await music.post("/sonic/bpm", json=clip)).json()["data"]
    assert bpm["min_bpm"] <= bpm["avg_bpm"] <= bpm["max_bpm"]
    wav = (await music.post("/sonic/wav", json=clip)).json()["data"]["wav_url"]
    assert (await music.get(wav)).content.startswith(b"RIFF")
    timeline = (await music.post("/sonic/aligned-lyrics", json=clip)).json()["data"]["alignment"]
    assert all(word["start_s"] <= word["end_s"] for word in timeline)
    stems = (await music.post("/sonic/stems/basic", json=clip)).json()["task_id"]
    assert len(await _finished(music, stems)) == 2
    drafts = (await music.post("/sonic/lyrics", json={"description": "rain"})).json()["results"]
    assert all(draft["title"] and draft["lyrics"] for draft in drafts)
    tags = (await music.post("/sonic/upsample-tags", json={"tags": "folk"})).json()["data"]
    assert "folk" in tags["upsampled_tags"]
    assert (await music.get("/get-credits")).json()["credits"] < before


async def test_the_documented_mistakes_are_refused_and_cost_nothing(
    music: httpx.AsyncClient,
) -> None:
    before = (await music.get("/get-credits")).json()
    order = {"custom_mode": False, "mv": "sonic-v6", "use_suno_cdn": False}
    for mistake in (
        {"gpt_description_prompt": "x" * 401},
        {"gpt_description_prompt": "rain", "title": "x" * 81},
        {"gpt_description_prompt": "rain", "style_weight": 1.01},
        {"gpt_description_prompt": "rain", "use_suno_cdn": "yes"},
        {"gpt_description_prompt": "rain", "mv": "sonic-v4-5-all"},
    ):
        answer = await music.post("/sonic/create", json=order | mistake)
        assert answer.status_code == 400, mistake
        assert answer.json()["type"] == "validation_error"
    assert (await music.post("/nuro/create", json={"type": "bgm"})).status_code == 410
    assert (await music.get("/sonic/task/unknown")).status_code in {400, 404}
    assert (await music.get("/get-credits")).json() == before
    assert (
        await music.get("/get-credits", headers={"Authorization": "nothing"})
    ).status_code == 401
