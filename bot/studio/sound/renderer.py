"""From a score to samples: every part is played on its own, placed, given room and added up.

Everything after the synthesizer is linear, and the loudness of the whole is one common factor. So
the tracks of a song add up to its mix, to within rounding.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from threading import local
from typing import Final, Protocol

import numpy as np
import symusic

from bot.studio.music.score import TICKS_PER_BEAT, Part, Role, Score
from bot.studio.sound.font import sound_font
from bot.studio.sound.recordings import RATE, NoRecordings, Recordings, Samples

_TARGET: Final = 0.13
"""The loudness (root mean square) a mix is brought to, if its peaks allow."""
_CEILING: Final = 0.89
_FADE_SECONDS: Final = 1.6
_SEAM_SECONDS: Final = 0.006
_ROOM_SECONDS: Final = 1.5
_BLOCK: Final = 1 << 17


class Synthesizer(Protocol):
    """What the library's synthesizer does for us."""

    def render(self, score: object, stereo: bool) -> Samples:
        """Play a score."""
        ...


_thread = local()


def _synthesizer() -> Synthesizer:
    # One for each thread: the synthesizer is stateful while it plays.
    if not hasattr(_thread, "synthesizer"):
        _thread.synthesizer = symusic.Synthesizer(sf_path=sound_font(), sample_rate=RATE, quality=0)
    found: Synthesizer = _thread.synthesizer
    return found


@lru_cache(maxsize=1)
def _room() -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.complex64]], int]:
    """The spectrum of a made-up room.

    Decaying noise, different on both sides, darker as it dies away.
    """
    length = int(RATE * _ROOM_SECONDS)
    noise = np.random.default_rng(20).standard_normal((2, length))
    time = np.arange(length) / RATE
    noise *= np.exp(-time * 4.2) * (1 - np.exp(-time * 120))
    smooth = np.ones(9) / 9
    noise = np.stack([np.convolve(side, smooth, mode="same") for side in noise])
    noise[:, : int(RATE * 0.012)] = 0
    noise *= 0.5 / np.sqrt((noise**2).sum(axis=1, keepdims=True))
    size = _BLOCK * 2
    return np.fft.rfft(noise.astype(np.float32), size).astype(np.complex64), size


def _reverberate(dry: Samples) -> Samples:
    """What the room answers to a signal, by overlap-add; as long as the signal."""
    spectrum, size = _room()
    total = dry.shape[1]
    wet = np.zeros((2, total + size), dtype=np.float32)
    for start in range(0, total, _BLOCK):
        block = dry[:, start : start + _BLOCK]
        wet[:, start : start + size] += np.fft.irfft(np.fft.rfft(block, size) * spectrum, size)
    return wet[:, :total]


def _brightened(samples: Samples, amount: float) -> Samples:
    """Raise (amount above 0) or lower (below 0) what is high in a sound; linear in the sound."""
    if amount == 0:
        return samples
    high = samples.copy()
    high[:, 1:] -= samples[:, :-1]
    return samples + np.float32(amount) * high


def _play(part: Part, score: Score, frames: int) -> Samples:
    """One part alone, before its gain."""
    sheet = symusic.Score(TICKS_PER_BEAT)
    sheet.tempos.append(symusic.Tempo(0, score.tempo))
    track = symusic.Track(part.name, program=part.program, is_drum=part.is_drum)
    for note in part.notes:
        if 0 <= note.start < score.length and note.length > 0:
            track.notes.append(symusic.Note(note.start, note.length, note.pitch, note.velocity))
    out = np.zeros((2, frames), dtype=np.float32)
    if not len(track.notes):
        return out
    sheet.tracks.append(track)
    played = np.asarray(_synthesizer().render(sheet, stereo=True), dtype=np.float32)
    count = min(frames, played.shape[1])
    out[:, :count] = played[:, :count]
    return out


def _placed(samples: Samples, part: Part) -> Samples:
    angle = (part.pan + 1) * np.pi / 4
    sides = np.array([[np.cos(angle)], [np.sin(angle)]], dtype=np.float32) * np.float32(np.sqrt(2))
    placed: Samples = samples * sides * np.float32(part.gain)
    return placed


def _envelope(score: Score, frames: int) -> Samples:
    """The fade at the end of the song; a seam only gets rid of the click."""
    shape = np.ones((1, frames), dtype=np.float32)
    seconds = min(_FADE_SECONDS if score.fade_out else _SEAM_SECONDS, score.duration_seconds / 3)
    tail = max(1, int(seconds * RATE))
    shape[0, -tail:] = np.linspace(1, 0, tail, dtype=np.float32) ** 1.5
    return shape


def _tapes(score: Score, frames: int, recordings: Recordings) -> Samples:
    out = np.zeros((2, frames), dtype=np.float32)
    for tape in score.tapes:
        source = recordings.samples(tape.recording)
        source = source[:, int(tape.from_seconds * RATE) : int(tape.to_seconds * RATE)]
        start = int(tape.start_seconds * RATE)
        count = max(0, min(source.shape[1], frames - start))
        out[:, start : start + count] += source[:, :count] * np.float32(tape.gain)
    return out


def frames_of(score: Score) -> int:
    """How many samples a song has."""
    return max(1, round(score.duration_seconds * RATE))


def common_gain(mix: Samples) -> float:
    """The one factor that brings a mix to the usual loudness without clipping."""
    peak = float(np.max(np.abs(mix), initial=0.0))
    if peak == 0.0:
        return 1.0
    loudness = float(np.sqrt(np.mean(np.square(mix, dtype=np.float64))))
    return min(_TARGET / loudness, _CEILING / peak)


def mix(score: Score, recordings: Recordings | None = None) -> Samples:
    """The whole song before the common gain.

    Cheaper than adding up ``tracks``: the room answers once.
    """
    frames = frames_of(score)
    total = np.zeros((2, frames), dtype=np.float32)
    sent = np.zeros((2, frames), dtype=np.float32)
    for part in score.parts:
        dry = _placed(_play(part, score, frames), part)
        total += dry
        sent += dry * np.float32(part.reverb)
    if score.parts:
        total += _reverberate(sent)
    total = _brightened(total * _envelope(score, frames), score.brightness)
    if score.tapes:
        total += _tapes(score, frames, recordings or NoRecordings()) * _envelope(score, frames)
    return total


@lru_cache(maxsize=32)
def _song_gain(score: Score, recordings: Recordings | None) -> np.float32:
    return np.float32(common_gain(mix(score, recordings)))


def render(score: Score, recordings: Recordings | None = None) -> Samples:
    """The finished song."""
    whole = mix(score, recordings)
    finished: Samples = whole * np.float32(common_gain(whole))
    return finished


def render_tracks(
    score: Score, names: tuple[str, ...], recordings: Recordings | None = None
) -> Samples:
    """Some tracks of a song as loud as they are in it; silence for no names."""
    chosen = replace(
        score,
        parts=tuple(part for part in score.parts if part.name in names),
        tapes=score.tapes if Role.RECORDING in names else (),
    )
    if not chosen.parts and not chosen.tapes:
        return np.zeros((2, frames_of(score)), dtype=np.float32)
    stem: Samples = mix(chosen, recordings) * _song_gain(score, recordings)
    return stem


def track_names(score: Score) -> dict[str, Role]:
    """The tracks of a song by name: its parts, and its recordings as one."""
    found = {part.name: part.role for part in score.parts}
    if score.tapes:
        found[Role.RECORDING.value] = Role.RECORDING
    return found
