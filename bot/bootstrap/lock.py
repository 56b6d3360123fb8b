"""A lock on the data folder: many bots may share one, and none while it is restored.

The lock belongs to the process and goes with it, however it ends.
"""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from bot.domain.errors import SetupError

LOCK_FILE = "jamboree.lock"


@contextlib.contextmanager
def data_folder_in_use(folder: Path) -> Iterator[None]:
    """Tell others for the length of the block that a bot works in the data folder.

    Raises:
        SetupError: it is being restored, or cannot be written.
    """
    with _locked(
        folder, fcntl.LOCK_SH, "A backup is just being restored; start the bot again afterwards."
    ):
        yield


@contextlib.contextmanager
def data_folder_alone(folder: Path) -> Iterator[None]:
    """Keep every bot out of the data folder for the length of the block.

    Raises:
        SetupError: a bot works in it, or it cannot be written.
    """
    with _locked(folder, fcntl.LOCK_EX, f"A bot runs on the data folder {folder}; stop it first."):
        yield


@contextlib.contextmanager
def _locked(folder: Path, kind: int, refusal: str) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK_FILE).open("ab")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SetupError(
            f"The data folder {folder} cannot be written ({reason}); name another by"
            " JAMBOREE_DATA_DIR or give this user the right."
        ) from error
    with file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except OSError as error:
            raise SetupError(refusal) from error
        yield
