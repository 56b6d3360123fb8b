"""Fetching what somebody wants to upload, with the provider's habits: HEAD first, no pages.

The address comes from members, and the studio runs where private servers can be reached. The bot
looks at every link before it hands it on, and lets a private address pass only where it means it.
A name may lead elsewhere by now, and so may a redirect. So an address inside has to be given in
plain numbers, or by the name of this machine; all else must be on the public internet.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import PurePosixPath
from typing import Final, Self
from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.studio.addresses import is_inside, is_numeric, is_public
from bot.studio.errors import invalid

LARGEST_BYTES: Final = 64 * 1024 * 1024

_TIMEOUT: Final = aiohttp.ClientTimeout(total=60)
_OK: Final = 200
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_REDIRECTS: Final = 5


class Fetcher:
    """Fetches recordings; open between ``opened`` and ``close``."""

    def __init__(self, session: aiohttp.ClientSession, local_names: frozenset[str]) -> None:
        self._session = session
        self._local_names = local_names

    @classmethod
    def opened(cls, host: str) -> Self:
        """One that also fetches from this machine, by number and by the names it goes by.

        ``host`` is what the studio itself listens on.
        """
        names = frozenset({"localhost", host.casefold()})
        connector = aiohttp.TCPConnector(resolver=_Resolver(names))
        return cls(aiohttp.ClientSession(connector=connector), names)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._session.close()

    async def audio(self, url: str) -> bytes:
        """The file at an address. Raises ApiError (400) for what is not audio one can get at."""
        try:
            async with self._answer("HEAD", url) as reply:
                _check(reply)
            async with self._answer("GET", url) as reply:
                _check(reply)
                data = await reply.content.read(LARGEST_BYTES + 1)
                while len(data) <= LARGEST_BYTES and (
                    more := await reply.content.read(LARGEST_BYTES)
                ):
                    data += more
        except (aiohttp.ClientError, TimeoutError, ValueError):
            raise invalid("The audio url could not be reached") from None
        if len(data) > LARGEST_BYTES:
            raise invalid("The audio file is too large")
        return data

    @asynccontextmanager
    async def _answer(self, method: str, url: str) -> AsyncIterator[aiohttp.ClientResponse]:
        first = where = URL(url)
        for _ in range(_MOST_REDIRECTS + 1):
            self._check_host(where, named=where.origin() == first.origin())
            async with self._session.request(
                method, where, timeout=_TIMEOUT, allow_redirects=False
            ) as reply:
                if reply.status not in _REDIRECTS:
                    yield reply
                    return
                where = where.join(URL(reply.headers.get("Location", "")))
        raise invalid("The audio url redirects too often")

    def _check_host(self, url: URL, *, named: bool) -> None:
        """Refuse what is inside, unless the request itself names it. Raises ApiError (400).

        Whether other names lead inside is seen when they are resolved.
        """
        host = (url.host or "").casefold()
        if host in self._local_names:
            allowed = named
        elif is_numeric(host):
            allowed = is_public(host) or (named and is_inside(host))
        else:
            allowed = True
        if not allowed:
            raise invalid("The audio url could not be reached")


class _Resolver(AbstractResolver):
    """Finds addresses by name, all of which must be public, except those of this machine."""

    def __init__(self, local_names: frozenset[str]) -> None:
        self._local_names = local_names
        self._system = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises OSError when it has none, or one that is not public."""
        found = await self._system.resolve(host, port, family)
        local = host.casefold() in self._local_names
        if not local and not all(is_public(each["host"]) for each in found):
            raise OSError("the name leads inside")
        return found

    async def close(self) -> None:
        """There is nothing to let go of."""
        await self._system.close()


def _check(reply: aiohttp.ClientResponse) -> None:
    if reply.status != _OK:
        raise invalid(f"The audio url answered with HTTP {reply.status}")
    if reply.content_type in ("text/html", "application/json", "application/xhtml+xml"):
        raise invalid("The audio url leads to a page, not to a file")


def name_of(url: str) -> str:
    """A title out of an address: its file's name without the ending."""
    stem = PurePosixPath(unquote(urlsplit(url).path)).stem
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return words[:80] or "Upload"
