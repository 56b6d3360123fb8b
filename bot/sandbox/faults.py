"""Discord's bad days: armed faults that answer, delay or cut the bot's requests."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.jsonvalue import JsonObject, JsonValue


class FaultBody(BaseModel):
    """What to do to which requests.

    `route` is matched with wildcards against the route's pattern
    (`/channels/{channel_id}/messages`), `path` against the real path, `method` exactly; the first
    `skip` matching requests pass, then `times` are hit (0: all, until disarmed). With
    `min_file_bytes` only requests with so many bytes of files count. With
    `applied` the request takes effect and only its answer is lost.

    `status`: answers with `status`, `code` and `message`, as JSON or with `html` as a page.
    `rate_limit`: 429 with `retry_after` and `global`, with `bare` as Cloudflare does it: no `Via`,
    a page. `reset`: the connection is cut. `slow`: the request waits for `seconds` of real time,
    then goes on as usual.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["status", "rate_limit", "reset", "slow"]
    method: str | None = None
    route: str = "*"
    path: str = "*"
    times: Annotated[int, Field(ge=0)] = 1
    skip: Annotated[int, Field(ge=0)] = 0
    applied: bool = False
    status: Annotated[int, Field(ge=400, le=599)] = 500
    code: int = 0
    message: str = "Internal Server Error"
    html: bool = False
    retry_after: Annotated[float, Field(ge=0)] = 1.0
    is_global: Annotated[bool, Field(alias="global")] = False
    bare: bool = False
    seconds: Annotated[float, Field(ge=0, le=600)] = 1.0
    min_file_bytes: Annotated[int, Field(ge=0)] = 0


@dataclass(slots=True)
class Fault:
    """An armed fault and how often it struck."""

    id: int
    body: FaultBody
    seen: int = 0
    struck: int = 0

    def drawn(self) -> JsonObject:
        """Give the fault as the browser protocol does."""
        about: JsonObject = self.body.model_dump(mode="json", by_alias=True)
        return {"id": self.id, "struck": self.struck, **about}

    @property
    def name(self) -> str:
        """Name it for the journal."""
        return f"{self.id}:{self.body.kind}"

    def strikes(self, method: str, route: str, path: str, file_bytes: int) -> bool:
        """Count a request and tell whether it is hit."""
        body = self.body
        if body.method not in (None, method) or file_bytes < body.min_file_bytes:
            return False
        if not (fnmatchcase(route, body.route) and fnmatchcase(path, body.path)):
            return False
        self.seen += 1
        if self.seen <= body.skip or (body.times and self.struck >= body.times):
            return False
        self.struck += 1
        return True

    def answer(self) -> tuple[int, JsonValue, dict[str, str]]:
        """Give status, body (text is a page) and headers of what the bot gets to see."""
        body = self.body
        if body.kind == "rate_limit":
            if body.bare:
                return 429, "<html><title>error code: 1015</title></html>", {}
            headers = {
                "Via": "1.1 sandbox",
                "Retry-After": str(max(1, round(body.retry_after + 0.5))),
                "X-RateLimit-Scope": "global" if body.is_global else "shared",
            }
            refusal: JsonObject = {
                "message": "You are being rate limited.",
                "retry_after": body.retry_after,
                "global": body.is_global,
            }
            if body.code:
                refusal["code"] = body.code
            return 429, refusal, headers
        if body.html:
            return body.status, f"<html><title>{body.status}</title></html>", {}
        return body.status, {"message": body.message, "code": body.code}, {}


class Faults:
    """All armed faults; the first that matches strikes."""

    def __init__(self) -> None:
        self.armed: dict[int, Fault] = {}
        self._last = 0

    def arm(self, body: FaultBody) -> Fault:
        """Arm a fault."""
        self._last += 1
        fault = Fault(self._last, body)
        self.armed[fault.id] = fault
        return fault

    def disarm(self, fault_id: int | None) -> None:
        """Take one fault away, or all."""
        if fault_id is None:
            self.armed.clear()
        else:
            self.armed.pop(fault_id, None)

    def strike(self, method: str, route: str, path: str, file_bytes: int = 0) -> Fault | None:
        """Give the fault that hits this request, if any."""
        for fault in self.armed.values():
            if fault.strikes(method, route, path, file_bytes):
                return fault
        return None
