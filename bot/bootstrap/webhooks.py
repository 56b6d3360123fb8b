"""Whether the music service is asked to announce finished songs, and the secret for that."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from bot.domain.errors import SetupError
from bot.provider import WebhookSender
from bot.settings import Settings

SECRET_FILE = "webhook.secret"  # noqa: S105 - a file's name
_SECRET_BYTES = 32
_ONLY_OURS = 0o600


def webhook_sender(settings: Settings) -> WebhookSender | None:
    """Return what addresses and secrets are derived from; None when nobody can reach this server.

    Raises:
        SetupError: the address, the secret or the secret's file cannot be used.
    """
    place = settings.place
    if place.public_url is None:
        return None
    if place.webhook_secret:
        secret = place.webhook_secret.get_secret_value()
    else:
        secret = kept_secret(place.data_dir / SECRET_FILE)
    return WebhookSender(place.public_url, secret)


def kept_secret(path: Path) -> str:
    """Return the secret in a file, made at random when the file is missing.

    The file is complete or not there, even after a crash, and of several programs that make it at
    once one wins. Nobody but this user may read it.

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
            f"The secret for webhooks in {path} cannot be used ({reason});"
            " give one by JAMBOREE_WEBHOOK_SECRET."
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
