"""Application commands as a bot registers them, with Discord's limits."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.wire.validation import Body, problem

LOCALES = frozenset(
    (
        *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt"),
        *("hu", "nl", "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el"),
        *("bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"),
    )
)
"""Discord's languages."""

MOST_COMMAND_TEXT = 8000
"""Characters of names, descriptions and values of one command together."""

_NAME = re.compile(r"^[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}$")

Localisations = dict[str, str]


class OptionKind(IntEnum):
    """Discord's option types."""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11

    @classmethod
    def nesting(cls) -> tuple[OptionKind, OptionKind]:
        """Give the two that hold options themselves."""
        return cls.SUBCOMMAND, cls.GROUP


def _check_locales(names: Localisations | None, longest: int) -> None:
    for locale, text in (names or {}).items():
        if locale not in LOCALES:
            raise problem("BASE_TYPE_CHOICES", f"Unknown locale {locale}.")
        if not 1 <= len(text) <= longest:
            raise problem("BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {longest} in length.")


def _check_name(name: str) -> None:
    normal = unicodedata.normalize("NFC", name)
    if not _NAME.match(normal) or normal != normal.lower():
        raise problem("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid: " + name)


def _longest(text: str, localised: Localisations | None) -> int:
    return max([len(text), *(len(item) for item in (localised or {}).values())])


class Choice(Body):
    """One fixed choice of an option."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    name_localizations: Localisations | None = None
    value: str | int | float

    @model_validator(mode="after")
    def _short(self) -> Choice:
        _check_locales(self.name_localizations, 100)
        if isinstance(self.value, str) and len(self.value) > 100:
            raise problem("BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        return self


class Option(Body):
    """An option, subcommand or group."""

    type: OptionKind
    name: str
    name_localizations: Localisations | None = None
    description: Annotated[str, Field(min_length=1, max_length=100)]
    description_localizations: Localisations | None = None
    required: bool = False
    choices: Annotated[list[Choice], Field(max_length=25)] | None = None
    options: Annotated[list[Option], Field(max_length=25)] | None = None
    channel_types: list[int] | None = None
    min_value: float | None = None
    max_value: float | None = None
    min_length: Annotated[int, Field(ge=0, le=6000)] | None = None
    max_length: Annotated[int, Field(ge=1, le=6000)] | None = None
    autocomplete: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Option:
        _check_name(self.name)
        for name in (self.name_localizations or {}).values():
            _check_name(name)
        _check_locales(self.name_localizations, 32)
        _check_locales(self.description_localizations, 100)
        if self.choices and self.autocomplete:
            raise problem(
                "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
                "Choices and autocomplete exclude each other.",
            )
        if self.options is not None and self.type not in OptionKind.nesting():
            raise problem("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "No options allowed here.")
        _check_options(self.options or [])
        return self

    def characters(self) -> int:
        """Count what the limit over one command counts."""
        total = _longest(self.name, self.name_localizations)
        total += _longest(self.description, self.description_localizations)
        for choice in self.choices or []:
            total += _longest(choice.name, choice.name_localizations) + len(str(choice.value))
        return total + sum(option.characters() for option in self.options or [])


def _check_options(options: list[Option]) -> None:
    names = [option.name for option in options]
    if len(set(names)) != len(names):
        raise problem(
            "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists"
        )
    values = [option for option in options if option.type not in OptionKind.nesting()]
    if values and len(values) != len(options):
        raise problem(
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-commands and groups cannot stand beside other options",
        )
    required = [option.required for option in values]
    if required != sorted(required, reverse=True):
        raise problem(
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            "Required options must be placed before non-required options",
        )


class CommandBody(Body):
    """A command."""

    type: Literal[1, 2, 3] = 1
    name: Annotated[str, Field(min_length=1, max_length=32)]
    name_localizations: Localisations | None = None
    description: Annotated[str, Field(max_length=100)] = ""
    description_localizations: Localisations | None = None
    options: Annotated[list[Option], Field(max_length=25)] | None = None
    default_member_permissions: str | None = None
    dm_permission: bool | None = None
    contexts: list[Literal[0, 1, 2]] | None = None
    integration_types: list[Literal[0, 1]] | None = None
    nsfw: bool = False

    @field_validator("default_member_permissions", mode="before")
    @classmethod
    def _bits(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @model_validator(mode="after")
    def _consistent(self) -> CommandBody:
        _check_locales(self.name_localizations, 32)
        _check_locales(self.description_localizations, 100)
        if self.type == 1:
            _check_name(self.name)
            if not self.description:
                raise problem("BASE_TYPE_REQUIRED", "This field is required")
        elif self.description or self.options:
            raise problem(
                "APPLICATION_COMMAND_INVALID_NAME", "Context menus have no description or options"
            )
        _check_options(self.options or [])
        self._check_depth()
        if self.characters() > MOST_COMMAND_TEXT:
            raise problem(
                "APPLICATION_COMMAND_TOO_LARGE", f"Must be {MOST_COMMAND_TEXT} or fewer in length."
            )
        return self

    def _check_depth(self) -> None:
        for option in self.options or []:
            for child in option.options or []:
                group_in_group = child.type is OptionKind.GROUP
                deep = option.type is OptionKind.SUBCOMMAND and child.type in OptionKind.nesting()
                if group_in_group or deep:
                    raise problem(
                        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                        "Sub-commands can be nested one group deep only",
                    )

    def characters(self) -> int:
        """Count what the limit over one command counts."""
        total = _longest(self.name, self.name_localizations)
        total += _longest(self.description, self.description_localizations)
        return total + sum(option.characters() for option in self.options or [])

    def stored(self) -> JsonObject:
        """Give the command as Discord would return it, without ids."""
        body: JsonObject = self.model_dump(mode="json", exclude_none=True)
        body.setdefault("default_member_permissions", None)
        body.setdefault("contexts", None)
        body.setdefault("integration_types", [0])
        return body
