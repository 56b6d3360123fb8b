"""What all requests and replies share."""

import math
from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.domain.operations import Operation


class WireRequest(BaseModel):
    """A request's body. Only fields that the service documents exist; absent ones are not sent.

    Limits that depend on the catalogue are checked by `bot.provider.checks`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    operation: ClassVar[Operation]

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


def _seconds(value: object) -> float | None:
    """Read a duration that comes as a number or as a decimal string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _address(value: object) -> str:
    """Read an address; anything but http(s) with a host becomes empty, such as a status text."""
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS:
        return ""
    text = value.strip()
    scheme, _, rest = text.partition("://")
    if scheme.lower() not in {"http", "https"} or rest[:1] in {"", "/", "?", "#"}:
        return ""
    return "" if any(character.isspace() for character in text) else text


LONGEST_ADDRESS = 4096

Text = Annotated[str, BeforeValidator(_text)]
"""A text; a number becomes its digits, anything else the empty string."""
Seconds = Annotated[float | None, BeforeValidator(_seconds)]
"""A finite time of at least 0 s, or None."""
Address = Annotated[str, BeforeValidator(_address)]
"""An http(s) address, or the empty string."""
