"""The web server itself: listens, serves a list of routes, stops with the bot."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.domain.errors import SetupError
from bot.web.health import Check, health_routes

# Nobody sends us anything large, and whoever sends slowly is not waited for at the end.
_LARGEST_BODY_BYTES = 256 * 1024
_SHUTDOWN_SECONDS = 2.0


class WebServer:
    """Serves the health routes and `routes` while the `async with` block runs."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        ready: Mapping[str, Check],
        routes: Sequence[web.AbstractRouteDef] = (),
    ) -> None:
        self._host = host
        self._port = port
        application = web.Application(client_max_size=_LARGEST_BODY_BYTES)
        application.router.add_routes([*health_routes(ready), *routes])
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS
        )

    @property
    def port(self) -> int:
        """The port that it listens on, which tells what 0 became; only while it is open."""
        return int(self._runner.addresses[0][1])

    async def __aenter__(self) -> Self:
        """Listen.

        Raises:
            SetupError: the address is taken or is not this machine's.
        """
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise SetupError(
                f"The web server cannot listen on {self._host}, port {self._port}"
                f" ({error.strerror}); give it another by JAMBOREE_WEB_HOST and JAMBOREE_WEB_PORT."
            ) from error
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop listening; requests in hand have two seconds to finish."""
        await self._runner.cleanup()
