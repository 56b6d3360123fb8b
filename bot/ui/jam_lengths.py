"""How long a jam is to be, as people write it."""

from datetime import timedelta

from bot.domain.blocks import EndNotAhead
from bot.ui.lengths import parse_length
from bot.ui.refusals import JamLengthUnusable

_MOST_DIGITS = 7


def jam_length(text: str) -> timedelta:
    """Return what `30`, `30m`, `1h 30m`, `2 days` or `45s` says; a bare number means minutes.

    Raises:
        JamLengthUnusable: it says nothing.
    """
    given = text.strip().casefold()
    number = given.removesuffix("s").strip()
    if number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS:
        amount = int(number)
        return timedelta(seconds=amount) if given.endswith("s") else timedelta(minutes=amount)
    try:
        return parse_length(given)
    except (EndNotAhead, OverflowError) as error:
        raise JamLengthUnusable(text) from error
