"""A plain HTTP client for the tests of the studio, and the decoding of what it serves."""

import io
from types import TracebackType
from typing import NamedTuple, Self, cast

import aiohttp
import av
import numpy as np
from numpy.typing import NDArray

from bot.studio.server import Studio

Json = dict[str, object]
Samples = NDArray[np.float32]


class Note(NamedTuple):
    """A note as the MIDI reply has it: seconds, pitch, velocity 0-1."""

    start: float
    end: float
    pitch: int
    velocity: float


class Caller:
    """Calls a studio over its socket with a key."""

    def __init__(self, studio: Studio, key: str = "a-key") -> None:
        self.studio = studio
        self._headers = {"Authorization": f"Bearer {key}"}
        self.session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self.session = aiohttp.ClientSession(headers=self._headers)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.session is not None
        await self.session.close()

    def _address(self, path: str) -> str:
        if path.startswith("http"):
            return path
        return self.studio.root + path if path.startswith("/studio") else self.studio.url + path

    async def post(self, path: str, body: object, **headers: str) -> tuple[int, Json]:
        """Send JSON; the status and the decoded reply."""
        assert self.session is not None
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.post(self._address(path), json=body, headers=named) as reply:
            return reply.status, cast("Json", await reply.json())

    async def get(self, path: str) -> tuple[int, Json]:
        """Fetch JSON."""
        assert self.session is not None
        async with self.session.get(self._address(path)) as reply:
            return reply.status, cast("Json", await reply.json())

    async def fetch(self, address: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Fetch a file: status, content and headers."""
        assert self.session is not None
        async with self.session.get(self._address(address), headers=headers) as reply:
            return reply.status, await reply.read(), dict(reply.headers)

    async def order(self, path: str, body: object, **headers: str) -> str:
        """Place an order that must be accepted; its task id."""
        status, reply = await self.post(path, body, **headers)
        assert status == 200, reply
        return str(reply["task_id"])

    async def clips(self, task_id: str) -> list[Json]:
        """The clips of a finished task."""
        status, reply = await self.get(f"/sonic/task/{task_id}")
        assert status == 200, reply
        return cast("list[Json]", reply["data"])

    async def song(self, **fields: object) -> list[Json]:
        """Order a short song and return its clips."""
        return await self.clips(await self.order("/sonic/create", song(**fields)))

    async def audio(self, clip: Json) -> Samples:
        """The decoded audio of a clip."""
        status, data, _ = await self.fetch(str(clip["audio_url"]))
        assert status == 200
        return decode(data)

    async def lossless(self, clip: Json) -> Samples:
        """The audio of a clip without the losses of mp3."""
        _, reply = await self.post("/sonic/wav", {"clip_id": clip["clip_id"]})
        _, data, _ = await self.fetch(str(cast("Json", reply["data"])["wav_url"]))
        return decode(data)

    async def notes(self, clip: Json) -> dict[str, list[Note]]:
        """The notes of a clip by instrument, as its MIDI reply tells them."""
        status, reply = await self.post("/sonic/midi", {"clip_id": clip["clip_id"]})
        assert status == 200, reply
        instruments = cast("list[Json]", cast("Json", reply["data"])["instruments"])
        return {
            str(each["name"]): [
                Note(note["start"], note["end"], int(note["pitch"]), note["velocity"])
                for note in cast("list[dict[str, float]]", each["notes"])
            ]
            for each in instruments
        }

    async def tempo(self, clip: Json) -> float:
        """The tempo of a clip."""
        _, reply = await self.post("/sonic/bpm", {"clip_id": clip["clip_id"]})
        return cast("dict[str, float]", reply["data"])["avg_bpm"]

    async def ledger(self) -> Json:
        """The studio's books."""
        return (await self.get("/studio/ledger"))[1]


def song(**fields: object) -> Json:
    """The body of an order for a short song; a field given as None is left out."""
    body: Json = {
        "task_type": "create_music",
        "custom_mode": False,
        "mv": "sonic-v6",
        "use_suno_cdn": False,
        "gpt_description_prompt": "a brass band walking over a frozen lake",
        "duration": 10,
    }
    body.update(fields)
    return {name: value for name, value in body.items() if value is not None}


def decode(data: bytes) -> Samples:
    """The samples of an audio file, shape (channels, n), in floating point."""
    with av.open(io.BytesIO(data), "r") as container:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=44_100)
        planes = [
            each.to_ndarray()
            for frame in container.decode(audio=0)
            for each in resampler.resample(frame)
        ]
        planes += [each.to_ndarray() for each in resampler.resample(None)]
    return np.concatenate(planes, axis=1).astype(np.float32)


def loudness(samples: Samples) -> float:
    """The root mean square of samples."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def likeness(one: Samples, other: Samples) -> float:
    """How alike two sounds are, sample by sample, at whatever loudness: 1 the same, 0 strangers."""
    shared = min(one.shape[1], other.shape[1])
    first, second = one[:, :shared].ravel(), other[:, :shared].ravel()
    size = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(np.dot(first, second)) / size if size else 0.0
