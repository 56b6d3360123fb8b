"""Finding the General MIDI sound font that the pretty_midi package brings along."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path


@cache
def sound_font() -> Path:
    """The path of the sound font. Raises FileNotFoundError when the package or the font is missing.

    The package is looked up, not imported: it is slow to import and only its data is wanted.
    """
    found = importlib.util.find_spec("pretty_midi")
    if found is None or found.origin is None:
        raise FileNotFoundError(
            "the pretty_midi package, which brings the sound font, is not installed"
        )
    font = Path(found.origin).with_name("TimGM6mb.sf2")
    if not font.is_file():
        raise FileNotFoundError(f"the sound font is missing: {font.name}")
    return font
