"""The archive's folder: files named by their content, and those that are worked on.

A file arrives under a temporary name in `incoming/`, is worked on there, and is moved to
`<first two digits>/<hash>.<ending>` once it is safely on disk. A temporary file is locked while it
is worked on; the lock ends with the process, so what is left unlocked was left by a crash.
"""

import asyncio
import fcntl
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import structlog

from bot.domain.crash_points import Act, around
from bot.domain.errors import ArchiveUnwritable
from bot.domain.files import Arrival, StoredFile
from bot.domain.ids import ContentHash
from bot.domain.songs import StoredAudio

log = structlog.get_logger(__name__)

_INCOMING = "incoming"
_ARRIVALS = "arrivals"


class ArchiveFolder:
    """One folder, which several processes may share."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @classmethod
    async def opened(cls, root: Path) -> "ArchiveFolder":
        """Make the folder, clear what a crash left in it, and prove that it can be written.

        Raises:
            OSError: it cannot be made or written.
        """
        return cls(await asyncio.to_thread(_prepare, root))

    def path_of(self, file: StoredAudio | StoredFile) -> Path:
        """Return where a stored file is, or would be."""
        name = f"{file.content_hash}.{file.extension}"
        return self._root / file.content_hash[:2] / name

    @asynccontextmanager
    async def incoming(self) -> AsyncIterator[tuple[Path, BinaryIO]]:
        """Give a new file for one block; what is not moved away by its end is removed.

        What is written to the file has to be flushed within the block, in `writing`.

        Raises:
            ArchiveUnwritable: it cannot be made.
        """
        with writing(), around(Act.TEMPORARY):
            path, file = await asyncio.to_thread(_open_incoming, self._root / _INCOMING)
        try:
            yield path, file
        finally:
            await asyncio.to_thread(_close_incoming, path, file)

    async def take(self, path: Path, file: StoredAudio | StoredFile) -> None:
        """Move a file, which is safely on disk, to where it is kept.

        Raises:
            ArchiveUnwritable: it cannot be moved.
        """
        with writing():
            await asyncio.to_thread(_take, self._root, path, self.path_of(file))

    async def arrivals(self) -> tuple[Arrival, ...]:
        """Return the files that were moved here and that nobody has said anything of since."""
        return await asyncio.to_thread(lambda: tuple(_noted(self._root)))

    async def settle_in(self, arrival: Arrival) -> None:
        """Note that the books know a file."""
        await asyncio.to_thread(_note_of(self._root, arrival.file).unlink, missing_ok=True)

    async def turn_away(self, arrival: Arrival) -> None:
        """Remove a file that arrived, unless it arrived once more meanwhile.

        Raises:
            ArchiveUnwritable: it cannot be removed now.
        """
        with writing():
            await asyncio.to_thread(_turn_away, self._root, arrival, self.path_of(arrival.file))

    async def remove(self, file: StoredAudio | StoredFile) -> None:
        """Remove a stored file for good; safe to repeat.

        Raises:
            ArchiveUnwritable: it cannot be removed now.
        """
        with writing():
            await asyncio.to_thread(self.path_of(file).unlink, missing_ok=True)


@contextmanager
def writing() -> Iterator[None]:
    """Tell a fault of our own disk in the block as one.

    Raises:
        ArchiveUnwritable: there was one.
    """
    try:
        yield
    except OSError as error:
        raise ArchiveUnwritable(f"the archive cannot be written: {error.strerror}") from error


def _prepare(folder: Path) -> Path:
    """Make the folder, clear it, and prove that it can be written; return its absolute path."""
    incoming = folder / _INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    (folder / _ARRIVALS).mkdir(exist_ok=True)
    for path in incoming.iterdir():
        with _unlocked(path) as unlocked:
            if unlocked:
                path.unlink(missing_ok=True)
    path, file = _open_incoming(incoming)
    _close_incoming(path, file)
    return folder.absolute()


@contextmanager
def _unlocked(path: Path) -> Iterator[bool]:
    """Tell whether no living process works on a file."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
    except (BlockingIOError, FileNotFoundError):
        yield False


def _open_incoming(folder: Path) -> tuple[Path, BinaryIO]:
    descriptor, name = tempfile.mkstemp(suffix=".part", dir=folder)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return Path(name), os.fdopen(descriptor, "wb")


def _close_incoming(path: Path, file: BinaryIO) -> None:
    """Be done with a temporary file. It never fails, so it hides no other fault."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        # The next start clears it away.
        log.warning("temporary_file_left", reason=error.strerror)
    # What was wanted has been flushed; the rest of a broken file need not find room on the disk.
    with suppress(OSError):
        file.close()


def _take(root: Path, source: Path, target: Path) -> None:
    """Move a file, after a note of it that a power cut leaves."""
    with _arriving(root, fcntl.LOCK_SH):
        (root / _ARRIVALS / target.name).touch()
        _sync_folder(root / _ARRIVALS)
        target.parent.mkdir(exist_ok=True)
        source.replace(target)
        _sync_folder(target.parent)
        _sync_folder(root)


def _turn_away(root: Path, arrival: Arrival, target: Path) -> None:
    note = _note_of(root, arrival.file)
    with _arriving(root, fcntl.LOCK_EX), suppress(FileNotFoundError):
        if _moment_of(note) == arrival.arrived_at:
            target.unlink(missing_ok=True)
            note.unlink()


@contextmanager
def _arriving(root: Path, how: int) -> Iterator[None]:
    """Keep what is done to arrivals apart: files move side by side, none while one is removed."""
    descriptor = os.open(root / _ARRIVALS, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _noted(root: Path) -> Iterator[Arrival]:
    for note in (root / _ARRIVALS).iterdir():
        file = StoredFile(ContentHash(note.stem), 0, note.suffix.removeprefix("."))
        with suppress(FileNotFoundError):
            yield Arrival(file, _moment_of(note))


def _moment_of(note: Path) -> datetime:
    return datetime.fromtimestamp(note.stat().st_mtime, UTC)


def _note_of(root: Path, file: StoredFile) -> Path:
    return root / _ARRIVALS / f"{file.content_hash}.{file.extension}"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
