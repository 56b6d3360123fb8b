"""Cover pictures, drawn from the words of a song.

A gradient sky, a disc and hills or waves in one palette.
"""

from __future__ import annotations

import colorsys
import io
import math
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

SIZE: Final = 512
_HUES: Final = {
    "rain": 0.58,
    "night": 0.66,
    "sea": 0.54,
    "ocean": 0.54,
    "sun": 0.11,
    "summer": 0.1,
    "love": 0.95,
    "fire": 0.03,
    "forest": 0.36,
    "green": 0.36,
    "gold": 0.12,
    "winter": 0.56,
    "snow": 0.56,
    "neon": 0.84,
    "desert": 0.08,
    "metal": 0.0,
    "jazz": 0.07,
    "ambient": 0.5,
    "moon": 0.63,
    "spring": 0.3,
    "autumn": 0.06,
    "blue": 0.6,
    "red": 0.99,
}

Colour = tuple[int, int, int]


def _colour(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return int(red * 255), int(green * 255), int(blue * 255)


def _sky(top: Colour, bottom: Colour) -> Image.Image:
    column = Image.new("RGB", (1, 256))
    for y in range(256):
        share = y / 255
        column.putpixel(
            (0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        )
    return column.resize((SIZE, SIZE), Image.Resampling.BICUBIC)


def _hills(draw: ImageDraw.ImageDraw, random: Random, level: float, colour: Colour) -> None:
    waves = [
        (random.uniform(0.6, 3.2), random.uniform(0, 6.3), random.uniform(8, 34)) for _ in range(3)
    ]
    points = [
        (
            x,
            level
            + sum(height * math.sin(x / SIZE * pace * 6.3 + turn) for pace, turn, height in waves),
        )
        for x in range(0, SIZE + 8, 8)
    ]
    draw.polygon([(0, SIZE), *points, (SIZE, SIZE)], fill=colour)


def _weather(
    pen: ImageDraw.ImageDraw, random: Random, words: str, hue: float, *, is_night: bool
) -> None:
    """Rain where the words speak of it, else stars at night."""
    if "rain" in words or "storm" in words:
        for _ in range(160):
            left, top = random.randint(0, SIZE), random.randint(0, SIZE)
            pen.line(
                (left, top, left - 4, top + random.randint(10, 22)), fill=_colour(hue, 0.15, 0.9)
            )
    elif is_night:
        for _ in range(90):
            left, top = random.randint(0, SIZE), random.randint(0, SIZE // 2)
            pen.ellipse((left, top, left + 2, top + 2), fill=(255, 255, 240))


def draw_cover(words: str, seed: int) -> bytes:
    """A square JPEG that depends on nothing but the words and the seed."""
    random = Random(f"cover {seed} {words}")  # noqa: S311 - art, not secrets
    lowered = words.casefold()
    hue = next((hue for word, hue in _HUES.items() if word in lowered), random.random())
    other = hue + random.choice((0.08, -0.1, 0.45, 0.55))
    is_night = any(
        word in lowered for word in ("night", "dark", "moon", "space", "metal", "techno")
    )
    high = 0.25 if is_night else random.uniform(0.45, 0.8)
    image = _sky(_colour(hue, 0.75, high), _colour(other, 0.55, min(0.98, high + 0.35)))
    glow = Image.new("RGB", (SIZE, SIZE))
    pen = ImageDraw.Draw(glow)
    x, y, radius = random.randint(130, 380), random.randint(110, 260), random.randint(46, 110)
    pen.ellipse(
        (x - radius, y - radius, x + radius, y + radius), fill=_colour(other + 0.04, 0.3, 0.95)
    )
    halo = glow.filter(ImageFilter.GaussianBlur(radius / 2))
    image = Image.composite(
        Image.new("RGB", (SIZE, SIZE), _colour(other + 0.04, 0.22, 1.0)), image, halo.convert("L")
    )
    pen = ImageDraw.Draw(image)
    pen.ellipse(
        (x - radius, y - radius, x + radius, y + radius), fill=_colour(other + 0.05, 0.18, 1.0)
    )
    for layer in range(4):
        shade = _colour(hue + 0.02 * layer, 0.6, max(0.08, high * (0.75 - 0.17 * layer)))
        _hills(pen, random, SIZE * (0.6 + 0.1 * layer), shade)
    _weather(pen, random, lowered, hue, is_night=is_night)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=86)
    return target.getvalue()
