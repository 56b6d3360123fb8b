"""What members report, and what moderators hide and take down."""

from dataclasses import replace

import structlog

from bot.domain.actions import ActionKind
from bot.domain.delivery import DeliveryKind
from bot.domain.ids import SongId, UserId
from bot.domain.jobs import Job, Scrutiny, Work
from bot.domain.library import SongNotFound, Visitor
from bot.domain.member_notices import MemberNotice, MemberNoticeKind
from bot.domain.ports import Clock, Database, SongArchive, Transaction
from bot.domain.server_log import LogEvent, LogLine
from bot.domain.song_reports import AlreadyReported, OwnSong, SongReport
from bot.domain.songs import Song
from bot.services.acts import act
from bot.services.finding import song_deleted, visible_song
from bot.services.keeping import remove_due, take_down
from bot.services.signals import Signals

log = structlog.get_logger(__name__)

_SUBJECT_LIMIT = 100


class SongModerationService:
    """Collects reports, hides songs behind a spoiler, and takes songs down."""

    def __init__(
        self, database: Database, clock: Clock, signals: Signals, archive: SongArchive
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._archive = archive

    async def report(self, visitor: Visitor, song_id: SongId, reason: str) -> int:
        """Note that somebody finds a song wrong; returns how many people did.

        At the threshold that the server chose the song is hidden behind a spoiler.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
            OwnSong, AlreadyReported: nothing was noted.
        """

        def write(tx: Transaction) -> int:
            song, now = visible_song(tx, visitor, song_id), self._clock.now()
            if song.author_id == visitor.user_id:
                raise OwnSong(song_id)
            told = SongReport(visitor.guild_id, song_id, visitor.user_id, reason, now)
            if not tx.song_reports.add(told):
                raise AlreadyReported(song_id)
            count = tx.song_reports.count(song_id)
            detail = f"{song.title[:_SUBJECT_LIMIT]}: {reason}" if reason else song.title
            line = LogLine(
                visitor.guild_id, LogEvent.REPORT, now, song.author_id, song_id, detail, count
            )
            tx.log.add(line)
            threshold = tx.servers.settings(visitor.guild_id).report_threshold
            if count == threshold:
                tx.log.add(replace(line, event=LogEvent.THRESHOLD, detail=song.title))
                self._set_hidden(tx, song, hidden=True, actor_id=None, reason="")
            return count

        count = await self._database.write(write)
        log.info("song_reported", song_id=song_id, reports=count)
        self._signals.ring(Work.LOG, Work.DELIVER, Work.REDRAW)
        return count

    async def hide(self, moderator: Visitor, song_id: SongId, *, hidden: bool, reason: str) -> bool:
        """Hide a song and its versions behind a spoiler, or show them again.

        Returns False when it was so before.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, on this server.
        """

        def write(tx: Transaction) -> bool:
            song = _song_here(tx, moderator, song_id)
            return self._set_hidden(
                tx, song, hidden=hidden, actor_id=moderator.user_id, reason=reason
            )

        changed = await self._database.write(write)
        self._signals.ring(Work.LOG, Work.DELIVER, Work.REDRAW)
        return changed

    async def remove(self, moderator: Visitor, song_id: SongId, *, reason: str) -> Song:
        """Take a song down for good, everywhere it was posted; its author is told.

        What was paid for it stays paid; credits are given back by /mod credits.

        Raises:
            SongNotFound, SongDeleted: there is none, or none any more, on this server.
        """

        def write(tx: Transaction) -> Song:
            song, now = _song_here(tx, moderator, song_id), self._clock.now()
            take_down(tx, song, now)
            tx.reviews.forget_words(song.job_id, now)
            tx.jobs.save(replace(_job_of(tx, song), scrutiny=Scrutiny.REMOVED))
            done = act(
                moderator.guild_id,
                ActionKind.SONG_REMOVED,
                actor_id=moderator.user_id,
                now=now,
                subject=song_id,
                reason=reason,
                before={"title": song.title, "author": song.author_id, "job": song.job_id},
            )
            tx.actions.add(done)
            tx.member_notices.add(
                MemberNotice(
                    notice_id=None,
                    guild_id=moderator.guild_id,
                    user_id=song.author_id,
                    kind=MemberNoticeKind.SONG_REMOVED,
                    subject=song.title[:_SUBJECT_LIMIT],
                    reason=reason,
                    by_time=False,
                    created_at=now,
                )
            )
            return song

        song = await self._database.write(write)
        log.info("song_removed", song_id=song_id, job_id=song.job_id)
        self._signals.ring(Work.LOG, Work.DELIVER, Work.REDRAW, Work.INFORM, Work.DESK, Work.KEEP)
        await remove_due(self._database, self._archive, self._clock)
        return song

    def _set_hidden(
        self, tx: Transaction, song: Song, *, hidden: bool, actor_id: UserId | None, reason: str
    ) -> bool:
        job, now = _job_of(tx, song), self._clock.now()
        if job.spoiler is hidden:
            return False
        tx.jobs.save(replace(job, spoiler=hidden))
        tx.deliveries.want(job.job_id, DeliveryKind.CARD, now)
        tx.postings.want(job.job_id, now)
        done = act(
            song.guild_id,
            ActionKind.SONG_HIDDEN if hidden else ActionKind.SONG_SHOWN,
            actor_id=actor_id,
            now=now,
            subject=song.song_id,
            reason=reason,
            before={"hidden": not hidden},
            after={"hidden": hidden},
        )
        tx.actions.add(done)
        return True


def _song_here(tx: Transaction, moderator: Visitor, song_id: SongId) -> Song:
    """Return a song of a moderator's server, private or not."""
    song = tx.songs.get(song_id)
    if song is None or song.guild_id != moderator.guild_id:
        raise SongNotFound(song_id)
    if song.deleted_at is not None:
        raise song_deleted(tx, song, song.deleted_at)
    return song


def _job_of(tx: Transaction, song: Song) -> Job:
    job = tx.jobs.get(song.job_id)
    if job is None:
        raise LookupError(f"song {song.song_id} has no job")
    return job
