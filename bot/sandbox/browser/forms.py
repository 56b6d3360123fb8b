"""Checks what was chosen in selects and filled into forms, and writes it as the bot gets it."""

from __future__ import annotations

from bot.sandbox.browser.bodies import ModalUse
from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.browser.resolving import Resolver
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.wire.controls import EntitySelect, StringSelect, TextInput
from bot.sandbox.wire.modals import Checkbox, ChoiceGroup, FileUpload, Input, InputRow, Label, Modal


def choose_entities(
    select: EntitySelect, values: list[str], resolver: Resolver, user_id: int
) -> list[str]:
    """Check people, roles or channels chosen in a select; raises `Refusal`."""
    _check_count(select, values)
    for value in values:
        if not value.isdecimal():
            raise Refusal("A choice must be an id.")
        some_id = int(value)
        if select.type == 5:
            resolver.add_user(some_id)
        elif select.type == 6:
            resolver.add_role(some_id)
        elif select.type == 7:
            resolver.add_mentionable(some_id)
        else:
            resolver.add_channel(some_id, user_id, select.channel_types)
    return values


def fill(modal: Modal, use: ModalUse, resolver: Resolver) -> list[JsonObject]:
    """Give the components of a sent form with what was filled in; raises `Refusal`."""
    filled: list[JsonObject] = []
    for number, component in enumerate(modal.components, start=1):
        body: JsonObject = {"type": component.type, "id": component.id or number}
        match component:
            case InputRow():
                body["components"] = [
                    _answered(item, use, resolver) for item in component.components
                ]
            case Label():
                body["component"] = _answered(component.component, use, resolver)
            case _:
                pass
        filled.append(body)
    return filled


def _answered(item: Input, use: ModalUse, resolver: Resolver) -> JsonObject:
    value = use.values.get(item.custom_id)
    body: JsonObject = {"type": item.type, "custom_id": item.custom_id, "id": item.id or 0}
    match item:
        case TextInput():
            body["value"] = _text(item, value)
        case Checkbox():
            body["value"] = item.default if value is None else bool(value)
        case StringSelect():
            body["values"] = choose(item, _list(value), needed=item.required is not False)
        case EntitySelect():
            values = _list(value)
            if values or item.required is not False:
                choose_entities(item, values, resolver, use.member)
            body["values"] = values
        case FileUpload():
            values = _list(value)
            if item.required or values:
                _check_range(item.min_values, item.max_values, len(values))
            for upload in values:
                resolver.add_attachment(int(upload) if upload.isdecimal() else 0)
            body["values"] = values
        case ChoiceGroup():
            body |= _group(item, value)
    return body


def _list(value: str | bool | list[str] | None) -> list[str]:
    match value:
        case list():
            return value
        case str():
            return [value]
        case _:
            return []


def _check_range(lowest: int, highest: int, count: int) -> None:
    if not lowest <= count <= highest:
        raise Refusal(f"Choose {lowest} to {highest}.")


def _check_count(select: StringSelect | EntitySelect, values: list[str]) -> None:
    _check_range(select.min_values, select.max_values, len(values))
    if len(set(values)) != len(values):
        raise Refusal("A choice was made twice.")


def choose(select: StringSelect, values: list[str], *, needed: bool = True) -> list[str]:
    """Check choices of a text select; raises `Refusal`."""
    if needed or values:
        _check_count(select, values)
    known = {option.value for option in select.options}
    if not set(values) <= known:
        raise Refusal("That is not one of the choices.")
    return values


def _group(item: ChoiceGroup, value: str | bool | list[str] | None) -> JsonObject:
    values = _list(value)
    if not set(values) <= {option.value for option in item.options}:
        raise Refusal("That is not one of the choices.")
    if item.type == 21:
        if len(values) > 1 or (item.required and not values):
            raise Refusal("Choose one.")
        return {"value": values[0] if values else None}
    lowest = (1 if item.min_values is None else item.min_values) if item.required else 0
    _check_range(lowest, item.max_values or len(item.options), len(values))
    return {"values": values}


def _text(item: TextInput, value: str | bool | list[str] | None) -> str:
    text = value if isinstance(value, str) else (item.value or "") if value is None else ""
    if not text and not item.required:
        return ""
    shortest = max(item.min_length or 0, 1 if item.required else 0)
    longest = item.max_length or 4000
    if not shortest <= len(text) <= longest:
        raise Refusal(f"{item.custom_id} must have {shortest} to {longest} characters.")
    return text
