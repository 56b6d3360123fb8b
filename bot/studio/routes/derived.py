"""The provider's paths that make new clips out of given ones, or out of recordings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from aiohttp import web

from bot.studio import requests
from bot.studio.catalogue import Clip, Shape
from bot.studio.errors import ApiError, invalid
from bot.studio.operations import blending, continuing, parts, replacing, restyling, sources
from bot.studio.operations.blending import MashupBody, SampleBody
from bot.studio.operations.parts import StemsBody
from bot.studio.operations.replacing import ReplaceBody
from bot.studio.operations.songs import checked, song_price
from bot.studio.operations.uploading import (
    UploadBody,
    VoiceBody,
    fetched,
    recorded,
    voice_from,
)
from bot.studio.products import Job, Order
from bot.studio.requests import Body, SongBody
from bot.studio.routes.context import Handler, armed, base_url, body, reply, workshop
from bot.studio.routes.sonic import accepted
from bot.studio.workshop import Workshop

_Request = TypeVar("_Request", bound=Body)


class UploadExtendBody(SongBody):
    """``POST /sonic/upload-extend``; without ``continue_at`` the song goes on at its end."""

    url: str | None = None
    continue_at: float | None = None
    auto_concat: bool | None = None


class UploadCoverBody(SongBody):
    """``POST /sonic/upload-cover``."""

    url: str | None = None


def _ordering(kind: type[_Request], operation: Callable[[Workshop, _Request], Job]) -> Handler:
    """A handler that reads a body, has an operation check it and places the order."""

    async def handle(request: web.Request) -> web.Response:
        wanted = requests.parse(kind, await body(request))
        return await accepted(request, operation(workshop(request), wanted))

    return handle


async def _taken_in(request: web.Request, url: str | None, price: int) -> Clip:
    """Fetch a recording and enter it as a clip. Raises ApiError (400) when that does not work."""
    shop = workshop(request)
    shop.ledger.check("upload", price)
    data = await fetched(shop, url)
    product = await asyncio.to_thread(recorded, shop.recordings, data, url or "")
    task = shop.accept(
        Job(Order("upload", price, at_once=True), lambda: [product]),
        [product],
        (),
        base_url(request),
    )
    return shop.catalogue.clips_of(task)[0]


async def upload(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/upload``: a recording becomes a clip, at once or with a call back."""
    shop = workshop(request)
    wanted = requests.parse(UploadBody, await body(request))
    price = shop.config.prices.upload
    if wanted.callback_url is None:
        clip = await _taken_in(request, wanted.url, price)
        return reply({"code": 200, "clip_id": clip.clip_id, "message": "success"})
    requests.check_url(
        "callback_url",
        wanted.callback_url,
        https=True,
        allow_loopback=shop.config.allow_loopback_http,
    )
    data = await fetched(shop, wanted.url)
    product = await asyncio.to_thread(recorded, shop.recordings, data, wanted.url or "")
    order = Order(
        "upload",
        price,
        webhook_url=wanted.callback_url,
        webhook_secret=wanted.webhook_secret,
    )
    task = shop.accept(Job(order, lambda: [product]), [product], armed(request), base_url(request))
    return reply({"message": "success", "task_id": task.task_id})


async def create_voice(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/create-voice``: a recording becomes a voice."""
    shop = workshop(request)
    wanted = requests.parse(VoiceBody, await body(request))
    requests.check_hook(wanted, allow_loopback=shop.config.allow_loopback_http)
    shop.ledger.check("create_voice", shop.config.prices.voice)
    data = await fetched(shop, wanted.audio_url, "audio_url")
    persona = await asyncio.to_thread(voice_from, shop.recordings, data, wanted.audio_url or "")
    order = Order(
        "create_voice",
        shop.config.prices.voice,
        shape=Shape.VOICE,
        webhook_url=wanted.webhook_url,
        webhook_secret=wanted.webhook_secret,
        persona_id=persona.persona_id,
        subject=persona.name,
    )
    shop.personas.put(persona.persona_id, persona)
    return await accepted(request, Job(order, list))


async def _one_stop(
    request: web.Request, step: str, url: str | None, make_job: Callable[[Clip], Job]
) -> web.Response:
    """Upload, then order what is made of it; tell how each step went."""
    shop = workshop(request)
    try:
        clip = await _taken_in(request, url, 0)
    except ApiError as error:
        steps: dict[str, object] = {"upload": {"error": error.text}}
        raise ApiError(error.status, error.kind, error.text, steps=steps) from None
    task = await shop.place(make_job(clip), armed(request), base_url(request))
    steps = {"upload": {"clip_id": clip.clip_id}, step: {"task_id": task.task_id}}
    return reply({"message": "success", "task_id": task.task_id, "steps": steps})


async def upload_extend(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/upload-extend``."""
    shop = workshop(request)
    wanted = requests.parse(UploadExtendBody, await body(request))
    checked(shop, wanted)
    if wanted.continue_at is not None and not wanted.continue_at > 0:
        raise invalid("continue_at must be greater than 0")
    shop.ledger.check("upload_extend", shop.config.prices.derived)

    def job(clip: Clip) -> Job:
        at = clip.score.duration_seconds
        if wanted.continue_at is not None:
            at = continuing.check_place(clip, wanted.continue_at)
        joins = bool(wanted.auto_concat)
        return continuing.upload_extend_job(shop, wanted, clip, at, auto_concat=joins)

    return await _one_stop(request, "extend", wanted.url, job)


async def upload_cover(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/upload-cover``."""
    shop = workshop(request)
    wanted = requests.parse(UploadCoverBody, await body(request))
    chosen = checked(shop, wanted)
    order = Order.hooked("upload_cover", song_price(shop, chosen, wanted), chosen.name, wanted)
    shop.ledger.check(order.operation, order.price)
    return await _one_stop(
        request, "cover", wanted.url, lambda clip: restyling.cover_job(shop, wanted, clip, order)
    )


async def sample(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/sample``: from an address or from a clip."""
    shop = workshop(request)
    wanted = requests.parse(SampleBody, await body(request))
    if (wanted.url is None) == (wanted.sample_clip_id is None):
        raise invalid("Either url or sample_clip_id is required")
    if wanted.sample_clip_id is not None:
        clip = sources.clip_for(shop, wanted.sample_clip_id, name="sample_clip_id")
    else:
        price = song_price(shop, checked(shop, wanted, sampling=True), wanted)
        shop.ledger.check("sample", price)
        clip = await _taken_in(request, wanted.url, 0)
    return await accepted(request, blending.sample_job(shop, wanted, clip))


def routes() -> list[web.RouteDef]:
    """The paths of this module."""
    base = "/api/v1/sonic"
    return [
        web.post(f"{base}/upload", upload),
        web.post(f"{base}/create-voice", create_voice),
        web.post(f"{base}/upload-extend", upload_extend),
        web.post(f"{base}/upload-cover", upload_cover),
        web.post(f"{base}/sample", sample),
        web.post(f"{base}/mashup", _ordering(MashupBody, blending.mashup)),
        web.post(f"{base}/replace-section", _ordering(ReplaceBody, replacing.replace_section)),
        web.post(f"{base}/stems/basic", _ordering(StemsBody, parts.stems_basic)),
        web.post(f"{base}/stems/full", _ordering(StemsBody, parts.stems_full)),
    ]
