"""All gateway sessions of the bot: who is connected, and what they are told."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.sandbox.gateway.connection import Connection, Identify, MembersWish, Resume
from bot.sandbox.gateway.intents import KNOWN, PRIVILEGED, Intent
from bot.sandbox.gateway.session import Refused, Session
from bot.sandbox.jsonvalue import JsonObject, encode
from bot.sandbox.model import Guild
from bot.sandbox.render import Renderer
from bot.sandbox.render_places import user
from bot.sandbox.state import World

RESUMABLE_SECONDS = 180.0
"""How long a session waits for its bot to come back."""

_EVENTS_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """Something that happened to a connection."""

    at: datetime
    kind: str
    session_id: str | None
    detail: str


class Gateway:
    """Accepts connections, keeps sessions, sends events to those who asked for them."""

    def __init__(self, world: World, renderer: Renderer) -> None:
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.events: deque[GatewayEvent] = deque(maxlen=_EVENTS_KEPT)
        self.on_presence: Callable[[bool], None] = lambda online: None
        self.on_voice: Callable[[int, int | None, bool, bool], None] = lambda *_: None
        self.connections: set[Connection] = set()
        self.world = world
        self._renderer = renderer

    @property
    def online(self) -> bool:
        """Whether a bot is connected and identified."""
        return any(session.sink is not None for session in self.sessions.values())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one gateway connection to its end."""
        return await Connection(self, request).run()

    def note(self, kind: str, session: Session | None, detail: str = "") -> None:
        """Remember what happened to a connection."""
        session_id = None if session is None else session.session_id
        self.events.append(GatewayEvent(self.world.now(), kind, session_id, detail))

    def identify(self, wish: Identify, connection: Connection, compress: str | None) -> Session:
        """Begin a session and send READY and the servers; raises `Refused`."""
        if wish.token.removeprefix("Bot ") != self.world.config.token:
            raise Refused(4004, "Authentication failed.")
        if wish.intents & ~KNOWN:
            raise Refused(4013, "Invalid intent(s).")
        if wish.intents & PRIVILEGED & ~self.world.config.privileged_intents:
            raise Refused(4014, "Disallowed intent(s).")
        if not 0 <= wish.shard[0] < wish.shard[1]:
            raise Refused(4010, "Invalid shard.")
        session = Session(secrets.token_hex(16), wish.intents, compress, wish.shard)
        self.sessions[session.session_id] = session
        was_online = self.online
        session.sink = connection
        self.note("identify", session, f"intents {wish.intents}")
        session.dispatch("READY", encode(self._ready(session)))
        if session.intents & Intent.GUILDS:
            with_members = bool(session.intents & Intent.GUILD_MEMBERS)
            for guild in self._guilds_of(session):
                body = self._renderer.guild_create(guild, with_members=with_members)
                session.dispatch("GUILD_CREATE", encode(body))
        if not was_online:
            self.on_presence(True)
        return session

    def resume(self, wish: Resume, connection: Connection) -> Session | None:
        """Take a session up again and replay; None when it must identify anew."""
        if wish.token.removeprefix("Bot ") != self.world.config.token:
            raise Refused(4004, "Authentication failed.")
        session = self.sessions.get(wish.session_id)
        if session is None:
            return None
        missed = session.missed_since(wish.seq)
        if missed is None:
            raise Refused(4007, "Invalid seq.")
        was_online = self.online
        session.sink = connection
        self.note("resume", session, f"{len(missed)} replayed")
        for message in missed:
            connection.send(message)
        session.dispatch("RESUMED", encode({"_trace": ["sandbox"]}))
        if not was_online:
            self.on_presence(True)
        return session

    def disconnected(self, session: Session, connection: Connection, code: int) -> None:
        """Note the end of a connection; 1000 and 1001 from the bot end the session too."""
        if session.sink is not connection:
            return
        session.sink = None
        self.note("close", session, str(code))
        if code in (1000, 1001) and not connection.closed_by_us:
            self.sessions.pop(session.session_id, None)
        else:
            self.world.clock.call_later(RESUMABLE_SECONDS, lambda: self._expire(session))
        if not self.online:
            self.on_presence(False)

    def _expire(self, session: Session) -> None:
        if session.sink is None:
            self.sessions.pop(session.session_id, None)

    def dispatch(
        self,
        event: str,
        data: JsonObject,
        intent: Intent | None,
        *,
        without_content: JsonObject | None = None,
    ) -> None:
        """Send an event to the sessions with `intent`; None goes to all.

        Sessions without the message content intent get `without_content` where it is given.
        """
        packed: bytes | None = None
        packed_without: bytes | None = None
        for session in self.sessions.values():
            if intent is not None and not session.intents & intent:
                continue
            if without_content is not None and not session.intents & Intent.MESSAGE_CONTENT:
                packed_without = packed_without or encode(without_content)
                session.dispatch(event, packed_without)
            else:
                packed = packed or encode(data)
                session.dispatch(event, packed)

    def send_members(self, session: Session, wish: MembersWish) -> None:
        """Answer a request for members with one chunk."""
        guild = self.world.guilds.get(wish.guild_id)
        if guild is None or self.world.bot_id not in guild.members:
            return
        wanted = [wish.user_ids] if isinstance(wish.user_ids, int) else wish.user_ids
        if wanted is not None:
            found = [guild.members[item] for item in wanted if item in guild.members]
        else:
            start = (wish.query or "").casefold()
            found = [
                member
                for member in guild.members.values()
                if self.world.users[member.user_id].username.casefold().startswith(start)
            ][: wish.limit or None]
        missing = [item for item in wanted or [] if item not in guild.members]
        body: JsonObject = {
            "guild_id": str(guild.id),
            "members": [self._renderer.member(member) for member in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [str(item) for item in missing],
            "nonce": wish.nonce,
        }
        session.dispatch("GUILD_MEMBERS_CHUNK", encode(body))

    async def disturb(
        self, action: str, code: int, *, resumable: bool, session_id: str | None = None
    ) -> None:
        """Drop, close (with a code), ask to reconnect or invalidate connections.

        Without `resumable` the sessions are forgotten, so that a RESUME fails.
        """
        for connection in list(self.connections):
            session = connection.session
            if session is None or session_id not in (None, session.session_id):
                continue
            if not resumable:
                self.sessions.pop(session.session_id, None)
            if action == "drop":
                connection.abort()
            elif action == "close":
                await connection.close(code, "Closed by the sandbox.")
            elif action == "reconnect":
                connection.reconnect()
            else:
                connection.invalidate(resumable=resumable)

    async def close(self) -> None:
        """Close every connection as a restarting gateway does."""
        for connection in list(self.connections):
            await connection.close(1001, "Going away.")

    def _guilds_of(self, session: Session) -> list[Guild]:
        index, count = session.shard
        return [
            guild
            for guild in self.world.guilds.values()
            if (guild.id >> 22) % count == index and self.world.bot_id in guild.members
        ]

    def _ready(self, session: Session) -> JsonObject:
        bot = user(self.world.bot) | {"verified": True, "mfa_enabled": True, "email": None}
        return {
            "v": 10,
            "user_settings": {},
            "user": bot,
            "session_type": "normal",
            "session_id": session.session_id,
            "resume_gateway_url": self.url,
            "relationships": [],
            "private_channels": [],
            "presences": [],
            "guilds": [
                {"id": str(guild.id), "unavailable": True} for guild in self._guilds_of(session)
            ],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "shard": list(session.shard),
            "application": {"id": str(self.world.bot_id), "flags": 0},
            "_trace": ["sandbox"],
        }
