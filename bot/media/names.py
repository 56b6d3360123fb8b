"""Names for files that people download."""

import re
import unicodedata

_LONGEST_SLUG = 60
_FALLBACK = "song"
_LATIN_LETTER = re.compile(r"LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) ([A-Z]{1,2})(?: WITH .*)?")


def download_name(title: str, position: int, extension: str) -> str:
    """Return a name such as `neon-rain-1.mp3` for a hostile title.

    It holds only ASCII letters, digits and single hyphens, at most 60 characters of the title, and
    no more dots than the one before `extension`. A title without any Latin letter or digit gives
    `song-1.mp3`.
    """
    letters = "".join(map(_ascii, unicodedata.normalize("NFKD", title.casefold())))
    slug = re.sub(r"[^a-z0-9]+", "-", letters)[:_LONGEST_SLUG].strip("-")
    return f"{slug or _FALLBACK}-{position}.{extension}"


def _ascii(character: str) -> str:
    """Return a character's nearest ASCII letters; nothing for marks, a space for what has none."""
    if character.isascii():
        return character
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return ""
    # Letters such as ø and æ have no decomposition, but their names say which they are.
    match = _LATIN_LETTER.fullmatch(unicodedata.name(character, ""))
    return match.group(1).lower() if match else " "
