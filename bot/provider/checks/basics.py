"""The kinds of limits that there are. Each check raises its kind of `ParameterRefused`."""

from collections.abc import Callable, Sized
from dataclasses import dataclass
from typing import TypeVar, cast

from bot.domain.catalogue import Bounds, Catalogue
from bot.domain.operations import (
    ParameterMissing,
    ParameterNotAllowed,
    ParameterNotAnAddress,
    ParameterOutOfRange,
    ParameterTooLong,
)
from bot.domain.text import has_visible_characters, length
from bot.provider.wire.common import WireRequest, is_address

R = TypeVar("R", bound=WireRequest)


@dataclass(frozen=True)
class Rule:
    """A group of limits, and the requests that these concern."""

    kinds: tuple[type[WireRequest], ...]
    check: Callable[[WireRequest, Catalogue], None]
    """Raises the first limit that is broken; it is asked about requests of these kinds alone."""


def about(*kinds: type[R]) -> Callable[[Callable[[R, Catalogue], None]], Rule]:
    """Make a rule about requests of these kinds, and of all that are made of them."""

    def rule(check: Callable[[R, Catalogue], None]) -> Rule:
        return Rule(kinds, cast("Callable[[WireRequest, Catalogue], None]", check))

    return rule


def within(
    request: WireRequest, parameter: str, value: float | None, lowest: float, highest: float
) -> None:
    """Check that a number, if given, lies within an inclusive range; NaN does not."""
    if value is not None and not lowest <= value <= highest:
        raise ParameterOutOfRange(request.operation, parameter, lowest, highest, value)


def within_bounds(
    request: WireRequest, parameter: str, value: float | None, bounds: Bounds
) -> None:
    """Check that a number, if given, lies within the catalogue's bounds."""
    within(request, parameter, value, bounds.lowest, bounds.highest)


def short(request: WireRequest, parameter: str, text: str | None, limit: int) -> None:
    """Check that a text, if given, has at most `limit` characters, counted the stricter way."""
    if text is not None and length(text) > limit:
        raise ParameterTooLong(request.operation, parameter, limit, length(text))


def few(request: WireRequest, parameter: str, entries: Sized | None, limit: int) -> None:
    """Check that a list, if given, has at most `limit` entries."""
    if entries is not None and len(entries) > limit:
        raise ParameterTooLong(request.operation, parameter, limit, len(entries))


def required(request: WireRequest, parameter: str, text: str | None, because: str) -> None:
    """Check that a text is given and shows something."""
    if text is None or not has_visible_characters(text):
        raise ParameterMissing(request.operation, parameter, because)


def absent(request: WireRequest, parameter: str, value: object, because: str) -> None:
    """Check that a parameter is not given."""
    if value is not None:
        raise ParameterNotAllowed(request.operation, parameter, because)


def ordered(
    request: WireRequest,
    start: tuple[str, float | None],
    end: tuple[str, float | None],
    source_seconds: float | None,
) -> None:
    """Check that two places, both or neither given, are in order and within their source."""
    (start_name, start_value), (end_name, end_value) = start, end
    if start_value is None and end_value is None:
        return
    if start_value is None:
        raise ParameterMissing(request.operation, start_name, end_name)
    if end_value is None:
        raise ParameterMissing(request.operation, end_name, start_name)
    last = _LATEST_SECONDS if source_seconds is None else source_seconds
    within(request, start_name, start_value, 0, last)
    within(request, end_name, end_value, 0, last)
    if not start_value < end_value:
        raise ParameterOutOfRange(request.operation, end_name, start_value, last, end_value)


def fetchable(request: WireRequest, parameter: str, address: str) -> None:
    """Check that an address is one that the service can fetch."""
    if not is_address(address):
        raise ParameterNotAnAddress(request.operation, parameter, "http or https")


_LATEST_SECONDS = 86_400.0
"""Stands for the length of a source that is not known: a day, longer than any song."""
