"""Files: audio and pictures, with ranges; and all the ways in which a file can be broken."""

from __future__ import annotations

import re
from typing import Final

from aiohttp import web

from bot.studio.catalogue import Clip, ClipState, state_at
from bot.studio.errors import ApiError, not_found
from bot.studio.faults import Fault
from bot.studio.routes.context import armed, workshop
from bot.studio.sound.encoder import AudioFormat, media_type

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_PAGE: Final = b"<!doctype html><html><body><h1>This file has moved</h1></body></html>"
_KEY: Final = 0xA7


def _clip(request: web.Request) -> Clip:
    clip = workshop(request).catalogue.clips.get(request.match_info["clip_id"])
    if clip is None:
        raise not_found("The file does not exist")
    return clip


def ranged(request: web.Request, data: bytes, content_type: str) -> web.Response:
    """A file, or the part of it that a Range header asks for (one range.

    416 when it lies outside).
    """
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "public, max-age=3600"}
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not (asked[1] or asked[2]):
        return web.Response(body=data, content_type=content_type, headers=headers)
    total = len(data)
    if asked[1]:
        start, end = int(asked[1]), min(int(asked[2]) if asked[2] else total - 1, total - 1)
    else:
        start, end = max(0, total - int(asked[2])), total - 1
    if start > end or start >= total:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{total}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{total}"
    return web.Response(
        status=206, body=data[start : end + 1], content_type=content_type, headers=headers
    )


async def _wrong_length(request: web.Request, data: bytes) -> web.StreamResponse:
    """Announce more than is sent, then drop the connection."""
    response = web.StreamResponse(
        headers={"Content-Type": "audio/mpeg", "Content-Length": str(len(data) + 4096)}
    )
    await response.prepare(request)
    await response.write(data)
    if request.transport is not None:
        request.transport.close()
    return response


async def _broken(request: web.Request, fault: Fault, data: bytes) -> web.StreamResponse:
    if fault is Fault.AUDIO_FORBIDDEN:
        raise ApiError(403, "forbidden", "The link has expired")
    if fault is Fault.AUDIO_MISSING:
        raise not_found("The file is gone")
    if fault is Fault.AUDIO_WRONG_LENGTH:
        return await _wrong_length(request, data)
    if fault is Fault.AUDIO_HTML:
        return web.Response(body=_PAGE, content_type="text/html")
    if fault is Fault.AUDIO_EMPTY:
        data = b""
    elif fault is Fault.AUDIO_TRUNCATED:
        data = data[: len(data) // 3]
    else:
        data = bytes(each ^ _KEY for each in data)
    return web.Response(body=data, content_type="audio/mpeg")


async def audio(request: web.Request) -> web.StreamResponse:
    """``GET /media/{clip_id}.{mp3|wav|m4a}``."""
    shop, clip = workshop(request), _clip(request)
    task = shop.catalogue.tasks[clip.task_id]
    form = AudioFormat(request.match_info["form"])
    if state_at(task, clip, shop.clock.time()) is not ClipState.SUCCEEDED:
        raise not_found("The file does not exist")
    here = [hit.fault for hit in armed(request) if hit.fault.value.startswith("audio_")]
    data = await shop.audio(clip, form)
    for fault in (*here, *clip.faults):
        return await _broken(request, fault, data)
    return ranged(request, data, media_type(form))


async def live(request: web.Request) -> web.StreamResponse:
    """``GET /media/live/{clip_id}.mp3``.

    The sound while the clip is being made; not the final file.
    """
    shop, clip = workshop(request), _clip(request)
    data = await shop.audio(clip, AudioFormat.MP3)
    response = web.StreamResponse(headers={"Content-Type": "audio/mpeg"})
    response.enable_chunked_encoding()
    await response.prepare(request)
    await response.write(data[: len(data) // 2])
    await response.write_eof()
    return response


async def picture(request: web.Request) -> web.Response:
    """``GET /media/image_{clip_id}.jpeg``."""
    shop, clip = workshop(request), _clip(request)
    return ranged(request, await shop.picture(clip), "image/jpeg")


async def midi(request: web.Request) -> web.Response:
    """``GET /media/{clip_id}.mid``."""
    shop, clip = workshop(request), _clip(request)
    return ranged(request, await shop.midi(clip), "audio/midi")


async def video(request: web.Request) -> web.Response:
    """``GET /media/{clip_id}.mp4``."""
    shop, clip = workshop(request), _clip(request)
    return ranged(request, await shop.video(clip), "video/mp4")


def routes() -> list[web.RouteDef]:
    """The paths of this module."""
    return [
        web.get("/media/image_{clip_id}.jpeg", picture),
        web.get("/media/live/{clip_id}.mp3", live),
        web.get(r"/media/{clip_id:[^/.]+}.mid", midi),
        web.get(r"/media/{clip_id:[^/.]+}.mp4", video),
        web.get(r"/media/{clip_id:[^/.]+}.{form:mp3|wav|m4a}", audio),
    ]
