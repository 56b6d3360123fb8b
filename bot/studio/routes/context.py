"""What handlers share: the workshop of the application and the body of a request."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.studio.errors import invalid
from bot.studio.faults import Armed
from bot.studio.workshop import Workshop

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""A handler of requests."""

WORKSHOP: web.AppKey[Workshop] = web.AppKey("workshop", Workshop)
FAULTS: web.RequestKey[tuple[Armed, ...]] = web.RequestKey("faults", tuple)


def workshop(request: web.Request) -> Workshop:
    """The workshop that serves a request."""
    return request.app[WORKSHOP]


def armed(request: web.Request) -> tuple[Armed, ...]:
    """The faults that hit a request."""
    found: tuple[Armed, ...] = request.get(FAULTS, ())
    return found


async def body(request: web.Request) -> object:
    """The decoded JSON body. Raises ApiError (400) when it is none."""
    try:
        decoded: object = json.loads(await request.read())
    except ValueError:
        raise invalid("The body is not JSON") from None
    return decoded


def reply(data: object, status: int = 200) -> web.Response:
    """A JSON reply."""
    return web.json_response(data, status=status)


def base_url(request: web.Request) -> str:
    """What links to files begin with."""
    given = workshop(request).config.media_base_url
    return given.rstrip("/") if given else f"{request.scheme}://{request.host}"
