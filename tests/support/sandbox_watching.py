"""Watches a running sandbox: what its members see, live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Self, TypeVar

import aiohttp
from pydantic import JsonValue, TypeAdapter

from tests.support.sandbox_state import SeenState, channel_in, person_in
from tests.support.sandbox_views import SeenMessage

WAIT_SECONDS = 10.0
"""How long a driver waits for anything."""

MESSAGES = TypeAdapter(list[SeenMessage])
"""Reads a list of messages."""

_FoundT = TypeVar("_FoundT")
_CHANGES = ("guild_", "channel_", "thread_", "commands_", "member_")
_ALTERING = tuple(
    f"/sandbox/{place}"
    for place in ("permissions", "channels", "members", "guilds", "threads", "direct")
)


class Refused(Exception):
    """The sandbox did not let the member do it, as Discord's client would not."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class SandboxWatcher:
    """Keeps messages in their newest form, as seen by everyone it watches as."""

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
        self._states: dict[int | None, SeenState] = {}
        self._changed = asyncio.Condition()
        self._watching = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def connect(cls, base_url: str) -> AsyncIterator[Self]:
        """Open a driver for the sandbox at `base_url` (its page), watching as the owner."""
        async with aiohttp.ClientSession() as session:
            driver = cls(base_url, session)
            try:
                state = await driver.state(None)
                await driver.watch(str(state.guilds[0].owner_id))
                driver.online = (await driver.state(None, fresh=True)).bot.online
                yield driver
            finally:
                for socket in driver._sockets:
                    await socket.close()
                for task in driver._watchers.values():
                    task.cancel()
                await asyncio.gather(*driver._watchers.values(), return_exceptions=True)

    async def state(self, member: str | None, *, fresh: bool = False) -> SeenState:
        """Give what someone sees (by default the first ordinary member), without messages.

        It is kept until something is heard or done that changes it; `fresh` asks again.
        """
        person = None if member is None else await self.person(member)
        kept = self._states.get(person)
        if kept is not None and not fresh and (person is None or person in self._watchers):
            return kept
        query = "" if person is None else f"&member={person}"
        answer = await self.call("GET", f"/sandbox/state?messages=0{query}")
        self._states[person] = SeenState.model_validate(answer)
        return self._states[person]

    async def look(self, member: str | None, find: Callable[[SeenState], _FoundT]) -> _FoundT:
        """Find something in what someone sees, asking again when it is not in what is kept."""
        try:
            return find(await self.state(member))
        except LookupError:
            return find(await self.state(member, fresh=True))

    async def person(self, member: str) -> int:
        """Give someone's id."""
        return await self.look(None, lambda state: person_in(state, member))

    async def channel(self, member: str | None, channel: str | int) -> int:
        """Give the id of a channel that someone sees, by default the owner."""
        if member is None:
            member = str((await self.state(None)).guilds[0].owner_id)
        return await self.look(member, lambda state: channel_in(state, channel))

    async def watch(self, member: str) -> None:
        """Keep what someone sees from now on, with what is there already."""
        person = await self.person(member)
        async with self._watching:
            if person not in self._watchers:
                await self._begin_watching(person)

    async def _begin_watching(self, person: int) -> None:
        socket = await self._session.ws_connect(
            f"{self.base_url}/sandbox/events?member={person}", heartbeat=30, max_msg_size=0
        )
        self._sockets.append(socket)
        hello = await socket.receive_json()
        if hello["type"] != "hello":
            raise AssertionError(f"the first event was {hello['type']}")
        self._watchers[person] = asyncio.create_task(self._listen(person, socket))
        state = await self.call("GET", f"/sandbox/state?member={person}")
        if isinstance(state, dict) and isinstance(state["messages"], dict):
            for messages in state["messages"].values():
                for message in MESSAGES.validate_python(messages):
                    self.known.setdefault(message.id, message)

    async def wait_for(
        self,
        matches: Callable[[SeenMessage], bool],
        *,
        timeout: float = WAIT_SECONDS,  # noqa: ASYNC109 - a test says how long it waits at most
    ) -> SeenMessage:
        """Wait until a message in its newest form matches, and give it."""
        return await self.until(
            lambda: next((item for item in self.known.values() if matches(item)), None),
            timeout,
            "no message matched",
        )

    async def settled(
        self,
        message: SeenMessage,
        *,
        timeout: float = WAIT_SECONDS,  # noqa: ASYNC109 - as above
    ) -> SeenMessage:
        """Wait until a deferred answer has its text."""
        return await self.wait_for(
            lambda item: item.id == message.id and not item.thinking, timeout=timeout
        )

    async def gone(
        self,
        message: SeenMessage,
        *,
        timeout: float = WAIT_SECONDS,  # noqa: ASYNC109 - as above
    ) -> None:
        """Wait until a message is deleted."""
        await self.until(
            lambda: True if message.id not in self.known else None, timeout, "it is still there"
        )

    async def wait_until_online(
        self,
        *,
        timeout: float = 30.0,  # noqa: ASYNC109 - as above
    ) -> None:
        """Wait until a bot is connected."""
        await self.until(lambda: True if self.online else None, timeout, "no bot came")

    async def wait_until_offline(
        self,
        *,
        timeout: float = 30.0,  # noqa: ASYNC109 - as above
    ) -> None:
        """Wait until no bot is connected."""
        await self.until(lambda: None if self.online else True, timeout, "the bot stayed")

    async def heard(self, interaction_id: int, kind: str) -> dict[str, JsonValue]:
        """Wait for an event of an interaction, or its failure."""

        def find() -> dict[str, JsonValue] | None:
            for event in self._interactions.get(interaction_id, ()):
                if event["type"] in (kind, "interaction_failed"):
                    return event
            return None

        return await self.until(find, WAIT_SECONDS, f"no {kind} came")

    async def until(
        self, find: Callable[[], _FoundT | None], seconds: float, complaint: str
    ) -> _FoundT:
        """Wait until `find` gives something; looks again after every event."""
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
        if str(event["type"]).startswith(_CHANGES):
            self._states.clear()
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

    async def call(
        self,
        method: str,
        path: str,
        body: dict[str, JsonValue] | None = None,
        *,
        form: aiohttp.FormData | None = None,
    ) -> JsonValue:
        """Send a request; raises `Refused` with the sandbox's sentence."""
        if path.startswith(_ALTERING):
            self._states.clear()
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
