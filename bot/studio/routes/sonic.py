"""The provider's main family: orders, polls, credits."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.studio import requests, songwriter
from bot.studio.errors import invalid
from bot.studio.models import Model
from bot.studio.requests import CreateBody
from bot.studio.routes.context import armed, base_url, body, reply, workshop
from bot.studio.routes.presentation import task_reply
from bot.studio.workshop import Order, Product, Workshop


def song_price(shop: Workshop, chosen: Model, *, custom: bool) -> int:
    """What a new song costs: early models with own lyrics are cheaper."""
    prices = shop.config.prices
    return prices.song_legacy_custom if chosen.is_early and custom else prices.song


async def create(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/create``."""
    shop = workshop(request)
    order = requests.parse(CreateBody, await body(request))
    if order.use_suno_cdn is None:
        raise invalid("use_suno_cdn must be a boolean")
    if order.task_type != "create_music":
        raise invalid(f"task_type is not in the list: {order.task_type[:40]}")
    chosen = requests.known_model(order.mv)
    requests.check_words(order)
    requests.check_texts(order, chosen)
    requests.check_hook(order, allow_loopback=shop.config.allow_loopback_http)
    requests.check_content(order, shop.config.refused_words)
    price = song_price(shop, chosen, custom=bool(order.custom_mode))
    shop.check_funds(price)
    shop.hold_pace()
    salt = shop.salt
    drafts = await asyncio.to_thread(
        lambda: [songwriter.new_song(order, salt, version) for version in (1, 2)]
    )
    task = shop.accept(
        Order(
            "create_music",
            price,
            chosen.name,
            webhook_url=order.webhook_url,
            webhook_secret=order.webhook_secret,
        ),
        [Product.of(draft) for draft in drafts],
        order,
        armed(request),
    )
    return reply({"message": "success", "task_id": task.task_id})


async def poll(request: web.Request) -> web.Response:
    """``GET /api/v1/sonic/task/{task_id}``."""
    shop = workshop(request)
    shown, status = task_reply(shop, shop.task(request.match_info["task_id"]), base_url(request))
    return reply(shown, status)


async def credits_left(request: web.Request) -> web.Response:
    """``GET /api/v1/get-credits``."""
    ledger = workshop(request).ledger
    return reply({"credits": ledger.credits, "extra_credits": ledger.extra})


def routes() -> list[web.RouteDef]:
    """The paths of this module."""
    return [
        web.post("/api/v1/sonic/create", create),
        web.get("/api/v1/sonic/task/{task_id}", poll),
        web.get("/api/v1/get-credits", credits_left),
    ]
