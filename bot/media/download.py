"""Fetching a file from an address that somebody else chose.

It has to be a public one, over https, except at the few places that the caller allows. The name is
resolved here, every address of it must be allowed, and the connection goes to one that was checked,
so that a name cannot point elsewhere a moment later. Redirects are followed by hand and checked in
the same way. Errors name the host alone: paths and queries may be signed.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ssl import SSLContext
from typing import BinaryIO

import httpx

from bot.domain.errors import AddressRefused, MediaUnavailable, MediaUnusable
from bot.media.addresses import (
    Address,
    AddressRule,
    Resolver,
    is_public,
    is_public_or_private,
    resolve,
)
from bot.media.bounds import MEBIBYTE, MediaBounds
from bot.media.folder import writing

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LAST_PORT = 65535
_CHUNK_BYTES = 256 * 1024
_PLAYLIST = "mpegurl"


@dataclass(frozen=True)
class Wanted:
    """What is fetched: what it must not be served as, how large it may be, and where it may be."""

    name: str
    accept: str
    never: tuple[str, ...]
    max_bytes: int | None = None
    """None for what the bounds say."""
    places: tuple[str, ...] = ()
    """Beginnings of addresses, with a path, that may be private and without TLS."""


_DOCUMENTS = ("text/", "application/json", "application/xml", "application/xhtml")
AUDIO = Wanted("audio", "audio/*, application/octet-stream;q=0.5", (*_DOCUMENTS, "image/"))
PICTURE = Wanted("a picture", "image/*", (*_DOCUMENTS, "audio/", "video/"), 8 * MEBIBYTE)
RECORDING = Wanted("audio", AUDIO.accept, AUDIO.never, 400 * MEBIBYTE)
"""Uncompressed audio of half an hour."""


class Downloader:
    """Fetches files within bounds, each over a connection of its own."""

    def __init__(
        self,
        bounds: MediaBounds,
        *,
        resolver: Resolver = resolve,
        may_reach: AddressRule | None = None,
        tls: SSLContext | None = None,
    ) -> None:
        self._bounds = bounds
        self._resolver = resolver
        self._may_reach = may_reach
        # A connection is never reused: it is bound to the name its certificate was checked for.
        # A bare transport takes no proxy from the environment, which would do the resolving, and
        # logs no address.
        self._transport = httpx.AsyncHTTPTransport(
            verify=tls or httpx.create_ssl_context(),
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def aclose(self) -> None:
        """Close what is still open."""
        await self._transport.aclose()

    async def fetch(self, url: str, target: BinaryIO, wanted: Wanted = AUDIO) -> int:
        """Write the file at `url` to `target`, never holding it in memory; return its size.

        All of it has left the buffer of `target` then.

        Raises:
            ArchiveUnwritable: our own disk does not take it.
            MediaUnavailable: a passing fault: a time-out, an error status, a file cut short.
            MediaUnusable: the address must not be used, or what it serves is something else than
                what is wanted, or too large.
        """
        try:
            async with (
                asyncio.timeout(self._bounds.fetch_seconds),
                self._answer(_parse(url), wanted) as response,
            ):
                return await self._copy(response, target, wanted)
        except TimeoutError:
            raise MediaUnavailable("the download took too long") from None
        except httpx.HTTPError as error:
            raise MediaUnavailable(f"the download broke off: {type(error).__name__}") from None

    @asynccontextmanager
    async def _answer(self, url: httpx.URL, wanted: Wanted) -> AsyncIterator[httpx.Response]:
        for _ in range(self._bounds.max_redirects + 1):
            response = await self._send(url, wanted)
            try:
                if response.status_code not in _REDIRECTS:
                    self._check_head(response, _host(url), wanted)
                    yield response
                    return
                url = _parse(response.headers.get("location", ""), base=url)
            finally:
                await response.aclose()
        raise AddressRefused(f"more than {self._bounds.max_redirects} redirects")

    async def _send(self, url: httpx.URL, wanted: Wanted) -> httpx.Response:
        addresses = await self._checked_addresses(url, wanted)
        for address in addresses[:-1]:
            try:
                request = self._request(url, address, wanted)
                return await self._transport.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._transport.handle_async_request(self._request(url, addresses[-1], wanted))

    async def _checked_addresses(self, url: httpx.URL, wanted: Wanted) -> tuple[Address, ...]:
        private = self._bounds.allow_private or any(_is_at(url, each) for each in wanted.places)
        may_reach = self._may_reach or (is_public_or_private if private else is_public)
        if url.scheme != "https" and not (url.scheme == "http" and private):
            raise AddressRefused("the address is not an https one")
        if url.userinfo:
            raise AddressRefused("the address holds credentials")
        host = _host(url)
        try:
            addresses = await self._resolver(host, url.port or 443)
        except (OSError, UnicodeError):
            raise MediaUnavailable(f"{host} cannot be resolved") from None
        if not addresses:
            raise MediaUnavailable(f"{host} has no address")
        if not all(may_reach(address) for address in addresses):
            raise AddressRefused(f"{host} is not on the public internet")
        return addresses

    def _request(self, url: httpx.URL, address: Address, wanted: Wanted) -> httpx.Request:
        stall = self._bounds.stall_seconds
        return httpx.Request(
            "GET",
            url.copy_with(host=str(address)),
            headers={
                "Host": url.netloc.decode("ascii"),
                "Accept": wanted.accept,
                "Accept-Encoding": "identity",
                "User-Agent": "Jamboree",
            },
            extensions={
                "sni_hostname": _host(url),
                "timeout": {"connect": stall, "read": stall, "write": stall, "pool": stall},
            },
        )

    def _check_head(self, response: httpx.Response, host: str, wanted: Wanted) -> None:
        # A file may appear at its address some time after the provider names it, so no error status
        # is final.
        if response.status_code != httpx.codes.OK:
            raise MediaUnavailable(f"{host} answered with HTTP {response.status_code}")
        content_type = response.headers.get("content-type", "").lower()
        if content_type.startswith(wanted.never) or _PLAYLIST in content_type:
            raise MediaUnusable(f"{host} serves something else than {wanted.name}")
        if response.headers.get("content-encoding", "").lower() not in {"", "identity"}:
            raise MediaUnusable(f"{host} serves compressed data")
        length = response.headers.get("content-length", "")
        limit = wanted.max_bytes or self._bounds.max_bytes
        if length.isdecimal() and int(length) > limit:
            raise MediaUnusable(f"the file is larger than {limit} bytes")

    async def _copy(self, response: httpx.Response, target: BinaryIO, wanted: Wanted) -> int:
        size, limit = 0, wanted.max_bytes or self._bounds.max_bytes
        async for chunk in response.aiter_raw(_CHUNK_BYTES):
            size += len(chunk)
            if size > limit:
                raise MediaUnusable(f"the file is larger than {limit} bytes")
            with writing():
                await asyncio.to_thread(target.write, chunk)
        with writing():
            await asyncio.to_thread(target.flush)
        length = response.headers.get("content-length", "")
        if length.isdecimal() and int(length) != size:
            raise MediaUnavailable(f"the file was cut short: {size} of {length} bytes")
        if not size:
            raise MediaUnavailable("the file is still empty")
        return size


def _parse(text: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        url = base.join(text) if base else httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise AddressRefused("the address cannot be read") from None
    if not url.raw_host or not 0 < (url.port or 443) <= _LAST_PORT:
        raise AddressRefused("the address names no host")
    return url


def _is_at(url: httpx.URL, place: str) -> bool:
    """Tell whether an address begins with another, and does not leave it by dots in its path."""
    root = httpx.URL(place)
    same_server = (url.scheme, url.raw_host, url.port) == (root.scheme, root.raw_host, root.port)
    return same_server and url.path.startswith(root.path) and ".." not in url.path.split("/")


def _host(url: httpx.URL) -> str:
    """Return the host as it is sent: a name in ASCII, or an address."""
    return url.raw_host.decode("ascii")
