"""What every reply has around its contents, in all the shapes that the service uses."""

import re
from dataclasses import dataclass

from bot.provider.json_text import read_json

# Where the service puts the sentence about an error, best first.
_TEXT_KEYS = ("detail", "error", "message")
LONGEST_DETAIL = 500

_TYPE = re.compile(r"[a-z][a-z0-9_]{0,39}")

_STATUS_OF_TYPE = {
    "validation_error": 400,
    "bad_request": 400,
    "unauthorized": 401,
    "insufficient_credits": 402,
    "forbidden": 403,
    "not_found": 404,
    "endpoint_retired": 410,
    "rate_limited": 429,
    "api_error": 500,
    "upstream_error": 502,
    "timeout": 504,
}


@dataclass(frozen=True)
class Envelope:
    """One answer. `contents` is the JSON object, or None when there is none to be read."""

    http_status: int
    contents: dict[str, object] | None
    retry_after_seconds: float | None = None

    @property
    def type(self) -> str:
        """The service's name of an error, or of a state such as `not_ready`; may be empty."""
        value = (self.contents or {}).get("type")
        return value if isinstance(value, str) and _TYPE.fullmatch(value) else ""

    @property
    def code(self) -> int | None:
        """The status that the body tells, which may differ from the one of HTTP."""
        value = (self.contents or {}).get("code")
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 3:
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def status(self) -> int:
        """The status to go by. A success of HTTP is none when its body tells of an error."""
        if not 200 <= self.http_status < 300:
            return self.http_status
        if self.code is not None and not 200 <= self.code < 300:
            return self.code if 400 <= self.code < 600 else UNREADABLE
        if self.code is None and self.type in _STATUS_OF_TYPE:
            return _STATUS_OF_TYPE[self.type]
        if self.contents is None:
            return UNREADABLE
        return self.code or self.http_status

    @property
    def succeeded(self) -> bool:
        """Whether the service did what was asked, or is still at it."""
        return 200 <= self.status < 300

    @property
    def not_ready(self) -> bool:
        """Whether the service asks to come back later for the result."""
        return self.succeeded and (self.status == 202 or self.type == "not_ready")

    @property
    def detail(self) -> str:
        """The service's sentence about an error, cut to `LONGEST_DETAIL`; hostile text."""
        contents = self.contents or {}
        for key in _TEXT_KEYS:
            value = contents.get(key)
            if isinstance(value, str) and value.strip():
                return value.strip()[:LONGEST_DETAIL]
        return self.type or f"HTTP {self.http_status}"

    @property
    def data(self) -> object:
        """The contents proper: under `data`, or under `results`, or None."""
        contents = self.contents or {}
        data = contents.get("data")
        return contents.get("results") if data is None else data


UNREADABLE = 0
"""The status of a success whose body cannot be understood."""


def read_envelope(
    http_status: int, content: bytes, retry_after_seconds: float | None = None
) -> Envelope:
    """Read an answer's body. Empty, HTML, broken and non-object bodies give no contents."""
    value = read_json(content)
    contents = value if isinstance(value, dict) else None
    return Envelope(http_status, contents, retry_after_seconds)
