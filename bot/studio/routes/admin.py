"""The studio's own controls: faults, the clock, the books."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from bot.studio import requests
from bot.studio.clock import iso
from bot.studio.errors import invalid
from bot.studio.faults import Armed, Fault
from bot.studio.ledger import EntryKind
from bot.studio.routes.context import body, reply, workshop


class _ArmBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    fault: Fault
    times: Annotated[int, Field(ge=1, le=10_000)] = 1
    path: str = ""
    method: str | None = None
    value: float | None = None


class _ClockBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    advance_seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]


async def arm(request: web.Request) -> web.Response:
    """``POST /studio/faults``: arm a fault."""
    wanted = requests.parse(_ArmBody, await body(request))
    board = workshop(request).faults
    board.arm(Armed(wanted.fault, wanted.times, wanted.path, wanted.method, wanted.value))
    return await show_faults(request)


async def show_faults(request: web.Request) -> web.Response:
    """``GET /studio/faults``: what is armed, and every fault there is."""
    return reply(
        {
            "armed": [asdict(each) for each in workshop(request).faults.armed],
            "faults": [each.value for each in Fault],
        }
    )


async def clear(request: web.Request) -> web.Response:
    """``DELETE /studio/faults``: disarm everything."""
    workshop(request).faults.clear()
    return await show_faults(request)


async def ledger(request: web.Request) -> web.Response:
    """``GET /studio/ledger``: the books."""
    shop = workshop(request)
    shop.sweep()
    entries = shop.ledger.entries

    def total(kind: EntryKind) -> int:
        return sum(each.credits for each in entries if each.kind is kind)

    return reply(
        {
            "credits": shop.ledger.credits,
            "extra_credits": shop.ledger.extra,
            "charged": total(EntryKind.CHARGE),
            "refunded": total(EntryKind.REFUND),
            "accepted_posts": shop.accepted_posts,
            "entries": [asdict(each) | {"at": iso(each.at)} for each in entries],
        }
    )


async def tasks(request: web.Request) -> web.Response:
    """``GET /studio/tasks``: every task with its times and clips."""
    shop = workshop(request)
    return reply(
        {
            "tasks": [
                {
                    "task_id": task.task_id,
                    "operation": task.operation,
                    "created_at": iso(task.created_at),
                    "visible_at": iso(task.visible_at),
                    "ends_at": iso(task.ends_at),
                    "clip_ids": list(task.clip_ids),
                    "faults": [each.value for each in task.faults],
                }
                for task in shop.catalogue.tasks.values()
            ]
        }
    )


async def advance(request: web.Request) -> web.Response:
    """``POST /studio/clock``: move the clock forward."""
    shop = workshop(request)
    wanted = requests.parse(_ClockBody, await body(request))
    try:
        shop.clock.advance(wanted.advance_seconds)
    except ValueError as error:
        raise invalid(str(error)) from None
    shop.sweep()
    return await show_clock(request)


async def show_clock(request: web.Request) -> web.Response:
    """``GET /studio/clock``: the time."""
    return reply({"now": iso(workshop(request).clock.time())})


async def health(request: web.Request) -> web.Response:
    """``GET /studio/health``: answers when the studio is up."""
    return reply({"status": "ok", "credits": workshop(request).ledger.credits})


def routes() -> list[web.RouteDef]:
    """The paths of this module."""
    return [
        web.post("/studio/faults", arm),
        web.get("/studio/faults", show_faults),
        web.delete("/studio/faults", clear),
        web.get("/studio/ledger", ledger),
        web.get("/studio/tasks", tasks),
        web.post("/studio/clock", advance),
        web.get("/studio/clock", show_clock),
        web.get("/studio/health", health),
    ]
