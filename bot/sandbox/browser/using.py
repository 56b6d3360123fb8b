"""Turns what someone did on the page into an interaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.sandbox.browser.bodies import CommandUse, ComponentUse, ModalUse
from bot.sandbox.browser.forms import choose, choose_entities, fill
from bot.sandbox.browser.options import OptionChecker, full_name
from bot.sandbox.browser.people import People
from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.browser.resolving import Resolver
from bot.sandbox.interaction_payload import Use
from bot.sandbox.jsonvalue import JsonObject, JsonValue
from bot.sandbox.model import (
    Channel,
    Command,
    CommandKind,
    Interaction,
    InteractionKind,
)
from bot.sandbox.services import Services
from bot.sandbox.wire.commands import CommandBody
from bot.sandbox.wire.controls import EntitySelect, StringSelect
from bot.sandbox.wire.modals import Modal

_BUTTON, _STRING_SELECT = 2, 3


class Using:
    """Begins interactions for the page."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world
        self._people = People(services.world)
        self._definitions: dict[tuple[int, int], CommandBody] = {}

    def command(self, use: CommandUse, *, typing: bool) -> Interaction:
        """Use a command, or type one of its options; raises `Refusal`."""
        self._people.user(use.member)
        channel = self._people.channel(use.member, use.channel)
        command = self._usable(use, channel)
        if not typing and channel.thread is not None and channel.thread.archived:
            self._services.threads.wake(channel, use.member)
        resolver = self._resolver(channel)
        data: JsonObject = {
            "id": str(command.id),
            "name": command.name,
            "type": int(command.kind),
        }
        if command.guild_id is not None:
            data["guild_id"] = str(command.guild_id)
        target_user = target_message = None
        if command.kind is CommandKind.SLASH:
            checker = OptionChecker(resolver, use.member, typing=typing)
            defined = self._definition(command).options or []
            data["options"] = checker.check(defined, use.options)
        else:
            target_user, target_message = self._target(command, use, channel, resolver)
            data["target_id"] = str(use.target)
        resolved = resolver.resolved()
        if resolved:
            data["resolved"] = resolved
        return self._services.interactions.begin(
            Use(
                InteractionKind.AUTOCOMPLETE if typing else InteractionKind.COMMAND,
                use.member,
                channel,
                data,
                use.nonce,
                full_name(command.name, use.options),
                command.kind,
                target_user_id=target_user,
                target_message_id=target_message,
            )
        )

    def _usable(self, use: CommandUse, channel: Channel) -> Command:
        command = self._world.commands.get(use.command)
        if command is None:
            raise Refusal("There is no such command.", 404)
        reason = self._services.view.may_use(command, use.member, channel)
        if reason is not None:
            raise Refusal(reason, 403)
        return command

    def component(self, use: ComponentUse) -> Interaction:
        """Press a button or choose from a select; raises `Refusal`."""
        self._people.user(use.member)
        channel = self._people.channel(use.member, use.channel)
        message = self._people.message(use.member, channel, use.message)
        drawn = self._services.renderer.message(message)
        component = _find(drawn["components"], use.custom_id)
        if component is None:
            raise Refusal("The message has no such control.", 404)
        if component.get("disabled"):
            raise Refusal("That control is disabled.")
        kind = component.get("type")
        data: JsonObject = {"custom_id": use.custom_id, "component_type": kind}
        data["id"] = component.get("id")
        if kind == _BUTTON:
            if use.values:
                raise Refusal("A button has no values.")
        elif kind == _STRING_SELECT:
            select = StringSelect.model_validate(component)
            data["values"] = choose(select, use.values)
        else:
            entities = EntitySelect.model_validate(component)
            resolver = self._resolver(channel)
            data["values"] = choose_entities(entities, use.values, resolver, use.member)
            data["resolved"] = resolver.resolved()
        return self._services.interactions.begin(
            Use(
                InteractionKind.COMPONENT,
                use.member,
                channel,
                data,
                use.nonce,
                message=message,
                custom_id=use.custom_id,
            )
        )

    def modal(self, use: ModalUse) -> Interaction:
        """Send a form; raises `Refusal` when an input breaks its limits."""
        opener = self._world.interactions.get(use.interaction)
        if opener is None or opener.modal is None or opener.user_id != use.member:
            raise Refusal("There is no such form.", 404)
        channel = self._people.channel(use.member, opener.channel_id)
        modal = Modal.model_validate(opener.modal)
        known = {item.custom_id for item in modal.inputs()}
        for custom_id in use.values:
            if custom_id not in known:
                raise Refusal(f"The form has no input {custom_id}.")
        resolver = self._resolver(channel)
        data: JsonObject = {
            "custom_id": modal.custom_id,
            "components": fill(modal, use, resolver),
        }
        resolved = resolver.resolved()
        if resolved:
            data["resolved"] = resolved
        message = None
        if opener.message_id is not None:
            message = self._world.message(channel.id, opener.message_id)
        return self._services.interactions.begin(
            Use(
                InteractionKind.MODAL,
                use.member,
                channel,
                data,
                use.nonce,
                message=message,
                custom_id=modal.custom_id,
                opened_by=self._services.interactions.stamp(opener),
            )
        )

    def _definition(self, command: Command) -> CommandBody:
        key = (command.id, command.version)
        if key not in self._definitions:
            self._definitions[key] = CommandBody.model_validate(command.body)
        return self._definitions[key]

    def _resolver(self, channel: Channel) -> Resolver:
        services = self._services
        return Resolver(services.world, services.renderer, services.content, channel)

    def _target(
        self, command: Command, use: CommandUse, channel: Channel, resolver: Resolver
    ) -> tuple[int | None, int | None]:
        if use.target is None:
            raise Refusal("A menu command needs a target.")
        if command.kind is CommandKind.USER:
            resolver.add_user(use.target)
            return use.target, None
        message = self._people.message(use.member, channel, use.target)
        if message.visible_to is not None:
            raise Refusal("Menu commands cannot be used on private messages.")
        resolver.add_message(message)
        return None, message.id


def _find(components: JsonValue, custom_id: str) -> Mapping[str, JsonValue] | None:
    return next((item for item in _walk(components) if item.get("custom_id") == custom_id), None)


def _walk(value: JsonValue) -> Iterator[Mapping[str, JsonValue]]:
    match value:
        case Mapping():
            yield value
            for item in value.values():
                yield from _walk(item)
        case list():
            for item in value:
                yield from _walk(item)
        case _:
            return
