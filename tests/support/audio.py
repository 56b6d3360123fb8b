"""Sounds and files for tests, made on the spot."""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE = 24_000
Samples = NDArray[np.float32]


def tone(seconds: float, *, hertz: float = 220.0, peak: float = 0.3) -> Samples:
    """Return a sine tone of one channel at `RATE`."""
    times = np.arange(int(seconds * RATE), dtype=np.float64) / RATE
    return (peak * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def silence(seconds: float) -> Samples:
    """Return as many zeros."""
    return np.zeros(int(seconds * RATE), dtype=np.float32)


def write_mp3(
    path: Path, samples: Samples, *, bits_per_second: int = 64_000, rate: int = RATE
) -> Path:
    """Encode samples, taken as `rate` a second, to an mp3 file and return its path."""
    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream("mp3", rate=rate)
        stream.layout = "mono"
        stream.bit_rate = bits_per_second
        container.mux(stream.encode(_frame(samples, rate)))
        container.mux(stream.encode(None))
    return path


def write_wav(path: Path, samples: Samples) -> Path:
    """Encode samples to a wav file and return its path."""
    with av.open(str(path), "w", format="wav") as container:
        stream = container.add_stream("pcm_f32le", rate=RATE)
        stream.layout = "mono"
        container.mux(stream.encode(_frame(samples)))
        container.mux(stream.encode(None))
    return path


def write_film(path: Path, samples: Samples) -> Path:
    """Write an mp4 file: black pictures, and an mp3 track of the samples."""
    with av.open(str(path), "w", format="mp4") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        video.pix_fmt = "yuv420p"
        sound = container.add_stream("mp3", rate=RATE)
        sound.layout = "mono"
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        for _ in range(10):
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
        container.mux(sound.encode(_frame(samples)))
        container.mux(sound.encode(None))
    return path


def _frame(samples: Samples, rate: int = RATE) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(samples[np.newaxis, :], format="fltp", layout="mono")
    frame.sample_rate = rate
    return frame
