from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web

from bot.domain.errors import SetupError
from bot.web.health import Check
from bot.web.server import WebServer


class Switch:
    """A check that a test turns on and off, or lets fail."""

    def __init__(self) -> None:
        self.state: bool | Exception = False

    def __call__(self) -> bool:
        if isinstance(self.state, Exception):
            raise self.state
        return self.state


@pytest.fixture
def gateway() -> Switch:
    return Switch()


@pytest.fixture
async def server(gateway: Switch) -> AsyncIterator[WebServer]:
    async def extra(request: web.Request) -> web.Response:
        return web.Response(text=request.match_info["name"])

    checks: dict[str, Check] = {"gateway": gateway, "database": lambda: True}
    routes = [web.get("/extra/{name}", extra)]
    async with WebServer("127.0.0.1", 0, ready=checks, routes=routes) as server:
        yield server


async def ask(server: WebServer, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://127.0.0.1:{server.port}{path}", timeout=5)


async def test_a_running_bot_is_alive_even_before_it_is_ready(server: WebServer) -> None:
    answer = await ask(server, "/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"alive": True}
    assert answer.headers["Cache-Control"] == "no-store"


async def test_it_is_ready_when_every_check_holds(server: WebServer, gateway: Switch) -> None:
    answer = await ask(server, "/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "checks": {"gateway": False, "database": True}}
    gateway.state = True
    answer = await ask(server, "/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"gateway": True, "database": True}}


async def test_a_check_that_fails_counts_as_not_ready_and_tells_nothing(
    server: WebServer, gateway: Switch
) -> None:
    gateway.state = RuntimeError("inside knowledge")
    answer = await ask(server, "/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["gateway"] is False
    assert "inside knowledge" not in answer.text


async def test_other_routes_are_served_beside_them(server: WebServer) -> None:
    assert (await ask(server, "/extra/here")).text == "here"
    assert (await ask(server, "/elsewhere")).status_code == 404


async def test_it_stops_with_its_block() -> None:
    async with WebServer("127.0.0.1", 0, ready={}) as server:
        port = server.port
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://127.0.0.1:{port}/healthz")


async def test_a_taken_port_is_told_in_one_sentence(server: WebServer) -> None:
    with pytest.raises(SetupError, match="JAMBOREE_WEB_PORT"):
        async with WebServer("127.0.0.1", server.port, ready={}):
            pass
