"""The service's announcements that a task is over: who sent them, and what they say.

Pure functions; the receiver is in `bot.web`. The service signs `timestamp.body` with a secret that
travels with each order. Each job has its own, derived from one secret of this server, so that
nothing needs to be stored and one job's secret opens no other.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import JamboreeError, SetupError
from bot.domain.ids import JobId, ProviderTaskId
from bot.provider.envelope import Envelope, read_envelope
from bot.provider.mapping import Callback
from bot.provider.reading.accepted import task_id_in
from bot.provider.wire.common import is_safe_address

PATH = "/webhooks/music/{job_id}"
"""Where the announcements arrive, below the address at which this server can be reached."""
LARGEST_BODY_BYTES = 256 * 1024
OLDEST_SECONDS = 300
"""How far a timestamp may be from now, either way; exactly so much is still accepted."""

_PURPOSE = b"jamboree music webhook 1\x00"
_LEAST_SECRET_CHARACTERS = 16
_LONGEST_ADDRESS = 900
_PREFIX = "sha256="
_HEX_DIGITS = frozenset("0123456789abcdef")


class Distrust(StrEnum):
    """Why an announcement is not believed."""

    TOO_LARGE = "too_large"
    UNSIGNED = "unsigned"
    """Timestamp or signature is missing or malformed."""
    OUT_OF_TIME = "out_of_time"
    FORGED = "forged"
    UNREADABLE = "unreadable"
    """Well signed, but not an announcement of a task."""


@dataclass(eq=False)
class WebhookRefused(JamboreeError):
    """An announcement that must change nothing."""

    reason: Distrust


class Announcement(StrEnum):
    """What is announced of a task."""

    COMPLETED = "song.completed"
    STREAMING = "song.streaming"
    FAILED = "song.failed"
    OTHER = "other"
    """A kind that we do not know; the task may be worth a look."""


@dataclass(frozen=True)
class WebhookEvent:
    """A believed announcement. It only says that the task is worth asking for."""

    announcement: Announcement
    task_id: ProviderTaskId
    platform: str
    """The service's name of the family; `suno` and `sonic` are the same."""
    replay_keys: tuple[str, ...]
    """An announcement is a repetition when any of these was seen before.

    The signature comes first: the service's own event id is not signed, so that a replayed
    announcement could carry another one.
    """


@dataclass(frozen=True)
class WebhookSender:
    """Derives where a job's announcements go and what they are signed with."""

    public_url: str
    server_secret: str

    def __post_init__(self) -> None:
        """Check both parts.

        Raises:
            SetupError: the address is none, or the secret is too short to be one.
        """
        if not is_safe_address(self.public_url) or len(self.public_url) > _LONGEST_ADDRESS:
            raise SetupError(
                "JAMBOREE_PUBLIC_URL must be an https address, because the music API announces "
                "finished songs to no other."
            )
        if len(self.server_secret) < _LEAST_SECRET_CHARACTERS:
            raise SetupError(
                f"The secret for webhooks must have at least {_LEAST_SECRET_CHARACTERS} characters."
            )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.public_url!r})"

    def secret_for(self, job_id: JobId) -> str:
        """Return a job's own secret, in hexadecimal."""
        return hmac.new(
            self.server_secret.encode(), _PURPOSE + job_id.encode(), hashlib.sha256
        ).hexdigest()

    def callback_for(self, job_id: JobId) -> Callback:
        """Return what an order is to say about its announcement."""
        address = self.public_url.rstrip("/") + PATH.format(job_id=job_id)
        return Callback(address, self.secret_for(job_id))


def read_webhook(
    headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime
) -> WebhookEvent:
    """Return what a signed announcement says. `headers` ignores case; `body` is as it came.

    Raises:
        WebhookRefused: it is too large, unsigned, too old or too new, forged, or unreadable.
    """
    if len(body) > LARGEST_BODY_BYTES:
        raise WebhookRefused(Distrust.TOO_LARGE)
    signature = _verified(headers, body, secret, now)
    answer = read_envelope(200, body)
    task_id = task_id_in(answer)
    if answer.contents is None or task_id is None:
        raise WebhookRefused(Distrust.UNREADABLE)
    event_id = headers.get("X-Webhook-Id") or headers.get("Idempotency-Key") or ""
    announcement = _announcement(answer, headers)
    return WebhookEvent(
        announcement=announcement,
        task_id=task_id,
        platform=_text(answer.contents.get("platform")),
        replay_keys=(
            f"signature:{signature}",
            *((f"event:{task_id}:{announcement}:{event_id[:200]}",) if event_id else ()),
        ),
    )


def sign(body: bytes, timestamp: str, secret: str) -> str:
    """Return the signature of a body, in lower-case hexadecimal."""
    signed = timestamp.encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _verified(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> str:
    timestamp = headers.get("X-Webhook-Timestamp", "")
    signature = headers.get("X-Webhook-Signature", "").strip().lower().removeprefix(_PREFIX)
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise WebhookRefused(Distrust.UNSIGNED)
    if len(signature) != 64 or not _HEX_DIGITS.issuperset(signature):
        raise WebhookRefused(Distrust.UNSIGNED)
    if abs(now.timestamp() - int(timestamp)) > OLDEST_SECONDS:
        raise WebhookRefused(Distrust.OUT_OF_TIME)
    if not hmac.compare_digest(sign(body, timestamp, secret), signature):
        raise WebhookRefused(Distrust.FORGED)
    return signature


def _announcement(answer: Envelope, headers: Mapping[str, str]) -> Announcement:
    """Decide by the event's name, then the type, then the code; the header's name is not signed."""
    contents = answer.contents or {}
    for named in (_text(contents.get("event")), headers.get("X-Webhook-Event", "")):
        if named:
            known = {kind.value: kind for kind in Announcement}
            return known.get(named.strip().lower(), Announcement.OTHER)
    if answer.type == "failed" or not answer.succeeded:
        return Announcement.FAILED
    return Announcement.OTHER if answer.data is None else Announcement.COMPLETED


def _text(value: object) -> str:
    return value[:200] if isinstance(value, str) else ""
