"""ZIP files of songs and texts, in parts that are each small enough to send."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ENTRY_BYTES = 512
"""More than a ZIP file adds for an entry whose name has at most 100 characters."""


@dataclass(frozen=True)
class BundledFile:
    """A file to go into a bundle. Its name is ASCII and at most 100 characters long."""

    name: str
    path: Path
    size_bytes: int


def split(files: Sequence[BundledFile], max_bytes: int) -> list[list[BundledFile]]:
    """Share files out to parts, in order, so that each part's bundle has at most `max_bytes`.

    A file that is too large for a part of its own gets one nevertheless; see `largest_file`.
    """
    parts: list[list[BundledFile]] = [[]]
    filled = 0
    for file in files:
        needed = file.size_bytes + _ENTRY_BYTES
        if parts[-1] and filled + needed > max_bytes:
            parts.append([])
            filled = 0
        parts[-1].append(file)
        filled += needed
    return parts


def largest_file(max_bytes: int) -> int:
    """Return how many bytes a file may have that is alone in a bundle of `max_bytes`."""
    return max(0, max_bytes - _ENTRY_BYTES)


def size_of_texts(texts: Mapping[str, str]) -> int:
    """Return an upper bound of what texts take in a bundle."""
    return sum(len(text.encode()) + _ENTRY_BYTES for text in texts.values())


def size_of_bundle(sizes: Sequence[int], texts: Mapping[str, str]) -> int:
    """Return an upper bound of how large a bundle of files of these sizes and texts is."""
    return sum(size + _ENTRY_BYTES for size in sizes) + size_of_texts(texts) + _ENTRY_BYTES


def write_bundle(target: Path, files: Sequence[BundledFile], texts: Mapping[str, str]) -> None:
    """Write a ZIP file. It blocks while it reads and writes, so it is run in a thread.

    Songs are compressed already, so nothing is compressed again.

    Raises:
        OSError: a file cannot be read, or the target cannot be written.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for name, text in texts.items():
            bundle.writestr(name, text)
        for file in files:
            bundle.write(file.path, file.name)
