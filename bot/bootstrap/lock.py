"""A lock on the data folder: many bots may share one, and none while it is restored.

The lock belongs to the process and goes with it, however it ends.
"""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bot.domain.errors import SetupError

LOCK_FILE = "jamboree.lock"
_TURN_FILE = "jamboree.start"


@contextlib.contextmanager
def data_folder_in_use(folder: Path) -> Iterator[bool]:
    """Tell others for the length of the block that a bot works in the data folder.

    Yields whether it is the only one as it comes.

    Raises:
        SetupError: it is being restored, or cannot be written.
    """
    with _opened(folder, LOCK_FILE) as file:
        # One asks at a time, for whoever asks whether it is alone is, for a moment, in the way.
        with _opened(folder, _TURN_FILE) as turn:
            _wait_for(turn, folder)
            alone = _taken(file, fcntl.LOCK_EX)
            if not _taken(file, fcntl.LOCK_SH):
                raise SetupError("A backup is just being restored; start the bot again afterwards.")
        yield alone


@contextlib.contextmanager
def data_folder_alone(folder: Path) -> Iterator[None]:
    """Keep every bot out of the data folder for the length of the block.

    Raises:
        SetupError: a bot works in it, or it cannot be written.
    """
    with _opened(folder, LOCK_FILE) as file:
        if not _taken(file, fcntl.LOCK_EX):
            raise SetupError(f"A bot runs on the data folder {folder}; stop it first.")
        yield


def _opened(folder: Path, name: str) -> BinaryIO:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / name).open("ab")
    except OSError as error:
        raise _unusable(folder, error) from error


def _wait_for(file: BinaryIO, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError as error:
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: OSError) -> SetupError:
    reason = (error.strerror or str(error)).lower()
    return SetupError(
        f"The data folder {folder} cannot be written ({reason}); name another by"
        " JAMBOREE_DATA_DIR or give this user the right."
    )


def _taken(file: BinaryIO, kind: int) -> bool:
    """Take a lock, or change the kind of one that is held, if nobody else's is in the way."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
