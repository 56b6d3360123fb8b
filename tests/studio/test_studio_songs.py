"""Creating songs: the life of a task and the audio that comes of it."""

import io
from typing import cast

import av
import numpy as np
import pytest
from PIL import Image

from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from tests.studio.caller import Caller, Json, decode, loudness, song


async def test_song_sounds_as_long_as_it_says(caller: Caller) -> None:
    first, second = await caller.song(duration=20)
    for clip in (first, second):
        assert clip["state"] == "succeeded"
        samples = await caller.audio(clip)
        seconds = samples.shape[1] / 44_100
        assert seconds == pytest.approx(float(str(clip["duration"])), abs=0.1)
        assert 15 < seconds < 26
        assert loudness(samples) > 0.03
        assert np.abs(samples).max() <= 1.0


async def test_two_clips_of_a_song_differ(caller: Caller) -> None:
    first, second = [await caller.audio(clip) for clip in await caller.song()]
    shared = min(first.shape[1], second.shape[1])
    difference = loudness(first[:, :shared] - second[:, :shared])
    assert difference > 0.5 * loudness(first)


async def test_same_request_and_seed_give_the_same_sound(caller: Caller) -> None:
    config = StudioConfig(delays=Delays.none(), seed=7, render_ahead=False)
    one = await caller.audio((await caller.song())[0])
    async with Studio(config) as other, Caller(other) as calling:
        again = await calling.audio((await calling.song())[0])
        another = await calling.audio(
            (await calling.song(gpt_description_prompt="techno for a washing machine"))[0]
        )
    assert np.array_equal(one, again)
    assert one.shape != another.shape or not np.allclose(one, another)


async def test_without_a_seed_the_same_request_gives_a_new_song() -> None:
    config = StudioConfig(delays=Delays.none(), render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        one = await caller.audio((await caller.song())[0])
        two = await caller.audio((await caller.song())[0])
    assert one.shape != two.shape or not np.allclose(one, two)


async def test_reply_has_the_fields_of_the_contract(caller: Caller) -> None:
    clip = (await caller.song(negative_tags="metal", style_weight=0.5, weirdness_constraint=0))[0]
    assert set(clip) == {
        "clip_id", "state", "title", "tags", "lyrics", "image_url", "audio_url", "video_url",
        "created_at", "mv", "gpt_description_prompt", "duration", "negative_tags", "style_weight",
        "weirdness_constraint",
    }  # fmt: skip
    assert clip["mv"] == "chirp-v6"
    assert isinstance(clip["duration"], str)
    assert clip["negative_tags"] == "metal"
    assert clip["style_weight"] == 0.5
    assert clip["weirdness_constraint"] == 0
    assert str(clip["lyrics"]).startswith("[")
    assert str(clip["created_at"]).endswith("Z")


async def test_own_lyrics_are_kept_word_for_word(caller: Caller) -> None:
    words = "[Verse]\nA lamp upon the table\nA letter in the drawer\n[Chorus]\nTurn it on"
    clip = (
        await caller.song(
            custom_mode=True, gpt_description_prompt=None, prompt=words, title="Lamp", tags="folk"
        )
    )[0]
    assert clip["lyrics"] == words
    assert clip["title"] == "Lamp"
    assert clip["tags"] == "folk"
    assert clip["gpt_description_prompt"] is None


async def test_lyrics_are_written_from_a_brief(caller: Caller) -> None:
    clip = (
        await caller.song(
            custom_mode=True,
            auto_lyrics=True,
            gpt_description_prompt=None,
            prompt="a lighthouse keeper",
        )
    )[0]
    assert "[Chorus]" in str(clip["lyrics"])
    assert "lighthouse keeper" in str(clip["lyrics"]).casefold()
    assert clip["title"] == "A Lighthouse Keeper"


async def test_instrumental_has_a_marker_for_lyrics(caller: Caller) -> None:
    clip = (await caller.song(make_instrumental=True))[0]
    assert clip["lyrics"] == "[Instrumental]"
    assert loudness(await caller.audio(clip)) > 0.03


async def test_clips_finish_one_after_the_other() -> None:
    config = StudioConfig(delays=Delays(10, 30, 50), seed=7, render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        task = await caller.order("/sonic/create", song())

        async def states(seconds: float) -> list[tuple[object, object, object]]:
            await caller.post("/studio/clock", {"advance_seconds": seconds})
            return [
                (clip["state"], bool(clip["audio_url"]), clip["duration"] is None)
                for clip in await caller.clips(task)
            ]

        status, waiting = await caller.get(f"/sonic/task/{task}")
        assert status == 202
        assert waiting["code"] == 202
        assert waiting["type"] == "not_ready"
        assert "data" not in waiting
        assert await states(11) == [("pending", False, True), ("pending", False, True)]
        assert await states(10) == [("running", False, True), ("running", False, True)]
        assert await states(10) == [("succeeded", True, False), ("running", False, True)]
        assert await states(20) == [("succeeded", True, False), ("succeeded", True, False)]


async def test_audio_is_not_there_before_it_is_finished() -> None:
    config = StudioConfig(delays=Delays(0, 30, 50), seed=7, render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        clip = (await caller.clips(await caller.order("/sonic/create", song())))[0]
        status, _, _ = await caller.fetch(f"{studio.root}/media/{clip['clip_id']}.mp3")
        assert status == 404


async def test_audio_is_an_mp3_with_length_type_and_ranges(caller: Caller) -> None:
    address = str((await caller.song())[0]["audio_url"])
    status, whole, headers = await caller.fetch(address)
    assert (status, headers["Content-Type"]) == (200, "audio/mpeg")
    assert int(headers["Content-Length"]) == len(whole)
    status, part, headers = await caller.fetch(address, Range="bytes=100-199")
    assert (status, part) == (206, whole[100:200])
    assert headers["Content-Range"] == f"bytes 100-199/{len(whole)}"
    status, tail, _ = await caller.fetch(address, Range="bytes=-50")
    assert (status, tail) == (206, whole[-50:])
    status, rest, _ = await caller.fetch(address, Range=f"bytes={len(whole) - 7}-")
    assert (status, rest) == (206, whole[-7:])
    status, _, _ = await caller.fetch(address, Range=f"bytes={len(whole)}-")
    assert status == 416
    with av.open(io.BytesIO(whole)) as container:
        stream = container.streams.audio[0]
        assert stream.codec_context.name.startswith("mp3")
        assert stream.codec_context.layout.name == "stereo"


async def test_wav_holds_the_same_sound_without_loss(caller: Caller) -> None:
    clip = (await caller.song())[0]
    mp3 = await caller.audio(clip)
    _, data, headers = await caller.fetch(str(clip["audio_url"]).replace(".mp3", ".wav"))
    wav = decode(data)
    assert headers["Content-Type"] == "audio/wav"
    shared = min(mp3.shape[1], wav.shape[1])
    assert loudness(mp3[:, :shared] - wav[:, :shared]) < 0.15 * loudness(wav)


async def test_cover_picture_is_a_jpeg_that_follows_the_words(caller: Caller) -> None:
    first, second = await caller.song()
    _, one, headers = await caller.fetch(str(first["image_url"]))
    _, two, _ = await caller.fetch(str(second["image_url"]))
    assert headers["Content-Type"] == "image/jpeg"
    with Image.open(io.BytesIO(one)) as picture:
        assert picture.size == (512, 512)
        assert len(picture.getcolors(512 * 512) or []) > 100
    assert one != two


async def test_credits_come_out_of_the_bought_pool_first() -> None:
    config = StudioConfig(delays=Delays.none(), credits=20, extra_credits=10, render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        await caller.order("/sonic/create", song())
        assert (await caller.get("/get-credits"))[1] == {"credits": 16, "extra_credits": 0}
        await caller.order("/sonic/create", song())
        assert (await caller.get("/get-credits"))[1] == {"credits": 2, "extra_credits": 0}
        status, refusal = await caller.post("/sonic/create", song())
        assert (status, refusal["type"]) == (402, "insufficient_credits")
        assert (await caller.ledger())["charged"] == 28


async def test_early_models_with_own_lyrics_cost_less(caller: Caller) -> None:
    own: Json = {"custom_mode": True, "gpt_description_prompt": None, "prompt": "la la la"}
    for fields, price in (
        ({}, 14),
        ({"mv": "sonic-v4"}, 14),
        ({"mv": "chirp-v4", **own}, 10),
        (own, 14),
    ):
        before = cast("int", (await caller.get("/get-credits"))[1]["credits"])
        await caller.order("/sonic/create", song(**fields))
        after = cast("int", (await caller.get("/get-credits"))[1]["credits"])
        assert before - after == price


async def test_shortage_can_be_a_403_as_in_older_times() -> None:
    config = StudioConfig(credits=3, shortage_status=403)
    async with Studio(config) as studio, Caller(studio) as caller:
        status, refusal = await caller.post("/sonic/create", song())
        assert (status, refusal["type"]) == (403, "forbidden")
        assert "credits" in str(refusal["error"])


async def test_song_rendered_ahead_is_the_same(caller: Caller) -> None:
    expected = await caller.audio((await caller.song())[0])
    config = StudioConfig(delays=Delays.none(), seed=7, render_ahead=True)
    async with Studio(config) as studio, Caller(studio) as other:
        clips = await other.song()
        both = [await other.audio(clip) for clip in (*clips, clips[0])]
    assert np.array_equal(both[0], expected)
    assert np.array_equal(both[2], expected)
