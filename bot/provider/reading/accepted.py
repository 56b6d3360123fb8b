"""Reading the service's answer to an order of a task."""

import re
from dataclasses import dataclass

from bot.domain.errors import OutcomeUnknown
from bot.domain.ids import ProviderClipId, ProviderTaskId
from bot.provider.envelope import Envelope

# Ids go into addresses, so one that is only dots, or has a slash, is none.
_ID = re.compile(r"(?=.*[0-9A-Za-z])[0-9A-Za-z._:~-]{1,200}")


@dataclass(frozen=True)
class Accepted:
    """The service took an order as this task."""

    task_id: ProviderTaskId
    uploaded: ProviderClipId | None = None
    """The clip of the audio that came with the order, where the service names it."""


def read_accepted(answer: Envelope) -> Accepted:
    """Return the task that a successful answer names, on top or under `data`.

    Raises:
        OutcomeUnknown: it names none, so that the order can neither be followed nor repeated.
    """
    contents = answer.contents or {}
    task_id = task_id_in(answer)
    if task_id is None:
        raise OutcomeUnknown("accepted without a task id")
    uploaded = _at(contents, "steps", "upload", "clip_id")
    return Accepted(
        task_id, ProviderClipId(uploaded) if isinstance(uploaded, str) and uploaded else None
    )


def task_id_in(answer: Envelope) -> ProviderTaskId | None:
    """Return the task that an answer names, if any."""
    contents = answer.contents or {}
    for task_id in (contents.get("task_id"), _at(contents, "data", "task_id")):
        if isinstance(task_id, str) and _ID.fullmatch(task_id):
            return ProviderTaskId(task_id)
    return None


def _at(value: object, *keys: str) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
