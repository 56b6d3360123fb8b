"""Lengths of time as moderators write them."""

import re
from datetime import timedelta
from typing import Final

from bot.domain.blocks import EndNotAhead

_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}
_PART: Final = re.compile(r"([0-9]{1,5})\s*([mhdwy])[a-z]*[\s,]*", re.ASCII)


def parse_length(text: str) -> timedelta:
    """Return the time that a text such as `2h`, `1d 12h` or `4 weeks` says.

    Raises:
        EndNotAhead: it says none, or one that is not ahead.
    """
    rest, total = text.strip().casefold(), timedelta(0)
    while rest:
        part = _PART.match(rest)
        if part is None:
            raise EndNotAhead(text)
        total += int(part[1]) * _UNITS[part[2]]
        rest = rest[part.end() :]
    if not total:
        raise EndNotAhead(text)
    return total
