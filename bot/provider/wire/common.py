"""What all requests and replies share."""

import math
import re
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.domain.operations import Operation


class WireRequest(BaseModel):
    """A request's body. Only fields that the service documents exist; absent ones are not sent.

    Limits that depend on the catalogue are checked by `bot.provider.checks`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    operation: ClassVar[Operation]

    @property
    def named_model(self) -> str | None:
        """The model that the request names; None for one that names none."""
        return None

    def body(self) -> bytes:
        """Return the JSON to send."""
        return self.model_dump_json(exclude_none=True).encode()


class WireReply(BaseModel):
    """A reply, or a part of one. Unknown fields are kept; no known field makes reading fail."""

    model_config = ConfigDict(extra="allow", frozen=True)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(value)
    return ""


def _number(value: object) -> float | None:
    """Read a finite number that comes as one or as a decimal string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _seconds(value: object) -> float | None:
    number = _number(value)
    return number if number is not None and number >= 0 else None


def _count(value: object) -> int:
    number = _number(value)
    return 0 if number is None else int(number)


def _objects(value: object) -> list[object]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


_WEB_ADDRESS = re.compile(
    r"https?://"
    r"(?:[^\s/?#@]*@)?"
    r"(?:\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)"
    r"(?::[0-9]{1,5})?"
    r"(?:[/?#]\S*)?",
    re.IGNORECASE,
)


def is_address(text: str) -> bool:
    """Tell whether a text is an http(s) address with a host, and not, say, a status."""
    return len(text) <= LONGEST_ADDRESS and _WEB_ADDRESS.fullmatch(text) is not None


def is_safe_address(text: str) -> bool:
    """Tell whether an address is https, or on this machine, where only a stand-in can be."""
    if not is_address(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" or parts.hostname in {"127.0.0.1", "::1", "localhost"}


def _address(value: object) -> str:
    return value if isinstance(value, str) and is_address(value) else ""


LONGEST_ADDRESS = 4096

Text = Annotated[str, BeforeValidator(_text)]
"""A text; a number becomes its digits, anything else the empty string."""
Number = Annotated[float | None, BeforeValidator(_number)]
"""A finite number, or None."""
Count = Annotated[int, BeforeValidator(_count)]
"""A whole number; 0 where there is none."""
Objects = BeforeValidator(_objects)
"""Keeps the objects of a list and drops everything else."""
Seconds = Annotated[float | None, BeforeValidator(_seconds)]
"""A finite time of at least 0 s, or None."""
Address = Annotated[str, BeforeValidator(_address)]
"""An http(s) address, or the empty string."""
