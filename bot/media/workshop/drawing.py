"""A picture of how a song sounds."""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bot.media.workshop import covers
from bot.media.workshop.decoding import Tally, decoded
from bot.media.workshop.keeping import hash_and_sync
from bot.media.workshop.messages import Portrayed, PortrayTask
from bot.media.workshop.problems import NotAudio

WIDTH, HEIGHT = 900, 180
_BARS = 150
_BAR_WIDTH, _STEP = 4, WIDTH // _BARS
_SHORTEST = 4
_PARTS = 12
_GAP = 12
_NEXT_TO_NOTHING = 1e-12
# Stands out against the light and the dark backgrounds of Discord alike.
_COLOUR = (124, 92, 255, 255)
_TRANSPARENT = (0, 0, 0, 0)


def portray(task: PortrayTask) -> Portrayed:
    """Draw a song's cover, if it has one, and its waveform beside it.

    Raises:
        NotAudio: the song does not decode.
        OSError: the disk is full or broken.
    """
    power, _ = power_of(task.source)
    waveform, cover = _waveform(power), covers.read_from(task.source)
    if cover is None:
        image = waveform
    else:
        image = Image.new("RGBA", (HEIGHT + _GAP + WIDTH, HEIGHT), _TRANSPARENT)
        image.paste(covers.opened(cover).resize((HEIGHT, HEIGHT)), (0, 0))
        image.paste(waveform, (HEIGHT + _GAP, 0))
    # A process that outlives the bot does not make a file anew that was cleared away.
    with task.target.open("r+b") as file:
        file.write(_png(image, 256))
    stored = hash_and_sync(task.target)
    return Portrayed(
        content_hash=stored.content_hash, size_bytes=stored.size_bytes, levels=_parts(power)
    )


def power_of(path: Path) -> tuple[NDArray[np.float64], float]:
    """Return the mean power of each frame of a song of ours, and its length in seconds.

    Raises:
        NotAudio: the song does not decode.
    """
    power: list[float] = []
    seconds = 0.0
    for frame in decoded(path, Tally()):
        power.append(float(np.mean(np.square(frame.to_ndarray(), dtype=np.float64))))
        seconds += frame.samples / frame.sample_rate
    if not power:
        raise NotAudio("nothing in it decodes")
    return np.array(power), seconds


def _parts(power: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(level), 2) for level in levels(power, _PARTS))


def levels(power: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return the loudness of `count` equal parts, the loudest of which is 1."""
    # A song of fewer frames than parts is stretched.
    stretched = np.repeat(power, -(-count // power.size)) if power.size < count else power
    edges = np.linspace(0, stretched.size, count + 1).astype(int)
    loudness = np.sqrt(np.add.reduceat(stretched, edges[:-1]) / np.diff(edges))
    return loudness / max(float(loudness.max()), _NEXT_TO_NOTHING)


def _waveform(power: NDArray[np.float64]) -> Image.Image:
    image = Image.new("RGBA", (WIDTH, HEIGHT), _TRANSPARENT)
    pen = ImageDraw.Draw(image)
    for position, level in enumerate(levels(power, _BARS)):
        tall = max(_SHORTEST, round(float(level) * HEIGHT))
        left, top = position * _STEP, (HEIGHT - tall) // 2
        pen.rounded_rectangle(
            (left, top, left + _BAR_WIDTH - 1, top + tall - 1), radius=2, fill=_COLOUR
        )
    return image


def _png(image: Image.Image, colours: int = 16) -> bytes:
    file = io.BytesIO()
    image.quantize(colours).save(file, "PNG", optimize=True)
    return file.getvalue()
