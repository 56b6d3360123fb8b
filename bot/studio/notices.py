"""Which webhook a task is due, and what stands in it."""

from __future__ import annotations

from dataclasses import replace

from bot.studio.catalogue import Catalogue, Clip, ClipState, Shape, Task, state_at
from bot.studio.presentation import Json, clip_reply, laid_out, producer_data
from bot.studio.webhooks import Event, Notice


def due_notice(
    catalogue: Catalogue, task: Task, now: float, platform: str
) -> tuple[Notice | None, Task]:
    """The call to make for a task at a time, if any, and the task as it is after that."""
    if now >= task.ends_at:
        after = replace(task, is_settled=True)
        return _last(catalogue, task, now, platform), after
    songs = catalogue.clips_of(task)
    if _streams(task, songs) and now >= task.visible_at:
        clips = [clip_reply(clip, task, now) for clip in songs]
        for clip in clips:
            clip["audio_url"] = f"{task.base_url}/media/live/{clip['clip_id']}.mp3"
            clip["state"] = ClipState.RUNNING.value
        payload: Json = {"code": 200, "message": "streaming", "data": clips}
        return _notice(task, Event.STREAMING, payload, platform), replace(task, is_streamed=True)
    return None, task


def _streams(task: Task, clips: tuple[Clip, ...]) -> bool:
    """Whether new songs can be heard while they are made, and nobody was told yet."""
    tells = task.webhook_url is not None and not task.is_streamed and task.platform == "suno"
    return tells and any(clip.stem is None and not clip.is_upload for clip in clips)


def _last(catalogue: Catalogue, task: Task, now: float, platform: str) -> Notice | None:
    clips = catalogue.clips_of(task)
    all_failed = bool(clips) and all(
        state_at(task, clip, now) is ClipState.FAILED for clip in clips
    )
    if task.fails or all_failed:
        failure: Json = {
            "type": "failed",
            "message": "The task failed upstream, credits were returned",
            "refund_processed": task.fails,
        }
        return _notice(task, Event.FAILED, failure, platform)
    if task.shape is Shape.VOICE:
        voice: Json = {"data": {"persona_id": task.persona_id, "name": task.subject}}
        return _notice(task, Event.COMPLETED, voice, platform)
    if task.platform == "producer":
        data: object = producer_data(catalogue, task)
    else:
        data = laid_out(task, [clip_reply(clip, task, now) for clip in clips])
    payload: Json = {"code": 200, "message": "success", "data": data}
    return _notice(task, Event.COMPLETED, payload, platform)


def _notice(task: Task, event: Event, payload: Json, platform: str) -> Notice | None:
    if task.webhook_url is None:
        return None
    origin = platform if task.platform == "suno" else task.platform
    full: Json = {"task_id": task.task_id, "platform": origin, "event": event.value} | payload
    return Notice(task.webhook_url, task.webhook_secret, event, full, task.faults)
