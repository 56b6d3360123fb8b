"""Failures on request: by a header of one request or armed beforehand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

HEADER: Final = "X-Studio-Fault"
"""The request header that names faults, separated by commas.

``name=value`` gives a number along.
"""


class Fault(StrEnum):
    """Everything that can go wrong on request."""

    BAD_REQUEST = "bad_request"
    UNAUTHORIZED = "unauthorized"
    INSUFFICIENT_CREDITS = "insufficient_credits"
    CREDITS_EXHAUSTED = "credits_exhausted"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    GONE = "gone"
    UNPROCESSABLE = "unprocessable"
    RATE_LIMITED = "rate_limited"
    API_ERROR = "api_error"
    FAILED = "failed"
    UPSTREAM_ERROR = "upstream_error"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    KNOWN_RECORDING = "known_recording"

    DELAY = "delay"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    HTML_BEFORE = "html_before"
    HTML_AFTER = "html_after"
    EMPTY_BEFORE = "empty_before"
    EMPTY_AFTER = "empty_after"

    LONG_NOT_READY = "long_not_ready"
    TASK_CLIPS_FAILED = "task_clips_failed"
    TASK_FAILED_500 = "task_failed_500"
    TASK_TIMEOUT_504 = "task_timeout_504"
    ONE_CLIP_FAILED = "one_clip_failed"
    STREAMING_FIRST = "streaming_first"

    WEBHOOK_LOST = "webhook_lost"
    WEBHOOK_TWICE = "webhook_twice"
    WEBHOOK_FORGED = "webhook_forged"
    WEBHOOK_OLD = "webhook_old"

    AUDIO_EMPTY = "audio_empty"
    AUDIO_TRUNCATED = "audio_truncated"
    AUDIO_HTML = "audio_html"
    AUDIO_WRONG_LENGTH = "audio_wrong_length"
    AUDIO_ENCRYPTED = "audio_encrypted"
    AUDIO_FORBIDDEN = "audio_forbidden"
    AUDIO_MISSING = "audio_missing"


ERRORS: Final = {
    Fault.BAD_REQUEST: (400, "validation_error", "The request was refused by order of a test"),
    Fault.UNAUTHORIZED: (401, "unauthorized", "Invalid API key"),
    Fault.INSUFFICIENT_CREDITS: (402, "insufficient_credits", "Insufficient credits"),
    Fault.CREDITS_EXHAUSTED: (
        403,
        "forbidden",
        "Your credits are exhausted, please check your subscription",
    ),
    Fault.FORBIDDEN: (403, "forbidden", 'The lyrics contain protected content: "some words"'),
    Fault.NOT_FOUND: (404, "not_found", "Not found"),
    Fault.GONE: (410, "endpoint_retired", "This endpoint has been retired"),
    Fault.UNPROCESSABLE: (422, "unprocessable", "Unprocessable entity"),
    Fault.RATE_LIMITED: (429, "rate_limited", "Too many requests"),
    Fault.API_ERROR: (500, "api_error", "Internal error"),
    Fault.FAILED: (500, "failed", "The task failed"),
    Fault.UPSTREAM_ERROR: (502, "upstream_error", "The upstream provider failed"),
    Fault.UNAVAILABLE: (503, "unavailable", "Service busy, too many concurrent jobs"),
    Fault.TIMEOUT: (504, "timeout", "The task timed out"),
    Fault.KNOWN_RECORDING: (
        403,
        "forbidden",
        "The audio matches an existing recording in the catalog",
    ),
}
"""Faults that are an HTTP error: status, type and text."""

TASK_FAULTS: Final = frozenset(
    {
        Fault.LONG_NOT_READY,
        Fault.TASK_CLIPS_FAILED,
        Fault.TASK_FAILED_500,
        Fault.TASK_TIMEOUT_504,
        Fault.ONE_CLIP_FAILED,
        Fault.STREAMING_FIRST,
        Fault.WEBHOOK_LOST,
        Fault.WEBHOOK_TWICE,
        Fault.WEBHOOK_FORGED,
        Fault.WEBHOOK_OLD,
    }
)
"""Faults that stay with the task that a request makes."""

AUDIO_FAULTS: Final = frozenset(each for each in Fault if each.value.startswith("audio_"))
"""Faults of audio files: they stay with a task's clips, or hit a request for audio."""


@dataclass(frozen=True, slots=True)
class Armed:
    """A fault waiting for its victims.

    It hits requests whose path contains ``path`` and whose method is ``method`` (None: any).
    ``value`` is a fault's number: the seconds of a delay or of ``Retry-After``, the factor of a
    long wait.
    """

    fault: Fault
    times: int = 1
    path: str = ""
    method: str | None = None
    value: float | None = None


class FaultBoard:
    """The faults that are armed, in the order in which they were."""

    def __init__(self) -> None:
        self._armed: list[Armed] = []

    @property
    def armed(self) -> tuple[Armed, ...]:
        """What still waits."""
        return tuple(self._armed)

    def arm(self, armed: Armed) -> None:
        """Add a fault."""
        self._armed.append(armed)

    def clear(self) -> None:
        """Forget every fault."""
        self._armed.clear()

    def take(self, method: str, path: str) -> tuple[Armed, ...]:
        """The faults that hit a request; each loses one of its times."""
        is_audio = path.startswith("/media/")
        hit = []
        for armed in list(self._armed):
            concerns = armed.path in path and armed.method in (None, method)
            if armed.fault in AUDIO_FAULTS:
                concerns = concerns and is_audio
            elif armed.fault in TASK_FAULTS:
                concerns = concerns and method == "POST"
            else:
                concerns = concerns and (not is_audio or "/media" in armed.path)
            if concerns:
                hit.append(armed)
                index = self._armed.index(armed)
                if armed.times > 1:
                    self._armed[index] = replace(armed, times=armed.times - 1)
                else:
                    del self._armed[index]
        return tuple(hit)


def from_header(text: str) -> tuple[Armed, ...]:
    """Read the header of a request. Raises ValueError for a fault that does not exist."""
    found = []
    for item in text.split(","):
        name, _, value = item.strip().partition("=")
        if name:
            found.append(Armed(Fault(name), value=float(value) if value else None))
    return tuple(found)
