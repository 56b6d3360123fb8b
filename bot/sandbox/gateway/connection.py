"""One websocket of the gateway: opcodes in, a queue of messages out."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web
from pydantic import BaseModel, ValidationError

from bot.sandbox.gateway.compression import PlainTransport, Transport, transport
from bot.sandbox.gateway.session import Refused, Session
from bot.sandbox.jsonvalue import JsonValue, encode

if TYPE_CHECKING:
    from bot.sandbox.gateway.gateway import Gateway

_SENDS_PER_MINUTE = 120
_LARGEST_MESSAGE = 4096
_WAY_SECONDS = 0.02
"""How long a heartbeat's answer takes, as over a network."""
_HEARTBEAT, _IDENTIFY, _PRESENCE, _VOICE, _RESUME = 1, 2, 3, 4, 6
_RECONNECT, _REQUEST_MEMBERS, _INVALID, _HELLO, _ACK = 7, 8, 9, 10, 11


class Identify(BaseModel):
    """What IDENTIFY must say."""

    token: str
    intents: int
    shard: tuple[int, int] = (0, 1)
    properties: dict[str, str]


class Resume(BaseModel):
    """What RESUME must say."""

    token: str
    session_id: str
    seq: int


class VoiceWish(BaseModel):
    """Where the bot wants to be heard."""

    guild_id: int
    channel_id: int | None
    self_mute: bool = False
    self_deaf: bool = False


class MembersWish(BaseModel):
    """Which members the bot wants to know."""

    guild_id: int
    query: str | None = None
    limit: int = 0
    user_ids: list[int] | int | None = None
    nonce: str | None = None


class Frame(BaseModel):
    """One message of the bot."""

    op: int
    d: dict[str, object] | list[object] | int | bool | str | None = None


class Connection:
    """Speaks the gateway's protocol with one client."""

    def __init__(self, gateway: Gateway, request: web.Request) -> None:
        self.closed_by_us = False
        self._gateway = gateway
        self._request = request
        self._socket = web.WebSocketResponse(max_msg_size=_LARGEST_MESSAGE * 4, compress=False)
        self._compress = request.query.get("compress")
        self._transport: Transport = transport(self._compress) or PlainTransport()
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._session: Session | None = None
        self._sends: deque[float] = deque(maxlen=_SENDS_PER_MINUTE)

    def send(self, message: bytes) -> None:
        """Queue a message; the order is kept."""
        self._queue.put_nowait(message)

    def send_op(self, op: int, data: JsonValue) -> None:
        """Queue a message that is no event."""
        self.send(encode({"op": op, "d": data, "s": None, "t": None}))

    async def close(self, code: int, reason: str) -> None:
        """Close from our side with a code of Discord's."""
        self.closed_by_us = True
        with contextlib.suppress(ConnectionError):
            await self._socket.close(code=code, message=reason.encode())

    def abort(self) -> None:
        """Cut the connection without a word."""
        self.closed_by_us = True
        if self._request.transport is not None:
            self._request.transport.abort()

    def reconnect(self) -> None:
        """Ask the client to reconnect and resume (opcode 7)."""
        self.send_op(_RECONNECT, None)

    def invalidate(self, *, resumable: bool) -> None:
        """Tell the client that its session is invalid (opcode 9)."""
        self.send_op(_INVALID, resumable)

    @property
    def session(self) -> Session | None:
        """The session this connection serves, once identified or resumed."""
        return self._session

    async def run(self) -> web.WebSocketResponse:
        """Serve until either side closes."""
        await self._socket.prepare(self._request)
        gateway = self._gateway
        gateway.connections.add(self)
        writer = asyncio.create_task(self._write())
        try:
            interval = gateway.world.config.heartbeat_seconds
            self.send_op(_HELLO, {"heartbeat_interval": int(interval * 1000), "_trace": []})
            await self._read(interval)
        finally:
            gateway.connections.discard(self)
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
            if self._session is not None:
                code = self._socket.close_code or int(WSCloseCode.ABNORMAL_CLOSURE)
                gateway.disconnected(self._session, self, code)
        return self._socket

    async def _write(self) -> None:
        while True:
            packed = self._transport.pack(await self._queue.get())
            try:
                if isinstance(packed, str):
                    await self._socket.send_str(packed)
                else:
                    await self._socket.send_bytes(packed)
            except ConnectionError:
                return

    async def _read(self, interval: float) -> None:
        while True:
            try:
                message = await self._socket.receive(timeout=interval * 2)
            except TimeoutError:
                await self.close(4009, "Session timed out.")
                return
            if message.type is not WSMsgType.TEXT:
                if message.type is WSMsgType.BINARY:
                    await self.close(4002, "Error while decoding payload.")
                return
            refusal = self._refusal_of(message)
            if refusal is not None:
                await self.close(*refusal)
                return

    def _refusal_of(self, message: WSMessage) -> tuple[int, str] | None:
        text: str = message.data
        if len(text) > _LARGEST_MESSAGE:
            return 4002, "Error while decoding payload."
        try:
            frame = Frame.model_validate_json(text)
            if frame.op != _HEARTBEAT and self._too_fast():
                return 4008, "You are being rate limited."
            self._act(frame)
        except ValidationError:
            return 4002, "Error while decoding payload."
        except Refused as refused:
            return refused.code, refused.reason
        return None

    def _too_fast(self) -> bool:
        now = self._gateway.world.clock.seconds()
        full = len(self._sends) == _SENDS_PER_MINUTE and now - self._sends[0] < 60
        self._sends.append(now)
        return full

    def _act(self, frame: Frame) -> None:
        if frame.op == _HEARTBEAT:
            # discord.py notes when it sent this only afterwards; answered before, it would believe
            # that the answer took the whole interval.
            asyncio.get_running_loop().call_later(_WAY_SECONDS, self.send_op, _ACK, None)
            return
        if frame.op in (_IDENTIFY, _RESUME):
            self._begin(frame)
            return
        if self._session is None:
            raise Refused(4003, "Not authenticated.")
        if frame.op == _PRESENCE:
            return
        if frame.op == _VOICE:
            wish = VoiceWish.model_validate(frame.d)
            self._gateway.on_voice(wish.guild_id, wish.channel_id, wish.self_mute, wish.self_deaf)
        elif frame.op == _REQUEST_MEMBERS:
            self._gateway.send_members(self._session, MembersWish.model_validate(frame.d))
        else:
            raise Refused(4001, "Unknown opcode.")

    def _begin(self, frame: Frame) -> None:
        if self._session is not None:
            raise Refused(4005, "Already authenticated.")
        if frame.op == _IDENTIFY:
            wish = Identify.model_validate(frame.d)
            self._session = self._gateway.identify(wish, self, self._compress)
            return
        self._session = self._gateway.resume(Resume.model_validate(frame.d), self)
        if self._session is None:
            self.invalidate(resumable=False)
