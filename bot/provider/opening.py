"""Opening the connection to the service, for the composition root."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.domain.catalogue import Catalogue
from bot.domain.errors import SetupError
from bot.domain.ports import Clock
from bot.provider.adapter import AIMusicProvider
from bot.provider.client import MusicClient
from bot.provider.gate import Gate, GateSettings, Wait
from bot.provider.transport import ProviderTimeouts
from bot.provider.webhooks import WebhookSender
from bot.provider.wire.common import is_address

_USER_AGENT = "Jamboree"

# Some servers close idle connections after five seconds. An order that is sent at that moment is of
# unknown fate, so ours are closed well before.
_LONGEST_IDLE_SECONDS = 2.0

# The one place that names real waiting; what waits is given it, or a test's own.
_WAIT: Wait = asyncio.sleep


@asynccontextmanager
async def open_provider(
    base_url: str,
    api_key: str,
    *,
    catalogue: Catalogue,
    clock: Clock,
    timeouts: ProviderTimeouts | None = None,
    gate: GateSettings | None = None,
    webhooks: WebhookSender | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[AIMusicProvider]:
    """Give the service at `base_url` (including its version, such as `…/api/v1`) until the exit.

    Connections are kept for reuse and closed at the exit. Without `transport` it is httpx's own:
    it repeats nothing, and uses the proxies that the environment names.

    Raises:
        SetupError: the address or the key cannot be used at all.
    """
    _check_address(base_url)
    _check_key(api_key)
    async with httpx.AsyncClient(
        base_url=base_url,
        headers={
            "Authorization": f"Bearer {api_key}",
            "Accept": "application/json",
            # A packed body could be much larger than it looks.
            "Accept-Encoding": "identity",
            "User-Agent": _USER_AGENT,
        },
        follow_redirects=False,
        limits=httpx.Limits(keepalive_expiry=_LONGEST_IDLE_SECONDS),
        transport=transport,
    ) as http:
        client = MusicClient(
            http,
            catalogue=catalogue,
            gate=Gate(clock, gate or GateSettings(), wait=_WAIT),
            clock=clock,
            timeouts=timeouts or ProviderTimeouts(),
        )
        yield AIMusicProvider(client, catalogue, webhooks, wait=_WAIT)


def _check_address(base_url: str) -> None:
    try:
        address = httpx.URL(base_url)
        usable = is_address(base_url) and not address.query and (address.port or 80) <= 65535
    except httpx.InvalidURL:
        usable = False
    if not usable:
        raise SetupError(
            "The address of the music API (AIMUSIC_API_URL) must be an http or https address."
        )


def _check_key(api_key: str) -> None:
    if not api_key or not api_key.isascii() or not api_key.isprintable() or " " in api_key:
        raise SetupError(
            "The key of the music API (AIMUSIC_API_KEY) is empty or has characters that no key has."
        )
