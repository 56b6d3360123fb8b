"""Ready-made job views, and what Discord's documentation allows in one message."""

from dataclasses import replace
from datetime import UTC, datetime

import discord

from bot.domain.credits import Balance
from bot.domain.delivery import JobView, QueuePlace
from bot.domain.ids import (
    AccountId,
    ContentHash,
    IdempotencyKey,
    JobId,
    ProviderClipId,
    SongId,
)
from bot.domain.jobs import Failure, FailureCode, Job, JobKind, JobState, Stage
from bot.domain.songs import Song, SongRequest, StoredAudio
from bot.ui.buttons import build_view
from bot.ui.drawing import Drawing
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.orders import ADA, GUILD, MODEL

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EXPECTED_AT = datetime(2026, 11, 23, 12, 2, tzinfo=UTC)
EXPECTED_STAMP = int(EXPECTED_AT.timestamp())
JOB_ID = JobId("7k2m9qx4td")


def job(
    state: JobState = JobState.QUEUED,
    *,
    stage: Stage = Stage.WAITING,
    request: SongRequest | None = None,
    promised: int = 2,
    failure: Failure | None = None,
) -> Job:
    """Return a job of Ada's for 14 credits."""
    return Job(
        job_id=JOB_ID,
        kind=JobKind.CREATE,
        state=state,
        stage=stage,
        guild_id=GUILD,
        requester_id=ADA.user_id,
        requester_name=ADA.display_name,
        request=request or SongRequest(model=MODEL, idea="rain on tin", title="Neon rain"),
        price=14,
        promised=promised,
        idempotency_key=IdempotencyKey("itx:1"),
        created_at=NOW,
        due_at=None,
        failure=failure,
    )


def song(position: int, *, seconds: float = 151.0, size_bytes: int = 3_000_000) -> Song:
    """Return one of the job's songs."""
    return Song(
        song_id=SongId(f"song00000{position}"),
        job_id=JOB_ID,
        position=position,
        guild_id=GUILD,
        author_id=ADA.user_id,
        title="Neon rain",
        style="synthwave, slow",
        lyrics="[Verse]\nRain on tin",
        model=MODEL,
        clip_id=ProviderClipId(f"clip-{position}"),
        audio=StoredAudio(ContentHash(f"{position:064x}"), size_bytes, seconds, "mp3"),
        created_at=NOW,
    )


def under_way(
    state: JobState = JobState.QUEUED,
    stage: Stage = Stage.WAITING,
    *,
    place: QueuePlace | None = None,
    request: SongRequest | None = None,
) -> JobView:
    """Return the view of a job that is not over: 14 reserved, 42 left."""
    return JobView(
        job=job(state, stage=stage, request=request),
        songs=(),
        balance=Balance(AccountId(1), posted=56, held=14),
        captured=None,
        place=place,
        expected_at=EXPECTED_AT,
    )


def finished(*songs: Song, captured: int = 14, request: SongRequest | None = None) -> JobView:
    """Return the view of a job with these songs; with one of two it is a partial success."""
    state = JobState.SUCCEEDED if len(songs) == 2 else JobState.PARTIAL
    failure = None if len(songs) == 2 else Failure(FailureCode.PROVIDER_FAILED)
    return JobView(
        job=job(state, request=request, failure=failure),
        songs=songs,
        balance=Balance(AccountId(1), posted=42, held=0),
        captured=captured,
        place=None,
        expected_at=None,
    )


def ended(state: JobState, failure: Failure | None = None) -> JobView:
    """Return the view of a job that brought nothing: all 56 credits are back."""
    return JobView(
        job=job(state, failure=failure),
        songs=(),
        balance=Balance(AccountId(1), posted=56, held=0),
        captured=0,
        place=None,
        expected_at=None,
    )


def written_by_a_stranger(view: JobView, text: str) -> JobView:
    """Return the view with `text` wherever a member or the music service can put one."""
    request = SongRequest(
        model=view.job.request.model, idea=text, style=text, lyrics=text, title=text, exclude=text
    )
    failure = view.job.failure and replace(view.job.failure, detail=text)
    return replace(
        view,
        job=replace(view.job, request=request, requester_name=text, failure=failure),
        songs=tuple(
            replace(each, title=text, style=text, lyrics=text, model=text) for each in view.songs
        ),
    )


def units(text: str | None) -> int:
    """Count UTF-16 units, the strictest that Discord may count."""
    return len((text or "").encode("utf-16-le")) // 2


def embed_units(embed: discord.Embed) -> int:
    """Count what Discord adds up over a message's embeds."""
    fields = sum(units(field.name) + units(field.value) for field in embed.fields)
    return units(embed.title) + units(embed.description) + units(embed.footer.text) + fields


def assert_embed_fits(embed: discord.Embed) -> None:
    """Check an embed against Discord's limits."""
    assert units(embed.title) <= 256
    assert units(embed.description) <= 4096
    assert units(embed.footer.text) <= 2048
    assert len(embed.fields) <= 25
    for field in embed.fields:
        assert 1 <= units(field.name) <= 256
        assert 1 <= units(field.value) <= 1024
    assert embed_units(embed) <= 6000


def assert_drawing_fits(drawing: Drawing) -> None:
    """Check a drawing against Discord's limits."""
    assert 1 <= units(drawing.content) <= 2000
    assert "\n" not in drawing.content
    assert_embed_fits(drawing.embed)
    assert len(drawing.attachments) <= 10
    for attachment in drawing.attachments:
        assert attachment.file_name.isascii()
        assert len(attachment.file_name) <= 80
        assert 1 <= units(attachment.description) <= 1024
    view = build_view(drawing.buttons, DEFAULT_LOCALE)
    rows = view.to_components()
    assert len(rows) <= 5
    for item in view.children:
        assert isinstance(item, discord.ui.DynamicItem)
        assert len(item.custom_id) <= 100
        assert 1 <= len(item.item.label) <= 80
