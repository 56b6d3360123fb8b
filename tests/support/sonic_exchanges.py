"""Sonic, lyrics and credits: what is sent for each example, and a recorded answer to it."""

from bot.domain.operations import Operation
from tests.support.sources import LYRICS, Exchange

ACCEPTED = {"message": "success", "task_id": "t-9"}
SONG = {"mv": "sonic-v5", "custom_mode": True, "prompt": LYRICS}

SONIC_EXCHANGES: dict[Operation, Exchange] = {
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
            "prompt": LYRICS,
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
}
