"""What the studio tells about a clip: tempo, notes, words in time, files; and lyrics and tags."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import cast

import av
import numpy as np
import pytest
import pytest_asyncio
import symusic

from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from tests.studio.caller import Caller, Json, decode, song

RATE = 44_100


@pytest_asyncio.fixture
async def clip(caller: Caller) -> AsyncIterator[Json]:
    yield (await caller.song(duration=20, gpt_description_prompt="a pop song at 110 bpm"))[0]


async def asked(caller: Caller, path: str, clip: Json, **fields: object) -> Json:
    status, reply = await caller.post(path, {"clip_id": clip["clip_id"]} | fields)
    assert status == 200, reply
    return cast("Json", reply["data"])


async def charged(caller: Caller) -> int:
    return cast("int", (await caller.ledger())["charged"])


async def test_tempo_is_the_true_one(caller: Caller, clip: Json) -> None:
    figures = await asked(caller, "/sonic/bpm", clip)
    assert figures == {"avg_bpm": 110.0, "max_bpm": 110.0, "min_bpm": 110.0}
    assert await charged(caller) == 14 + 1


async def test_midi_file_holds_the_notes_that_are_told(caller: Caller, clip: Json) -> None:
    told = await asked(caller, "/sonic/midi", clip)
    _, data, headers = await caller.fetch(str(told["midi_url"]))
    assert headers["Content-Type"] == "audio/midi"
    sheet = symusic.Score.from_midi(data)
    assert sheet.tempos[0].qpm == pytest.approx(110, abs=0.01)
    by_name = {track.name.title(): track for track in sheet.tracks}
    instruments = cast("list[Json]", told["instruments"])
    assert set(by_name) == {each["name"] for each in instruments}
    for each in instruments:
        per_tick = 60 / 110 / sheet.ticks_per_quarter
        notes = sorted(
            (round(note["start"] / per_tick), note["pitch"])
            for note in cast("list[dict[str, float]]", each["notes"])
        )
        written = by_name[str(each["name"])].notes
        assert notes == sorted((note.time, note.pitch) for note in written)
    for each in instruments:
        for note in cast("list[dict[str, float]]", each["notes"]):
            assert 0 <= note["velocity"] <= 1
            assert 0 <= note["start"] < note["end"]


async def test_midi_is_generated_first_and_charged_once() -> None:
    config = StudioConfig(delays=Delays(0, 0, 0, 0, 60), render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        clip = (await caller.song())[0]
        waiting = await asked(caller, "/sonic/midi", clip)
        assert not str(waiting["midi_url"]).startswith("http")
        await caller.post("/studio/clock", {"advance_seconds": 61})
        for _ in range(2):
            assert str((await asked(caller, "/sonic/midi", clip))["midi_url"]).startswith("http")
        assert await charged(caller) == 14 + 1


async def test_words_are_aligned_with_the_notes_of_the_voice(caller: Caller, clip: Json) -> None:
    found = await asked(caller, "/sonic/aligned-lyrics", clip)
    alignment = cast("list[Json]", found["alignment"])
    starts = [cast("float", each["start_s"]) for each in alignment]
    voice = (await caller.notes(clip))["Voice"]
    assert starts == pytest.approx([note.start for note in voice], abs=0.002)
    assert all(cast("float", each["end_s"]) > cast("float", each["start_s"]) for each in alignment)
    said = "".join(str(each["word"]) for each in alignment)
    lyrics = str(clip["lyrics"])
    assert said.startswith("[")
    assert said.split() == lyrics.split()[: len(said.split())]
    assert len(said.split()) > 5


async def test_words_are_paid_once_per_clip(caller: Caller, clip: Json) -> None:
    for _ in range(3):
        await asked(caller, "/sonic/aligned-lyrics", clip)
    assert await charged(caller) == 14 + 1


async def test_voice_can_be_heard_when_the_words_say_so(caller: Caller) -> None:
    words = "[Verse]\nAfter the introduction\nSomebody begins to sing"
    clip = (
        await caller.song(
            custom_mode=True, gpt_description_prompt=None, prompt=words, duration=None
        )
    )[0]
    found = await asked(caller, "/sonic/aligned-lyrics", clip)
    alignment = cast("list[dict[str, float]]", found["alignment"])
    stems = await caller.order("/sonic/stems/basic", {"clip_id": clip["clip_id"]})
    vocals = (await caller.clips(stems))[0]
    sound = np.abs(await caller.lossless(vocals)).max(axis=0)
    first = int(alignment[0]["start_s"] * RATE)
    assert first > RATE
    assert sound[: first - RATE // 10].max() < 0.01 * sound.max()
    assert sound[first : first + RATE].max() > 0.1 * sound.max()


async def test_clip_without_words_is_not_found(caller: Caller) -> None:
    silent = (await caller.song(make_instrumental=True))[0]
    status, refusal = await caller.post("/sonic/aligned-lyrics", {"clip_id": silent["clip_id"]})
    assert (status, refusal["type"]) == (404, "not_found")
    assert await charged(caller) == 14


async def test_vox_checks_its_span(caller: Caller, clip: Json) -> None:
    found = await asked(caller, "/sonic/vox", clip, vocal_start_s=1, vocal_end_s=15.5)
    assert found["vox_audio_id"]
    assert found["source_clip_id"] == clip["clip_id"]
    assert (found["vocal_start_s"], found["vocal_end_s"]) == (1, 15.5)
    for start, end in ((5, 5), (6, 2), (0, 99)):
        status, _ = await caller.post(
            "/sonic/vox",
            {"clip_id": clip["clip_id"], "vocal_start_s": start, "vocal_end_s": end},
        )
        assert status == 400
    assert await charged(caller) == 14 + 1


async def test_wav_is_lossless_and_as_long_as_the_song(caller: Caller, clip: Json) -> None:
    found = await asked(caller, "/sonic/wav", clip)
    _, data, _ = await caller.fetch(str(found["wav_url"]))
    with av.open(io.BytesIO(data), "r") as container:
        assert container.streams.audio[0].codec_context.name == "pcm_s16le"
    assert decode(data).shape[1] / RATE == pytest.approx(float(str(clip["duration"])), abs=0.01)


async def test_download_is_prepared_then_delivered() -> None:
    config = StudioConfig(delays=Delays(0, 0, 0, 0, 5), render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        clip = (await caller.song())[0]
        body = {"clip_id": clip["clip_id"], "formats": ["mp3", "m4a", "wav"]}
        for _ in range(2):
            status, waiting = await caller.post("/sonic/download", body)
            assert (status, waiting["type"]) == (202, "not_ready")
        await caller.post("/studio/clock", {"advance_seconds": 6})
        status, reply = await caller.post("/sonic/download", body)
        assert status == 200
        assert await charged(caller) == 14 + 2
        files = cast("list[dict[str, str]]", cast("Json", reply["data"])["files"])
        assert [each["format"] for each in files] == ["mp3", "m4a", "wav"]
        for each in files:
            _, data, _ = await caller.fetch(each["url"])
            length = decode(data).shape[1] / RATE
            assert length == pytest.approx(float(str(clip["duration"])), abs=0.15)
        assert (await caller.post("/sonic/download", body))[0] == 202
        assert await charged(caller) == 14 + 4


@pytest.mark.parametrize("formats", [None, [], ["ogg"], "mp3"])
async def test_download_checks_its_formats(caller: Caller, clip: Json, formats: object) -> None:
    body = {"clip_id": clip["clip_id"], "formats": formats}
    assert (await caller.post("/sonic/download", body))[0] == 400


@pytest.mark.parametrize(
    "path", ["bpm", "vox", "wav", "midi", "aligned-lyrics", "stems/basic", "stems/full"]
)
async def test_clip_must_be_named_and_known(caller: Caller, path: str) -> None:
    assert (await caller.post(f"/sonic/{path}", {}))[0] == 400
    assert (await caller.post(f"/sonic/{path}", {"clip_id": 5}))[0] == 400
    assert (await caller.post(f"/sonic/{path}", {"clip_id": "nobody"}))[0] == 404
    assert await charged(caller) == 0


async def test_tags_are_expanded(caller: Caller) -> None:
    status, reply = await caller.post("/sonic/upsample-tags", {"tags": "sad waltz"})
    assert status == 200
    text = str(cast("Json", reply["data"])["upsampled_tags"])
    assert text.startswith("sad waltz")
    assert "3/4" in text
    assert len(text) > 60
    assert (await caller.post("/sonic/upsample-tags", {"tags": " "}))[0] == 400
    assert await charged(caller) == 1


async def test_lyrics_come_in_two_drafts(caller: Caller) -> None:
    status, reply = await caller.post("/sonic/lyrics", {"description": "a lost umbrella"})
    assert status == 200
    one, two = cast("list[dict[str, str]]", reply["results"])
    assert one["lyrics"] != two["lyrics"]
    for draft in (one, two):
        assert draft["title"] == "A Lost Umbrella"
        assert "lost umbrella" in draft["lyrics"].casefold()
        assert "[Chorus]" in draft["lyrics"]
    assert (await caller.post("/sonic/lyrics", {"description": "x" * 201}))[0] == 400
    assert (await caller.post("/sonic/lyrics", {}))[0] == 400
    assert await charged(caller) == 1


async def test_persona_is_off_unless_turned_on(caller: Caller, clip: Json) -> None:
    body = {"clip_id": clip["clip_id"], "name": "Anna"}
    status, refusal = await caller.post("/sonic/persona", body)
    assert (status, refusal["type"]) == (403, "forbidden")
    config = StudioConfig(delays=Delays.none(), persona_enabled=True, render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as other:
        own = (await other.song())[0]
        vox = await asked(other, "/sonic/vox", own, vocal_start_s=0, vocal_end_s=5)
        full: Json = {
            "clip_id": own["clip_id"],
            "name": "Anna",
            "describe": "clear",
            "styles": "folk",
            "vox_audio_id": vox["vox_audio_id"],
            "vocal_start_s": 0,
            "vocal_end_s": 5,
        }
        status, reply = await other.post("/sonic/persona", full)
        assert status == 200, reply
        await other.song(task_type="persona_music", persona_id=reply["persona_id"])
        for broken in (
            {"vocal_end_s": 4},
            {"name": "x" * 81},
            {"name": ""},
            {"vox_audio_id": "nobody"},
            {"clip_id": "nobody"},
        ):
            assert (await other.post("/sonic/persona", full | broken))[0] in (400, 404)


async def test_requests_are_answered_while_a_song_is_made(caller: Caller) -> None:
    address = str((await caller.song(duration=40))[0]["audio_url"])
    loop = asyncio.get_running_loop()
    fetching = asyncio.create_task(caller.fetch(address))
    waits = []
    for _ in range(20):
        begun = loop.time()
        await caller.get("/get-credits")
        waits.append(loop.time() - begun)
    assert not fetching.done()
    await fetching
    assert max(waits) < 1.0


async def test_words_may_be_in_any_script(caller: Caller) -> None:
    words = "[Verse]\n夜の雨が降る\nДождь идёт\nÇa va être l'été\n🎵🎵\n\u200b\n[Chorus]\nשיר חדש"
    clip = (
        await caller.song(**(song() | {"custom_mode": True, "prompt": words, "duration": None}))
    )[0]
    assert clip["lyrics"] == words
    found = await asked(caller, "/sonic/aligned-lyrics", clip)
    said = "".join(str(each["word"]) for each in cast("list[Json]", found["alignment"]))
    assert "夜の雨が降る" in said
    assert "🎵" not in said
