"""From files that somebody else made to samples, and the store of such recordings."""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Final

import av
import numpy as np

from bot.studio.sound.recordings import RATE, Samples

LONGEST_SECONDS: Final = 8 * 60
"""The longest recording that is taken in."""

_KEPT: Final = 3


class UnreadableAudio(ValueError):
    """What was given cannot be decoded, or is too short or too long."""


def decode(data: bytes) -> Samples:
    """Decode an audio file of any common format. Raises UnreadableAudio."""
    planes: list[Samples] = []
    frames = 0
    try:
        with av.open(io.BytesIO(data), "r") as container:
            if not container.streams.audio:
                raise UnreadableAudio("the file has no sound in it")
            resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
            for frame in container.decode(container.streams.audio[0]):
                for each in resampler.resample(frame):
                    planes.append(each.to_ndarray().astype(np.float32))
                    frames += each.samples
                if frames > (LONGEST_SECONDS + 1) * RATE:
                    raise UnreadableAudio("the recording is longer than 8 minutes")
            planes += [each.to_ndarray().astype(np.float32) for each in resampler.resample(None)]
    except (av.FFmpegError, IndexError) as error:
        raise UnreadableAudio("the file is not audio that can be decoded") from error
    samples = np.concatenate(planes, axis=1) if planes else np.zeros((2, 0), np.float32)
    if samples.shape[1] < RATE // 2:
        raise UnreadableAudio("the recording is shorter than half a second")
    bounded: Samples = np.nan_to_num(np.clip(samples, -4.0, 4.0)).astype(np.float32)
    return bounded


class RecordingStore:
    """Keeps uploaded files as they came, in a folder or in memory, and decodes them when they
    are played.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._files: dict[str, bytes] = {}
        self._decoded: OrderedDict[str, Samples] = OrderedDict()
        self._lock = Lock()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def add(self, data: bytes) -> tuple[str, Samples]:
        """Take a file in; its key and its samples. Raises UnreadableAudio."""
        samples = decode(data)
        key = hashlib.sha256(data).hexdigest()[:32]
        if self._folder is None:
            self._files[key] = data
        else:
            (self._folder / key).write_bytes(data)
        self._remember(key, samples)
        return key, samples

    def samples(self, key: str) -> Samples:
        """The samples of a recording. Raises KeyError when there is none of that key."""
        with self._lock:
            if key in self._decoded:
                self._decoded.move_to_end(key)
                return self._decoded[key]
        if self._folder is None:
            data = self._files[key]
        else:
            path = self._folder / key
            if not path.is_file():
                raise KeyError(key)
            data = path.read_bytes()
        samples = decode(data)
        self._remember(key, samples)
        return samples

    def _remember(self, key: str, samples: Samples) -> None:
        with self._lock:
            self._decoded[key] = samples
            while len(self._decoded) > _KEPT:
                self._decoded.popitem(last=False)
