"""From pydantic's errors to Discord's `Invalid Form Body` with errors by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.sandbox.apierrors import ApiError, invalid_form
from bot.sandbox.jsonvalue import JsonObject, JsonValue

ModelT = TypeVar("ModelT", bound="Body")


class Body(BaseModel):
    """Part of a request's body. Discord ignores fields it does not know."""

    model_config = ConfigDict(extra="ignore", strict=False)


def problem(code: str, message: str) -> PydanticCustomError:
    """Make an error with a code and sentence of Discord's, to be raised in a validator."""
    return PydanticCustomError(code, message.replace("{", "{{").replace("}", "}}"))


def _integer(value: object) -> object:
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise problem("NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
    return value


Snowflake = Annotated[
    int,
    BeforeValidator(_integer),
    # JavaScript's numbers are too short for ids.
    PlainSerializer(str, return_type=str, when_used="json"),
]
"""An id, accepted as text or as a number, given on as text as Discord does."""


def parse(model: type[ModelT], body: JsonValue) -> ModelT:
    """Check a body; raises `ApiError` 400/50035 with Discord's nested errors."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise form_error(error) from None


def form_error(error: ValidationError) -> ApiError:
    """Turn pydantic's error into Discord's."""
    tree: JsonObject = {}
    for detail in error.errors(include_url=False):
        _insert(tree, _path(detail["loc"]), *_described(detail))
    return invalid_form(tree)


def _path(location: tuple[int | str, ...]) -> list[str]:
    return [str(part) for part in location if not (isinstance(part, str) and part.startswith("<"))]


def _insert(tree: JsonObject, path: list[str], code: str, message: str) -> None:
    here = tree
    for part in path:
        below = here.setdefault(part, {})
        if not isinstance(below, dict):
            return
        here = below
    errors = here.setdefault("_errors", [])
    if isinstance(errors, list):
        errors.append({"code": code, "message": message})


_SENTENCES = {
    "missing": ("BASE_TYPE_REQUIRED", "This field is required"),
    "string_type": ("STRING_TYPE_CONVERT", "Could not interpret value as string."),
    "list_type": ("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"),
    "model_type": ("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"),
    "dict_type": ("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"),
    "string_pattern_mismatch": (
        "STRING_TYPE_REGEX",
        "String value did not match validation regex.",
    ),
    "bool_type": ("BOOLEAN_TYPE_CONVERT", "Must be either true or false."),
    "bool_parsing": ("BOOLEAN_TYPE_CONVERT", "Must be either true or false."),
}
_CHOICES = ("literal_error", "enum", "union_tag_invalid", "union_tag_not_found")
_NUMBERS = ("int_type", "int_parsing", "int_from_float")


def _described(detail: ErrorDetails) -> tuple[str, str]:
    kind = detail["type"]
    if kind.isupper():
        return kind, detail["msg"]
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    context: Mapping[str, object] = detail.get("ctx") or {}
    if kind in _CHOICES:
        expected = context.get("expected") or "the known types"
        return "BASE_TYPE_CHOICES", f"Value must be one of {expected}."
    if kind in _NUMBERS:
        return "NUMBER_TYPE_COERCE", f'Value "{detail["input"]}" is not int.'
    return _limited(kind, context) or ("BASE_TYPE_BAD", detail["msg"])


def _limited(kind: str, context: Mapping[str, object]) -> tuple[str, str] | None:
    match kind:
        case "string_too_long" | "too_long":
            limit = context.get("max_length")
            return "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length."
        case "string_too_short" | "too_short":
            limit = context.get("min_length")
            if limit == 1:
                return "BASE_TYPE_REQUIRED", "This field is required"
            return "BASE_TYPE_MIN_LENGTH", f"Must be {limit} or more in length."
        case "less_than_equal":
            limit = context.get("le")
            return "NUMBER_TYPE_MAX", f"int value should be less than or equal to {limit}."
        case "greater_than_equal":
            limit = context.get("ge")
            return "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {limit}."
        case _:
            return None
