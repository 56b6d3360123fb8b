"""Discord's rate limits as observed: per route and channel, per interaction, and in all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from bot.sandbox.clock import Clock
from bot.sandbox.jsonvalue import JsonObject

GLOBAL_PER_SECOND = 50
"""Requests per second on all routes but those of interactions."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds."""

    limit: int
    seconds: float


SENDS = Rate(5, 5.0)
TOKEN = Rate(5, 2.0)
OLD_EDITS = Rate(3, 6.0)
REACTIONS = Rate(1, 0.25)
ORDINARY = Rate(10, 5.0)


@dataclass(slots=True)
class _Window:
    reset_at: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """May it pass, and which headers tell the client."""

    headers: dict[str, str]
    refused: JsonObject | None = None
    extra: dict[str, str] = field(default_factory=dict)


class RateLimiter:
    """Counts requests by the sandbox's clock; switched off it only writes headers."""

    def __init__(self, clock: Clock, *, active: bool) -> None:
        self.active = active
        self._clock = clock
        self._windows: dict[tuple[str, str], _Window] = {}
        self._hashes: dict[str, str] = {}

    def check(self, bucket: str, major: str, rate: Rate, *, counts_globally: bool) -> Verdict:
        """Count one request."""
        if not self.active:
            return Verdict(self._headers(bucket, Rate(1000, 1.0), 999, 1.0))
        if counts_globally:
            window = self._window("global", "", 1.0)
            window.used += 1
            if window.used > GLOBAL_PER_SECOND:
                return self._global(window)
        window = self._window(bucket, major, rate.seconds)
        left = max(0.001, window.reset_at - self._clock.seconds())
        if window.used >= rate.limit:
            headers = self._headers(bucket, rate, 0, left)
            return Verdict(headers, _refusal(left, scope_global=False), _extra(left, "user"))
        window.used += 1
        return Verdict(self._headers(bucket, rate, rate.limit - window.used, left))

    def check_old_edit(self, channel: str) -> Verdict | None:
        """Count an edit of a message older than an hour; a refusal has no bucket's headers."""
        if not self.active:
            return None
        window = self._window("old edits", channel, OLD_EDITS.seconds)
        window.used += 1
        if window.used <= OLD_EDITS.limit:
            return None
        left = max(0.001, window.reset_at - self._clock.seconds())
        body = _refusal(left, scope_global=False) | {
            "message": "Maximum number of edits to messages older than 1 hour reached."
            " Try again later",
            "code": 30046,
        }
        return Verdict({}, body, _extra(left, "user"))

    def _global(self, window: _Window) -> Verdict:
        left = max(0.001, window.reset_at - self._clock.seconds())
        headers = {"X-RateLimit-Global": "true"}
        return Verdict(headers, _refusal(left, scope_global=True), _extra(left, "global"))

    def _window(self, bucket: str, major: str, seconds: float) -> _Window:
        now = self._clock.seconds()
        window = self._windows.get((bucket, major))
        if window is None or window.reset_at <= now:
            if len(self._windows) > 10_000:
                self._forget(now)
            window = self._windows[bucket, major] = _Window(now + seconds)
        return window

    def _forget(self, now: float) -> None:
        self._windows = {
            key: window for key, window in self._windows.items() if window.reset_at > now
        }

    def _headers(self, bucket: str, rate: Rate, remaining: int, left: float) -> dict[str, str]:
        mark = self._hashes.get(bucket)
        if mark is None:
            mark = hashlib.sha256(bucket.encode()).hexdigest()[:32]
            self._hashes[bucket] = mark
        return {
            "X-RateLimit-Limit": str(rate.limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": f"{self._clock.seconds() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": mark,
        }


def _refusal(left: float, *, scope_global: bool) -> JsonObject:
    return {
        "message": "You are being rate limited.",
        "retry_after": round(left, 3),
        "global": scope_global,
    }


def _extra(left: float, scope: str) -> dict[str, str]:
    return {
        "Retry-After": str(max(1, round(left + 0.5))),
        "X-RateLimit-Scope": scope,
    }
