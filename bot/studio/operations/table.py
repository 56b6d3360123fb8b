"""Which operation serves which task type of ``/sonic/create``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.studio.operations import continuing, overdubbing, restyling, songs
from bot.studio.products import Job
from bot.studio.requests import CreateBody
from bot.studio.workshop import Workshop

Operation = Callable[[Workshop, CreateBody], Job]

TASK_TYPES: Final[dict[str, Operation]] = {
    "create_music": songs.create_music,
    "persona_music": songs.persona_music,
    "extend_music": continuing.extend_music,
    "extend_upload_music": continuing.extend_upload_music,
    "concat_music": continuing.concat_music,
    "cover_music": restyling.cover_music,
    "cover_upload_music": restyling.cover_upload_music,
    "remaster": restyling.remaster,
    "add_vocals": overdubbing.add_vocals,
    "add_instrumental": overdubbing.add_instrumental,
}
"""The task types by name."""

TIMED: Final = frozenset(
    {
        "create_music",
        "persona_music",
        "extend_music",
        "extend_upload_music",
        "cover_music",
        "cover_upload_music",
    }
)
"""The task types that accept a ``duration``."""
