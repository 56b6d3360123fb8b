"""First answers to interactions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.wire.commands import Choice
from bot.sandbox.wire.validation import Body


class Callback(Body):
    """A first answer; `data` is checked by the type."""

    type: Literal[4, 5, 6, 7, 8, 9]
    data: dict[str, JsonValue] | None = None


class DeferData(Body):
    """What a deferred answer may say."""

    flags: Annotated[int, Field(ge=0)] = 0


class AutocompleteData(Body):
    """Choices for an option being typed."""

    choices: Annotated[list[Choice], Field(max_length=25)]

    def shown(self) -> list[JsonObject]:
        """Give the choices as the page gets them."""
        return [choice.model_dump(mode="json", exclude_none=True) for choice in self.choices]
