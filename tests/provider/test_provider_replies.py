"""Answers in the shapes of the service's older and newer documents, and in those of live calls."""

import httpx
import pytest

from bot.domain.errors import OutcomeUnknown
from bot.domain.ids import ProviderTaskId
from bot.domain.ports import TaskState
from bot.provider.reading.tasks import Deliverable, TaskReply
from bot.provider.wire.sonic import CreateMusic
from tests.support.provider import Script, everything_on, says, scripted_client

TASK = ProviderTaskId("t-1")
ORDER = CreateMusic(mv="sonic-v6", custom_mode=False, gpt_description_prompt="rain")
DONE = {"clip_id": "c-1", "state": "succeeded", "audio_url": "https://cdn.example/c-1.mp3"}
RUNNING = {"clip_id": "c-1", "state": "running", "audio_url": "https://stream.example/c-1"}
FAILED = {"clip_id": "c-1", "state": "failed", "audio_url": ""}


async def task(
    body: object, status: int = 200, deliverable: Deliverable = Deliverable.AUDIO
) -> TaskReply:
    async with scripted_client(Script([says(body, status)])) as client:
        return await client.sonic.task(TASK, deliverable)


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ({"code": 200, "data": [DONE, DONE], "message": "success"}, TaskState.FINISHED),
        ({"data": [DONE]}, TaskState.FINISHED),
        ({"results": [DONE]}, TaskState.FINISHED),
        ({"data": {"clips": [DONE]}}, TaskState.FINISHED),
        ({"data": {"data": [DONE]}}, TaskState.FINISHED),
        ({"data": DONE}, TaskState.FINISHED),
        ({"data": [DONE | {"state": "SUCCEEDED"}]}, TaskState.FINISHED),
        ({"data": [DONE, FAILED]}, TaskState.FINISHED),
        ({"data": [FAILED, FAILED]}, TaskState.FAILED),
        ({"data": [FAILED | {"state": "error"}]}, TaskState.FAILED),
        ({"data": [DONE, RUNNING]}, TaskState.RUNNING),
        ({"data": [FAILED, RUNNING]}, TaskState.RUNNING),
        ({"data": [DONE, {"clip_id": "c", "state": "pending"}]}, TaskState.RUNNING),
        ({"data": [{"clip_id": "c", "state": "pending"}]}, TaskState.WAITING),
        ({"data": [RUNNING | {"state": "processing"}]}, TaskState.RUNNING),
        ({"data": [RUNNING | {"state": "complete"}]}, TaskState.RUNNING),
        ({"data": [RUNNING | {"state": "streaming"}]}, TaskState.RUNNING),
        ({"data": [RUNNING | {"state": None}]}, TaskState.RUNNING),
        ({"data": [DONE | {"audio_url": ""}]}, TaskState.RUNNING),
        ({"data": [DONE | {"audio_url": "generating"}]}, TaskState.RUNNING),
        ({"data": ["?", DONE]}, TaskState.RUNNING),
        ({"data": []}, TaskState.WAITING),
        ({"data": None}, TaskState.WAITING),
        ({"data": "?"}, TaskState.WAITING),
        ({"code": 202, "type": "not_ready", "error": "…"}, TaskState.WAITING),
        ({"code": 200, "status": "PENDING", "data": []}, TaskState.WAITING),
        ({"code": 200, "status": "RUNNING", "data": []}, TaskState.RUNNING),
        ({"code": 200, "status": "FAILED", "message": "refunded"}, TaskState.FAILED),
        ({"data": {"status": "failed"}}, TaskState.FAILED),
    ],
)
async def test_the_state_of_a_task(body: object, state: TaskState) -> None:
    assert (await task(body)).state is state


NEARLY_JSON = (
    rb'{"code": 200, "data": [{"clip_id": "c-1", "state": "succeeded", "title": "Night", '
    rb'"duration": 61.5, "audio_url": "https://cdn.example/c-1.mp3"}]}'
)


@pytest.mark.parametrize(
    ("usual", "odd", "title", "duration"),
    [
        (b"Night", rb"Night \ud83d", "Night \ufffd", 61.5),
        (b"Night", rb"\ude00 Night", "\ufffd Night", 61.5),
        (b"Night", rb"Night \ud83c\udf19 \ud83d", "Night \U0001f319 \ufffd", 61.5),
        (b"Night", b"Night\xff", "Night\ufffd", 61.5),
        (b"Night", b"Night\xed\xa0\xbd", "Night\ufffd\ufffd\ufffd", 61.5),
        (b"Night", b"Night\n\x01", "Night\n\x01", 61.5),
        (b'{"code"', b'\xef\xbb\xbf{"code"', "Night", 61.5),
        (b"61.5", b"NaN", "Night", None),
        (b"61.5", b"-Infinity", "Night", None),
        (b'"title"', rb'"\ud83d": [{"\ud83d": NaN}], "title"', "Night", 61.5),
    ],
)
async def test_one_bad_byte_costs_no_answer(
    usual: bytes, odd: bytes, title: str, duration: float | None
) -> None:
    body = NEARLY_JSON.replace(usual, odd, 1)
    assert body != NEARLY_JSON
    async with scripted_client(Script([httpx.Response(200, content=body)])) as client:
        reply = await client.sonic.task(TASK)
    assert reply.state is TaskState.FINISHED
    clip = reply.items[0].clip
    assert (clip.clip_id, clip.title, clip.duration) == ("c-1", title, duration)
    assert clip.model_dump_json()


async def test_an_order_s_answer_is_read_as_tolerantly_but_no_id_is_guessed() -> None:
    answers = [
        httpx.Response(200, content=rb'{"task_id": "t-7", "message": "fine \ud83d"}'),
        httpx.Response(200, content=rb'{"task_id": "t-7\ud83d"}'),
    ]
    async with scripted_client(Script(list(answers))) as client:
        assert (await client.sonic.create(ORDER)).task_id == "t-7"
        with pytest.raises(OutcomeUnknown):
            await client.sonic.create(ORDER)


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("141.52", 141.52),
        (141, 141.0),
        (141.5, 141.5),
        (None, None),
        ("", None),
        ("long", None),
        (-1, None),
        ("NaN", None),
        ("inf", None),
        (True, None),
        ([1], None),
    ],
)
async def test_a_duration_is_read_as_number_or_text(
    duration: object, seconds: float | None
) -> None:
    reply = await task({"data": [DONE | {"duration": duration}]})
    assert reply.items[0].clip.duration == seconds


async def test_the_reason_of_a_failed_clip_is_told_and_cut() -> None:
    for key in ("error_message", "error"):
        reply = await task({"data": [FAILED, FAILED | {key: "x" * 9000}]})
        assert reply.detail == "x" * 500


@pytest.mark.parametrize("model", ["chirp-v5-5", "sonic-v5-5"])
async def test_a_model_is_read_in_both_spellings(model: str) -> None:
    assert (await task({"data": [DONE | {"mv": model}]})).items[0].clip.mv == "sonic-v5-5"


async def test_unknown_fields_are_kept() -> None:
    clip = (await task({"data": [DONE | {"brand_new": {"x": 1}}]})).items[0].clip
    assert clip.model_extra == {"brand_new": {"x": 1}}


async def test_fields_of_a_wrong_kind_do_no_harm() -> None:
    odd: dict[str, object] = DONE | {
        "title": 7,
        "tags": ["a"],
        "lyrics": None,
        "image_url": 3,
        "mv": {},
    }
    clip = (await task({"data": [odd]})).items[0].clip
    assert (clip.title, clip.tags, clip.lyrics, clip.image_url, clip.mv) == ("7", "", "", "", "")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//cdn.example/x",
        "https://",
        "https:///x",
        "https://a b",
        "https://[::1",
        "https://x.example/" + "a" * 5000,
        "text",
    ],
)
async def test_only_web_addresses_are_addresses(address: str) -> None:
    reply = await task({"data": [DONE | {"image_url": address}]})
    assert reply.items[0].clip.image_url == ""


@pytest.mark.parametrize("part", ["extended", "replaced"])
async def test_the_whole_song_of_a_pair_is_delivered(part: str) -> None:
    whole = DONE | {"clip_id": "c-full"}
    reply = await task({"data": [{part: DONE, "full": whole}]})
    assert reply.state is TaskState.FINISHED
    assert reply.items[0].clip.clip_id == "c-full"
    assert reply.items[0].fragment is not None
    assert reply.items[0].fragment.clip.clip_id == "c-1"


@pytest.mark.parametrize(
    ("pair", "state", "clip_id"),
    [
        ({"replaced": DONE, "full": None}, TaskState.RUNNING, "c-1"),
        ({"replaced": DONE}, TaskState.RUNNING, "c-1"),
        ({"replaced": RUNNING, "full": None}, TaskState.RUNNING, "c-1"),
        ({"replaced": FAILED, "full": None}, TaskState.FAILED, "c-1"),
        ({"replaced": DONE, "full": RUNNING | {"clip_id": "f"}}, TaskState.RUNNING, "f"),
        ({"replaced": DONE, "full": FAILED | {"clip_id": "f"}}, TaskState.FINISHED, "c-1"),
        ({"replaced": FAILED, "full": FAILED | {"clip_id": "f"}}, TaskState.FAILED, "f"),
        ({"full": DONE | {"clip_id": "f"}}, TaskState.FINISHED, "f"),
        ({"extended": None, "full": None}, TaskState.RUNNING, ""),
    ],
)
async def test_a_pair_is_finished_when_its_whole_is(
    pair: object, state: TaskState, clip_id: str
) -> None:
    reply = await task({"data": [pair]})
    assert (reply.state, reply.items[0].clip.clip_id) == (state, clip_id)


@pytest.mark.parametrize(
    ("pair", "state"),
    [
        ({"replaced": DONE, "full": None}, TaskState.FINISHED),
        ({"replaced": DONE, "full": RUNNING | {"clip_id": "f"}}, TaskState.FINISHED),
        ({"replaced": RUNNING, "full": None}, TaskState.RUNNING),
        ({"replaced": FAILED, "full": None}, TaskState.FAILED),
        (DONE, TaskState.FINISHED),
    ],
)
async def test_without_the_join_the_new_part_is_what_there_is(
    pair: object, state: TaskState
) -> None:
    reply = (await task({"data": [pair]})).without_join()
    assert (reply.state, reply.items[0].clip.clip_id) == (state, "c-1")


async def test_a_reply_without_results_stays_as_it_is() -> None:
    reply = await task({"type": "failed", "error": "sorry"})
    assert reply.without_join() == reply


@pytest.mark.parametrize(
    "body",
    [
        {"code": 200, "data": {"persona_id": "p-1", "name": "My Voice"}},
        {"data": {"persona_id": "p-1", "status": "complete"}},
        {"persona_id": "p-1", "code": 200},
    ],
)
async def test_a_voice_comes_as_an_object(body: object) -> None:
    reply = await task(body)
    assert reply.state is TaskState.FINISHED
    assert reply.voice is not None
    assert reply.voice.persona_id == "p-1"


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"title": "Song — drums", "stem_type": "percussion"}, "percussion"),
        ({"title": "Song — drums"}, "drums"),
        ({"title": "A song - of rain - backing vocals"}, "backing vocals"),
        ({"title": "Sing-along"}, ""),
        ({}, ""),
    ],
)
async def test_a_stem_says_which_part_it_is(fields: dict[str, object], part: str) -> None:
    assert (await task({"data": [DONE | fields]})).items[0].clip.part == part


async def test_stems_are_one_clip_each_however_many() -> None:
    stems = [
        DONE | {"clip_id": f"c-{n}", "title": f"Song — part {n}", "stem_type": f"part {n}"}
        for n in range(24)
    ]
    reply = await task({"code": 200, "data": stems})
    assert [item.clip.stem_type for item in reply.items] == [f"part {n}" for n in range(24)]


@pytest.mark.parametrize(
    ("body", "deliverable", "state"),
    [
        (
            {"status": "SUCCESS", "data": [{"clip_id": "c", "audio_url": "https://c.example/a"}]},
            Deliverable.AUDIO,
            TaskState.FINISHED,
        ),
        (
            {"status": "SUCCESS", "data": [{"clip_id": "c", "wav_url": "https://c.example/a"}]},
            Deliverable.AUDIO,
            TaskState.FINISHED,
        ),
        (
            {"status": "SUCCESS", "data": [{"clip_id": "c", "audio_url": ""}]},
            Deliverable.AUDIO,
            TaskState.RUNNING,
        ),
        ({"status": "SUCCESS", "data": []}, Deliverable.AUDIO, TaskState.RUNNING),
        (
            {"status": "SUCCESS", "data": [{"title": "A", "lyrics": "la"}]},
            Deliverable.LYRICS,
            TaskState.FINISHED,
        ),
        (
            {"status": "SUCCESS", "data": [{"clip_id": "c", "video_url": "https://c.example/v"}]},
            Deliverable.VIDEO,
            TaskState.FINISHED,
        ),
        (
            {"status": "RUNNING", "data": [{"clip_id": "c", "video_url": "https://c.example/v"}]},
            Deliverable.VIDEO,
            TaskState.RUNNING,
        ),
        ({"code": 200, "clip_id": "c-up"}, Deliverable.CLIP, TaskState.FINISHED),
        ({"code": 200, "data": {"clip_id": "c-up"}}, Deliverable.CLIP, TaskState.FINISHED),
        ({"code": 200, "clip_id": "c-up"}, Deliverable.AUDIO, TaskState.RUNNING),
    ],
)
async def test_a_result_is_finished_when_it_has_what_it_is_to_deliver(
    body: object, deliverable: Deliverable, state: TaskState
) -> None:
    assert (await task(body, deliverable=deliverable)).state is state


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ({"task_id": "t", "status": "pending", "progress": 0}, TaskState.WAITING),
        (
            {"task_id": "t", "status": "running", "progress": 40, "audio_url": ""},
            TaskState.RUNNING,
        ),
        (
            {"status": "succeeded", "progress": 100, "audio_url": "https://c.example/song-t.wav"},
            TaskState.FINISHED,
        ),
        ({"status": "failed", "progress": 10, "message": "sorry"}, TaskState.FAILED),
    ],
)
async def test_a_flat_reply_is_one_result(body: object, state: TaskState) -> None:
    async with scripted_client(Script([says(body)]), catalogue=everything_on()) as client:
        assert (await client.nuro.task(TASK)).state is state
