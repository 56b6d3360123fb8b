"""The provider's main family: orders, polls, credits."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from bot.studio import requests
from bot.studio.errors import invalid, not_found
from bot.studio.operations.table import TASK_TYPES, TIMED
from bot.studio.presentation import task_reply
from bot.studio.products import Job
from bot.studio.requests import CreateBody
from bot.studio.routes.context import armed, base_url, body, reply, workshop


async def accepted(request: web.Request, job: Job) -> web.Response:
    """Place an order and answer with its task id."""
    task = await workshop(request).place(job, armed(request), base_url(request))
    return reply({"message": "success", "task_id": task.task_id})


async def create(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/create``: every task type."""
    shop = workshop(request)
    order = requests.parse(CreateBody, await body(request))
    if order.use_suno_cdn is None:
        raise invalid("use_suno_cdn must be a boolean")
    operation = TASK_TYPES.get(order.task_type)
    if operation is None:
        raise invalid(f"task_type is not in the list: {order.task_type[:40]}")
    if order.duration is not None and order.task_type not in TIMED:
        raise invalid(f"duration is not available for {order.task_type}")
    job = operation(shop, order)
    shop.hold_pace()
    return await accepted(request, job)


async def poll(request: web.Request) -> web.Response:
    """``GET /api/v1/sonic/task/{task_id}``."""
    shop = workshop(request)
    # A link is for whoever asks now; the studio may have moved since the order.
    task = replace(shop.task(request.match_info["task_id"]), base_url=base_url(request))
    if task.platform != "suno":
        raise not_found("The task does not exist")
    shown, status = task_reply(shop.catalogue, task, shop.clock.time())
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
