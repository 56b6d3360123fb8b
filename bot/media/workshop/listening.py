"""Hearing a file out: whether it decodes, how long it is, whether anything sounds."""

# mutagen says that it has types, but most of its functions have none.
# mypy: allow-untyped-calls

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from mutagen.mp3 import BitrateMode, MPEGInfo

from bot.media.workshop.decoding import Tally, decoded
from bot.media.workshop.problems import EndsEarly, NotAudio, parsing

# Encoders pad a song's ends and providers round its length: within 3 s or 5 %, whichever is more.
TOLERANCE_SECONDS = 3.0
TOLERANCE_SHARE = 0.05
# A peak of -60 dB is below the noise of a quiet room at ordinary volume.
SILENCE_PEAK = 10 ** (-60 / 20)
# A stray byte costs a frame; more than this is not a song with a scratch.
BROKEN_SHARE = 0.01
# What a file may hold besides its frames, such as padding or a forgotten tag.
FOREIGN_SHARE = 0.05


@dataclass(frozen=True)
class Heard:
    """What decoding a file from end to end told."""

    duration_seconds: float
    peak: float
    """The loudest sample; 1 is full scale."""


def hear(path: Path, *, expected_seconds: float | None, max_duration_seconds: float) -> Heard:
    """Decode an mp3 file without tags to its end and check that it is the song that was promised.

    Raises:
        NotAudio: it does not decode, is silent, or longer than promised or allowed.
        EndsEarly: it is shorter than promised or than its own header says.
    """
    promised = _promised_by_header(path)
    heard = _decode(path, max_duration_seconds)
    for seconds in (expected_seconds, promised):
        if seconds is not None and heard.duration_seconds < seconds - tolerance(seconds):
            raise EndsEarly(f"it lasts {heard.duration_seconds:.1f} s of {seconds:.1f} s")
    if expected_seconds is not None and heard.duration_seconds > expected_seconds + tolerance(
        expected_seconds
    ):
        raise NotAudio(
            f"it lasts {heard.duration_seconds:.1f} s and {expected_seconds:.1f} s were promised"
        )
    if not heard.peak > SILENCE_PEAK:
        raise NotAudio("it is silent")
    return heard


def tolerance(seconds: float) -> float:
    """Return by how much a file may be shorter or longer than `seconds`."""
    return max(TOLERANCE_SECONDS, TOLERANCE_SHARE * seconds)


def _promised_by_header(path: Path) -> float | None:
    """Return the length that a Xing, Info or VBRI header states, or None when there is none."""
    with parsing("it is not an mp3 file"), path.open("rb") as file:
        info = MPEGInfo(file)
    if info.sketchy:
        raise NotAudio("it is not an mp3 file")
    return float(info.length) if info.bitrate_mode != BitrateMode.UNKNOWN else None


def _decode(path: Path, max_duration_seconds: float) -> Heard:
    seconds = peak = 0.0
    tally = Tally()
    for frame in decoded(path, tally):
        seconds += frame.samples / frame.sample_rate
        peak = max(peak, float(np.abs(frame.to_ndarray()).max(initial=0.0)))
        if seconds > max_duration_seconds:
            raise NotAudio(f"it is longer than {max_duration_seconds:.0f} s")
    if not seconds or not math.isfinite(peak):
        raise NotAudio("nothing in it decodes")
    if tally.broken > BROKEN_SHARE * tally.packets:
        raise NotAudio(f"{tally.broken} of its {tally.packets} frames are broken")
    if tally.frame_bytes < (1 - FOREIGN_SHARE) * path.stat().st_size:
        raise NotAudio("much of it is not audio")
    return Heard(seconds, peak)
