"""Covers: pictures from outside, made small and harmless, and kept in a song's tags."""

# mutagen says that it has types, but most of its functions have none.
# mypy: allow-untyped-calls

import io
from pathlib import Path

from mutagen import id3
from PIL import Image, UnidentifiedImageError

from bot.media.workshop.problems import NotAudio

SIDE = 512
"""Width and height of every cover, in pixels."""

_MOST_PIXELS = 40_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 85
_FRONT_COVER = id3.PictureType.COVER_FRONT


def harmless(path: Path) -> bytes | None:
    """Return a picture from outside as a square JPEG file, or None when it is no picture.

    Nothing of the original file is in it but what one sees.
    """
    try:
        with Image.open(path, formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            # JPEG files are decoded at a fraction of their size where that is enough.
            image.draft("RGB", (SIDE, SIDE))
            square = min(image.size)
            left, top = (image.width - square) // 2, (image.height - square) // 2
            cut = image.convert("RGB").crop((left, top, left + square, top + square))
            file = io.BytesIO()
            cut.resize((SIDE, SIDE)).save(file, "JPEG", quality=_QUALITY, optimize=True)
            return file.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def frame_of(jpeg: bytes) -> id3.APIC:
    """Return the tag's frame that holds a cover."""
    return id3.APIC(
        encoding=id3.Encoding.LATIN1, mime="image/jpeg", type=_FRONT_COVER, desc="", data=jpeg
    )


def read_from(path: Path) -> bytes | None:
    """Return the cover in the tags of a song of ours, or None when it has none."""
    try:
        frames = id3.ID3(path).getall("APIC")
    except id3.ID3NoHeaderError:
        return None
    return bytes(frames[0].data) if frames else None


def opened(jpeg: bytes) -> Image.Image:
    """Return a cover of ours as an image of `SIDE` by `SIDE` pixels.

    Raises:
        NotAudio: it is damaged.
    """
    try:
        return Image.open(io.BytesIO(jpeg), formats=("JPEG",)).convert("RGB").resize((SIDE, SIDE))
    except (UnidentifiedImageError, OSError):
        raise NotAudio("its cover is damaged") from None
