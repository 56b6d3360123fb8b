"""Reading what the service says of a task, in every shape that it uses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.ports import TaskState
from bot.provider.envelope import LONGEST_DETAIL, Envelope
from bot.provider.wire.replies import ClipReply, VoiceReply

_FINISHED = frozenset({"succeeded", "success"})
_FAILED = frozenset({"failed", "error"})
_WAITING = frozenset({"pending"})
_NESTS = ("clips", "data")
_PAIRED = frozenset({"full", "extended", "replaced"})
_MARKS_OF_A_RESULT = frozenset(
    {"clip_id", "id", "audio_url", "wav_url", "video_url", "lyrics", "progress", *_PAIRED}
)


class Deliverable(StrEnum):
    """What a task is to bring. Without it, its results are not finished, whatever they say."""

    AUDIO = "audio"
    LYRICS = "lyrics"
    VIDEO = "video"
    CLIP = "clip"
    """A reference alone, as an upload gives."""

    def is_in(self, clip: ClipReply) -> bool:
        """Whether a result has it."""
        match self:
            case Deliverable.AUDIO:
                return bool(clip.audio_url or clip.wav_url)
            case Deliverable.LYRICS:
                return bool(clip.lyrics)
            case Deliverable.VIDEO:
                return bool(clip.video_url)
            case Deliverable.CLIP:
                return bool(clip.clip_id)


@dataclass(frozen=True)
class TaskItem:
    """One result of a task. `clip` is what is to be delivered."""

    state: TaskState
    clip: ClipReply
    fragment: "TaskItem | None" = None
    """The new part alone, where it is to be joined with its source into a whole song."""


@dataclass(frozen=True)
class TaskReply:
    """What the service says of a task."""

    state: TaskState
    items: tuple[TaskItem, ...] = ()
    voice: VoiceReply | None = None
    detail: str = ""
    """The service's words on a failure; hostile text."""

    def without_join(self) -> "TaskReply":
        """Return it with the new parts alone: for when a whole song does not come in time."""
        items = tuple(item.fragment or item for item in self.items)
        return replace(self, state=_state_of_all(items), items=items) if items else self


def read_task(answer: Envelope, deliverable: Deliverable = Deliverable.AUDIO) -> TaskReply | None:
    """Return what an answer says of a task, or None when it is an error that says nothing of it."""
    if _tells_of_failure(answer):
        return TaskReply(TaskState.FAILED, detail=answer.detail)
    if not answer.succeeded:
        return None
    return read_results(answer.contents or {}, answer, deliverable)


def read_results(
    contents: dict[str, object], answer: Envelope, deliverable: Deliverable
) -> TaskReply:
    """Read the results in a successful answer: as a list, as one object, or on top."""
    status = _status(contents)
    data = contents if answer.data is None else answer.data
    if isinstance(data, dict):
        voice = VoiceReply.model_validate(data)
        status = _status(data) or status
        if voice.persona_id and status not in _FAILED:
            return TaskReply(TaskState.FINISHED, voice=voice)
    items = tuple(_item(entry, status, deliverable) for entry in _entries(data))
    if not items:
        return _without_items(answer, status)
    return TaskReply(_state_of_all(items), items, detail=_detail_of(items))


def _tells_of_failure(answer: Envelope) -> bool:
    """Tell a failed task from a failed answer: a gateway's 500 or 504 says nothing of the task."""
    if answer.type == "failed":
        return answer.succeeded or answer.status == 500
    return answer.status == 504 and (answer.type == "timeout" or answer.code == 504)


def _status(contents: dict[str, object]) -> str:
    for key in ("status", "state"):
        value = contents.get(key)
        if isinstance(value, str):
            return value.lower()
    return ""


def _entries(data: object) -> Iterator[dict[str, object]]:
    """Give each result; one that is no object counts as one of which nothing is known yet."""
    if isinstance(data, dict):
        nested = next((data[key] for key in _NESTS if isinstance(data.get(key), list)), None)
        if nested is None and _MARKS_OF_A_RESULT & data.keys():
            yield data
        data = nested
    if isinstance(data, list):
        for entry in data:
            yield entry if isinstance(entry, dict) else {}


def _item(entry: dict[str, object], status: str, deliverable: Deliverable) -> TaskItem:
    if _PAIRED & entry.keys():
        return _pair(entry, status)
    clip = ClipReply.model_validate(entry)
    return TaskItem(_state_of(clip, status, deliverable), clip)


def _pair(entry: dict[str, object], status: str) -> TaskItem:
    """Read a new part and the whole song that it is joined into, which comes later."""
    part = entry.get("extended") or entry.get("replaced")
    clip = ClipReply.model_validate(part if isinstance(part, dict) else {})
    fragment = TaskItem(_state_of(clip, status, Deliverable.AUDIO), clip)
    whole = entry.get("full")
    if not isinstance(whole, dict):
        failed = fragment.state is TaskState.FAILED
        return TaskItem(TaskState.FAILED if failed else TaskState.RUNNING, clip, fragment)
    full = ClipReply.model_validate(whole)
    state = _state_of(full, status, Deliverable.AUDIO)
    if state is TaskState.FAILED and fragment.state is TaskState.FINISHED:
        return TaskItem(TaskState.FINISHED, clip, fragment)
    return TaskItem(state, full, fragment)


def _state_of(clip: ClipReply, status: str, deliverable: Deliverable) -> TaskState:
    """Return a result's state; one that we do not know counts as running."""
    state = clip.state.lower() or status
    if state in _FAILED:
        return TaskState.FAILED
    stateless = not state and deliverable is not Deliverable.AUDIO
    if (state in _FINISHED or stateless) and deliverable.is_in(clip):
        return TaskState.FINISHED
    return TaskState.WAITING if state in _WAITING else TaskState.RUNNING


def _state_of_all(items: tuple[TaskItem, ...]) -> TaskState:
    states = {item.state for item in items}
    if states == {TaskState.WAITING}:
        return TaskState.WAITING
    if states & {TaskState.WAITING, TaskState.RUNNING}:
        return TaskState.RUNNING
    return TaskState.FINISHED if TaskState.FINISHED in states else TaskState.FAILED


def _without_items(answer: Envelope, status: str) -> TaskReply:
    if status in _FAILED:
        return TaskReply(TaskState.FAILED, detail=answer.detail)
    if answer.not_ready or status in _WAITING or not status:
        return TaskReply(TaskState.WAITING)
    return TaskReply(TaskState.RUNNING)


def _detail_of(items: tuple[TaskItem, ...]) -> str:
    told = (item.clip.error_message.strip() for item in items)
    return next((text[:LONGEST_DETAIL] for text in told if text), "")
