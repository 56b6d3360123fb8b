"""The provider's client over an answer that a test scripts, in place of a network."""

import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import httpx

from bot.domain.catalogue import Catalogue
from bot.domain.operations import Operation
from bot.provider import (
    AIMusicProvider,
    GateSettings,
    MusicClient,
    ProviderTimeouts,
    load_catalogue,
    open_provider,
)
from tests.support.clock import ManualClock

Answer = httpx.Response | Exception
Handler = Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]

BASE_URL = "https://music.example/api/v1"
API_KEY = "sk-very-secret-key"
UNSPACED = GateSettings(order_interval_seconds=0.0)


@dataclass
class Script:
    """Answers calls in order, the last answer again and again, and records what was sent."""

    answers: list[Answer]
    requests: list[httpx.Request] = field(default_factory=list)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Give the next answer."""
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        # A response can be read once, so every call gets one of its own.
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    @property
    def bodies(self) -> list[object]:
        """The JSON that was sent, call by call; None where there was no body."""
        return [json.loads(request.content or b"null") for request in self.requests]

    @property
    def paths(self) -> list[str]:
        """Method and path of each call, without the base address."""
        return [
            f"{request.method} {request.url.path.removeprefix('/api/v1')}"
            for request in self.requests
        ]


def says(body: object, status: int = 200, **headers: str) -> httpx.Response:
    """Return an answer with a JSON body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=named)


@asynccontextmanager
async def scripted_provider(
    handler: Handler,
    *,
    clock: ManualClock | None = None,
    catalogue: Catalogue | None = None,
    gate: GateSettings = UNSPACED,
    timeouts: ProviderTimeouts | None = None,
) -> AsyncIterator[AIMusicProvider]:
    """Open the provider with `handler` in place of the network."""
    async with open_provider(
        BASE_URL,
        API_KEY,
        catalogue=catalogue or load_catalogue(),
        clock=clock or ManualClock(),
        gate=gate,
        timeouts=timeouts,
        transport=httpx.MockTransport(handler),
    ) as provider:
        yield provider


@asynccontextmanager
async def scripted_client(
    handler: Handler, *, catalogue: Catalogue | None = None
) -> AsyncIterator[MusicClient]:
    """Open the typed client with `handler` in place of the network."""
    async with scripted_provider(handler, catalogue=catalogue) as provider:
        yield provider.client


def everything_on() -> Catalogue:
    """Return the default catalogue with every operation switched on."""
    catalogue = load_catalogue()
    return replace(
        catalogue,
        offers={
            operation: replace(catalogue.offers[operation], enabled=True) for operation in Operation
        },
    )
