"""Reads the browser protocol's requests and writes its answers."""

from __future__ import annotations

from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.jsonvalue import JsonValue, encode

BodyT = TypeVar("BodyT", bound=BaseModel)


async def read(request: web.Request, model: type[BodyT]) -> BodyT:
    """Check a JSON body; raises `Refusal`."""
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refusal(f"{place}: {first['msg']}.") from None


def answer(body: JsonValue, status: int = 200) -> web.Response:
    """Give a JSON answer."""
    return web.Response(status=status, body=encode(body), content_type="application/json")


def nothing() -> web.Response:
    """Say that it is done."""
    return web.Response(status=204)


def number(request: web.Request, name: str, default: int | None = None) -> int:
    """Give an id or number of the query or path; raises `Refusal`."""
    value = request.match_info.get(name) or request.query.get(name)
    if value is None and default is not None:
        return default
    if value is None or not value.isdecimal():
        raise Refusal(f"{name} is missing or no number.")
    return int(value)
