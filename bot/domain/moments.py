"""Places within a song as people write them: `1:23`, `83` or `1:02:03.5`."""

import math
import re
from dataclasses import dataclass

from bot.domain.errors import Field, Refusal

_WRITTEN = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,6}(?:[.,]\d{1,3})?)")


@dataclass(eq=False)
class MomentUnreadable(Refusal):
    """A text names no place within a song. `given` is hostile."""

    field: Field
    given: str


def seconds_of(text: str, field: Field) -> float:
    """Return the seconds that `1:23`, `83`, `83.5` or `1:02:03` mean.

    Raises:
        MomentUnreadable: it means none; `field` is the option that it was written into.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or not text.isascii():
        raise MomentUnreadable(field, text)
    hours, minutes, last = found.groups()
    seconds = float(last.replace(",", "."))
    if minutes is not None and seconds >= 60:
        raise MomentUnreadable(field, text)
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + seconds


def written(seconds: float) -> str:
    """Return a place as `seconds_of` reads it: `1:23` or, if it is no whole second, `1:23.5`."""
    minutes, rest = divmod(round(seconds, 2), 60)
    whole = math.floor(rest)
    fraction = f"{rest - whole:.2f}"[1:].rstrip("0").rstrip(".")
    return f"{int(minutes)}:{whole:02}{fraction}"
