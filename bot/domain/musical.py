"""What words about a song say of its music: its tempo and its key."""

import re

_TEMPO = re.compile(r"(?<![\w.,])([1-9]\d{1,2}(?:\.\d{1,2})?) ?bpm\b", re.IGNORECASE)
# A lower-case "a minor" is more often an article than a key.
_KEY = re.compile(r"\b([A-G])( ?flat| ?sharp|[#♯b♭])?[ -]((?i:major|minor))\b")
_SIGNS = {"flat": "♭", "b": "♭", "♭": "♭", "sharp": "♯", "#": "♯", "♯": "♯"}


def tempo_in(text: str) -> str | None:
    """Return the first tempo that a text names, in beats a minute as it is written, or None."""
    found = _TEMPO.search(text)
    return found[1] if found else None


def key_in(text: str) -> str | None:
    """Return the first key that a text names, such as `F♯ minor`, or None."""
    found = _KEY.search(text)
    if found is None:
        return None
    tonic, sign, mode = found.groups()
    return f"{tonic}{_SIGNS[sign.strip()] if sign else ''} {mode.lower()}"
