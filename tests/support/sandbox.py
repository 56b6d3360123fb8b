"""Drives a running sandbox as its members do, over HTTP and websockets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import aiohttp
from pydantic import JsonValue, TypeAdapter

from tests.support.sandbox_operating import SandboxOperator
from tests.support.sandbox_state import SeenDefinition, command_in, target_in
from tests.support.sandbox_views import (
    Answer,
    File,
    SeenAttachment,
    SeenChannel,
    SeenChoice,
    SeenMessage,
    SeenModal,
)
from tests.support.sandbox_watching import MESSAGES, Refused

OptionValue: TypeAlias = str | int | float | bool | File
Values: TypeAlias = Mapping[str, str | bool | Sequence[str | File]]
_USER, _CHANNEL, _ROLE, _MENTIONABLE = 6, 7, 8, 9


class SandboxDriver(SandboxOperator):
    """Acts as the sandbox's members and watches what they see.

    Members are named by user name, display name or id, channels by name or id. Messages are kept
    in their newest form as seen by everyone the driver has acted as, and by the server's owner,
    who sees every channel.
    """

    async def command(
        self,
        *,
        member: str,
        channel: str | int,
        name: str,
        options: Mapping[str, OptionValue] | None = None,
    ) -> Answer:
        """Use a slash command (`song show` for a subcommand) and wait for the first answer."""
        body = await self._command_body(member, channel, name, options or {}, None)
        return await self._use("command", member, body)

    async def autocomplete(
        self,
        *,
        member: str,
        channel: str | int,
        name: str,
        option: str,
        text: str,
        options: Mapping[str, OptionValue] | None = None,
    ) -> list[SeenChoice]:
        """Type into an option and give the choices; fails when the bot gives none in time."""
        given = {**(options or {}), option: text}
        body = await self._command_body(member, channel, name, given, option)
        interaction_id = await self._begin("autocomplete", member, body)
        event = await self.heard(interaction_id, "autocomplete_result")
        if event["type"] == "interaction_failed":
            raise AssertionError(f"autocomplete: {event['reason']}")
        return TypeAdapter(list[SeenChoice]).validate_python(event["choices"])

    async def context_menu(
        self, *, member: str, name: str, target: SeenMessage | str, channel: str | int | None = None
    ) -> Answer:
        """Use a menu command on a message, or (with `channel`) on someone."""
        kind = 3 if isinstance(target, SeenMessage) else 2
        command = await self.look(member, lambda state: command_in(state, name, kind))
        if isinstance(target, SeenMessage):
            target_id, place = target.id, str(target.channel_id)
        else:
            target_id, place = await self.person(target), str(channel)
        body: dict[str, JsonValue] = {
            "member": str(await self.person(member)),
            "channel": str(await self.channel(member, place)),
            "command": str(command.id),
            "target": str(target_id),
        }
        return await self._use("command", member, body)

    async def press(
        self,
        message: SeenMessage,
        *,
        member: str,
        label: str | None = None,
        custom_id: str | None = None,
    ) -> Answer:
        """Press a button of the message's newest form, by the start of its label or its id."""
        newest = self.known.get(message.id, message)
        wanted = newest.button(label, custom_id).custom_id if label is not None else custom_id
        return await self._component(message, member, wanted or "", [])

    async def select(
        self,
        message: SeenMessage,
        values: Sequence[str],
        *,
        member: str,
        custom_id: str | None = None,
    ) -> Answer:
        """Choose from a select, by default the only one; choices by value or label."""
        newest = self.known.get(message.id, message)
        selects = [item for item in newest.controls if item.type != 2]
        found = [item for item in selects if custom_id in (None, item.custom_id)]
        if len(found) != 1:
            raise LookupError(f"{len(found)} selects match {custom_id!r}")
        by_label = {option.label: option.value for option in found[0].options}
        chosen = [by_label.get(value, value) for value in values]
        return await self._component(message, member, found[0].custom_id or "", chosen)

    async def submit(self, modal: SeenModal, values: Values, *, member: str) -> Answer:
        """Send a form; inputs by label or custom id, the others as they were filled in before."""
        filled: dict[str, JsonValue] = modal.defaults()
        for name, value in values.items():
            if isinstance(value, (str, bool)):
                filled[modal.custom_id_of(name)] = value
            else:
                items = [
                    str((await self.upload(item, member)).id) if isinstance(item, File) else item
                    for item in value
                ]
                filled[modal.custom_id_of(name)] = list[JsonValue](items)
        body: dict[str, JsonValue] = {
            "member": str(await self.person(member)),
            "interaction": str(modal.interaction_id),
            "values": filled,
        }
        return await self._use("modal", member, body)

    async def upload(self, file: File, member: str) -> SeenAttachment:
        """Upload a file as a member."""
        # Discord's clients send a name as it is.
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("file", file.content, filename=file.name)
        person = await self.person(member)
        answer = await self.call("POST", f"/sandbox/uploads?member={person}", form=form)
        return SeenAttachment.model_validate(answer)

    async def write(
        self,
        *,
        member: str,
        channel: str | int,
        content: str = "",
        reply_to: SeenMessage | None = None,
        files: Sequence[File] = (),
    ) -> SeenMessage:
        """Write an ordinary message."""
        uploads = [str((await self.upload(file, member)).id) for file in files]
        body: dict[str, JsonValue] = {
            "member": str(await self.person(member)),
            "channel": str(await self.channel(member, channel)),
            "content": content,
            "attachments": list[JsonValue](uploads),
        }
        if reply_to is not None:
            body["reply_to"] = str(reply_to.id)
        return SeenMessage.model_validate(await self.call("POST", "/sandbox/messages", body))

    async def direct(self, member: str) -> SeenChannel:
        """Open someone's direct messages with the bot and watch them."""
        await self.watch(member)
        body: dict[str, JsonValue] = {"member": str(await self.person(member))}
        return SeenChannel.model_validate(await self.call("POST", "/sandbox/direct", body))

    async def start_thread(
        self,
        *,
        member: str,
        channel: str | int,
        name: str,
        message: SeenMessage | None = None,
        content: str | None = None,
    ) -> SeenChannel:
        """Start a thread, at a message or without, or a forum post."""
        body: dict[str, JsonValue] = {
            "member": str(await self.person(member)),
            "channel": str(await self.channel(member, channel)),
            "name": name,
        }
        if message is not None:
            body["message"] = str(message.id)
        if content is not None:
            body["content"] = content
        return SeenChannel.model_validate(await self.call("POST", "/sandbox/threads", body))

    async def delete_message(self, message: SeenMessage, *, member: str | None = None) -> None:
        """Delete a message as someone, or as a moderator would."""
        path = f"/sandbox/messages/{message.channel_id}/{message.id}"
        if member is not None:
            path += f"?member={await self.person(member)}"
        await self.call("DELETE", path)

    async def messages(self, channel: str | int, member: str) -> list[SeenMessage]:
        """Give the newest hundred messages that someone sees in a channel, oldest first."""
        place, person = await self.channel(member, channel), await self.person(member)
        path = f"/sandbox/messages?member={person}&channel={place}&limit=100"
        return MESSAGES.validate_python(await self.call("GET", path))

    async def download(self, attachment: SeenAttachment) -> bytes:
        """Give the bytes behind an attachment's link."""
        async with self._session.get(attachment.url) as response:
            response.raise_for_status()
            return await response.read()

    async def channels(self, member: str) -> list[SeenChannel]:
        """Give the channels and threads that someone sees."""
        state = await self.state(member, fresh=True)
        direct = [state.direct_channel] if state.direct_channel is not None else []
        return [channel for guild in state.guilds for channel in guild.channels] + direct

    async def commands(self, member: str) -> list[str]:
        """Give the names of the commands that someone may use."""
        return [command.name for command in (await self.state(member, fresh=True)).commands]

    async def _component(
        self, message: SeenMessage, member: str, custom_id: str, values: list[str]
    ) -> Answer:
        body: dict[str, JsonValue] = {
            "member": str(await self.person(member)),
            "channel": str(message.channel_id),
            "message": str(message.id),
            "custom_id": custom_id,
            "values": list[JsonValue](values),
        }
        return await self._use("component", member, body)

    async def _command_body(
        self,
        member: str,
        channel: str | int,
        name: str,
        options: Mapping[str, OptionValue],
        focused: str | None,
    ) -> dict[str, JsonValue]:
        words = name.split(" ")
        command = await self.look(member, lambda state: command_in(state, words[0], 1))
        path: list[SeenDefinition] = [command]
        for word in words[1:]:
            below = [option for option in path[-1].options if option.name == word]
            if not below:
                raise LookupError(f"the command {name!r} does not exist")
            path.append(below[0])
        kinds = {option.name: option.type for option in path[-1].options}
        filled: list[JsonValue] = []
        for key, value in options.items():
            item: dict[str, JsonValue] = {"name": key}
            item["value"] = await self._option_value(member, kinds.get(key, 3), value)
            if key == focused:
                item["focused"] = True
            filled.append(item)
        for below_command in reversed(path[1:]):
            filled = [{"name": below_command.name, "options": filled}]
        return {
            "member": str(await self.person(member)),
            "channel": str(await self.channel(member, channel)),
            "command": str(command.id),
            "options": filled,
        }

    async def _option_value(
        self, member: str, kind: int, value: OptionValue
    ) -> str | int | float | bool:
        if isinstance(value, File):
            return str((await self.upload(value, member)).id)
        if kind == _USER:
            return str(await self.person(str(value)))
        if kind == _CHANNEL:
            return str(await self.channel(member, str(value)))
        if kind in (_ROLE, _MENTIONABLE):
            return await self.look(member, lambda state: target_in(state, str(value)))
        return value

    async def _use(self, route: str, member: str, body: dict[str, JsonValue]) -> Answer:
        interaction_id = await self._begin(route, member, body)
        event = await self.heard(interaction_id, "interaction_answered")
        if event["type"] == "interaction_failed":
            return Answer(interaction_id, "failed", reason=str(event["reason"]))
        modal = None
        if event["answer"] == "modal":
            opened = await self.heard(interaction_id, "modal_open")
            if isinstance(opened["modal"], dict):
                about = {**opened["modal"], "interaction_id": interaction_id}
                modal = SeenModal.model_validate(about)
        message_id = int(str(event.get("message_id", 0)))
        return Answer(
            interaction_id,
            TypeAdapter(
                Literal["message", "deferred", "deferred_update", "update", "modal"]
            ).validate_python(event["answer"]),
            self.known.get(message_id),
            modal,
            seconds=float(str(event["seconds"])),
        )

    async def _begin(self, route: str, member: str, body: dict[str, JsonValue]) -> int:
        await self.watch(member)
        answer = await self.call("POST", f"/sandbox/interactions/{route}", body)
        return int(str(answer["interaction_id"])) if isinstance(answer, dict) else 0


__all__ = ["Answer", "File", "Refused", "SandboxDriver", "SeenMessage"]
