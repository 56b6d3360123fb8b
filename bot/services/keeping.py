"""Keeping songs' files and letting them go: within transactions, and in the archive after them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.delivery import DeliveryKind
from bot.domain.errors import MediaUnavailable
from bot.domain.files import (
    Arrival,
    FileGone,
    GoneReason,
    RetiredFile,
    SongFile,
    StockedFile,
    StoredFile,
)
from bot.domain.findings import Finding, Timeline
from bot.domain.jobs import Job
from bot.domain.ports import Clock, Database, SongArchive, Transaction
from bot.domain.reviews import Review
from bot.domain.songs import Song, StoredAudio

log = structlog.get_logger(__name__)

SUPERSEDED_FOR = timedelta(days=1)
"""So long a replaced file stays: the service may be about to fetch it."""

FORGOTTEN_AFTER = timedelta(days=1)
"""A file that is not in the books so long after it arrived was left by a stop: nothing is at work
on it any more, and whoever needs it fetches it again."""

_BATCH = 50


def keep_findings(
    tx: Transaction,
    job: Job,
    finding: Finding | None,
    files: tuple[SongFile, ...],
    now: datetime,
) -> None:
    """Save what a job found out about songs; what was deleted meanwhile gets nothing."""
    for file in files:
        song = tx.songs.get(file.song_id)
        if song is None:
            continue
        if song.deleted_at is not None:
            tx.files.retire(RetiredFile(file.file, file.song_id, now))
        else:
            keep_file(tx, file, now)
    if isinstance(finding, Timeline):
        for song_id in job.request.parents:
            tx.files.save_timeline(song_id, job.job_id)


def keep_file(tx: Transaction, file: SongFile, now: datetime) -> None:
    """Save a song's file; the one that it replaces is removed."""
    earlier = tx.files.find(file.song_id, file.kind)
    tx.files.save(file)
    if earlier is not None and earlier.file != file.file:
        tx.files.retire(RetiredFile(earlier.file, file.song_id, now))


def take_down(tx: Transaction, song: Song, now: datetime) -> None:
    """Delete a song for good: its texts, its files, its links, its place on every message.

    Its row stays for the books, and what was paid for it stays paid. The files are removed after
    the transaction by whoever calls `remove_due`, at the latest by the archive's keeper.
    """
    tx.songs.delete(song.song_id, now)
    for file in tx.files.drop(song.song_id):
        tx.files.retire(RetiredFile(file.file, song.song_id, now))
    if song.gone is None:
        tx.files.retire(RetiredFile(_file(song.audio), song.song_id, now))
    tx.files.hasten(song.song_id, now)
    _forget_timeline(tx, song)
    tx.deliveries.want(song.job_id, DeliveryKind.CARD, now)
    tx.postings.want(song.job_id, now)


def replace_audio(tx: Transaction, song: Song, audio: StoredAudio, now: datetime) -> None:
    """Give a song another file. Links to the old one work on for a day; films are made anew."""
    if audio.content_hash == song.audio.content_hash:
        return
    tx.songs.replace_audio(song.song_id, audio)
    tx.files.forget(audio.content_hash)
    tx.files.retire(RetiredFile(_file(song.audio), song.song_id, now + SUPERSEDED_FOR))


async def remove_due(database: Database, archive: SongArchive, clock: Clock) -> None:
    """Remove the files from the archive that nothing needs any more; safe to repeat."""
    now = clock.now()
    for retired in await database.read(lambda tx: tx.files.due(now, limit=_BATCH)):
        try:
            await archive.remove(retired.file)
        except MediaUnavailable as error:
            log.warning(
                "song_file_left", content_hash=retired.file.content_hash, reason=error.reason
            )
            continue
        await database.write(_forgetting(retired))


async def let_held_files_go(database: Database, archive: SongArchive, review: Review) -> None:
    """Remove the audio of songs that a review held and that nothing else needs; safe to repeat."""
    held = () if review.result is None else review.result.songs
    review_id = review.review_id
    if review_id is None:
        return
    unused = await database.read(
        lambda tx: [song for song in held if not tx.songs.uses(song.content_hash)]
    )
    for song in unused:
        await archive.remove(song.audio)
    await database.write(lambda tx: tx.reviews.forget_result(review_id))


@dataclass(frozen=True)
class KeepingRule:
    """How long songs' files are kept and how large the archive may be; None for any."""

    song_age: timedelta | None = None
    """Favourites are kept for longer."""
    ceiling_bytes: int | None = None


class KeepingService:
    """Holds the archive to its rule. Songs without a file stay in the library and say so."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        archive: SongArchive,
        rule: KeepingRule,
    ) -> None:
        self._database = database
        self._clock = clock
        self._archive = archive
        self._rule = rule

    async def tidy(self) -> int:
        """Let go of what the rule says, remove what is due; returns how many files were let go."""
        gone = 0
        now = self._clock.now()
        if self._rule.song_age is not None:
            before = now - self._rule.song_age
            gone += await self._let_go_all(
                lambda tx: tx.files.oldest(limit=_BATCH, before=before),
                FileGone(now, GoneReason.AGE),
            )
        if self._rule.ceiling_bytes is not None:
            ceiling = self._rule.ceiling_bytes
            gone += await self._let_go_all(
                lambda tx: _above(tx, ceiling), FileGone(now, GoneReason.SPACE)
            )
        if gone:
            log.info("archive_tidied", files=gone)
        await remove_due(self._database, self._archive, self._clock)
        await self._sort_arrivals()
        return gone

    async def _sort_arrivals(self) -> None:
        """Settle what arrived and is in the books, and remove what was left there by a stop."""
        now = self._clock.now()
        for arrival in await self._archive.arrivals():
            if await self._database.read(_knowing(arrival, now)):
                await self._archive.settle_in(arrival)
            elif arrival.arrived_at <= now - FORGOTTEN_AFTER:
                await self._turn_away(arrival)

    async def _turn_away(self, arrival: Arrival) -> None:
        content_hash = arrival.file.content_hash
        try:
            await self._archive.turn_away(arrival)
        except MediaUnavailable as error:
            log.warning("song_file_left", content_hash=content_hash, reason=error.reason)
        else:
            log.warning("forgotten_file_removed", content_hash=content_hash)

    async def _let_go_all(
        self, choose: Callable[[Transaction], tuple[StockedFile, ...]], gone: FileGone
    ) -> int:
        """Let go of what `choose` returns, batch after batch, until it returns nothing."""

        def work(tx: Transaction) -> int:
            chosen = choose(tx)
            for stocked in chosen:
                _let_go(tx, stocked, gone)
            return len(chosen)

        total = 0
        while count := await self._database.write(work):
            total += count
        return total


def _above(tx: Transaction, ceiling: int) -> tuple[StockedFile, ...]:
    """Return the files without which the archive is no larger than `ceiling` bytes."""
    surplus = tx.files.stock_bytes() - ceiling
    chosen: list[StockedFile] = []
    if surplus > 0:
        for stocked in tx.files.oldest(limit=_BATCH):
            if surplus <= 0:
                break
            chosen.append(stocked)
            surplus -= stocked.file.size_bytes
    return tuple(chosen)


def _let_go(tx: Transaction, stocked: StockedFile, gone: FileGone) -> None:
    if stocked.kind is None:
        tx.files.mark_gone(stocked.song_id, gone)
    else:
        tx.files.drop(stocked.song_id, stocked.kind)
    tx.files.retire(RetiredFile(stocked.file, stocked.song_id, gone.at))


def _knowing(arrival: Arrival, now: datetime) -> Callable[[Transaction], bool]:
    """Tell whether anything needs a file: songs, also those that wait for a moderator."""
    content_hash = arrival.file.content_hash
    return lambda tx: tx.files.is_served(content_hash, now) or tx.reviews.holds_file(content_hash)


def _forgetting(retired: RetiredFile) -> Callable[[Transaction], None]:
    return lambda tx: tx.files.forget(retired.file.content_hash)


def _forget_timeline(tx: Transaction, song: Song) -> None:
    job_id = tx.files.timeline_job(song.song_id)
    job = None if job_id is None else tx.jobs.get(job_id)
    if job is not None and isinstance(job.finding, Timeline):
        tx.jobs.save(replace(job, finding=Timeline(())))
    tx.files.drop_timeline(song.song_id)


def _file(audio: StoredAudio) -> StoredFile:
    return StoredFile(audio.content_hash, audio.size_bytes, audio.extension)
