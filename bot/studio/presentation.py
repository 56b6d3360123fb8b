"""Tasks and clips as the provider's replies show them."""

from __future__ import annotations

from bot.studio.catalogue import Catalogue, Clip, ClipState, Shape, Task, state_at
from bot.studio.clock import iso
from bot.studio.errors import ApiError
from bot.studio.faults import Fault
from bot.studio.models import model

Json = dict[str, object]

_LOST = "The task failed upstream, credits were returned"


def _mv(name: str) -> str:
    known = model(name)
    return known.reply_name if known is not None else name


def clip_reply(clip: Clip, task: Task, now: float) -> Json:
    """One clip at a time at which its task can be read."""
    state = state_at(task, clip, now)
    finished = state is ClipState.SUCCEEDED
    base = task.base_url
    audio = f"{base}/media/{clip.clip_id}.mp3" if finished else ""
    if state is ClipState.RUNNING and Fault.STREAMING_FIRST in task.faults:
        audio = f"{base}/media/live/{clip.clip_id}.mp3"
    shown: Json = {
        "clip_id": clip.clip_id,
        "state": state.value,
        "title": clip.title,
        "tags": clip.tags,
        "lyrics": clip.lyrics,
        "image_url": f"{base}/media/image_{clip.clip_id}.jpeg" if finished else "",
        "audio_url": audio,
        "video_url": None,
        "created_at": iso(clip.created_at),
        "mv": _mv(clip.mv),
        "gpt_description_prompt": clip.description,
        "duration": f"{clip.score.duration_seconds:.2f}" if finished else None,
        "negative_tags": clip.negative_tags,
        "style_weight": clip.style_weight,
        "weirdness_constraint": clip.weirdness,
    }
    if clip.stem_type is not None:
        shown["stem_type"] = clip.stem_type
    if state is ClipState.FAILED:
        shown["error_message"] = clip.error or _LOST
    return shown


def laid_out(task: Task, shown: list[Json]) -> object:
    """Clips one by one, or each new part paired with the whole it became part of; a voice alone."""
    if task.shape is Shape.VOICE:
        return {"persona_id": task.persona_id, "name": task.subject}
    names = {Shape.EXTENDED_PAIRS: "extended", Shape.REPLACED_PAIRS: "replaced"}
    if task.shape not in names:
        return shown
    half = len(shown) // 2
    return [
        {names[task.shape]: part, "full": full if full["state"] == ClipState.SUCCEEDED else None}
        for part, full in zip(shown[:half], shown[half:], strict=True)
    ]


def raise_if_lost(task: Task, now: float) -> None:
    """Raise ApiError (500 or 504) for a task that ended by failing as a whole."""
    if now >= task.ends_at:
        if Fault.TASK_FAILED_500 in task.faults:
            raise ApiError(500, "failed", _LOST)
        if Fault.TASK_TIMEOUT_504 in task.faults:
            raise ApiError(504, "timeout", "The task timed out, credits were returned")


def task_reply(catalogue: Catalogue, task: Task, now: float) -> tuple[Json, int]:
    """The body and the status of a poll. Raises ApiError for tasks that failed as a whole."""
    waits_for_voice = task.shape is Shape.VOICE and now < task.ends_at
    if now < task.visible_at or waits_for_voice:
        return {"code": 202, "type": "not_ready", "error": "The task is still processing"}, 202
    raise_if_lost(task, now)
    if task.shape is Shape.VOICE and task.fails:
        raise ApiError(500, "failed", _LOST)
    shown = [clip_reply(clip, task, now) for clip in catalogue.clips_of(task)]
    return {"code": 200, "message": "success", "data": laid_out(task, shown)}, 200


def _producer_clip(clip: Clip, base: str) -> Json:
    media = f"{base}/media/{clip.clip_id}"
    return {
        "clip_id": clip.clip_id,
        "title": clip.title,
        "sound": clip.tags or None,
        "lyrics": clip.lyrics,
        "audio_url": f"{media}.m4a",
        "wav_url": f"{media}.wav",
        "image_url": f"{base}/media/image_{clip.clip_id}.jpeg",
        "video_url": None,
        "created_at": iso(clip.created_at),
        "mv": clip.mv,
        "seed": clip.seed,
        "duration": round(clip.score.duration_seconds, 2),
    }


def producer_data(catalogue: Catalogue, task: Task) -> list[Json]:
    """What came of a finished task of the producer family; it differs with what was ordered."""
    if task.texts:
        return [{"title": text.title, "lyrics": text.lyrics} for text in task.texts]
    if task.subject is None:
        return [_producer_clip(clip, task.base_url) for clip in catalogue.clips_of(task)]
    media = f"{task.base_url}/media/{task.subject}"
    if task.operation == "producer_video":
        return [{"clip_id": task.subject, "video_url": f"{media}.mp4"}]
    ending = task.operation.rpartition("_")[2]
    named = "wav_url" if ending == "wav" else "audio_url"
    return [{"clip_id": task.subject, named: f"{media}.{ending}"}]
