"""Measuring and cleaning text that people wrote."""

import unicodedata

# A joiner or a variation selector inside an emoji is needed; on its own it shows nothing.
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_BIDIRECTIONAL_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def length(text: str) -> int:
    """Count `text` as the stricter of two customs: code points or UTF-16 code units.

    The provider does not say which it counts, so a text is within a limit only when both are.
    UTF-16 units are never fewer than code points.
    """
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def has_visible_characters(text: str) -> bool:
    """Tell whether a reader would see anything at all of `text`."""
    if text.isascii() and text.isprintable():
        return bool(text) and not text.isspace()
    return any(
        unicodedata.category(character) not in _INVISIBLE_CATEGORIES
        and character not in _BLANK_LETTERS
        for character in text
    )


def tidy(text: str) -> str:
    """Return `text` composed (NFC), without control and direction-changing characters, trimmed.

    Line feeds stay; other line ends become line feeds. Nothing a reader can see is removed.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return without_controls(unified, kept="\n").strip()


def without_controls(text: str, *, kept: str = "\t\n\r") -> str:
    """Return `text` without control and direction-changing characters, except those `kept`."""
    return "".join(
        character
        for character in text
        if character in kept
        or (
            unicodedata.category(character) not in {"Cc", "Cs"}
            and character not in _BIDIRECTIONAL_CONTROLS
        )
    )
