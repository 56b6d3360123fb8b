"""Adding to an uploaded recording: a voice over a backing, or a backing behind a voice."""

from __future__ import annotations

from dataclasses import replace

from bot.studio import requests, songwriter
from bot.studio.catalogue import Clip
from bot.studio.errors import invalid
from bot.studio.music import composer, editing
from bot.studio.music.score import Part, Score
from bot.studio.operations import sources
from bot.studio.operations.restyling import plan_around
from bot.studio.operations.songs import VERSIONS, checked
from bot.studio.products import Job, Order, Product
from bot.studio.requests import CreateBody
from bot.studio.words import lyrics
from bot.studio.workshop import Workshop

_OLDEST = ("sonic-v3-5", "sonic-v4", "sonic-v4-5")


def _window(body: CreateBody, clip: Clip) -> tuple[float, float]:
    """The stretch to work on, in seconds. Raises ApiError (400)."""
    length = clip.score.duration_seconds
    start = body.overpainting_start_s or 0.0
    end = length if body.overpainting_end_s is None else body.overpainting_end_s
    # Callers round to whole seconds, so the end may lie a little behind the recording's.
    if not start < end or start >= length or end > length + 1:
        raise invalid(
            "overpainting_end_s must be greater than overpainting_start_s, inside the clip"
        )
    return start, min(end, length)


def _overdub(shop: Workshop, body: CreateBody, operation: str, *, sings: bool) -> Job:
    clip = sources.uploaded_clip(shop, body.continue_clip_id, young=True)
    if body.custom_mode is not True:
        raise invalid(f"custom_mode must be true for {operation}")
    if sings and not (body.prompt or "").strip():
        raise invalid("prompt is required for add_vocals")
    checkable = body if sings else body.model_copy(update={"make_instrumental": True})
    chosen = checked(shop, checkable)
    if chosen.name in _OLDEST:
        raise invalid(f"mv: {chosen.name} cannot do {operation}")
    start, end = _window(body, clip)
    salt = shop.salt

    def make() -> list[Product]:
        return [
            _added(body, clip, (start, end), f"{salt} {operation}", version, sings=sings)
            for version in VERSIONS
        ]

    price = shop.config.prices.derived
    return Job(Order.hooked(operation, price, chosen.name, body), make, body)


def _added(
    body: CreateBody,
    clip: Clip,
    window: tuple[float, float],
    salt: str,
    version: int,
    *,
    sings: bool,
) -> Product:
    seed = songwriter.seed_of(body, f"{salt} {clip.score.seed}", version)
    plan = plan_around(body.model_copy(update={"make_instrumental": not sings}), clip, seed)
    start, end = window
    words = (body.prompt or "") if sings else (clip.lyrics or lyrics.INSTRUMENTAL_MARKER)
    sections = composer.form_of(plan, words if sings else None, end - start, opening=not sings)
    composed = composer.compose(plan, sections)
    parts = tuple(part for part in composed.parts if _is_wanted(part, sings=sings))
    score = _laid_over(clip.score, replace(composed, parts=parts), start, end)
    score = replace(score, seed=seed)
    title = body.title or clip.title
    tags = songwriter.tags_for(body, plan)
    return Product(title[: requests.TITLE_LIMIT], tags, words, score, plan, clip.clip_id)


def _is_wanted(part: Part, *, sings: bool) -> bool:
    return part.role.is_sung if sings else not part.leads


def _laid_over(recording: Score, added: Score, start: float, end: float) -> Score:
    """A recording and what is played to it in a stretch of it."""
    kept = editing.cut(added, 0, added.ticks(end - start))
    silence = replace(
        kept,
        length=kept.ticks(start),
        parts=(),
        syllables=(),
        harmonies=(),
        passages=(),
        tapes=(),
    )
    placed = editing.joined(silence, kept) if start > 0 else kept
    return replace(placed, length=recording.length, tapes=recording.tapes, fade_out=False)


def add_vocals(shop: Workshop, body: CreateBody) -> Job:
    """A voice that sings over an uploaded backing."""
    return _overdub(shop, body, "add_vocals", sings=True)


def add_instrumental(shop: Workshop, body: CreateBody) -> Job:
    """A band that plays behind an uploaded voice."""
    return _overdub(shop, body, "add_instrumental", sings=False)
