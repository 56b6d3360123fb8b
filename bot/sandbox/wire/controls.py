"""Buttons, selects and text inputs, with Discord's limits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.sandbox.wire.validation import Body, Snowflake, problem

LINK, PREMIUM = 5, 6

CustomId = Annotated[str, Field(min_length=1, max_length=100)]
Identifier = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Emoji(Body):
    """An emoji on a button or in a choice."""

    id: Snowflake | None = None
    name: str | None = None
    animated: bool = False


class Component(Body):
    """What all components have."""

    id: Identifier | None = None


class Button(Component):
    """Type 2."""

    type: Literal[2]
    style: Literal[1, 2, 3, 4, 5, 6]
    label: Annotated[str, Field(max_length=80)] | None = None
    emoji: Emoji | None = None
    custom_id: CustomId | None = None
    url: Annotated[str, Field(max_length=512)] | None = None
    sku_id: Snowflake | None = None
    disabled: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Button:
        if self.style == LINK:
            if self.url is None or self.custom_id is not None:
                raise problem("BUTTON_COMPONENT_URL_REQUIRED", "A link button must have a URL")
            if not self.url.startswith(("http://", "https://", "discord://")):
                raise problem(
                    "URL_TYPE_INVALID_SCHEME",
                    "Scheme must be one of ('http', 'https', 'discord').",
                )
        elif self.style != PREMIUM and (self.custom_id is None or self.url is not None):
            raise problem(
                "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id and no URL is required"
            )
        if self.style != PREMIUM and not self.label and self.emoji is None:
            raise problem(
                "BUTTON_COMPONENT_INVALID_EMPTY", "A button must have a label or an emoji"
            )
        return self


class SelectOption(Body):
    """One choice of a text select."""

    label: Annotated[str, Field(min_length=1, max_length=100)]
    value: Annotated[str, Field(min_length=1, max_length=100)]
    description: Annotated[str, Field(max_length=100)] | None = None
    emoji: Emoji | None = None
    default: bool = False


class DefaultValue(Body):
    """Something chosen beforehand in a select of users, roles or channels."""

    id: Snowflake
    type: Literal["user", "role", "channel"]


class Select(Component):
    """What all selects have."""

    custom_id: CustomId
    placeholder: Annotated[str, Field(max_length=150)] | None = None
    min_values: Annotated[int, Field(ge=0, le=25)] = 1
    max_values: Annotated[int, Field(ge=1, le=25)] = 1
    disabled: bool = False
    required: bool | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Select:
        if self.min_values > self.max_values:
            raise problem("SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", "min_values is above max_values")
        return self


class StringSelect(Select):
    """Type 3."""

    type: Literal[3]
    options: Annotated[list[SelectOption], Field(min_length=1, max_length=25)]

    @model_validator(mode="after")
    def _distinct(self) -> StringSelect:
        values = [option.value for option in self.options]
        if len(set(values)) != len(values):
            raise problem(
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The value of an option is used twice"
            )
        if self.max_values > len(values):
            raise problem(
                "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE", "max_values is above the options"
            )
        return self


class EntitySelect(Select):
    """Types 5 to 8: users, roles, both, channels."""

    type: Literal[5, 6, 7, 8]
    channel_types: list[int] | None = None
    default_values: Annotated[list[DefaultValue], Field(max_length=25)] | None = None


class TextInput(Component):
    """Type 4, in forms only."""

    type: Literal[4]
    custom_id: CustomId
    style: Literal[1, 2]
    label: Annotated[str, Field(min_length=1, max_length=45)] | None = None
    min_length: Annotated[int, Field(ge=0, le=4000)] | None = None
    max_length: Annotated[int, Field(ge=1, le=4000)] | None = None
    required: bool = True
    value: Annotated[str, Field(max_length=4000)] | None = None
    placeholder: Annotated[str, Field(max_length=100)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> TextInput:
        value = self.value or ""
        if self.max_length is not None and len(value) > self.max_length:
            raise problem("BASE_TYPE_MAX_LENGTH", f"Must be {self.max_length} or fewer in length.")
        return self


_TAGS = {
    1: "<row>",
    2: "<button>",
    3: "<string select>",
    4: "<text input>",
    5: "<entity select>",
    6: "<entity select>",
    7: "<entity select>",
    8: "<entity select>",
    9: "<section>",
    10: "<text>",
    11: "<thumbnail>",
    12: "<gallery>",
    13: "<file>",
    14: "<separator>",
    17: "<container>",
    18: "<label>",
    19: "<upload>",
    21: "<group>",
    22: "<group>",
    23: "<checkbox>",
}


def component_tag(value: object) -> str | None:
    """Tell pydantic which model a component is; the angle brackets keep tags out of paths."""
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return _TAGS.get(kind) if isinstance(kind, int) else None
