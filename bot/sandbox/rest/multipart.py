"""Reads a request's body: JSON, or multipart with `payload_json` and files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from bot.sandbox import apierrors
from bot.sandbox.attaching import UploadedFile
from bot.sandbox.cdn import REQUEST_LIMIT
from bot.sandbox.journal import Part
from bot.sandbox.jsonvalue import JsonValue, decode

_FILE = re.compile(r"^files?\[(\d{1,3})\]$")
_READ_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class ReadBody:
    """What was in a body; `too_large` when it went over the limit (and nothing else then)."""

    payload: JsonValue = None
    files: tuple[UploadedFile, ...] = ()
    parts: tuple[Part, ...] = ()
    too_large: bool = False
    broken: bool = False


async def read_body(request: web.Request) -> ReadBody:
    """Read everything; a body over 25 MiB is read to its end and dropped."""
    if not request.can_read_body:
        return ReadBody()
    if request.content_type.startswith("multipart/"):
        return await _read_multipart(request)
    content = await _read_limited(request)
    if content is None:
        return ReadBody(too_large=True)
    if not content:
        return ReadBody()
    try:
        return ReadBody(decode(content))
    except ValueError:
        return ReadBody(broken=True)


async def _read_limited(request: web.Request) -> bytes | None:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size <= REQUEST_LIMIT:
            chunks.append(chunk)
    return None if size > REQUEST_LIMIT else b"".join(chunks)


async def _read_multipart(request: web.Request) -> ReadBody:
    payload: JsonValue = None
    files: list[UploadedFile] = []
    parts: list[Part] = []
    size = 0
    broken = False
    reader = await request.multipart()
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            broken = True
            continue
        content = await _read_part(part, REQUEST_LIMIT - size)
        size += len(content)
        name = part.name or ""
        if name == "payload_json":
            try:
                payload = decode(content)
            except ValueError:
                broken = True
            continue
        content_type = part.headers.get("Content-Type")
        parts.append(Part(name, part.filename or "", content_type, len(content)))
        match = _FILE.match(name)
        if match is None or part.filename is None:
            broken = True
        else:
            files.append(UploadedFile(int(match[1]), part.filename, content))
    if size > REQUEST_LIMIT:
        return ReadBody(payload, (), tuple(parts), too_large=True)
    return ReadBody(payload, tuple(files), tuple(parts), broken=broken)


async def _read_part(part: BodyPartReader, room: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(_READ_BYTES):
        # One byte over the room is enough to know that the request is too large.
        if len(content) <= max(room, 0):
            content += chunk
    return bytes(content)


def refusal(body: ReadBody) -> apierrors.ApiError | None:
    """Say why a body cannot be used; None when it can."""
    if body.too_large:
        return apierrors.too_large()
    if body.broken:
        return apierrors.invalid_json()
    return None
