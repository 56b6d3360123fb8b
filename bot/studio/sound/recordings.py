"""Recorded audio that scores refer to by key: what was uploaded to the studio."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Stereo samples at the studio's rate: shape (2, n), full scale at 1."""

RATE = 44_100
"""The studio's sampling rate, in hertz."""


class Recordings(Protocol):
    """Where the renderer finds recordings."""

    def __hash__(self) -> int: ...

    def samples(self, key: str) -> Samples:
        """The samples of a recording. Raises KeyError when there is none of that key."""
        ...


class NoRecordings:
    """For songs that need none."""

    def samples(self, key: str) -> Samples:
        """Raise KeyError."""
        raise KeyError(key)
