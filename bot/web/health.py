"""Two questions that whoever runs the bot asks: does it live, and is it ready?"""

from collections.abc import Callable, Mapping

import structlog
from aiohttp import web

log = structlog.get_logger(__name__)

Check = Callable[[], bool]
"""Answers at once, from memory."""

_HEADERS = {"Cache-Control": "no-store"}


def health_routes(ready: Mapping[str, Check]) -> list[web.RouteDef]:
    """Return `/healthz` and `/readyz`.

    `/healthz` answers 200 as long as the event loop turns: a supervisor restarts the bot when it
    does not. `/readyz` answers 200 when every check of `ready` holds and 503 otherwise, with each
    one's outcome by name. Nothing else is told: anybody who reaches the port may ask.
    """

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True}, headers=_HEADERS)

    async def prepared(_: web.Request) -> web.Response:
        checks = {name: _holds(name, check) for name, check in ready.items()}
        everything = all(checks.values())
        return web.json_response(
            {"ready": everything, "checks": checks},
            status=200 if everything else 503,
            headers=_HEADERS,
        )

    return [web.get("/healthz", alive), web.get("/readyz", prepared)]


def _holds(name: str, check: Check) -> bool:
    try:
        return check()
    except Exception:
        log.exception("check_failed", check=name)
        return False
