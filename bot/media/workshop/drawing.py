"""A picture of how a song sounds."""

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bot.media.workshop.decoding import Tally, decoded
from bot.media.workshop.messages import Drawn, DrawTask
from bot.media.workshop.problems import NotAudio

WIDTH, HEIGHT = 900, 180
_BARS = 150
_BAR_WIDTH, _STEP = 4, WIDTH // _BARS
_SHORTEST = 4
_PARTS = 12
_NEXT_TO_NOTHING = 1e-12
# Stands out against the light and the dark backgrounds of Discord alike.
_COLOUR = (124, 92, 255, 255)
_TRANSPARENT = (0, 0, 0, 0)


def draw(task: DrawTask) -> Drawn:
    """Draw a song as a row of bars, as tall as it is loud at that time.

    Raises:
        NotAudio: the song does not decode.
    """
    power = np.array(
        [
            float(np.mean(np.square(frame.to_ndarray(), dtype=np.float64)))
            for frame in decoded(task.path, Tally())
        ]
    )
    if not power.size:
        raise NotAudio("nothing in it decodes")
    return Drawn(
        png=base64.b64encode(_picture(_levels(power, _BARS))),
        levels=tuple(round(float(level), 2) for level in _levels(power, _PARTS)),
    )


def _levels(power: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return the loudness of `count` equal parts, the loudest of which is 1."""
    # A song of fewer frames than parts is stretched.
    stretched = np.repeat(power, -(-count // power.size)) if power.size < count else power
    edges = np.linspace(0, stretched.size, count + 1).astype(int)
    loudness = np.sqrt(np.add.reduceat(stretched, edges[:-1]) / np.diff(edges))
    return loudness / max(float(loudness.max()), _NEXT_TO_NOTHING)


def _picture(levels: NDArray[np.float64]) -> bytes:
    image = Image.new("RGBA", (WIDTH, HEIGHT), _TRANSPARENT)
    pen = ImageDraw.Draw(image)
    for position, level in enumerate(levels):
        tall = max(_SHORTEST, round(float(level) * HEIGHT))
        left, top = position * _STEP, (HEIGHT - tall) // 2
        pen.rounded_rectangle(
            (left, top, left + _BAR_WIDTH - 1, top + tall - 1), radius=2, fill=_COLOUR
        )
    file = io.BytesIO()
    image.quantize(16).save(file, "PNG", optimize=True)
    return file.getvalue()
