"""Holding orders and songs back: until a moderator decided, or because their author wants it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.delivery import DeliveryKind
from bot.domain.errors import ChangingHands, TooLateToCancel
from bot.domain.filters import Match
from bot.domain.ids import ChannelId, RoleId, song_id_of
from bot.domain.jobs import Failure, Job, JobState
from bot.domain.ports import Transaction
from bot.domain.reviews import (
    HeldResult,
    HeldSong,
    Review,
    ReviewCause,
    ReviewKind,
    findings_of,
)
from bot.domain.server_log import LogEvent, LogLine
from bot.domain.songs import Song
from bot.services.settlement import Outcome

_DETAIL_LIMIT = 100


@dataclass(frozen=True)
class Grounds:
    """Why moderators are asked about a job, and what they need to decide."""

    kind: ReviewKind
    cause: ReviewCause
    matches: tuple[Match, ...] = ()
    channel_id: ChannelId | None = None
    """Where it was ordered; None: where the job is counted."""
    role_ids: tuple[RoleId, ...] = ()
    outcome: Outcome | None = None
    """How the job ends when its songs are approved."""


def hold_back(tx: Transaction, job: Job, grounds: Grounds, now: datetime) -> bool:
    """Ask the moderators about a job; False when they were asked the same before."""
    settings = tx.servers.settings(job.guild_id)
    review = Review(
        review_id=None,
        guild_id=job.guild_id,
        kind=grounds.kind,
        cause=grounds.cause,
        author_id=job.requester_id,
        author_name=job.requester_name,
        job_id=job.job_id,
        request=job.request,
        created_at=now,
        due_at=now + timedelta(hours=settings.review_hours),
        channel_id=grounds.channel_id or job.channel_id or ChannelId(0),
        role_ids=grounds.role_ids,
        findings=findings_of(grounds.matches),
        result=None if grounds.outcome is None else held(grounds.outcome),
    )
    if tx.reviews.add(review, settings.review_channel_id) is None:
        return False
    tx.log.add(
        LogLine(
            job.guild_id,
            LogEvent.REVIEW,
            now,
            user_id=job.requester_id,
            subject=job.job_id,
            detail=job.request.summary[:_DETAIL_LIMIT],
        )
    )
    return True


def may_be_withheld(tx: Transaction, job: Job) -> bool:
    """Tell whether a job will be shown to others who would not see it if its author wished so."""
    if job.jam_id is not None or job.unposted:
        return False
    message = tx.deliveries.message_of(job.job_id)
    return message is not None and message.place.has_audience


def keep_from_posting(tx: Transaction, job: Job, now: datetime) -> None:
    """Keep what comes of a job from everyone but its author; safe to repeat.

    Raises:
        TooLateToCancel: it is over, or is shown to nobody else as it is.
        ChangingHands: only its worker may change it at this moment.
    """
    if job.unposted:
        return
    if job.state.terminal or not may_be_withheld(tx, job):
        raise TooLateToCancel(job.job_id, job.state.terminal)
    if not job.handed_over:
        raise ChangingHands(job.job_id)
    tx.jobs.save(replace(job, unposted=True))
    tx.deliveries.want(job.job_id, DeliveryKind.CARD, now)


def held(outcome: Outcome) -> HeldResult:
    """Return how a job would have ended, as it is kept."""
    return HeldResult(
        songs=tuple(HeldSong.of(song) for song in outcome.songs),
        partial=outcome.state is JobState.PARTIAL,
        failure=None if outcome.failure is None else outcome.failure.code,
        promised=outcome.promised,
        unjoined=outcome.unjoined,
    )


def outcome_of(job: Job, result: HeldResult, now: datetime) -> Outcome:
    """Return how a job ends whose songs are approved."""
    return Outcome(
        state=JobState.PARTIAL if result.partial else JobState.SUCCEEDED,
        songs=songs_of(job, result, now),
        failure=None if result.failure is None else Failure(result.failure),
        promised=result.promised,
        unjoined=result.unjoined,
    )


def songs_of(job: Job, result: HeldResult, now: datetime) -> tuple[Song, ...]:
    """Return held songs as songs of the server."""
    return tuple(
        Song(
            song_id=song_id_of(job.job_id, held_song.position),
            job_id=job.job_id,
            position=held_song.position,
            guild_id=job.guild_id,
            author_id=job.requester_id,
            title=held_song.title,
            style=held_song.style,
            lyrics=held_song.lyrics,
            model=held_song.model,
            clip_id=held_song.clip_id,
            audio=held_song.audio,
            created_at=now,
            role=held_song.role,
            label=held_song.label,
        )
        for held_song in result.songs
    )
