"""The other families: what is sent for each example, and a recorded answer to it."""

from bot.domain.operations import Operation
from tests.support.sources import LYRICS, Exchange

ACCEPTED = {"message": "success", "task_id": "t-9"}
RIFF = {"mv": "FUZZ-1.1", "custom_mode": True, "lyrics": LYRICS}

OTHER_EXCHANGES: dict[Operation, Exchange] = {
    Operation.PRODUCER_CREATE: (
        "POST /producer/create",
        {
            "task_type": "create_music",
            "mv": "FUZZ-2.0",
            "sound": "slow folk with strings",
            "lyrics": LYRICS,
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
        {"type": "vocal", "lyrics": LYRICS, "gender": "Female", "duration": 30},
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
