"""Making a song's file small enough for where it has to go."""

# mutagen says that it has types, but most of its functions have none.
# mypy: allow-untyped-calls

import os
from dataclasses import dataclass
from pathlib import Path

import av
from mutagen import id3

from bot.media.workshop import tagging
from bot.media.workshop.decoding import Tally, decoded
from bot.media.workshop.messages import DoesNotFit, FitTask, Fitted

# The encoder writes one frame about the file itself, and its last frame may stand half empty.
_SPARE_BYTES = 4096
_KILOBIT = 1000


@dataclass(frozen=True)
class _Rung:
    """A way to encode: constant bit rate, and how much of the sound is kept for it."""

    kilobits: int
    mono: bool = False
    rate: int | None = None
    """Samples a second; None keeps the song's own."""


# Below 64 kbit/s two channels sound worse than one with half the band.
_LADDER = (
    *(_Rung(kilobits) for kilobits in (192, 160, 128, 112, 96, 80, 64)),
    *(_Rung(kilobits, mono=True, rate=24_000) for kilobits in (48, 32)),
)
# MPEG-2's lower sample rates know no higher bit rate.
_LOW_RATE = 32_000
_LOW_RATE_KILOBITS = 160


def fit(task: FitTask) -> Fitted | DoesNotFit:
    """Encode a song of ours at the highest bit rate with which it stays within the task's size.

    Raises:
        NotAudio: the song does not decode.
        OSError: the disk is full or broken.
    """
    seconds, sample_rate = _measure(task.source)
    room = task.max_bytes - _SPARE_BYTES - _tag_bytes(task.source)
    for rung in _LADDER:
        rate = rung.rate or sample_rate
        if rate < _LOW_RATE and rung.kilobits > _LOW_RATE_KILOBITS:
            continue
        if rung.kilobits * _KILOBIT / 8 * seconds > room:
            continue
        _encode(task.source, task.target, rung, rate)
        _copy_tags(task.source, task.target)
        size = task.target.stat().st_size
        if size <= task.max_bytes:
            _sync(task.target)
            return Fitted(size_bytes=size, bits_per_second=rung.kilobits * _KILOBIT)
    return DoesNotFit()


def _measure(path: Path) -> tuple[float, int]:
    samples, rate = 0, 0
    for frame in decoded(path, Tally()):
        samples += frame.samples
        rate = frame.sample_rate
    return samples / max(rate, 1), rate


def _encode(source: Path, target: Path, rung: _Rung, rate: int) -> None:
    with av.open(str(target), "w", format="mp3", options={"id3v2_version": "0"}) as container:
        stream = container.add_stream("mp3", rate=rate)
        resampler: av.AudioResampler | None = None
        for frame in decoded(source, Tally()):
            if resampler is None:
                layout = "mono" if rung.mono else frame.layout.name
                stream.layout = layout
                stream.bit_rate = rung.kilobits * _KILOBIT
                resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate)
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        if resampler is not None:
            for part in resampler.resample(None):
                container.mux(stream.encode(part))
        container.mux(stream.encode(None))


def _tag_bytes(path: Path) -> int:
    return int(id3.ID3(path).size)


def _copy_tags(source: Path, target: Path) -> None:
    tagging.save(id3.ID3(source), target)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
