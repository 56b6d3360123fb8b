"""The studio as an aiohttp application."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web

from bot.studio.config import StudioConfig
from bot.studio.routes import admin, derived, listening, media, middlewares, producer, sonic
from bot.studio.routes.context import WORKSHOP
from bot.studio.workshop import Workshop

_LARGEST_BODY = 1024 * 1024


def create_app(config: StudioConfig) -> web.Application:
    """An application that speaks the provider's contract under ``/api/v1``."""
    app = web.Application(
        middlewares=[middlewares.errors, middlewares.faults, middlewares.authorisation],
        client_max_size=_LARGEST_BODY,
    )
    app[WORKSHOP] = Workshop(config)
    app.cleanup_ctx.append(_workshop)
    for module in (sonic, derived, listening, producer, media, admin):
        app.add_routes(module.routes())
    return app


async def _workshop(app: web.Application) -> AsyncIterator[None]:
    await app[WORKSHOP].start()
    yield
    await app[WORKSHOP].close()
