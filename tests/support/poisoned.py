"""Things of the domain whose every text is hostile, made from their types."""

import types
import typing
from collections.abc import Mapping, Sequence, Set
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

from bot.domain.credits import Balance, Funds
from bot.domain.ids import AccountId

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SHORT_ID = "7k2m9qx4td"
_SOUND: Mapping[str, object] = {"extension": "mp3"}
"""Texts that the program itself writes."""


def poisoned(kind: Any, text: str, /, **given: object) -> Any:  # noqa: ANN401 - of any kind
    """Return a `kind` whose texts, at any depth, are `text`; ids, times and choices are sound.

    Fields that are `given` keep what they are given.
    """
    if typing.get_origin(kind) is typing.ClassVar:
        return None
    supertype = getattr(kind, "__supertype__", None)
    if supertype is not None:
        return SHORT_ID if supertype is str else poisoned(supertype, text)
    origin, options = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        return poisoned(next(each for each in options if each is not type(None)), text)
    if origin is not None:
        return _collection(origin, options, text)
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        values = {
            field.name: {**_SOUND, **given}[field.name]
            if field.name in {*_SOUND, *given}
            else poisoned(hints[field.name], text)
            for field in fields(kind)
            if field.init and (field.name in given or _wanted(field, hints[field.name]))
        }
        return kind(**values)  # type: ignore[operator] # a class of dataclasses
    return _plain(kind, text)


def _wanted(field: Any, hint: Any) -> bool:  # noqa: ANN401 - of dataclasses
    """Leave what no document holds, such as functions, at its default."""
    if field.default is MISSING and field.default_factory is MISSING:
        return True
    return "Callable" not in str(hint)


def _collection(origin: Any, options: tuple[Any, ...], text: str) -> Any:  # noqa: ANN401 - of any kind
    if origin is tuple and (len(options) < 2 or options[1] is not ...):
        return tuple(poisoned(option, text) for option in options)
    if origin is tuple or issubclass(origin, Sequence):
        return (poisoned(options[0], text),)
    if issubclass(origin, Set):
        return frozenset({poisoned(options[0], text)})
    if issubclass(origin, Mapping):
        return {}
    raise TypeError(f"nothing poisoned is made of {origin}")


def _plain(kind: Any, text: str) -> Any:  # noqa: ANN401 - of any kind
    if kind is Funds:
        return Balance(AccountId(1), 10, 0)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if isinstance(kind, type) and issubclass(kind, Exception):
        return kind()
    values = {
        str: text,
        int: 3,
        float: 3.5,
        bool: False,
        datetime: NOW,
        date: NOW.date(),
        timedelta: timedelta(minutes=3),
        object: text,
    }
    return values[kind]
