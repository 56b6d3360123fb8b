"""Checks the options of a used command as Discord's client and servers do."""

from __future__ import annotations

from bot.sandbox.browser.bodies import GivenOption
from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.browser.resolving import Resolver
from bot.sandbox.jsonvalue import JsonObject, JsonValue
from bot.sandbox.wire.commands import Option, OptionKind

_LARGEST_INTEGER = 2**53 - 1


class OptionChecker:
    """Checks one use of one command; `typing` is autocomplete, where almost all goes."""

    def __init__(self, resolver: Resolver, user_id: int, *, typing: bool) -> None:
        self._resolver = resolver
        self._user_id = user_id
        self._typing = typing

    def check(self, defined: list[Option], given: list[GivenOption]) -> list[JsonObject]:
        """Give the options as the bot gets them; raises `Refusal`."""
        by_name = {option.name: option for option in defined}
        for option in given:
            if option.name not in by_name:
                raise Refusal(f"The command has no option {option.name}.")
        if len({option.name for option in given}) != len(given):
            raise Refusal("An option was given twice.")
        nested = [option for option in defined if option.type in OptionKind.nesting()]
        if nested and len(given) != 1:
            raise Refusal("Choose one subcommand.")
        if not self._typing:
            names = {option.name for option in given}
            for wanted in defined:
                if wanted.required and wanted.name not in names:
                    raise Refusal(f"The option {wanted.name} is required.")
        return [self._checked(by_name[option.name], option) for option in given]

    def _checked(self, defined: Option, given: GivenOption) -> JsonObject:
        if given.type is not None and given.type != defined.type:
            raise Refusal(f"The option {given.name} has another type.")
        drawn: JsonObject = {"name": defined.name, "type": defined.type}
        if defined.type in OptionKind.nesting():
            drawn["options"] = self.check(defined.options or [], given.options or [])
            return drawn
        if given.focused:
            if not defined.autocomplete:
                raise Refusal(f"The option {given.name} has no autocomplete.")
            return drawn | {"value": given.value, "focused": True}
        drawn["value"] = given.value if self._typing else self._value(defined, given.value)
        return drawn

    def _value(self, defined: Option, value: str | float | bool | None) -> JsonValue:
        name = defined.name
        match defined.type:
            case OptionKind.STRING:
                return _checked_text(defined, value)
            case OptionKind.INTEGER | OptionKind.NUMBER:
                return _checked_number(defined, value)
            case OptionKind.BOOLEAN:
                if not isinstance(value, bool):
                    raise Refusal(f"The option {name} is yes or no.")
                return value
            case _:
                return self._referred(defined, value)

    def _referred(self, defined: Option, value: str | float | bool | None) -> str:
        text = str(value)
        if isinstance(value, (bool, float)) or not text.isdecimal():
            raise Refusal(f"The option {defined.name} needs an id.")
        some_id = int(text)
        match defined.type:
            case OptionKind.USER:
                self._resolver.add_user(some_id)
            case OptionKind.CHANNEL:
                self._resolver.add_channel(some_id, self._user_id, defined.channel_types)
            case OptionKind.ROLE:
                self._resolver.add_role(some_id)
            case OptionKind.MENTIONABLE:
                self._resolver.add_mentionable(some_id)
            case OptionKind.ATTACHMENT:
                self._resolver.add_attachment(some_id)
            case _:
                raise Refusal(f"The option {defined.name} has an unknown type.")
        return text


def _checked_text(defined: Option, value: str | float | bool | None) -> str:
    if not isinstance(value, str):
        raise Refusal(f"The option {defined.name} is text.")
    if defined.choices:
        _check_choice(defined, value)
        return value
    shortest = defined.min_length or 0
    longest = 6000 if defined.max_length is None else defined.max_length
    if not shortest <= len(value) <= longest:
        raise Refusal(f"The option {defined.name} must have {shortest} to {longest} characters.")
    return value


def _checked_number(defined: Option, value: str | float | bool | None) -> int | float:
    if isinstance(value, (bool, str)) or value is None:
        raise Refusal(f"The option {defined.name} is a number.")
    if defined.type is OptionKind.INTEGER and not isinstance(value, int):
        raise Refusal(f"The option {defined.name} is a whole number.")
    if defined.choices:
        _check_choice(defined, value)
    low = -_LARGEST_INTEGER if defined.min_value is None else defined.min_value
    high = _LARGEST_INTEGER if defined.max_value is None else defined.max_value
    if not low <= value <= high:
        raise Refusal(f"The option {defined.name} must be between {low:g} and {high:g}.")
    return value


def _check_choice(defined: Option, value: str | float) -> None:
    if all(choice.value != value for choice in defined.choices or []):
        raise Refusal(f"The option {defined.name} must be one of its choices.")


def full_name(command: str, given: list[GivenOption]) -> str:
    """Give a command's name with its group and subcommand."""
    if len(given) == 1 and given[0].options is not None:
        return full_name(f"{command} {given[0].name}", given[0].options)
    return command
