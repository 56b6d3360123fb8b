"""Drives a running sandbox as its members do, over HTTP and websockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Literal, TypeAlias, TypeVar

import aiohttp
from pydantic import BaseModel, Field, JsonValue, TypeAdapter

from tests.support.sandbox_views import (
    Answer,
    File,
    Seen,
    SeenAttachment,
    SeenChannel,
    SeenChoice,
    SeenError,
    SeenGateway,
    SeenMessage,
    SeenModal,
    SeenRequest,
    SeenUser,
)

OptionValue: TypeAlias = str | int | float | bool | File
Values: TypeAlias = Mapping[str, str | bool | Sequence[str | File]]
_SeenT = TypeVar("_SeenT", bound=BaseModel)
_WAIT_SECONDS = 10.0
_SUBCOMMAND, _GROUP, _USER, _CHANNEL, _ROLE, _MENTIONABLE, _ATTACHMENT = 1, 2, 6, 7, 8, 9, 11
_MESSAGES = TypeAdapter(list[SeenMessage])


class Refused(Exception):
    """The sandbox did not let the member do it, as Discord's client would not."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class _Definition(Seen):
    name: str
    type: int
    options: list[_Definition] = Field(default_factory=list)


class _Command(_Definition):
    id: int


class _Role(Seen):
    id: int
    name: str


class _Member(SeenUser):
    display_name: str


class _Guild(Seen):
    id: int
    owner_id: int
    roles: list[_Role]
    members: list[_Member]
    channels: list[SeenChannel]


class _Bot(Seen):
    online: bool


class _State(Seen):
    bot: _Bot
    users: list[_Member]
    guilds: list[_Guild]
    direct_channel: SeenChannel | None
    commands: list[_Command]


class SandboxDriver:
    """Acts as the sandbox's members and watches what they see.

    Members are named by user name, display name or id, channels by name or id. Messages are kept
    in their newest form as seen by everyone the driver has acted as, and by the server's owner,
    who sees every channel.
    """

    def __init__(self, base_url: str, session: aiohttp.ClientSession) -> None:
        self.base_url = base_url.rstrip("/")
        self.known: dict[int, SeenMessage] = {}
        self.versions: dict[int, list[SeenMessage]] = {}
        self._numbers: dict[int, int] = {}
        self.online = False
        self.notifications: list[tuple[int, SeenMessage]] = []
        self._session = session
        self._watchers: dict[int, asyncio.Task[None]] = {}
        self._sockets: list[aiohttp.ClientWebSocketResponse] = []
        self._interactions: dict[int, list[dict[str, JsonValue]]] = {}
        self._changed = asyncio.Condition()

    @classmethod
    @asynccontextmanager
    async def connect(cls, base_url: str) -> AsyncIterator[SandboxDriver]:
        """Open a driver for the sandbox at `base_url` (its page), watching as the owner."""
        async with aiohttp.ClientSession() as session:
            driver = cls(base_url, session)
            try:
                state = await driver._state(None)
                await driver.watch(str(state.guilds[0].owner_id))
                driver.online = (await driver._state(None)).bot.online
                yield driver
            finally:
                for socket in driver._sockets:
                    await socket.close()
                for task in driver._watchers.values():
                    task.cancel()
                await asyncio.gather(*driver._watchers.values(), return_exceptions=True)

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
        event = await self._heard(interaction_id, "autocomplete_result")
        if event["type"] == "interaction_failed":
            raise AssertionError(f"autocomplete: {event['reason']}")
        return TypeAdapter(list[SeenChoice]).validate_python(event["choices"])

    async def context_menu(
        self, *, member: str, name: str, target: SeenMessage | str, channel: str | int | None = None
    ) -> Answer:
        """Use a menu command on a message, or (with `channel`) on someone."""
        kind = 3 if isinstance(target, SeenMessage) else 2
        state = await self._state(member)
        command = _command(state, name, kind)
        if isinstance(target, SeenMessage):
            target_id, place = target.id, str(target.channel_id)
        else:
            target_id, place = _person(state, target), str(channel)
        body: dict[str, JsonValue] = {
            "member": str(_person(state, member)),
            "channel": str(_channel(state, place)),
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
        """Send a form; inputs by label or custom id."""
        filled: dict[str, JsonValue] = {}
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
        form = aiohttp.FormData()
        form.add_field("file", file.content, filename=file.name)
        person = await self.person(member)
        answer = await self._call("POST", f"/sandbox/uploads?member={person}", form=form)
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
        state = await self._state(member)
        uploads = [str((await self.upload(file, member)).id) for file in files]
        body: dict[str, JsonValue] = {
            "member": str(_person(state, member)),
            "channel": str(_channel(state, channel)),
            "content": content,
            "attachments": list[JsonValue](uploads),
        }
        if reply_to is not None:
            body["reply_to"] = str(reply_to.id)
        return SeenMessage.model_validate(await self._call("POST", "/sandbox/messages", body))

    async def direct(self, member: str) -> SeenChannel:
        """Open someone's direct messages with the bot and watch them."""
        await self.watch(member)
        body: dict[str, JsonValue] = {"member": str(await self.person(member))}
        return SeenChannel.model_validate(await self._call("POST", "/sandbox/direct", body))

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
        state = await self._state(member)
        body: dict[str, JsonValue] = {
            "member": str(_person(state, member)),
            "channel": str(_channel(state, channel)),
            "name": name,
        }
        if message is not None:
            body["message"] = str(message.id)
        if content is not None:
            body["content"] = content
        return SeenChannel.model_validate(await self._call("POST", "/sandbox/threads", body))

    async def delete_message(self, message: SeenMessage, *, member: str | None = None) -> None:
        """Delete a message as someone, or as a moderator would."""
        path = f"/sandbox/messages/{message.channel_id}/{message.id}"
        if member is not None:
            path += f"?member={await self.person(member)}"
        await self._call("DELETE", path)

    async def watch(self, member: str) -> None:
        """Keep what someone sees from now on, with what is there already."""
        person = await self.person(member)
        if person in self._watchers:
            return
        socket = await self._session.ws_connect(
            f"{self.base_url}/sandbox/events?member={person}", heartbeat=30, max_msg_size=0
        )
        self._sockets.append(socket)
        hello = await socket.receive_json()
        if hello["type"] != "hello":
            raise AssertionError(f"the first event was {hello['type']}")
        self._watchers[person] = asyncio.create_task(self._listen(person, socket))
        state = await self._call("GET", f"/sandbox/state?member={person}")
        if isinstance(state, dict) and isinstance(state["messages"], dict):
            for messages in state["messages"].values():
                for message in _MESSAGES.validate_python(messages):
                    self.known.setdefault(message.id, message)

    async def wait_for(
        self,
        matches: Callable[[SeenMessage], bool],
        *,
        timeout: float = _WAIT_SECONDS,  # noqa: ASYNC109 - a test says how long it waits at most
    ) -> SeenMessage:
        """Wait until a message in its newest form matches, and give it."""
        return await self._until(
            lambda: next((item for item in self.known.values() if matches(item)), None),
            timeout,
            "no message matched",
        )

    async def settled(
        self,
        message: SeenMessage,
        *,
        timeout: float = _WAIT_SECONDS,  # noqa: ASYNC109 - as above
    ) -> SeenMessage:
        """Wait until a deferred answer has its text."""
        return await self.wait_for(
            lambda item: item.id == message.id and not item.thinking, timeout=timeout
        )

    async def gone(
        self,
        message: SeenMessage,
        *,
        timeout: float = _WAIT_SECONDS,  # noqa: ASYNC109 - as above
    ) -> None:
        """Wait until a message is deleted."""
        await self._until(
            lambda: True if message.id not in self.known else None, timeout, "it is still there"
        )

    async def messages(self, channel: str | int, member: str) -> list[SeenMessage]:
        """Give the newest hundred messages that someone sees in a channel, oldest first."""
        state = await self._state(member)
        place = _channel(state, channel)
        path = f"/sandbox/messages?member={_person(state, member)}&channel={place}&limit=100"
        return _MESSAGES.validate_python(await self._call("GET", path))

    async def download(self, attachment: SeenAttachment) -> bytes:
        """Give the bytes behind an attachment's link."""
        async with self._session.get(attachment.url) as response:
            response.raise_for_status()
            return await response.read()

    async def requests(self, after: int = 0) -> list[SeenRequest]:
        """Give what the bot sent, in order, after a number."""
        answer = await self._call("GET", f"/sandbox/requests?after={after}")
        return TypeAdapter(list[SeenRequest]).validate_python(answer)

    async def errors(self) -> list[SeenError]:
        """Give what must not happen and did."""
        answer = await self._call("GET", "/sandbox/errors")
        return TypeAdapter(list[SeenError]).validate_python(answer)

    async def clear_errors(self) -> None:
        """Forget errors that a test provoked."""
        await self._call("DELETE", "/sandbox/errors")

    async def advance(self, seconds: float) -> None:
        """Let the sandbox's time pass at once."""
        await self._call("POST", "/sandbox/clock", {"advance_seconds": seconds})

    async def fault(self, **wish: str | float | bool) -> int:
        """Arm a fault (see `bot.sandbox.faults.FaultBody`; `global_` for `global`)."""
        body: dict[str, JsonValue] = {name.rstrip("_"): value for name, value in wish.items()}
        answer = await self._call("POST", "/sandbox/faults", body)
        return int(str(answer["id"])) if isinstance(answer, dict) else 0

    async def disarm(self) -> None:
        """Take all faults away."""
        await self._call("DELETE", "/sandbox/faults")

    async def disturb_gateway(
        self,
        action: Literal["drop", "close", "reconnect", "invalidate"],
        *,
        code: int = 4000,
        resumable: bool = True,
    ) -> None:
        """Cut, close or invalidate the bot's gateway connections."""
        body: dict[str, JsonValue] = {"action": action, "code": code, "resumable": resumable}
        await self._call("POST", "/sandbox/gateway", body)

    async def gateway(self) -> SeenGateway:
        """Give the bot's gateway sessions and their history."""
        return SeenGateway.model_validate(await self._call("GET", "/sandbox/gateway"))

    async def wait_until_online(
        self,
        *,
        timeout: float = 30.0,  # noqa: ASYNC109 - as above
    ) -> None:
        """Wait until a bot is connected."""
        await self._until(lambda: True if self.online else None, timeout, "no bot came")

    async def wait_until_offline(
        self,
        *,
        timeout: float = 30.0,  # noqa: ASYNC109 - as above
    ) -> None:
        """Wait until no bot is connected."""
        await self._until(lambda: None if self.online else True, timeout, "the bot stayed")

    async def permit(
        self,
        target: str,
        *,
        channel: str | int | None = None,
        allow: Sequence[str] = (),
        deny: Sequence[str] = (),
        clear: Sequence[str] = (),
    ) -> None:
        """Give or take permissions by Discord's names; `target` is "bot", a role or a member."""
        state = await self._state(None, as_owner=True)
        body: dict[str, JsonValue] = {
            "target": _target(state, target),
            "allow": list[JsonValue](allow),
            "deny": list[JsonValue](deny),
            "clear": list[JsonValue](clear),
        }
        if channel is not None:
            body["channel"] = str(_channel(state, channel))
        await self._call("POST", "/sandbox/permissions", body)

    async def change_member(self, member: str, **changes: str | bool | None) -> None:
        """Change someone's `nick`, `locale`, `accepts_direct_messages`, `installed_app` ….

        All of `bot.sandbox.browser.bodies.MemberChange` but roles.
        """
        body: dict[str, JsonValue] = dict(changes)
        await self._call("PATCH", f"/sandbox/members/{await self.person(member)}", body)

    async def change_channel(self, channel: str | int, **changes: str | bool) -> None:
        """Change a channel's `name` or `topic`; a thread's `archived` or `locked`."""
        state = await self._state(None, as_owner=True)
        body: dict[str, JsonValue] = dict(changes)
        await self._call("PATCH", f"/sandbox/channels/{_channel(state, channel)}", body)

    async def delete_channel(self, channel: str | int) -> None:
        """Delete a channel or thread."""
        state = await self._state(None, as_owner=True)
        await self._call("DELETE", f"/sandbox/channels/{_channel(state, channel)}")

    async def add_guild(
        self, name: str, *, members: Sequence[str] = (), with_bot: bool = True
    ) -> int:
        """Let another server, owned as the first one is, add the bot; gives its id."""
        body: dict[str, JsonValue] = {"name": name, "with_bot": with_bot}
        body["members"] = [str(await self.person(member)) for member in members]
        answer = await self._call("POST", "/sandbox/guilds", body)
        return int(str(answer["id"])) if isinstance(answer, dict) else 0

    async def remove_bot(self, guild_id: int) -> None:
        """Throw the bot out of a server."""
        await self._call("DELETE", f"/sandbox/guilds/{guild_id}")

    async def channels(self, member: str) -> list[SeenChannel]:
        """Give the channels and threads that someone sees."""
        state = await self._state(member)
        direct = [state.direct_channel] if state.direct_channel is not None else []
        return [channel for guild in state.guilds for channel in guild.channels] + direct

    async def commands(self, member: str) -> list[str]:
        """Give the names of the commands that someone may use."""
        return [command.name for command in (await self._state(member)).commands]

    async def person(self, member: str) -> int:
        """Give someone's id."""
        return _person(await self._state(None), member)

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
        state = await self._state(member)
        words = name.split(" ")
        command = _command(state, words[0], 1)
        path: list[_Definition] = [command]
        for word in words[1:]:
            below = [option for option in path[-1].options if option.name == word]
            if not below:
                raise LookupError(f"the command {name!r} does not exist")
            path.append(below[0])
        kinds = {option.name: option.type for option in path[-1].options}
        filled: list[JsonValue] = []
        for key, value in options.items():
            item: dict[str, JsonValue] = {"name": key}
            item["value"] = await self._option_value(state, member, kinds.get(key, 3), value)
            if key == focused:
                item["focused"] = True
            filled.append(item)
        for below_command in reversed(path[1:]):
            filled = [{"name": below_command.name, "options": filled}]
        return {
            "member": str(_person(state, member)),
            "channel": str(_channel(state, channel)),
            "command": str(command.id),
            "options": filled,
        }

    async def _option_value(
        self, state: _State, member: str, kind: int, value: OptionValue
    ) -> str | int | float | bool:
        if isinstance(value, File):
            return str((await self.upload(value, member)).id)
        if kind == _USER:
            return str(_person(state, str(value)))
        if kind == _CHANNEL:
            return str(_channel(state, str(value)))
        if kind in (_ROLE, _MENTIONABLE):
            return _target(state, str(value))
        return value

    async def _use(self, route: str, member: str, body: dict[str, JsonValue]) -> Answer:
        interaction_id = await self._begin(route, member, body)
        event = await self._heard(interaction_id, "interaction_answered")
        if event["type"] == "interaction_failed":
            return Answer(interaction_id, "failed", reason=str(event["reason"]))
        modal = None
        if event["answer"] == "modal":
            opened = await self._heard(interaction_id, "modal_open")
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
        answer = await self._call("POST", f"/sandbox/interactions/{route}", body)
        return int(str(answer["interaction_id"])) if isinstance(answer, dict) else 0

    async def _heard(self, interaction_id: int, kind: str) -> dict[str, JsonValue]:
        def find() -> dict[str, JsonValue] | None:
            for event in self._interactions.get(interaction_id, ()):
                if event["type"] in (kind, "interaction_failed"):
                    return event
            return None

        return await self._until(find, _WAIT_SECONDS, f"no {kind} came")

    async def _until(
        self, find: Callable[[], _FoundT | None], seconds: float, complaint: str
    ) -> _FoundT:
        try:
            async with asyncio.timeout(seconds), self._changed:
                while (found := find()) is None:
                    await self._changed.wait()
                return found
        except TimeoutError:
            texts = [message.text[:80] for message in list(self.known.values())[-5:]]
            raise AssertionError(f"{complaint} in {seconds} s; newest: {texts}") from None

    async def _listen(self, person: int, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            event: dict[str, JsonValue] = frame.json()
            async with self._changed:
                self._take(person, event)
                self._changed.notify_all()

    def _take(self, person: int, event: dict[str, JsonValue]) -> None:
        match event["type"]:
            case "message_create" | "message_update":
                message = SeenMessage.model_validate(event["message"])
                number = int(str(event["number"]))
                if number < self._numbers.get(message.id, 0):
                    return
                self._numbers[message.id] = number
                versions = self.versions.setdefault(message.id, [])
                if not versions or versions[-1] != message:
                    versions.append(message)
                self.known[message.id] = message
            case "message_delete":
                self.known.pop(int(str(event["message_id"])), None)
            case "message_delete_bulk":
                ids = event["message_ids"]
                for item in ids if isinstance(ids, list) else []:
                    self.known.pop(int(str(item)), None)
            case "notification":
                seen = SeenMessage.model_validate(event["message"])
                self.notifications.append((person, seen))
            case "bot_online" | "bot_offline":
                self.online = event["type"] == "bot_online"
            case _ if "interaction_id" in event:
                interaction_id = int(str(event["interaction_id"]))
                self._interactions.setdefault(interaction_id, []).append(event)
            case _:
                pass

    async def _state(self, member: str | None, *, as_owner: bool = False) -> _State:
        path = "/sandbox/state?messages=0"
        first = _State.model_validate(await self._call("GET", path))
        if as_owner:
            member = str(first.guilds[0].owner_id)
        if member is None:
            return first
        person = _person(first, member)
        return _State.model_validate(await self._call("GET", f"{path}&member={person}"))

    async def _call(
        self,
        method: str,
        path: str,
        body: dict[str, JsonValue] | None = None,
        *,
        form: aiohttp.FormData | None = None,
    ) -> JsonValue:
        async with self._session.request(
            method, self.base_url + path, json=body, data=form
        ) as response:
            if response.status == 204:
                return None
            answer: JsonValue = await response.json()
            if response.status >= 400:
                sentence = answer.get("error") if isinstance(answer, dict) else answer
                raise Refused(response.status, str(sentence))
            return answer


_FoundT = TypeVar("_FoundT")


def _person(state: _State, member: str) -> int:
    for user in (*state.users, *(one for guild in state.guilds for one in guild.members)):
        if member in (str(user.id), user.username, user.display_name):
            return user.id
    lowered = member.casefold()
    for user in state.users:
        if lowered in (user.username.casefold(), user.display_name.casefold()):
            return user.id
    raise LookupError(f"nobody is called {member!r}")


def _channel(state: _State, channel: str | int) -> int:
    direct = [state.direct_channel] if state.direct_channel is not None else []
    known = [item for guild in state.guilds for item in guild.channels] + direct
    for item in known:
        if str(channel) in (str(item.id), item.name):
            return item.id
    if str(channel).isdecimal():
        return int(channel)
    raise LookupError(f"no channel is called {channel!r}")


def _target(state: _State, target: str) -> str:
    if target == "bot":
        return target
    for guild in state.guilds:
        for role in guild.roles:
            if target in (str(role.id), role.name):
                return str(role.id)
    return str(_person(state, target))


def _command(state: _State, name: str, kind: int) -> _Command:
    for command in state.commands:
        if (command.name, command.type) == (name, kind):
            return command
    raise LookupError(f"no command {name!r} among {[item.name for item in state.commands]}")


__all__ = ["Answer", "File", "Refused", "SandboxDriver", "SeenMessage"]
