"""A small web server whose files and faults a test chooses."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from ssl import SSLContext

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FileServer:
    """Serves what was put at its paths and remembers every request."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.port = 0
        self._handlers: dict[str, Handler] = {}

    def put(self, path: str, body: bytes, content_type: str = "audio/mpeg") -> str:
        """Serve `body` at `path`; return the address on 127.0.0.1."""

        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(body=body, content_type=content_type)

        return self.handle(path, answer)

    def handle(self, path: str, handler: Handler) -> str:
        """Answer requests for `path` with `handler`; return the address on 127.0.0.1."""
        self._handlers[path] = handler
        return self.url(path)

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        """Send whoever asks for `path` to `location`; return the address on 127.0.0.1."""

        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(status=status, headers={"Location": location})

        return self.handle(path, answer)

    def url(self, path: str, *, scheme: str = "http", host: str = "127.0.0.1") -> str:
        """Return the address of `path` on this server."""
        return f"{scheme}://{host}:{self.port}{path}"

    async def _dispatch(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        handler = self._handlers.get(request.path)
        if handler is None:
            raise web.HTTPNotFound
        return await handler(request)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, *, tls: SSLContext | None = None, host: str = "127.0.0.1"
    ) -> "AsyncIterator[FileServer]":
        """Listen on a free port of a loopback address while the block runs."""
        server = cls()
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", server._dispatch)
        runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, host, 0, ssl_context=tls)
        await site.start()
        server.port = runner.addresses[0][1]
        try:
            yield server
        finally:
            await runner.cleanup()
