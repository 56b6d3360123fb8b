"""Making a fetched file one of ours."""

import hashlib
import os
from pathlib import Path

from bot.media.workshop import listening, tagging
from bot.media.workshop.messages import KeepTask, Kept


def keep(task: KeepTask) -> Kept:
    """Check a file, replace its tags by ours and bring it safely to disk.

    Raises:
        NotAudio, EndsEarly: it is not the song that was promised.
        OSError: the disk is full or broken.
    """
    tagging.strip(task.path)
    heard = listening.hear(
        task.path,
        expected_seconds=task.expected_seconds,
        max_duration_seconds=task.max_duration_seconds,
    )
    tagging.write(task.path, task.texts)
    return Kept(
        content_hash=_hash_and_sync(task.path),
        size_bytes=task.path.stat().st_size,
        duration_seconds=round(heard.duration_seconds, 3),
    )


def _hash_and_sync(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        os.fsync(file.fileno())
    return digest.hexdigest()
