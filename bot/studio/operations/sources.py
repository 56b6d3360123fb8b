"""Finding the clips that an operation works on."""

from __future__ import annotations

from bot.studio.catalogue import Clip, ClipState, state_at
from bot.studio.errors import invalid, not_found
from bot.studio.music import editing
from bot.studio.music.score import Score
from bot.studio.workshop import Workshop

_DAY_SECONDS = 24 * 3600


def clip_for(shop: Workshop, clip_id: str | None, *, name: str, young: bool = False) -> Clip:
    """The finished clip that a field names.

    Raises ApiError: 400 when the field is missing or the clip is not finished, 404 when it is
    unknown, or older than a day where the provider wants a ``young`` one.
    """
    if not clip_id:
        raise invalid(f"{name} is required")
    clip = shop.catalogue.clips.get(clip_id)
    if clip is None:
        raise not_found(f"{name}: the clip does not exist")
    now = shop.clock.time()
    if state_at(shop.catalogue.tasks[clip.task_id], clip, now) is not ClipState.SUCCEEDED:
        raise invalid(f"{name}: the clip is not finished")
    if young and now - clip.created_at > _DAY_SECONDS:
        raise not_found(f"{name}: the clip was purged, it is older than 24 hours")
    return clip


def own_clip(shop: Workshop, clip_id: str | None, name: str = "continue_clip_id") -> Clip:
    """A clip that was made here. Raises ApiError (400) for an uploaded one."""
    clip = clip_for(shop, clip_id, name=name)
    if clip.is_upload:
        raise invalid(f"{name}: uploaded clips need the task types for uploads")
    return clip


def uploaded_clip(shop: Workshop, clip_id: str | None, *, young: bool = False) -> Clip:
    """A clip that was uploaded. Raises ApiError (400) for one that was made here."""
    clip = clip_for(shop, clip_id, name="continue_clip_id", young=young)
    if not clip.is_upload:
        raise invalid("continue_clip_id: the clip was not uploaded")
    return clip


def whole(shop: Workshop, clip: Clip) -> Score:
    """The song that a clip is the end of.

    Everything it continues, up to where it sets in, and itself.
    """
    if clip.parent is None or clip.continues_at is None:
        return clip.score
    parent = shop.catalogue.clips[clip.parent]
    before = whole(shop, parent)
    began = before.duration_seconds - parent.score.duration_seconds
    return editing.joined(
        editing.cut(before, 0, before.ticks(began + clip.continues_at)), clip.score
    )
