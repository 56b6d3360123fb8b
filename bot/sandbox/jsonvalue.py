"""The types of JSON that the sandbox passes on without looking inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import orjson
from typing_extensions import TypeAliasType

JsonValue = TypeAliasType(
    "JsonValue",
    "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None",
)
"""Anything JSON can say."""

JsonObject: TypeAlias = dict[str, JsonValue]
"""A JSON object."""


def encode(value: JsonValue) -> bytes:
    """Write `value` as JSON."""
    return orjson.dumps(value)


def decode(text: bytes | str) -> JsonValue:
    """Read JSON; raises `ValueError` when it is none."""
    value: JsonValue = orjson.loads(text)
    return value
