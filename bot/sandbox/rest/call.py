"""One request to the REST API, and what a route gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.sandbox import apierrors
from bot.sandbox.attaching import UploadedFile
from bot.sandbox.jsonvalue import JsonValue
from bot.sandbox.ratelimits import ORDINARY, Rate
from bot.sandbox.wire.validation import Body, parse

ModelT = TypeVar("ModelT", bound=Body)


@dataclass(frozen=True, slots=True)
class Call:
    """A request, read and parsed."""

    names: Mapping[str, str]
    query: Mapping[str, str]
    arrived: float
    """When all of it was here, by `time.perf_counter`."""
    payload: JsonValue
    files: tuple[UploadedFile, ...] = ()

    def identity(self, name: str) -> int:
        """Give an id of the path; raises `ApiError` when it is none."""
        value = self.names[name]
        if not value.isdecimal():
            raise apierrors.field_error(
                name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.'
            )
        return int(value)

    def body(self, model: type[ModelT]) -> ModelT:
        """Check the body; raises `ApiError`."""
        return parse(model, {} if self.payload is None else self.payload)

    def number(self, name: str, default: int, highest: int) -> int:
        """Give a number of the query, within 1 and `highest`."""
        value = self.query.get(name, str(default))
        if not value.isdecimal() or not 1 <= int(value) <= highest:
            raise apierrors.field_error(
                name, "NUMBER_TYPE_MAX", f"int value should be between 1 and {highest}."
            )
        return int(value)

    def moment(self, name: str) -> int | None:
        """Give an id of the query, if it is there."""
        value = self.query.get(name)
        return int(value) if value is not None and value.isdecimal() else None

    def flag(self, name: str) -> bool:
        """Tell whether a switch of the query is on."""
        return self.query.get(name, "").lower() in ("1", "true")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a route gives back; no body goes with 204."""

    body: JsonValue = None
    status: int = 200


NOTHING = Answer(status=204)
"""Done, nothing to say."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A route: its pattern, what it does and its rate limit.

    `major` names the parts of the path that have a bucket of their own. `by_token`: the path
    holds an interaction's token, no bot token is asked for and the global limit does not count.
    """

    method: str
    route: str
    handler: Callable[[Call], Answer]
    rate: Rate = ORDINARY
    major: tuple[str, ...] = ("channel_id", "guild_id")
    by_token: bool = False
