"""Fetching what somebody wants to upload, with the provider's habits: HEAD first, no pages."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

import aiohttp

from bot.studio.errors import invalid

LARGEST_BYTES: Final = 64 * 1024 * 1024

_TIMEOUT: Final = aiohttp.ClientTimeout(total=60)
_OK: Final = 200


async def fetch_audio(session: aiohttp.ClientSession, url: str) -> bytes:
    """The file at an address. Raises ApiError (400) for whatever is not audio one can get at."""
    try:
        async with session.head(url, timeout=_TIMEOUT, allow_redirects=True) as reply:
            _check(reply)
        async with session.get(url, timeout=_TIMEOUT) as reply:
            _check(reply)
            data = await reply.content.read(LARGEST_BYTES + 1)
            while len(data) <= LARGEST_BYTES and (more := await reply.content.read(LARGEST_BYTES)):
                data += more
    except (aiohttp.ClientError, TimeoutError, ValueError):
        raise invalid("The audio url could not be reached") from None
    if len(data) > LARGEST_BYTES:
        raise invalid("The audio file is too large")
    return data


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
