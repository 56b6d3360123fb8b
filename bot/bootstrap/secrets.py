"""Secrets that this program makes for itself and keeps in the data folder."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from pydantic import SecretStr

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
    kept = settings.place.data_dir / PEOPLE_FILE
    return given_or_kept(settings.privacy.secret, kept, "JAMBOREE_PRIVACY_SECRET")


def given_or_kept(given: SecretStr | None, path: Path, variable: str) -> str:
    """Return the secret that a setting gives, or that of a file; see `kept_secret`.

    Raises:
        SetupError: the file is needed and cannot be used.
    """
    return given.get_secret_value() if given else kept_secret(path, variable)


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
