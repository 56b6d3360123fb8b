"""Around every request: faults on request, the key, and refusals in the provider's shape."""

from __future__ import annotations

import asyncio
import hmac
import logging

from aiohttp import web

from bot.studio.errors import ApiError
from bot.studio.faults import ERRORS, HEADER, Armed, Fault, from_header
from bot.studio.routes.context import FAULTS, Handler, reply, workshop

_log = logging.getLogger(__name__)

_PROXY_PAGE = (
    "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
)
_DEFAULT_DELAY_SECONDS = 1.0


def error_reply(error: ApiError) -> web.Response:
    """A refusal as the provider words it."""
    shown: dict[str, object] = {"type": error.kind, "error": error.text}
    if error.steps is not None:
        shown["steps"] = error.steps
    response = reply(shown, error.status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = f"{error.retry_after:g}"
    return response


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn refusals into replies, those of the router too."""
    try:
        return await handler(request)
    except ApiError as error:
        return error_reply(error)
    except web.HTTPRequestEntityTooLarge:
        return error_reply(ApiError(400, "validation_error", "The body is too large"))
    except web.HTTPNotFound:
        return error_reply(ApiError(404, "not_found", "There is nothing at this path"))
    except web.HTTPMethodNotAllowed as error:
        return error_reply(
            ApiError(405, "method_not_allowed", f"Use {', '.join(sorted(error.allowed_methods))}")
        )
    except (web.HTTPException, ConnectionError):
        raise
    except Exception:
        _log.exception("the studio could not answer %s", request.path)
        return error_reply(ApiError(500, "api_error", "Internal error"))


def _cut(request: web.Request) -> web.Response:
    """Drop the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _before(request: web.Request, hits: tuple[Armed, ...]) -> web.StreamResponse | None:
    for hit in hits:
        if hit.fault in ERRORS:
            status, kind, text = ERRORS[hit.fault]
            raise ApiError(status, kind, text, retry_after=hit.value)
        if hit.fault is Fault.DELAY:
            seconds = _DEFAULT_DELAY_SECONDS if hit.value is None else hit.value
            await asyncio.sleep(seconds)
        if hit.fault is Fault.CUT_BEFORE:
            return _cut(request)
        if hit.fault is Fault.HTML_BEFORE:
            return web.Response(status=502, text=_PROXY_PAGE, content_type="text/html")
        if hit.fault is Fault.EMPTY_BEFORE:
            return web.Response(status=502)
    return None


@web.middleware
async def faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let the faults happen that hit this request."""
    if request.path.startswith("/studio/"):
        return await handler(request)
    try:
        asked = from_header(request.headers.get(HEADER, ""))
    except ValueError as error:
        raise ApiError(400, "validation_error", f"{HEADER}: {error}") from None
    hits = asked + workshop(request).faults.take(request.method, request.path)
    request[FAULTS] = hits
    early = await _before(request, hits)
    if early is not None:
        return early
    response = await handler(request)
    kinds = {hit.fault for hit in hits}
    if Fault.CUT_AFTER in kinds:
        return _cut(request)
    if Fault.HTML_AFTER in kinds:
        return web.Response(text=_PROXY_PAGE, content_type="text/html")
    if Fault.EMPTY_AFTER in kinds:
        return web.Response()
    return response


@web.middleware
async def authorisation(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Ask for the key on the provider's paths, and bring the tasks up to date."""
    shop = workshop(request)
    shop.sweep()
    if request.path.startswith("/api/"):
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise ApiError(401, "unauthorized", "The Authorization header must be: Bearer <key>")
        expected = shop.config.api_key
        if expected is not None and not hmac.compare_digest(
            key.strip().encode(), expected.encode()
        ):
            raise ApiError(401, "unauthorized", "Invalid API key")
    return await handler(request)
