"""The producer family, and the families that are gone."""

import io
from collections.abc import AsyncIterator
from typing import cast

import av
import numpy as np
import pytest
import pytest_asyncio

from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from bot.studio.sound.encoder import AudioFormat, encode
from tests.studio.caller import Caller, Json, Samples, decode, loudness, song
from tests.support.fileserver import FileServer

LYRICS = "[Verse]\nFour white geese\nAcross the pond\n[Chorus]\nFly, fly, fly"


def produced(**fields: object) -> Json:
    body: Json = {"task_type": "create_music", "sound": "calm folk guitar", "lyrics": LYRICS}
    return {name: value for name, value in (body | fields).items() if value is not None}


async def result(caller: Caller, path: str, body: Json) -> Json:
    task = await caller.order(f"/producer/{path}", body)
    status, reply = await caller.get(f"/producer/task/{task}")
    assert status == 200
    assert reply["status"] == "SUCCESS", reply
    (only,) = cast("list[Json]", reply["data"])
    return only


@pytest_asyncio.fixture
async def clip(caller: Caller) -> AsyncIterator[Json]:
    yield await result(caller, "create", produced())


async def test_song_comes_as_m4a_and_wav(caller: Caller, clip: Json) -> None:
    assert clip["lyrics"] == LYRICS
    assert clip["mv"] == "FUZZ-2.0"
    assert str(clip["seed"]).isdecimal()
    assert isinstance(clip["duration"], float)
    for name in ("audio_url", "wav_url"):
        _, data, headers = await caller.fetch(str(clip[name]))
        samples = decode(data)
        assert samples.shape[1] / 44_100 == pytest.approx(clip["duration"], abs=0.15)
        assert loudness(samples) > 0.03
        assert headers["Content-Type"] in ("audio/mp4", "audio/wav")
    assert (await caller.ledger())["charged"] == 10


async def test_same_seed_gives_the_same_song(caller: Caller) -> None:
    async def sound(seed: str) -> Samples:
        made = await result(caller, "create", produced(seed=seed))
        return decode((await caller.fetch(str(made["wav_url"])))[1])

    one, two, other = await sound("42"), await sound("42"), await sound("43")
    assert one.shape == two.shape
    assert loudness(one - two) == 0
    assert one.shape != other.shape or loudness(one - other) > 0.01


async def test_states_of_a_task() -> None:
    config = StudioConfig(delays=Delays(10, 30, 50), render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        task = await caller.order("/producer/create", produced())
        seen = []
        for seconds in (0, 11, 30):
            await caller.post("/studio/clock", {"advance_seconds": seconds})
            seen.append((await caller.get(f"/producer/task/{task}"))[1]["status"])
        assert seen == ["PENDING", "RUNNING", "SUCCESS"]


@pytest.mark.parametrize(
    ("fault", "kind"), [("task_failed_500", "failed"), ("task_timeout_504", "timeout")]
)
async def test_failure_is_told_and_refunded(caller: Caller, fault: str, kind: str) -> None:
    task = await caller.order("/producer/create", produced(), X_Studio_Fault=fault)
    status, reply = await caller.get(f"/producer/task/{task}")
    assert (status, reply["status"], reply["type"]) == (200, "FAILED", kind)
    assert (await caller.ledger())["refunded"] == 10


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"task_type": "cover_music"}, 410),
        ({"task_type": "extend_music"}, 410),
        ({"task_type": None}, 400),
        ({"sound": None, "lyrics": None}, 400),
        ({"mv": "FUZZ-9"}, 400),
        ({"title": "x" * 81}, 400),
        ({"seed": 5}, 400),
        ({"seed": "five"}, 400),
        ({"make_instrumental": "no"}, 400),
        ({"webhook_url": "http://example.org"}, 400),
    ],
)
async def test_create_checks_its_fields(caller: Caller, fields: Json, status: int) -> None:
    got, refusal = await caller.post("/producer/create", produced(**fields))
    assert got == status
    assert refusal["type"] == ("endpoint_retired" if status == 410 else "validation_error")
    assert (await caller.ledger())["charged"] == 0


async def test_lyrics(caller: Caller) -> None:
    text = await result(caller, "lyrics-create", {"prompt": "a paper boat"})
    assert text["title"] == "A Paper Boat"
    assert "paper boat" in str(text["lyrics"]).casefold()
    assert (await caller.ledger())["charged"] == 1


async def test_video_shows_a_picture_and_plays_the_song(caller: Caller, clip: Json) -> None:
    film = await result(caller, "video-clip", {"clip_id": clip["clip_id"]})
    _, data, headers = await caller.fetch(str(film["video_url"]))
    assert headers["Content-Type"] == "video/mp4"
    assert loudness(decode(data)) > 0.03
    with av.open(io.BytesIO(data), "r") as container:
        picture = next(container.decode(video=0))
        assert (picture.width, picture.height) == (512, 512)
        assert picture.to_ndarray(format="rgb24").std() > 10
    assert (await caller.ledger())["charged"] == 10 + 5


@pytest.mark.parametrize(("form", "named"), [("mp3", "audio_url"), ("wav", "wav_url")])
async def test_download(caller: Caller, clip: Json, form: str, named: str) -> None:
    files = await result(caller, "download", {"clip_id": clip["clip_id"], "format": form})
    assert str(files[named]).endswith(f".{form}")
    assert loudness(decode((await caller.fetch(str(files[named])))[1])) > 0.03
    assert (await caller.ledger())["charged"] == 10 + 2


async def test_upload(caller: Caller) -> None:
    async with FileServer.open() as server:
        address = server.put("/hum.mp3", encode(_hum(), AudioFormat.MP3))
        clip = await result(caller, "upload", {"audio_url": address})
    assert clip["title"] == "hum"
    assert loudness(decode((await caller.fetch(str(clip["wav_url"])))[1])) > 0.03
    assert (await caller.ledger())["charged"] == 2


def _hum() -> Samples:
    times = np.arange(44_100 * 3) / 44_100
    return np.stack([np.sin(times * 1400)] * 2).astype(np.float32) * np.float32(0.3)


async def test_families_do_not_know_each_others_clips(caller: Caller) -> None:
    sonic = (await caller.song())[0]
    status, _ = await caller.post("/producer/download", {"clip_id": sonic["clip_id"]})
    assert status == 404
    task = await caller.order("/sonic/create", song())
    assert (await caller.get(f"/producer/task/{task}"))[0] == 404


async def test_nuro_is_gone(caller: Caller) -> None:
    for status, refusal in (
        await caller.post("/nuro/create", {"type": "vocal"}),
        await caller.get("/nuro/task/x"),
    ):
        assert (status, refusal["type"]) == (410, "endpoint_retired")


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_riffusion_answers_as_it_is_set(status: int) -> None:
    async with Studio(StudioConfig(riffusion_status=status)) as studio, Caller(studio) as caller:
        assert (await caller.post("/riffusion/create", {}))[0] == status
        assert (await caller.post("/riffusion/upload", {}))[0] == status
        assert (await caller.get("/riffusion/task/x"))[0] == status
