"""Dataclasses as JSON objects and back, checked against the types of their fields."""

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import TypeVar

Record = TypeVar("Record")

_KNOWN: dict[str, Mapping[str, object]] = {}


def plain(record: object) -> object:
    """Return a record, or a part of one, as what JSON can hold."""
    if isinstance(record, StrEnum):
        return record.value
    if isinstance(record, tuple):
        return [plain(entry) for entry in record]
    if is_dataclass(record) and not isinstance(record, type):
        values = {field.name: getattr(record, field.name) for field in fields(record)}
        return {name: plain(value) for name, value in values.items()}
    return record


def record_from(kind: type[Record], document: Mapping[str, object]) -> Record:
    """Make a record. What it does not know is skipped; what is missing gets its default.

    Raises:
        ValueError: a value is not of its field's type, or one without a default is missing.
    """
    hints = _hints(kind)
    given = {
        name: _value(name, hint, document[name]) for name, hint in hints.items() if name in document
    }
    try:
        return kind(**given)
    except TypeError as error:
        raise ValueError(f"a document of {kind.__name__} is incomplete") from error


def _hints(kind: type[object]) -> Mapping[str, object]:
    """Return the types of a dataclass's fields; finding them out takes long, so once."""
    name = f"{kind.__module__}.{kind.__qualname__}"
    if name not in _KNOWN:
        if not is_dataclass(kind):
            raise TypeError(f"{name} is no dataclass")
        hints = typing.get_type_hints(kind)
        _KNOWN[name] = {field.name: hints[field.name] for field in fields(kind)}
    return _KNOWN[name]


def _value(name: str, hint: object, value: object) -> object:
    hint = getattr(hint, "__supertype__", hint)
    origin, options = typing.get_origin(hint), typing.get_args(hint)
    if origin in {types.UnionType, typing.Union}:
        (option,) = (option for option in options if option is not type(None))
        return None if value is None else _value(name, option, value)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"{name} in a document is no list")
        return tuple(_value(name, options[0], entry) for entry in value)
    if not isinstance(hint, type):
        raise TypeError(f"{name} is of a type that no document holds")
    return _single(name, hint, value)


def _single(name: str, kind: type[object], value: object) -> object:
    if is_dataclass(kind) and isinstance(value, dict):
        return record_from(kind, value)
    if issubclass(kind, StrEnum) and isinstance(value, str):
        return kind(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{name} in a document is not of type {kind.__name__}")
    return value
