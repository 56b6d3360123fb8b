"""The provider's second family, one song per order, and the families that it has retired."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

from aiohttp import web

from bot.studio import requests, songwriter
from bot.studio.catalogue import Clip, Shape
from bot.studio.errors import ApiError, forbidden, invalid, not_found, retired
from bot.studio.faults import Fault
from bot.studio.models import PRODUCER_MODELS
from bot.studio.operations import sources
from bot.studio.operations.songs import product_of
from bot.studio.operations.uploading import fetched, recorded
from bot.studio.presentation import producer_data
from bot.studio.products import Job, Order, Product
from bot.studio.requests import HookedBody, SongBody
from bot.studio.routes.context import armed, base_url, body, reply, workshop
from bot.studio.words import lyrics
from bot.studio.workshop import Workshop

_PLATFORM: Final = "producer"
_STANDARD: Final = "FUZZ-2.0"


class ProducerBody(HookedBody):
    """``POST /producer/create``."""

    task_type: str
    sound: str | None = None
    lyrics: str | None = None
    mv: str = _STANDARD
    title: str | None = None
    seed: str | None = None
    make_instrumental: bool = False


class ProducerLyricsBody(HookedBody):
    """``POST /producer/lyrics-create``; the field's name is not known for sure."""

    prompt: str | None = None
    description: str | None = None


class ProducerClipBody(HookedBody):
    """``POST /producer/video-clip`` and ``/download``."""

    clip_id: str | None = None
    format: str = "mp3"


class ProducerUploadBody(HookedBody):
    """``POST /producer/upload``."""

    audio_url: str | None = None


def _order(operation: str, price: int, wanted: HookedBody, **more: str) -> Order:
    return Order(
        operation,
        price,
        more.get("mv", ""),
        platform=_PLATFORM,
        webhook_url=wanted.webhook_url,
        webhook_secret=wanted.webhook_secret,
        subject=more.get("subject"),
    )


async def _placed(request: web.Request, job: Job) -> web.Response:
    task = await workshop(request).place(job, armed(request), base_url(request))
    return reply({"message": "success", "task_id": task.task_id})


def _check(shop: Workshop, wanted: ProducerBody) -> None:
    if wanted.task_type != "create_music":
        raise retired(f"task_type {wanted.task_type[:40]} has been retired")
    if not (wanted.sound or "").strip() and not (wanted.lyrics or "").strip():
        raise invalid("One of sound and lyrics is required")
    if wanted.mv not in PRODUCER_MODELS:
        raise invalid(f"mv is not in the list of models: {wanted.mv[:40]}")
    if wanted.title is not None and requests.length(wanted.title) > requests.TITLE_LIMIT:
        raise invalid(f"title is too long: at most {requests.TITLE_LIMIT} characters")
    if wanted.seed is not None and not wanted.seed.isdecimal():
        raise invalid("seed must be a numeric text")
    requests.check_hook(wanted, allow_loopback=shop.config.allow_loopback_http)


async def create(request: web.Request) -> web.Response:
    """``POST /api/v1/producer/create``."""
    shop = workshop(request)
    wanted = requests.parse(ProducerBody, await body(request))
    _check(shop, wanted)
    described = SongBody(
        custom_mode=True,
        prompt=wanted.lyrics or wanted.sound,
        auto_lyrics=wanted.lyrics is None,
        tags=wanted.sound,
        title=wanted.title,
        make_instrumental=wanted.make_instrumental,
    )
    salt = shop.salt if wanted.seed is None else f"seed {wanted.seed}"
    seed = wanted.seed or str(songwriter.number_of(salt) % 10**9)

    def make() -> list[Product]:
        product = product_of(songwriter.new_song(described, salt, 1))
        return [
            Product(
                product.title, product.tags, product.lyrics, product.score, product.plan, seed=seed
            )
        ]

    order = _order("producer_create", shop.config.prices.producer_create, wanted, mv=wanted.mv)
    return await _placed(request, Job(order, make, described))


async def create_lyrics(request: web.Request) -> web.Response:
    """``POST /api/v1/producer/lyrics-create``."""
    shop = workshop(request)
    wanted = requests.parse(ProducerLyricsBody, await body(request))
    idea = (wanted.prompt or wanted.description or "").strip()
    if not idea:
        raise invalid("prompt is required")
    requests.check_hook(wanted, allow_loopback=shop.config.allow_loopback_http)
    text = lyrics.write(idea, songwriter.number_of(shop.salt))
    order = Order(
        "producer_lyrics",
        shop.config.prices.producer_lyrics,
        platform=_PLATFORM,
        shape=Shape.LYRICS,
        webhook_url=wanted.webhook_url,
        webhook_secret=wanted.webhook_secret,
        texts=(text,),
    )
    return await _placed(request, Job(order, list))


def _clip_for(shop: Workshop, clip_id: str | None) -> Clip:
    clip = sources.clip_for(shop, clip_id, name="clip_id")
    if shop.catalogue.tasks[clip.task_id].platform != _PLATFORM:
        raise not_found("clip_id: the clip does not exist")
    return clip


async def video_clip(request: web.Request) -> web.Response:
    """``POST /api/v1/producer/video-clip``."""
    shop = workshop(request)
    wanted = requests.parse(ProducerClipBody, await body(request))
    clip = _clip_for(shop, wanted.clip_id)
    price = shop.config.prices.producer_video
    order = _order("producer_video", price, wanted, subject=clip.clip_id)
    return await _placed(request, Job(order, list))


async def upload(request: web.Request) -> web.Response:
    """``POST /api/v1/producer/upload``."""
    shop = workshop(request)
    wanted = requests.parse(ProducerUploadBody, await body(request))
    price = shop.config.prices.producer_upload
    shop.ledger.check("producer_upload", price)
    data = await fetched(shop, wanted.audio_url, "audio_url")
    product = await asyncio.to_thread(recorded, shop.recordings, data, wanted.audio_url or "")
    order = _order("producer_upload", price, wanted)
    return await _placed(request, Job(order, lambda: [product]))


async def download(request: web.Request) -> web.Response:
    """``POST /api/v1/producer/download``."""
    shop = workshop(request)
    wanted = requests.parse(ProducerClipBody, await body(request))
    if wanted.format not in ("mp3", "wav"):
        raise invalid("format must be mp3 or wav")
    clip = _clip_for(shop, wanted.clip_id)
    price = shop.config.prices.producer_download
    order = _order(f"producer_download_{wanted.format}", price, wanted, subject=clip.clip_id)
    return await _placed(request, Job(order, list))


async def poll(request: web.Request) -> web.Response:
    """``GET /api/v1/producer/task/{task_id}``."""
    shop = workshop(request)
    task = replace(shop.task(request.match_info["task_id"]), base_url=base_url(request))
    if task.platform != _PLATFORM:
        raise not_found("The task does not exist")
    now = shop.clock.time()
    if now < task.ends_at:
        status = "PENDING" if now < task.visible_at else "RUNNING"
        return reply({"code": 200, "status": status, "message": "processing", "data": []})
    if task.fails:
        kind = "timeout" if Fault.TASK_TIMEOUT_504 in task.faults else "failed"
        text = "The task failed, credits were returned"
        return reply({"code": 200, "status": "FAILED", "type": kind, "message": text, "data": []})
    data = producer_data(shop.catalogue, task)
    return reply({"code": 200, "status": "SUCCESS", "message": "success", "data": data})


async def nuro(request: web.Request) -> web.Response:
    """``/api/v1/nuro/...``: gone."""
    raise retired("Nuro has been retired: use sonic for vocals and producer for instrumentals")


async def riffusion(request: web.Request) -> web.Response:
    """``/api/v1/riffusion/...``: deprecated; what it answers is set."""
    text = "Riffusion has been retired"
    answers: dict[int, ApiError] = {403: forbidden(text), 404: not_found(text), 410: retired(text)}
    raise answers.get(workshop(request).config.riffusion_status, retired(text))


def routes() -> list[web.RouteDef]:
    """The paths of this module."""
    base = "/api/v1/producer"
    return [
        web.post(f"{base}/create", create),
        web.post(f"{base}/lyrics-create", create_lyrics),
        web.post(f"{base}/video-clip", video_clip),
        web.post(f"{base}/upload", upload),
        web.post(f"{base}/download", download),
        web.get(f"{base}/task/{{task_id}}", poll),
        web.post("/api/v1/nuro/create", nuro),
        web.get("/api/v1/nuro/task/{task_id}", nuro),
        web.post("/api/v1/riffusion/create", riffusion),
        web.post("/api/v1/riffusion/upload", riffusion),
        web.get("/api/v1/riffusion/task/{task_id}", riffusion),
    ]
