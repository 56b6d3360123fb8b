"""A studio that runs: the application on a socket."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from aiohttp import web

from bot.studio.app import create_app
from bot.studio.config import StudioConfig


class Studio:
    """A running studio, started and stopped by hand or as an asynchronous context."""

    def __init__(self, config: StudioConfig | None = None) -> None:
        self.config = config or StudioConfig()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def host(self) -> str:
        """The address it listens on."""
        return self.config.host

    @property
    def port(self) -> int:
        """The port it listens on; raises RuntimeError before it was started."""
        if self._runner is None:
            raise RuntimeError("the studio is not running")
        return self._port

    @property
    def root(self) -> str:
        """The address of the server itself, where ``/studio/...`` and ``/media/...`` are."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def url(self) -> str:
        """The base of the provider's API."""
        return f"{self.root}/api/v1"

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        runner = web.AppRunner(create_app(self.config), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.config.host, self.config.port).start()
        except BaseException:
            await runner.cleanup()
            raise
        self._runner = runner
        self._port = int(runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening and let go of everything; without effect when it does not run."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()
