"""From samples to files, with PyAV."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

import av
import numpy as np

from bot.studio.sound.recordings import RATE, Samples


class AudioFormat(StrEnum):
    """The formats that the studio delivers."""

    MP3 = "mp3"
    WAV = "wav"
    M4A = "m4a"


@dataclass(frozen=True, slots=True)
class _Recipe:
    container: str
    codec: str
    sample_format: str
    media_type: str
    bit_rate: int | None = None


_RECIPES: Final = {
    AudioFormat.MP3: _Recipe("mp3", "libmp3lame", "fltp", "audio/mpeg", 128_000),
    AudioFormat.WAV: _Recipe("wav", "pcm_s16le", "s16", "audio/wav"),
    AudioFormat.M4A: _Recipe("ipod", "aac", "fltp", "audio/mp4", 128_000),
}
_CHUNK: Final = RATE


def media_type(form: AudioFormat) -> str:
    """The Content-Type of a format."""
    return _RECIPES[form].media_type


def encode(samples: Samples, form: AudioFormat, tags: dict[str, str] | None = None) -> bytes:
    """Write stereo samples at the studio's rate into a file of a format, with tags such as the
    title.
    """
    recipe = _RECIPES[form]
    target = io.BytesIO()
    with av.open(target, "w", format=recipe.container) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(recipe.codec, rate=RATE, layout="stereo")
        if not isinstance(stream, av.AudioStream):
            raise TypeError(f"{recipe.codec} is not an audio codec")
        if recipe.bit_rate is not None:
            stream.bit_rate = recipe.bit_rate
        if form is AudioFormat.MP3:
            # The quicker half of the encoder's scale: hardly heard, but half the time.
            stream.codec_context.options = {"compression_level": "7"}
        for start in range(0, samples.shape[1], _CHUNK):
            chunk = samples[:, start : start + _CHUNK]
            frame = _frame(chunk, recipe.sample_format)
            frame.sample_rate = RATE
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


def _frame(chunk: Samples, sample_format: str) -> av.AudioFrame:
    if sample_format == "fltp":
        planes = np.ascontiguousarray(chunk)
        return av.AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
    whole = np.clip(np.round(chunk.T * 32767), -32768, 32767).astype(np.int16)
    packed = np.ascontiguousarray(whole.reshape(1, -1))
    return av.AudioFrame.from_ndarray(packed, format="s16", layout="stereo")


def encode_video(samples: Samples, picture: bytes) -> bytes:
    """An MP4 file (H.264, AAC) of a still JPEG picture and stereo samples at the studio's rate."""
    target = io.BytesIO()
    with av.open(io.BytesIO(picture), "r") as source:
        still = next(source.decode(video=0)).reformat(format="yuv420p")
    seconds = max(1, math.ceil(samples.shape[1] / RATE))
    with av.open(target, "w", format="mp4") as container:
        film = container.add_stream("libx264", rate=1)
        sound = container.add_stream("aac", rate=RATE, layout="stereo")
        film.width, film.height, film.pix_fmt = still.width, still.height, "yuv420p"
        film.codec_context.options = {"preset": "ultrafast", "tune": "stillimage"}
        for second in range(seconds):
            still.pts, still.time_base = second, Fraction(1)
            container.mux(film.encode(still))
        container.mux(film.encode(None))
        for start in range(0, samples.shape[1], _CHUNK):
            frame = _frame(samples[:, start : start + _CHUNK], "fltp")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    return target.getvalue()
