"""Serves the REST API: token, faults, rate limits, the route itself, the journal."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox import apierrors
from bot.sandbox.apierrors import ApiError
from bot.sandbox.errorlog import ErrorKind
from bot.sandbox.faults import Fault
from bot.sandbox.journal import Entry
from bot.sandbox.jsonvalue import JsonValue, encode
from bot.sandbox.ratelimits import Verdict
from bot.sandbox.rest.applications import ApplicationRoutes
from bot.sandbox.rest.call import Answer, Call, Endpoint
from bot.sandbox.rest.channels import ChannelRoutes
from bot.sandbox.rest.guilds import GuildRoutes
from bot.sandbox.rest.messages import MessageRoutes
from bot.sandbox.rest.multipart import ReadBody, read_body, refusal
from bot.sandbox.rest.users import UserRoutes
from bot.sandbox.rest.webhooks import InteractionRoutes
from bot.sandbox.services import Services
from bot.sandbox.snowflakes import created_seconds

PREFIX = "/api/v10"
"""Where the API is mounted."""

ARRIVED = web.RequestKey("arrived", float)
_HOUR_SECONDS = 3600
_EDIT = ("PATCH", "/channels/{channel_id}/messages/{message_id}")
_MISTAKES = {50035, 50109, 50006}


@dataclass(frozen=True, slots=True)
class _Outcome:
    status: int
    body: JsonValue
    headers: dict[str, str]


class RestApi:
    """All routes of Discord's API that the sandbox knows."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def add_routes(self, app: web.Application) -> None:
        """Mount every route, and a catch-all that notes unknown ones."""
        services = self._services
        for area in (
            ApplicationRoutes(services),
            UserRoutes(services),
            GuildRoutes(services),
            InteractionRoutes(services),
            MessageRoutes(services),
            ChannelRoutes(services),
        ):
            for endpoint in area.endpoints():
                app.router.add_route(
                    endpoint.method, PREFIX + endpoint.route, self._server(endpoint)
                )
        app.router.add_route("*", PREFIX + "/{path:.*}", self._unknown)

    def _server(self, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(endpoint, request)

        return serve

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        endpoint = Endpoint(request.method, request.path.removeprefix(PREFIX), _no_such_route)
        detail = f"{request.method} {request.path}"
        self._services.errors.add(ErrorKind.UNKNOWN_ROUTE, detail)
        return await self._serve(endpoint, request)

    async def _serve(self, endpoint: Endpoint, request: web.Request) -> web.StreamResponse:
        began = time.perf_counter()
        services = self._services
        number, at = services.journal.next_number(), services.world.now()
        body = await read_body(request)
        request[ARRIVED] = time.perf_counter()
        path = request.path.removeprefix(PREFIX)
        sent_bytes = sum(part.size for part in body.parts)
        fault = services.faults.strike(endpoint.method, endpoint.route, path, sent_bytes)
        outcome = await self._outcome(endpoint, request, body, fault)
        answer = encode(None if outcome is None else outcome.body)
        entry = Entry(
            number,
            at,
            endpoint.method,
            path,
            endpoint.route,
            dict(request.query),
            encode(body.payload),
            body.parts,
            None if outcome is None else outcome.status,
            answer,
            time.perf_counter() - began,
            self._authorized(request),
            None if fault is None else fault.name,
        )
        services.journal.entries.append(entry)
        if outcome is None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        return _response(outcome, answer)

    async def _outcome(
        self, endpoint: Endpoint, request: web.Request, body: ReadBody, fault: Fault | None
    ) -> _Outcome | None:
        if fault is None:
            return self._handle(endpoint, request, body)
        if fault.body.kind == "slow":
            if not fault.body.applied:
                await asyncio.sleep(fault.body.seconds)
                return self._handle(endpoint, request, body)
            outcome = self._handle(endpoint, request, body)
            await asyncio.sleep(fault.body.seconds)
            return outcome
        if fault.body.applied:
            self._handle(endpoint, request, body)
        if fault.body.kind == "reset":
            return None
        return _Outcome(*fault.answer())

    def _handle(self, endpoint: Endpoint, request: web.Request, body: ReadBody) -> _Outcome:
        try:
            if not (endpoint.by_token or self._authorized(request)):
                raise apierrors.unauthorized()
            verdict = self._limit(endpoint, request)
            if verdict.refused is not None:
                headers = verdict.headers | verdict.extra | {"Via": "1.1 sandbox"}
                return _Outcome(429, verdict.refused, headers)
            reason = refusal(body)
            if reason is not None:
                raise reason
            call = Call(
                request.match_info, request.query, request[ARRIVED], body.payload, body.files
            )
        except ApiError as error:
            return self._refused(endpoint, request, error, {})
        try:
            answer = endpoint.handler(call)
        except ApiError as error:
            return self._refused(endpoint, request, error, verdict.headers)
        except Exception:
            # Whatever breaks here is the sandbox's own fault; tests must hear of it.
            detail = f"{request.method} {request.path}\n{traceback.format_exc()}"
            self._services.errors.add(ErrorKind.EXCEPTION, detail)
            return _Outcome(500, {"message": "Internal Server Error", "code": 0}, {})
        return _Outcome(answer.status, answer.body, verdict.headers)

    def _refused(
        self, endpoint: Endpoint, request: web.Request, error: ApiError, headers: dict[str, str]
    ) -> _Outcome:
        if error.code in _MISTAKES:
            detail = f"{request.method} {request.path}: {encode(error.body()).decode()}"
            self._services.errors.add(ErrorKind.INVALID_REQUEST, detail)
        return _Outcome(error.status, error.body(), headers)

    def _limit(self, endpoint: Endpoint, request: web.Request) -> Verdict:
        limiter = self._services.limiter
        names = request.match_info
        major = "/".join(names[name] for name in endpoint.major if name in names)
        verdict = limiter.check(
            f"{endpoint.method} {endpoint.route}" if not endpoint.by_token else "interaction",
            major,
            endpoint.rate,
            counts_globally=not endpoint.by_token,
        )
        is_edit = (endpoint.method, endpoint.route) == _EDIT
        if verdict.refused is not None or not is_edit:
            return verdict
        message_id = names["message_id"]
        now = self._services.world.clock.seconds()
        if message_id.isdecimal() and now - created_seconds(int(message_id)) > _HOUR_SECONDS:
            return limiter.check_old_edit(names["channel_id"]) or verdict
        return verdict

    def _authorized(self, request: web.Request) -> bool:
        expected = f"Bot {self._services.world.config.token}"
        return request.headers.get("Authorization") == expected


def _no_such_route(call: Call) -> Answer:
    raise apierrors.unknown_route()


def _response(outcome: _Outcome, answer: bytes) -> web.Response:
    if outcome.status == 204:
        return web.Response(status=204, headers=outcome.headers)
    if isinstance(outcome.body, str):
        return web.Response(
            status=outcome.status,
            text=outcome.body,
            content_type="text/html",
            headers=outcome.headers,
        )
    # Exactly this content type: with a charset discord.py takes the body for text.
    headers = outcome.headers | {"Content-Type": "application/json"}
    return web.Response(status=outcome.status, body=answer, headers=headers)
