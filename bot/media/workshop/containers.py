"""Telling by its first bytes in which form a file holds its audio."""

_RIFF, _WAVE = b"RIFF", b"WAVE"
_BOX_AT = 4

HEAD_BYTES = 12
"""How much of a file is looked at."""


def container_of(head: bytes) -> str | None:
    """Return the decoder's name of a form that can be made into mp3, or None for any other.

    Files that people have are in one of these: WAV, FLAC, Ogg (voice messages) and MP4 (phones).
    """
    if head.startswith(_RIFF) and head[8:HEAD_BYTES] == _WAVE:
        return "wav"
    if head.startswith(b"fLaC"):
        return "flac"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[_BOX_AT : _BOX_AT + 4] == b"ftyp":
        return "mov"
    return None
