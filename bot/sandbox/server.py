"""The sandbox as a whole: one web server for the API, the gateway, files and the page."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from types import TracebackType

from aiohttp import WSCloseCode, web
from yarl import URL

from bot.sandbox.apierrors import ApiError
from bot.sandbox.browser.actions import ActionRoutes
from bot.sandbox.browser.admin import AdminRoutes
from bot.sandbox.browser.http import answer
from bot.sandbox.browser.pages import SOCKETS, OpenSockets, PageRoutes
from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.browser.servers import ServerRoutes
from bot.sandbox.cdn import REQUEST_LIMIT
from bot.sandbox.config import SandboxConfig
from bot.sandbox.errorlog import ErrorKind
from bot.sandbox.rest.api import PREFIX, RestApi
from bot.sandbox.seed import plant
from bot.sandbox.services import Services, assemble


def _reachable(host: str) -> str:
    # Listening everywhere is reached from this machine by the loopback address.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compares only
    return f"[{host}]" if ":" in host else host


def _foreign(request: web.Request) -> bool:
    # A web page from elsewhere in the same browser must not act as the members.
    origin = request.headers.get("Origin")
    return origin is not None and URL(origin).authority != URL(f"//{request.host}").authority


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Sandbox:
    """A running stand-in for Discord; use it as an asynchronous context manager."""

    def __init__(self, config: SandboxConfig | None = None) -> None:
        self.config = config or SandboxConfig()
        self._services: Services | None = None
        self._runner: web.AppRunner | None = None
        self._base = ""

    @property
    def services(self) -> Services:
        """The parts of the running sandbox."""
        if self._services is None:
            raise RuntimeError("the sandbox is not running")
        return self._services

    @property
    def base_url(self) -> str:
        """Where it listens, without a slash at the end."""
        return self._base

    @property
    def api_url(self) -> str:
        """The base of the REST API, for `DISCORD_API_URL`."""
        return self._base + PREFIX

    @property
    def page_url(self) -> str:
        """The page for people."""
        return f"{self._base}/"

    @property
    def token(self) -> str:
        """The bot token it accepts."""
        return self.config.token

    async def __aenter__(self) -> Sandbox:
        """Listen; raises `OSError` when the port is taken."""
        services = self._services = assemble(self.config)
        plant(services.world)
        app = web.Application(
            middlewares=[self._guard], client_max_size=REQUEST_LIMIT + 1024 * 1024
        )
        app[SOCKETS] = OpenSockets()
        RestApi(services).add_routes(app)
        app.router.add_get("/gateway", services.gateway.handle)
        app.router.add_get("/gateway/", services.gateway.handle)
        services.content.add_routes(app)
        PageRoutes(services).add_routes(app)
        ActionRoutes(services).add_routes(app)
        AdminRoutes(services).add_routes(app)
        ServerRoutes(services).add_routes(app)
        app.on_shutdown.append(self._close_sockets)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.config.host, self.config.port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            services.world.close()
            raise
        port = self._runner.addresses[0][1]
        self._base = f"http://{_reachable(self.config.host)}:{port}"
        public = (self.config.public_base or self._base).rstrip("/")
        services.content.base = public
        services.gateway.url = f"ws{public.removeprefix('http')}/gateway"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection and write the state."""
        if self._runner is not None:
            await self._runner.cleanup()
        self.services.world.close()

    async def _close_sockets(self, app: web.Application) -> None:
        await self.services.gateway.close()
        for socket in list(app[SOCKETS].sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if request.path.startswith("/sandbox/") and _foreign(request):
                raise Refusal("Only the sandbox's own page may do that.", 403)
            return await handler(request)
        except Refusal as refusal:
            return answer({"error": refusal.sentence}, refusal.status)
        except ApiError as error:
            # A member met one of Discord's own rules.
            return answer({"error": error.message}, error.status)
        except web.HTTPException:
            raise
        except ConnectionResetError:
            # A bot that is killed hangs up in mid-request; nobody is left to answer.
            return web.Response(status=400)
        except Exception:
            # Tests fail on it and the page says it; nothing else would show it.
            detail = f"{request.method} {request.path}\n{traceback.format_exc()}"
            self.services.errors.add(ErrorKind.EXCEPTION, detail)
            return answer({"error": "The sandbox made a mistake; see /sandbox/errors."}, 500)
