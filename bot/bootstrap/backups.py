"""Copies of the database on a schedule, made beside the bot's work and off its event loop."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.domain.errors import SetupError
from bot.domain.ports import Clock
from bot.workers.rounds import Rounds
from storage import back_up, backup_name, can_be_copied, discard_old_backups, kept_backups, made_at

log = structlog.get_logger(__name__)

FOLDER = "backups"
_LOOK_EVERY = timedelta(minutes=1)
_FIRST_AFTER = timedelta(minutes=10)
_AGAIN_AFTER = timedelta(minutes=10)
_LONGEST_WAIT = max(_FIRST_AFTER, _AGAIN_AFTER)


class BackupSchedule:
    """Makes a copy whenever the newest one is old enough, and removes the oldest."""

    def __init__(
        self, url: str, folder: Path, clock: Clock, *, every: timedelta, keep: int
    ) -> None:
        """Nothing is done for a database of a server, nor with an `every` of zero."""
        self._url = url
        self._folder = folder
        self._clock = clock
        self._every = every
        self._keep = keep
        self._not_before = clock.now() + min(every, _FIRST_AFTER)

    def rounds(self) -> tuple[Rounds, ...]:
        """Return what has to turn for the schedule to be kept: nothing, or one."""
        if not self._every or not can_be_copied(self._url):
            return ()
        return (Rounds(self.look, min(self._every, _LOOK_EVERY)),)

    async def look(self) -> None:
        """Make a copy if one is due. A failure is told in the log and tried again later."""
        now = self._clock.now()
        # Longer than any wait is only one that began when the clock was wrong.
        if timedelta() < self._not_before - now <= _LONGEST_WAIT:
            return
        due_at = await asyncio.to_thread(self._due_at, now)
        if due_at is not None and now < due_at:
            return
        try:
            made = await asyncio.to_thread(back_up, self._url, self._folder / backup_name(now))
            await asyncio.to_thread(discard_old_backups, self._folder, self._keep, now=now)
        except SetupError as error:
            self._not_before = now + min(self._every, _AGAIN_AFTER)
            log.error("backup_failed", reason=error.sentence)
            return
        log.info("backup_made", file=made.path.name, bytes=made.size_bytes)
        if made.discrepancies:
            log.error("backup_has_wrong_books", findings=len(made.discrepancies))

    def _due_at(self, now: datetime) -> datetime | None:
        # A name in the future is from when a clock was wrong; it must keep no other from coming.
        made = [at for at in map(made_at, kept_backups(self._folder)) if at and at <= now]
        return max(made) + self._every if made else None
