"""Secrets that this program makes for itself and keeps in the data folder."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from bot.domain.errors import SetupError
from bot.settings import Settings

PEOPLE_FILE = "people.secret"
"""Holds what the pseudonyms of people who were erased are derived from."""

_SECRET_BYTES = 32
_ONLY_OURS = 0o600


def people_secret(settings: Settings) -> str:
    """Return what pseudonyms are derived from; several processes on one database need the same.

    Raises:
        SetupError: its file cannot be used.
    """
    if settings.privacy.secret:
        return settings.privacy.secret.get_secret_value()
    return kept_secret(settings.place.data_dir / PEOPLE_FILE, "JAMBOREE_PRIVACY_SECRET")


def kept_secret(path: Path, variable: str) -> str:
    """Return the secret in a file, made at random when the file is missing.

    The file is complete or not there, even after a crash, and of several programs that make it at
    once one wins. Nobody but this user may read it. `variable` is the setting that gives another.

    Raises:
        SetupError: it cannot be read or made.
    """
    try:
        if not path.exists():
            _make(path)
        path.chmod(_ONLY_OURS)
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SetupError(
            f"The secret in {path} cannot be used ({reason}); give one by {variable}."
        ) from error


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # Other than renaming, linking leaves what somebody else put there meanwhile.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
    finally:
        fresh.unlink()
