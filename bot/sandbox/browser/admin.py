"""For operators and tests: the journal, the gateway, the clock, faults."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.browser.bodies import (
    ClockAdvance,
    GatewayAction,
)
from bot.sandbox.browser.http import answer, nothing, number, read
from bot.sandbox.browser.people import People
from bot.sandbox.faults import FaultBody
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.services import Services


class AdminRoutes:
    """What only an operator or a test can do."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world
        self._people = People(services.world)

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        router = app.router
        router.add_get("/sandbox/requests", self.requests)
        router.add_get("/sandbox/errors", self.errors)
        router.add_delete("/sandbox/errors", self.clear_errors)
        router.add_get("/sandbox/gateway", self.gateway)
        router.add_post("/sandbox/gateway", self.disturb_gateway)
        router.add_get("/sandbox/clock", self.clock)
        router.add_post("/sandbox/clock", self.advance)
        router.add_get("/sandbox/faults", self.faults)
        router.add_post("/sandbox/faults", self.arm)
        router.add_delete("/sandbox/faults", self.disarm)
        router.add_delete("/sandbox/faults/{id}", self.disarm)

    async def requests(self, request: web.Request) -> web.Response:
        """Give the journal after a number."""
        after = number(request, "after", 0)
        entries = self._services.journal.entries
        return answer([entry.drawn() for entry in entries if entry.number > after])

    async def errors(self, request: web.Request) -> web.Response:
        """Give what must not happen."""
        return answer(
            [
                {"at": entry.at.isoformat(), "kind": entry.kind.value, "detail": entry.detail}
                for entry in self._services.errors.entries
            ]
        )

    async def clear_errors(self, request: web.Request) -> web.Response:
        """Forget them, when a test provoked them."""
        self._services.errors.entries.clear()
        return nothing()

    async def gateway(self, request: web.Request) -> web.Response:
        """Give the gateway's sessions and history."""
        gateway = self._services.gateway
        sessions: list[JsonObject] = [
            {
                "session_id": session.session_id,
                "connected": session.sink is not None,
                "intents": session.intents,
                "compress": session.compress,
                "sequence": session.sequence,
                "shard": list(session.shard),
            }
            for session in gateway.sessions.values()
        ]
        events: list[JsonObject] = [
            {
                "at": event.at.isoformat(),
                "kind": event.kind,
                "session_id": event.session_id,
                "detail": event.detail,
            }
            for event in gateway.events
        ]
        return answer({"sessions": sessions, "events": events})

    async def disturb_gateway(self, request: web.Request) -> web.Response:
        """Cut, close or invalidate the bot's connections."""
        body = await read(request, GatewayAction)
        await self._services.gateway.disturb(
            body.action, body.code, resumable=body.resumable, session_id=body.session
        )
        return nothing()

    async def clock(self, request: web.Request) -> web.Response:
        """Give the sandbox's time."""
        clock = self._world.clock
        return answer({"now": clock.now().isoformat(), "offset_seconds": clock.offset_seconds})

    async def advance(self, request: web.Request) -> web.Response:
        """Let time pass at once."""
        self._world.advance((await read(request, ClockAdvance)).advance_seconds)
        return await self.clock(request)

    async def faults(self, request: web.Request) -> web.Response:
        """Give the armed faults."""
        return answer([fault.drawn() for fault in self._services.faults.armed.values()])

    async def arm(self, request: web.Request) -> web.Response:
        """Arm a fault."""
        fault = self._services.faults.arm(await read(request, FaultBody))
        return answer(fault.drawn(), 201)

    async def disarm(self, request: web.Request) -> web.Response:
        """Disarm one fault, or all."""
        one = number(request, "id") if "id" in request.match_info else None
        self._services.faults.disarm(one)
        return nothing()
