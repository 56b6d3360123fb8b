"""Clips of the music service as the songs that they become."""

from datetime import datetime

from bot.domain.ids import song_id_of
from bot.domain.jobs import Job, JobKind, JobState
from bot.domain.songs import Clip, Song, SongRole, StoredAudio


def early_songs(job: Job) -> tuple[Song, ...]:
    """Return what can be heard of a job while it runs, as songs that are not saved yet."""
    if job.state is not JobState.RUNNING or job.unposted:
        return ()
    return tuple(
        song_of(job, position, each.clip, each.audio, job.created_at)
        for position, each in enumerate(job.early, 1)
    )


def song_of(job: Job, position: int, clip: Clip, audio: StoredAudio, now: datetime) -> Song:
    """Return a job's clip as the song that it becomes."""
    return Song(
        song_id=song_id_of(job.job_id, position),
        job_id=job.job_id,
        position=position,
        guild_id=job.guild_id,
        author_id=job.requester_id,
        title=clip.title or job.request.summary,
        style=clip.style,
        lyrics=clip.lyrics,
        model=clip.model or job.request.model,
        clip_id=clip.clip_id,
        audio=audio,
        created_at=now,
        role=_role(job, clip),
        label=clip.label if job.kind is JobKind.STEMS else "",
    )


def _role(job: Job, clip: Clip) -> SongRole:
    if job.kind is JobKind.STEMS:
        return SongRole.STEM
    if job.kind is JobKind.UPLOAD:
        return SongRole.UPLOAD
    return SongRole.FRAGMENT if clip.fragment else SongRole.SONG
