"""Ready-made records of the domain for tests of the storage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.credits import AccountName, Balance
from bot.domain.delivery import MessageRef, Place
from bot.domain.ids import (
    ApplicationId,
    ChannelId,
    ContentHash,
    GuildId,
    IdempotencyKey,
    JobId,
    ProviderClipId,
    ProviderTaskId,
    SongId,
    UserId,
)
from bot.domain.jobs import Job, JobKind, JobState, Stage
from bot.domain.ports import Transaction
from bot.domain.songs import Clip, Song, SongRequest, StoredAudio, Voice

NOW = datetime(2026, 3, 29, 1, 59, 59, 123456, tzinfo=UTC)
GUILD = GuildId(2**63 - 1)
"""The greatest id that a database must take."""

MEMBER = UserId(81384788765712384)


def after(seconds: float) -> datetime:
    """Return a time that many seconds after `NOW`."""
    return NOW + timedelta(seconds=seconds)


def new_job(
    number: int = 1,
    state: JobState = JobState.QUEUED,
    *,
    due: float | None = 0,
    stage: Stage = Stage.WAITING,
    model: str = "sonic-v6",
) -> Job:
    """Return a job that differs from others by its number; later ones were ordered later."""
    job = Job(
        job_id=JobId(f"job{number:07}"),
        kind=JobKind.CREATE,
        state=state,
        stage=stage,
        guild_id=GUILD,
        requester_id=MEMBER,
        requester_name="Ada",
        request=SongRequest(model=model, idea="rain on tin"),
        price=14,
        promised=2,
        idempotency_key=IdempotencyKey(f"itx:{number}"),
        created_at=after(number),
        due_at=None if due is None else after(due),
    )
    if state in (JobState.RUNNING, JobState.SUCCEEDED, JobState.PARTIAL):
        job = replace(job, task_id=ProviderTaskId(f"task-{number}"), submitted_at=after(number))
    return job


def full_request() -> SongRequest:
    """Return a request in which every field says something."""
    return SongRequest(
        model="sonic-v6",
        idea="rain 🌧 on tin",
        style="folk",
        lyrics="[Verse]\nDrip",
        title="Tin",
        exclude="drums",
        instrumental=False,
        voice=Voice.FEMALE,
        length_seconds=90,
        weirdness=0.25,
        style_strength=1.0,
    )


def new_clip(number: int = 1) -> Clip:
    """Return a clip as the provider reports it."""
    return Clip(
        clip_id=ProviderClipId(f"clip-{number}"),
        title="Tin",
        style="folk",
        lyrics="Drip",
        audio_url="https://cdn.example/a.mp3",
        image_url=None,
        duration_seconds=61.25,
        model="sonic-v6",
    )


def new_song(job: Job, position: int = 1) -> Song:
    """Return a song of a job."""
    return Song(
        song_id=SongId(f"song-{job.job_id}-{position}"),
        job_id=job.job_id,
        position=position,
        guild_id=job.guild_id,
        author_id=job.requester_id,
        title="Tin",
        style="folk",
        lyrics="Drip",
        model="sonic-v6",
        clip_id=ProviderClipId(f"clip-{position}"),
        audio=StoredAudio(ContentHash("ab" * 32), 12345, 61.25, "mp3"),
        created_at=NOW,
    )


def new_message(job: Job) -> MessageRef:
    """Return where a job's message is to be."""
    place = Place(
        guild_id=job.guild_id,
        channel_id=ChannelId(77),
        application_id=ApplicationId(88),
        token="made-up-token",
        token_expires_at=after(900),
        ephemeral=True,
    )
    return MessageRef(job.job_id, place, None)


def open_member(tx: Transaction, starting_grant: int, guild_id: GuildId = GUILD) -> Balance:
    """Open the member's account with that many credits."""
    return tx.ledger.open_member(guild_id, MEMBER, starting_grant=starting_grant, now=NOW)


def balance_of(tx: Transaction, guild_id: GuildId = GUILD) -> Balance:
    """Return the member's balance, which must be there."""
    balance = tx.ledger.balance(AccountName.member(guild_id, MEMBER))
    assert balance is not None
    return balance
