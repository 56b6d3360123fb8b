"""Making a fetched file one of ours."""

import hashlib
import os
import shutil
from pathlib import Path

from bot.media.workshop import covers, listening, tagging
from bot.media.workshop.messages import KeepTask, Kept, RetagTask, Stored


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
    cover = covers.harmless(task.cover) if task.cover is not None else None
    tagging.write(task.path, task.texts, cover)
    stored = hash_and_sync(task.path)
    return Kept(
        content_hash=stored.content_hash,
        size_bytes=stored.size_bytes,
        duration_seconds=round(heard.duration_seconds, 3),
    )


def retag(task: RetagTask) -> Stored:
    """Copy a song of ours with another title in its tags; all else stays the same.

    Raises:
        NotAudio: its tags cannot be read.
        OSError: the disk is full or broken.
    """
    shutil.copyfile(task.source, task.target)
    tagging.rename(task.target, task.title, task.authors)
    return hash_and_sync(task.target)


def hash_and_sync(path: Path) -> Stored:
    """Bring a file safely to disk and name it by its content.

    Raises:
        OSError: the disk is full or broken.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        os.fsync(file.fileno())
    return Stored(content_hash=digest.hexdigest(), size_bytes=path.stat().st_size)
