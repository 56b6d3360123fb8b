"""Listening to recordings: how fast, in which key and how high they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.studio.music.theory import Mode
from bot.studio.sound.recordings import RATE, Samples

_HOP: Final = 512
_WINDOW: Final = 4096
_ANALYSED_SECONDS: Final = 90
_MAJOR: Final = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
_MINOR: Final = np.array([6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])


@dataclass(frozen=True, slots=True)
class Impression:
    """What a recording sounds like.

    Quarter notes a minute, tonic (0-11, C is 0), mode and mean pitch.
    """

    tempo: float
    tonic: int
    mode: Mode
    pitch: float


def _spectra(samples: Samples) -> NDArray[np.float64]:
    mono = samples[:, : _ANALYSED_SECONDS * RATE].mean(axis=0).astype(np.float64)
    if mono.size < _WINDOW:
        mono = np.pad(mono, (0, _WINDOW - mono.size))
    windows = np.lib.stride_tricks.sliding_window_view(mono, _WINDOW)[::_HOP]
    shape = np.hanning(_WINDOW)
    return np.abs(np.fft.rfft(windows * shape, axis=1))


def _tempo(spectra: NDArray[np.float64]) -> float:
    """The period at which onsets repeat best, between 70 and 160 a minute."""
    rise = np.diff(np.log1p(spectra), axis=0)
    onsets = np.maximum(rise, 0).sum(axis=1)
    onsets = onsets - onsets.mean() if onsets.size else onsets
    per_minute = 60.0 * RATE / _HOP
    best, best_score = 100.0, 0.0
    for tempo in np.arange(70.0, 160.5, 0.5):
        lags = per_minute / tempo * np.arange(1, 5)
        score = 0.0
        for lag in lags:
            low = int(lag)
            if low + 1 >= onsets.size:
                continue
            share = lag - low
            early = float(np.dot(onsets[: -low or None][: onsets.size - low], onsets[low:]))
            late = float(np.dot(onsets[: onsets.size - low - 1], onsets[low + 1 :]))
            score += ((1 - share) * early + share * late) / (onsets.size - low)
        if score > best_score:
            best, best_score = float(tempo), score
    return best


def _key(spectra: NDArray[np.float64]) -> tuple[int, Mode]:
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    audible = (frequencies > 60) & (frequencies < 4000)
    pitches = np.round(12 * np.log2(frequencies[audible] / 440.0) + 69).astype(int) % 12
    energy = (spectra[:, audible] ** 2).sum(axis=0)
    chroma = np.bincount(pitches, weights=np.sqrt(energy), minlength=12)
    best, answer = -2.0, (0, Mode.MAJOR)
    if not chroma.any():
        return answer
    for mode, profile in ((Mode.MAJOR, _MAJOR), (Mode.MINOR, _MINOR)):
        for tonic in range(12):
            match = float(np.corrcoef(np.roll(profile, tonic), chroma)[0, 1])
            if match > best:
                best, answer = match, (tonic, mode)
    return answer


def _pitch(spectra: NDArray[np.float64]) -> float:
    """The usual height of the strongest tone between 80 and 1000 hertz, as a MIDI pitch."""
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    sung = (frequencies > 80) & (frequencies < 1000)
    strongest = frequencies[sung][np.argmax(spectra[:, sung], axis=1)]
    loud = spectra.sum(axis=1)
    kept = strongest[loud > loud.mean() * 0.5]
    middle = float(np.median(kept)) if kept.size else 220.0
    return float(12 * np.log2(middle / 440.0) + 69)


def listen(samples: Samples) -> Impression:
    """Estimate tempo, key and height of a recording from its first minute and a half."""
    spectra = _spectra(samples)
    tonic, mode = _key(spectra)
    return Impression(_tempo(spectra), tonic, mode, _pitch(spectra))
