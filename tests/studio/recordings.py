"""A recording to upload, and orders about it."""

from functools import cache

import numpy as np

from tests.studio.caller import Caller, Json, Samples

RATE = 44_100
BEATS_A_MINUTE = 100
WORDS = "[Verse]\nA ladder in the orchard\nThe apples turning red"


@cache
def recording(seconds: float) -> Samples:
    """Plucked tones of A minor, one on each beat."""
    beat = 60 * RATE // BEATS_A_MINUTE
    times = np.arange(beat * 2) / RATE
    sound = np.zeros(int(seconds * RATE) + times.size)
    for number, start in enumerate(range(0, int(seconds * RATE), beat)):
        hertz = (220.0, 261.6, 329.6, 440.0)[number % 4]
        sound[start : start + times.size] += np.sin(2 * np.pi * hertz * times) * np.exp(-times * 5)
    mono = 0.4 * sound[: int(seconds * RATE)]
    return np.stack([mono, mono * 0.8]).astype(np.float32)


async def uploaded(caller: Caller, address: str) -> str:
    status, reply = await caller.post("/sonic/upload", {"url": address})
    assert status == 200, reply
    assert reply["code"] == 200
    return str(reply["clip_id"])


def upload_task(kind: str, clip_id: str, **fields: object) -> Json:
    body: Json = {
        "task_type": kind,
        "continue_clip_id": clip_id,
        "custom_mode": True,
        "prompt": WORDS,
        "mv": "sonic-v5",
        "tags": "folk",
        "use_suno_cdn": False,
    }
    return {name: value for name, value in (body | fields).items() if value is not None}
