"""The styles the studio knows, as data: words that ask for one, tempo, harmony, groove and band."""

from __future__ import annotations

from typing import Final

from bot.studio.music.styles.grooves import GROOVES
from bot.studio.music.styles.roots import ROOTS
from bot.studio.music.styles.scenes import SCENES
from bot.studio.music.styles.songs import SONGS
from bot.studio.music.styles.style import Chair, Style

STYLES: Final = (*SONGS, *ROOTS, *GROOVES, *SCENES)
"""All styles; the first one is what songs are in when no word says otherwise."""

BY_NAME: Final = {style.name: style for style in STYLES}
"""The styles by name."""

__all__ = ["BY_NAME", "STYLES", "Chair", "Style"]
