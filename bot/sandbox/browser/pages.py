"""The page's files, its snapshot of the world and its stream of events."""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
from importlib.resources import files
from importlib.resources.abc import Traversable

from aiohttp import WSMsgType, web

from bot.sandbox.browser.http import answer, number
from bot.sandbox.browser.hub import Subscriber
from bot.sandbox.browser.people import People
from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import Channel, ChannelKind, Message, User
from bot.sandbox.services import Services
from bot.sandbox.wire.commands import LOCALES

_NEWEST = 50
_POLICY = (
    "default-src 'self'; img-src * data: blob:; media-src * data: blob:;"
    " connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_MODULES = (".js", ".mjs")


class PageRoutes:
    """Serves the page and tells it what its person sees."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world
        self._people = People(services.world)
        self._root: Traversable = files("bot.sandbox") / "page"

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        app.router.add_get("/", self.index)
        app.router.add_get("/page/{path:.+}", self.file)
        app.router.add_get("/sandbox/state", self.state)
        app.router.add_get("/sandbox/events", self.events)

    async def index(self, request: web.Request) -> web.Response:
        """Give the page."""
        return self._file("index.html")

    async def file(self, request: web.Request) -> web.Response:
        """Give one of the page's files."""
        return self._file(request.match_info["path"])

    def _file(self, path: str) -> web.Response:
        parts = path.split("/")
        if any(part in ("", ".", "..") or "\\" in part for part in parts):
            raise web.HTTPNotFound
        found = self._root
        for part in parts:
            found = found / part
        if not found.is_file():
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if path.endswith(_MODULES):
            kind = "text/javascript"
        text = kind.startswith("text/")
        return web.Response(
            body=found.read_bytes(),
            headers={
                "Content-Type": f"{kind}; charset=utf-8" if text else kind,
                "Cache-Control": "no-cache",
                "Content-Security-Policy": _POLICY,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
            },
        )

    async def state(self, request: web.Request) -> web.Response:
        """Give everything that one person sees."""
        member = self._person(request)
        world, view = self._world, self._services.view
        channels = view.visible_channels(member.id)
        direct = world.direct_channel(member.id)
        known = {channel.id: view.messages(channel, member.id) for channel in channels}
        newest = number(request, "messages", _NEWEST)
        body: JsonObject = {
            "now": world.now().isoformat(),
            "me": view.user(member),
            "users": [view.user(user) for user in world.users.values() if not user.bot],
            "application": {
                "id": str(world.bot_id),
                "name": world.config.application_name,
                "description": "Makes songs together",
            },
            "bot": view.user(world.bot) | {"online": self._services.gateway.online},
            "guilds": [
                view.guild(guild, member.id)
                for guild in world.guilds.values()
                if member.id in guild.members
            ],
            "direct_channel": None if direct is None else view.channel(direct, member.id),
            "commands": view.commands(member.id),
            "messages": {
                str(channel_id): [view.message(item) for item in _last(messages, newest)]
                for channel_id, messages in known.items()
            },
            "reading": {
                str(channel.id): view.reading(channel, member.id)
                for channel in channels
                if _holds_messages(channel)
            },
            "pending": [
                view.interaction(item) for item in self._services.interactions.pending(member.id)
            ],
            "voice": {str(state.user_id): str(state.channel_id) for state in world.voice.values()},
            "locales": sorted(LOCALES),
        }
        return answer(body)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream what happens to one person's page."""
        member = self._person(request)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        subscriber = Subscriber(member.id)
        subscriber.send({"type": "hello", "now": self._world.now().isoformat()})
        hub = self._services.hub
        hub.subscribers.add(subscriber)
        writer = asyncio.create_task(_write(socket, subscriber))
        request.app[SOCKETS].sockets.add(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            request.app[SOCKETS].sockets.discard(socket)
            hub.subscribers.discard(subscriber)
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
        return socket

    def _person(self, request: web.Request) -> User:
        if "member" in request.query:
            return self._people.user(number(request, "member"))
        guild = self._people.guild(None)
        everyone = (self._world.users[item] for item in guild.members)
        ordinary = (
            user
            for user in everyone
            if not user.bot and user.id != guild.owner_id and not guild.members[user.id].roles
        )
        person = next(ordinary, None)
        if person is None:
            raise Refusal("Nobody is here to act as.", 404)
        return person


class OpenSockets:
    """The open pages' websockets, closed when the sandbox ends."""

    def __init__(self) -> None:
        self.sockets: set[web.WebSocketResponse] = set()


SOCKETS = web.AppKey("sockets", OpenSockets)
"""Where the application keeps them."""


async def _write(socket: web.WebSocketResponse, subscriber: Subscriber) -> None:
    while True:
        event = await subscriber.queue.get()
        try:
            await socket.send_str(event)
        except ConnectionError:
            return


def _last(messages: list[Message], count: int) -> list[Message]:
    return messages[-count:] if count else []


def _holds_messages(channel: Channel) -> bool:
    return channel.kind not in (ChannelKind.CATEGORY, ChannelKind.FORUM)
