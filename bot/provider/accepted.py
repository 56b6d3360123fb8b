"""Reading the service's answer to an order of a task."""

import re
from dataclasses import dataclass

from bot.domain.errors import OutcomeUnknown
from bot.domain.ids import ProviderTaskId
from bot.provider.envelope import Envelope

# Ids go into addresses, so one that is only dots, or has a slash, is none.
_ID = re.compile(r"(?=.*[0-9A-Za-z])[0-9A-Za-z._:~-]{1,200}")


@dataclass(frozen=True)
class Accepted:
    """The service took an order as this task."""

    task_id: ProviderTaskId


def read_accepted(answer: Envelope) -> Accepted:
    """Return the task that a successful answer names, on top or under `data`.

    Raises:
        OutcomeUnknown: it names none, so that the order can neither be followed nor repeated.
    """
    contents = answer.contents or {}
    for holder in (contents, contents.get("data")):
        if isinstance(holder, dict):
            task_id = holder.get("task_id")
            if isinstance(task_id, str) and _ID.fullmatch(task_id):
                return Accepted(ProviderTaskId(task_id))
    raise OutcomeUnknown("accepted without a task id")
