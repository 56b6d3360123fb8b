"""What goes over the wire for each operation, and which answers of the service fit it."""

import json

import httpx
import pytest

from bot.domain.errors import OutcomeUnknown, ProviderError, ProviderRefused, RefusalReason
from bot.domain.operations import Family, Operation
from bot.provider import load_catalogue
from bot.provider.routes import ROUTES
from tests.support.operations import EXAMPLES, Sources
from tests.support.provider import Script, everything_on, says, scripted_client

ACCEPTED = {"message": "success", "task_id": "t-9"}
WORDS = "[Verse]\nRain on tin\n[Chorus]\nSing it in"
SONG = {"mv": "sonic-v5", "custom_mode": True, "prompt": WORDS}
RIFF = {"mv": "FUZZ-1.1", "custom_mode": True, "lyrics": WORDS}

# For each operation: what is sent, and a recorded answer.
EXCHANGES: dict[Operation, tuple[str, object, object]] = {
    Operation.CREATE: (
        "POST /sonic/create",
        SONG | {"task_type": "create_music", "use_suno_cdn": False, "tags": "folk"},
        ACCEPTED,
    ),
    Operation.EXTEND: (
        "POST /sonic/create",
        SONG
        | {
            "task_type": "extend_music",
            "use_suno_cdn": False,
            "continue_clip_id": "c-song",
            "continue_at": 4.5,
        },
        ACCEPTED,
    ),
    Operation.COVER: (
        "POST /sonic/create",
        SONG
        | {
            "task_type": "cover_music",
            "use_suno_cdn": False,
            "continue_clip_id": "c-song",
            "tags": "jazz",
        },
        ACCEPTED,
    ),
    Operation.CONCAT: (
        "POST /sonic/create",
        {
            "task_type": "concat_music",
            "use_suno_cdn": False,
            "continue_clip_id": "c-extension",
        },
        ACCEPTED,
    ),
    Operation.PERSONA_MUSIC: (
        "POST /sonic/create",
        SONG
        | {
            "task_type": "persona_music",
            "use_suno_cdn": False,
            "persona_id": "p-1",
            "duration": 60,
        },
        ACCEPTED,
    ),
    Operation.EXTEND_UPLOAD: (
        "POST /sonic/create",
        SONG
        | {
            "task_type": "extend_upload_music",
            "use_suno_cdn": False,
            "continue_clip_id": "c-upload",
            "continue_at": 0.1,
        },
        ACCEPTED,
    ),
    Operation.COVER_UPLOAD: (
        "POST /sonic/create",
        {
            "task_type": "cover_upload_music",
            "use_suno_cdn": False,
            "mv": "sonic-v5",
            "continue_clip_id": "c-upload",
            "custom_mode": False,
            "gpt_description_prompt": "as a waltz",
            "audio_weight": 0.5,
        },
        ACCEPTED,
    ),
    Operation.REMASTER: (
        "POST /sonic/create",
        {
            "task_type": "remaster",
            "use_suno_cdn": False,
            "mv": "sonic-v5",
            "continue_clip_id": "c-song",
            "variation_category": "subtle",
        },
        ACCEPTED,
    ),
    Operation.ADD_VOCALS: (
        "POST /sonic/create",
        SONG
        | {
            "task_type": "add_vocals",
            "use_suno_cdn": False,
            "continue_clip_id": "c-upload",
            "tags": "folk",
            "overpainting_start_s": 0.0,
            "overpainting_end_s": 4.0,
        },
        ACCEPTED,
    ),
    Operation.ADD_INSTRUMENTAL: (
        "POST /sonic/create",
        {
            "task_type": "add_instrumental",
            "use_suno_cdn": False,
            "mv": "sonic-v5",
            "continue_clip_id": "c-upload",
            "custom_mode": True,
            "tags": "folk",
        },
        ACCEPTED,
    ),
    Operation.UPLOAD_EXTEND: (
        "POST /sonic/upload-extend",
        SONG
        | {
            "url": "https://files.example/hum.mp3",
            "continue_at": 2.0,
            "auto_concat": True,
        },
        {
            "message": "success",
            "task_id": "t-9",
            "steps": {"upload": {"clip_id": "c-up"}, "extend": {}},
        },
    ),
    Operation.UPLOAD_COVER: (
        "POST /sonic/upload-cover",
        SONG | {"url": "https://files.example/hum.mp3", "tags": "jazz"},
        {"data": {"task_id": "t-9"}},
    ),
    Operation.SAMPLE: (
        "POST /sonic/sample",
        SONG
        | {
            "sample_clip_id": "c-song",
            "chop_sample_start_s": 1.0,
            "chop_sample_end_s": 5.0,
        },
        ACCEPTED,
    ),
    Operation.MASHUP: (
        "POST /sonic/mashup",
        SONG | {"mashup_clip_ids": ["c-song", "c-extension"]},
        {"data": {"task_id": "t-9"}},
    ),
    Operation.REPLACE_SECTION: (
        "POST /sonic/replace-section",
        {
            "mv": "sonic-v5",
            "clip_id": "c-song",
            "infill_start_s": 2.0,
            "infill_end_s": 6.0,
            "prompt": WORDS,
            "infill_lyrics": "Sun on tin",
            "auto_concat": True,
        },
        ACCEPTED,
    ),
    Operation.PERSONA: (
        "POST /sonic/persona",
        {"clip_id": "c-song", "name": "Ada", "describe": "warm"},
        {"code": 200, "persona_id": "p-1", "message": "success"},
    ),
    Operation.CREATE_VOICE: (
        "POST /sonic/create-voice",
        {"audio_url": "https://files.example/hum.mp3"},
        ACCEPTED,
    ),
    Operation.UPLOAD: (
        "POST /sonic/upload",
        {"url": "https://files.example/hum.mp3"},
        {"code": 200, "clip_id": "c-up", "message": "success"},
    ),
    Operation.STEMS_BASIC: ("POST /sonic/stems/basic", {"clip_id": "c-song"}, ACCEPTED),
    Operation.STEMS_FULL: ("POST /sonic/stems/full", {"clip_id": "c-song"}, ACCEPTED),
    Operation.BPM: (
        "POST /sonic/bpm",
        {"clip_id": "c-song"},
        {"code": 200, "data": {"avg_bpm": 118.4, "max_bpm": 121, "min_bpm": 115.9}},
    ),
    Operation.VOX: (
        "POST /sonic/vox",
        {"clip_id": "c-song", "vocal_start_s": 0.0, "vocal_end_s": 8.0},
        {"code": 200, "data": {"vox_audio_id": "v-1", "status": "complete", "wave_response": {}}},
    ),
    Operation.WAV: (
        "POST /sonic/wav",
        {"clip_id": "c-song"},
        {"message": "success", "data": {"wav_url": "https://cdn.example/c-1.wav"}},
    ),
    Operation.MIDI: (
        "POST /sonic/midi",
        {"clip_id": "c-song"},
        {"code": 200, "data": {"midi_url": "https://cdn.example/x.mid", "instruments": []}},
    ),
    Operation.ALIGNED_LYRICS: (
        "POST /sonic/aligned-lyrics",
        {"clip_id": "c-song"},
        {"code": 200, "data": {"alignment": [{"word": "la", "start_s": 1.0, "end_s": 1.5}]}},
    ),
    Operation.UPSAMPLE_TAGS: (
        "POST /sonic/upsample-tags",
        {"tags": "folk, rain"},
        {"code": 200, "data": {"upsampled_tags": "slow folk, rain sounds"}},
    ),
    Operation.DOWNLOAD: (
        "POST /sonic/download",
        {"clip_id": "c-song", "formats": ["mp3", "wav"]},
        {"code": 200, "data": {"files": [{"format": "mp3", "url": "https://cdn.example/a.mp3"}]}},
    ),
    Operation.GET_MUSIC: ("GET /sonic/task/t-1", None, {"code": 200, "data": []}),
    Operation.LYRICS: (
        "POST /sonic/lyrics",
        {"description": "rain on tin"},
        {"code": 200, "results": [{"title": "A", "lyrics": "[Verse]\nla"}]},
    ),
    Operation.GET_CREDITS: ("GET /get-credits", None, {"credits": 50, "extra_credits": 0}),
    Operation.PRODUCER_CREATE: (
        "POST /producer/create",
        {
            "task_type": "create_music",
            "mv": "FUZZ-2.0",
            "sound": "slow folk with strings",
            "lyrics": WORDS,
            "seed": "42",
        },
        ACCEPTED,
    ),
    Operation.PRODUCER_LYRICS: (
        "POST /producer/lyrics-create",
        {"prompt": "rain on tin"},
        ACCEPTED,
    ),
    Operation.PRODUCER_VIDEO: ("POST /producer/video-clip", {"clip_id": "c-producer"}, ACCEPTED),
    Operation.PRODUCER_UPLOAD: (
        "POST /producer/upload",
        {"audio_url": "https://files.example/hum.mp3"},
        ACCEPTED,
    ),
    Operation.PRODUCER_DOWNLOAD: (
        "POST /producer/download",
        {"clip_id": "c-producer", "format": "wav"},
        {"data": {"task_id": "t-9"}},
    ),
    Operation.PRODUCER_GET_MUSIC: (
        "GET /producer/task/t-1",
        None,
        {"code": 200, "status": "PENDING", "data": []},
    ),
    Operation.NURO_VOCAL: (
        "POST /nuro/create",
        {"type": "vocal", "lyrics": WORDS, "gender": "Female", "duration": 30},
        ACCEPTED,
    ),
    Operation.NURO_INSTRUMENTAL: (
        "POST /nuro/create",
        {
            "type": "bgm",
            "version": "v2.0",
            "description": "rain",
            "segments": [
                {"name": "intro", "duration": 5},
                {"name": "outro", "duration": 30},
            ],
        },
        ACCEPTED,
    ),
    Operation.NURO_GET_MUSIC: (
        "GET /nuro/task/t-1",
        None,
        {"task_id": "t-1", "status": "running", "progress": 40, "audio_url": ""},
    ),
    Operation.RIFFUSION_LYRICS: (
        "POST /riffusion/create",
        RIFF | {"sound": "folk", "make_instrumental": False},
        ACCEPTED,
    ),
    Operation.RIFFUSION_DESCRIPTION: (
        "POST /riffusion/create",
        {"mv": "FUZZ-1.1", "custom_mode": False, "prompt": "rain on tin"},
        ACCEPTED,
    ),
    Operation.RIFFUSION_EXTEND: (
        "POST /riffusion/create",
        RIFF | {"task_type": "extend_music", "continue_clip_id": "c-song", "continue_at": 5},
        ACCEPTED,
    ),
    Operation.RIFFUSION_COVER: (
        "POST /riffusion/create",
        RIFF | {"task_type": "cover_upload_music", "continue_clip_id": "c-upload"},
        ACCEPTED,
    ),
    Operation.RIFFUSION_REPLACE: (
        "POST /riffusion/create",
        RIFF
        | {
            "task_type": "replace_music",
            "continue_clip_id": "c-song",
            "start_s": 2.0,
            "end_s": 5.0,
        },
        ACCEPTED,
    ),
    Operation.RIFFUSION_SWAP_SOUND: (
        "POST /riffusion/create",
        RIFF | {"task_type": "swap_music_sound", "continue_clip_id": "c-song", "sound": "jazz"},
        ACCEPTED,
    ),
    Operation.RIFFUSION_SWAP_VOCALS: (
        "POST /riffusion/create",
        RIFF | {"task_type": "swap_music_vocals", "continue_clip_id": "c-song"},
        ACCEPTED,
    ),
    Operation.RIFFUSION_UPLOAD: (
        "POST /riffusion/upload",
        {"url": "https://files.example/hum.mp3"},
        {"code": 200, "data": {"clip_id": "c-up"}},
    ),
    Operation.RIFFUSION_GET_MUSIC: ("GET /riffusion/task/t-1", None, {"code": 200, "data": []}),
}


@pytest.mark.parametrize("operation", Operation)
async def test_what_is_sent_is_the_documented_request(operation: Operation) -> None:
    place, body, answer = EXCHANGES[operation]
    script = Script([says(answer)])
    async with scripted_client(script, catalogue=everything_on()) as client:
        await EXAMPLES[operation](client, Sources())
    assert script.paths == [place]
    assert script.bodies == [body]


ORDERS = [operation for operation in Operation if ROUTES[operation].method == "POST"]
QUESTIONS = [operation for operation in Operation if ROUTES[operation].method == "GET"]
WITHDRAWN = [operation for operation, offer in load_catalogue().offers.items() if not offer.enabled]


@pytest.mark.parametrize("operation", ORDERS)
async def test_an_order_whose_fate_is_unknown_is_sent_once(operation: Operation) -> None:
    for answer in (httpx.ReadTimeout("x"), httpx.Response(502, text="<html>"), says({})):
        script = Script([answer])
        async with scripted_client(script, catalogue=everything_on()) as client:
            with pytest.raises(OutcomeUnknown):
                await EXAMPLES[operation](client, Sources())
        assert len(script.requests) == 1


@pytest.mark.parametrize("operation", Operation)
async def test_a_refusal_is_told_as_such(operation: Operation) -> None:
    answer = says({"type": "unauthorized", "error": "no"}, 401)
    async with scripted_client(Script([answer]), catalogue=everything_on()) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[operation](client, Sources())
    assert raised.value.reason is RefusalReason.UNAUTHORIZED


@pytest.mark.parametrize("operation", WITHDRAWN)
async def test_what_is_withdrawn_is_not_called_until_it_is_switched_on(
    operation: Operation,
) -> None:
    script = Script([says({"error": "gone"}, 404)])
    async with scripted_client(script) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[operation](client, Sources())
    assert raised.value.reason is RefusalReason.RETIRED
    assert script.requests == []


@pytest.mark.parametrize("operation", WITHDRAWN)
@pytest.mark.parametrize("status", [403, 404, 410, 501])
async def test_what_is_withdrawn_and_refused_is_retired(operation: Operation, status: int) -> None:
    script = Script([says({"error": "unavailable"}, status)])
    async with scripted_client(script, catalogue=everything_on()) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[operation](client, Sources())
    assert raised.value.reason is RefusalReason.RETIRED
    assert len(script.requests) == 1


async def test_an_empty_account_is_told_even_for_what_is_withdrawn() -> None:
    script = Script([says({"error": "no credits left"}, 403)])
    async with scripted_client(script, catalogue=everything_on()) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[Operation.NURO_VOCAL](client, Sources())
    assert raised.value.reason is RefusalReason.OUT_OF_CREDITS


async def test_what_is_offered_and_not_found_is_not_retired() -> None:
    script = Script([says({"error": "no lyrics"}, 404)])
    async with scripted_client(script) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[Operation.ALIGNED_LYRICS](client, Sources())
    assert raised.value.reason is RefusalReason.INVALID


def test_every_family_is_covered() -> None:
    assert {operation.family for operation in EXCHANGES} == set(Family)
    assert set(EXCHANGES) == set(Operation)


async def test_a_task_id_cannot_leave_its_place_in_the_address() -> None:
    script = Script([says({"code": 200, "data": []})])
    async with scripted_client(script) as client:
        await EXAMPLES[Operation.GET_MUSIC](client, Sources(task_id="a/b?c=d#e"))
    assert script.requests[0].url.raw_path == b"/api/v1/sonic/task/a%2Fb%3Fc%3Dd%23e"


async def test_the_length_of_a_source_is_not_sent() -> None:
    script = Script([says(ACCEPTED)])
    async with scripted_client(script) as client:
        await EXAMPLES[Operation.EXTEND](client, Sources())
    assert b"source_seconds" not in script.requests[0].content
    assert json.loads(script.requests[0].content)["continue_at"] == 4.5


async def test_errors_of_every_operation_are_ours() -> None:
    for operation in Operation:
        async with scripted_client(
            Script([httpx.Response(200, content=b"\x00")]), catalogue=everything_on()
        ) as client:
            with pytest.raises(ProviderError):
                await EXAMPLES[operation](client, Sources())
