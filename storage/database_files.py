"""A database's files on the disk: made new, set aside, and made durable."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.errors import SetupError

_BESIDE = ("-wal", "-shm")
"""What SQLite calls the files beside a database that is in use."""


def set_aside(path: Path, now: datetime) -> Path | None:
    """Give a database a second name, so that there is one under its own name at any moment.

    What lies beside it must not be taken for a part of the one that replaces it.
    """
    if not path.exists():
        return None
    kept = path.with_name(f"{path.name}.replaced-{now.astimezone(UTC):%Y%m%d-%H%M%S-%f}")
    kept.hardlink_to(path)
    for suffix in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(kept.with_name(kept.name + suffix))
    return kept


def take_after(former: Path, copy: Path) -> None:
    """Give a copy the rights, and if we may the owner, of the database that it replaces."""
    if not former.exists():
        return
    shutil.copymode(former, copy)
    owner = former.stat()
    with contextlib.suppress(PermissionError):
        os.chown(copy, owner.st_uid, owner.st_gid)


@contextlib.contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """Give a new file beside `target`, for this user alone; removed if it is still there after."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        for suffix in ("", "-journal", *_BESIDE):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def make_durable(path: Path) -> None:
    """Have a file or folder written to the disk itself.

    Raises:
        OSError: it cannot be.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file that is there."""
    return one.exists() and other.exists() and one.samefile(other)


def unwritable(folder: Path, error: OSError) -> SetupError:
    """Return what the operator is told of a folder in which something could not be written."""
    reason = (error.strerror or type(error).__name__).lower()
    return SetupError(f"The folder {folder} cannot be written ({reason}).")
