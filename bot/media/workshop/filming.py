"""A song as a film: its cover and its waveform, over which a line moves with the music."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bot.media.workshop import covers
from bot.media.workshop.decoding import Tally, decoded
from bot.media.workshop.drawing import levels, power_of
from bot.media.workshop.keeping import hash_and_sync
from bot.media.workshop.messages import FilmTask, Stored
from bot.media.workshop.problems import NotAudio

WIDTH, HEIGHT = 960, 540
FRAMES_PER_SECOND = 1
_HERTZ = 48_000
_BITS_PER_SECOND = 192_000
_BARS = 160
_STEP, _BAR_WIDTH = 5, 3
_MIDDLE, _TALLEST = 440, 120
_LEFT = (WIDTH - _BARS * _STEP) // 2
_COVER_SIDE, _COVER_TOP = 300, 45
_GROUND, _DONE, _TO_COME = (24, 26, 34), (124, 92, 255), (110, 114, 128)


def film(task: FilmTask) -> Stored:
    """Write an MP4 film (H.264 and AAC) of a song of ours.

    Raises:
        NotAudio: the song does not decode.
        OSError: the disk is full or broken.
    """
    power, seconds = power_of(task.source)
    heights = levels(power, _BARS)
    still = _still(covers.read_from(task.source))
    try:
        _write(task, still, [float(height) for height in heights], seconds)
    except OSError:
        raise
    except (av.error.FFmpegError, ValueError):
        raise NotAudio("it cannot be filmed") from None
    return hash_and_sync(task.target)


def _write(task: FilmTask, still: Image.Image, heights: list[float], seconds: float) -> None:
    # The index comes first, so that players need not have all of the file to begin.
    options = {"movflags": "+faststart"}
    with av.open(str(task.target), "w", format="mp4", options=options) as container:
        picture = container.add_stream("libx264", rate=FRAMES_PER_SECOND)
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        picture.options = {"preset": "superfast", "tune": "stillimage", "crf": "24", "threads": "1"}
        sound = container.add_stream("aac", rate=_HERTZ)
        sound.layout, sound.bit_rate = "stereo", _BITS_PER_SECOND
        container.metadata["title"] = task.title
        container.metadata["comment"] = task.remark
        frames = _frames(still, heights, seconds)
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=_HERTZ)
        samples = written = 0
        for part in _resampled(task.source, resampler):
            # Both streams side by side: one after the other would be held in memory.
            while written * _HERTZ <= samples * FRAMES_PER_SECOND:
                following = next(frames, None)
                if following is None:
                    break
                container.mux(picture.encode(following))
                written += 1
            samples += part.samples
            container.mux(sound.encode(part))
        for following in frames:
            container.mux(picture.encode(following))
        container.mux(picture.encode(None))
        container.mux(sound.encode(None))


def _resampled(path: Path, resampler: av.AudioResampler) -> Iterator[av.AudioFrame]:
    for frame in decoded(path, Tally()):
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _still(cover: bytes | None) -> Image.Image:
    """Return what does not move: the cover on a blurred ground of its own colours."""
    ground = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    if cover is None:
        return ground
    image = covers.opened(cover)
    blurred = image.resize((WIDTH, HEIGHT)).filter(ImageFilter.GaussianBlur(60))
    ground = Image.blend(ground, blurred, 0.25)
    place = ((WIDTH - _COVER_SIDE) // 2, _COVER_TOP)
    ground.paste(image.resize((_COVER_SIDE, _COVER_SIDE)), place)
    return ground


def _frames(still: Image.Image, heights: list[float], seconds: float) -> Iterator[av.VideoFrame]:
    image = still.copy()
    pen = ImageDraw.Draw(image)
    for position, height in enumerate(heights):
        _bar(pen, position, height, _TO_COME)
    played = 0
    for number in range(max(1, round(seconds * FRAMES_PER_SECOND))):
        passed = int(number / FRAMES_PER_SECOND / max(seconds, 1e-9) * _BARS)
        while played < min(passed, _BARS):
            _bar(pen, played, heights[played], _DONE)
            played += 1
        frame = av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
        yield frame


def _bar(
    pen: ImageDraw.ImageDraw, position: int, height: float, colour: tuple[int, int, int]
) -> None:
    tall = max(4, round(height * _TALLEST))
    left, top = _LEFT + position * _STEP, _MIDDLE - tall // 2
    pen.rectangle((left, top, left + _BAR_WIDTH - 1, top + tall - 1), fill=colour)
