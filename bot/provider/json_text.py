"""Reading JSON that is not quite JSON: one bad byte must not cost a whole answer."""

import json
import re

from pydantic_core import from_json

_HALF_OF_A_PAIR = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def read_json(content: bytes) -> object:
    """Return what JSON says; None when it cannot be read, or says so itself.

    A byte order mark is passed over, NaN and infinities are None, raw control characters stand for
    themselves, and bytes that are no UTF-8 and lone surrogates become replacement characters: every
    text is valid Unicode.
    """
    try:
        value: object = from_json(content, allow_inf_nan=False)
    except ValueError:
        return _read_tolerantly(content)
    return value


def _read_tolerantly(content: bytes) -> object:
    text = content.decode("utf-8-sig", errors="replace")
    try:
        return _in_unicode(json.loads(text, strict=False, parse_constant=_nothing))
    except (ValueError, RecursionError):
        return None


def _nothing(_: str) -> None:
    """Stand for a number that is none."""


def _in_unicode(value: object) -> object:
    if isinstance(value, str):
        return _HALF_OF_A_PAIR.sub(_REPLACEMENT, value)
    if isinstance(value, list):
        return [_in_unicode(entry) for entry in value]
    if isinstance(value, dict):
        return {_in_unicode(key): _in_unicode(entry) for key, entry in value.items()}
    return value
