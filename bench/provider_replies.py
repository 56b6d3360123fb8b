"""How many replies about a finished task are read in a second, beside plain `json.loads`.

Ours goes from the body's bytes to the domain's report, with every field checked.
"""

import json
import time
from collections.abc import Callable

from bench.ratios import Ratio
from bot.domain.ports import TaskReport, TaskState
from bot.provider.envelope import read_envelope
from bot.provider.mapping import report_of
from bot.provider.reading.tasks import read_task

ROUNDS = 5
REPLIES = 2000
LYRICS = "\n".join(f"[Verse {n}]\nRain on tin, line {n} of a song that goes on" for n in range(40))
STEMS = 24


async def measure() -> list[Ratio]:
    """Compare for a song of two clips and for a full set of stems."""
    return [
        _compared("finished songs read", _reply(2), at_least=0.1),
        _compared("full sets of stems read", _reply(STEMS), at_least=0.1),
    ]


def _compared(subject: str, body: bytes, *, at_least: float) -> Ratio:
    if _read(body).state is not TaskState.FINISHED:
        raise RuntimeError("the reply was not read")
    ours, theirs = 0.0, 0.0
    for _ in range(ROUNDS):
        # In turns, and the best of each: what else the machine does hits both alike.
        ours = max(ours, _per_second(lambda: _read(body)))
        theirs = max(theirs, _per_second(lambda: json.loads(body)))
    return Ratio(
        subject=subject,
        unit="replies/s",
        ours=ours,
        reference="json.loads",
        theirs=theirs,
        aim=at_least,
    )


def _read(body: bytes) -> TaskReport:
    reply = read_task(read_envelope(200, body))
    if reply is None:
        raise RuntimeError("the reply was not read")
    return report_of(reply)


def _per_second(read: Callable[[], object]) -> float:
    begun = time.perf_counter()
    for _ in range(REPLIES):
        read()
    return REPLIES / (time.perf_counter() - begun)


def _reply(clips: int) -> bytes:
    """Return a finished task as the service tells it; the values are made up."""
    return json.dumps(
        {
            "code": 200,
            "message": "success",
            "data": [
                {
                    "clip_id": f"11111111-2222-4333-8444-{number:012}",
                    "state": "succeeded",
                    "title": "Rain on tin",
                    "tags": "folk, slow, fingerpicked guitar, rain sounds, close harmony",
                    "lyrics": LYRICS,
                    "image_url": f"https://cdn.example/image-{number}.jpeg",
                    "audio_url": f"https://cdn.example/audio-{number}.mp3",
                    "video_url": None,
                    "created_at": "2026-01-02T03:04:05.000Z",
                    "mv": "chirp-v5-5",
                    "gpt_description_prompt": None,
                    "duration": "141.52",
                    "negative_tags": "metal",
                    "style_weight": 0.6,
                    "weirdness_constraint": 0.3,
                }
                for number in range(clips)
            ],
        }
    ).encode()
