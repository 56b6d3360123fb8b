"""What is sent for each step of a job, and which method of the client sends it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.errors import OutcomeUnknown
from bot.domain.ids import ProviderClipId, ProviderTaskId
from bot.domain.jobs import Job, Step
from bot.domain.plans import plan_of
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import (
    BackingRequest,
    CoverRequest,
    ExportFormat,
    ExportRequest,
    ExtendRequest,
    LyricsRequest,
    MashupRequest,
    RemasterRequest,
    Request,
    SampleRequest,
    SectionRequest,
    StemParts,
    StemsRequest,
    StyleRequest,
    TimelineRequest,
    UploadRequest,
    VocalsRequest,
    VoiceRequest,
)
from bot.domain.songs import Engine, SongRequest
from bot.domain.sources import Source
from bot.provider import answers, bodies
from bot.provider.client import MusicClient
from bot.provider.gate import Wait
from bot.provider.mapping import Callback, persona_order, producer_order, song_order
from bot.provider.reading.accepted import Accepted
from bot.provider.repetition import Repetition, until_over
from bot.provider.wire import sonic_tasks, tools
from bot.provider.wire.common import WireRequest

Sent = TypeVar("Sent", bound=WireRequest)
Read = TypeVar("Read")
Outcome = ProviderTaskId | TaskReport

_NOTES = Repetition(every_seconds=10, at_most=9)
"""Within the submitter's lease, which a repetition must not outlast."""

_PENDING = ProviderClipId("pending")
"""Stands for a source that is not brought in yet, while a request is only checked."""


@dataclass(frozen=True)
class Order:
    """One paid order, ready to be checked and sent."""

    body: WireRequest
    send: Callable[[], Awaitable[Outcome]]


@dataclass(frozen=True)
class Orders:
    """Makes the orders of requests."""

    client: MusicClient
    wait: Wait

    def to_check(self, request: Request) -> tuple[Order, ...]:
        """Return every order that a request's plan holds but joins, to be checked alone."""
        uploads = tuple(self._upload(source) for source in plan_of(request).uploads)
        return (*uploads, self._make(request, (_PENDING,) * len(uploads), None))

    def of_job(self, job: Job, callback: Callback | None) -> Order:
        """Return the order of the step that a job is at."""
        match job.step:
            case Step.UPLOAD:
                return self._upload(plan_of(job.request).uploads[len(job.uploads)])
            case Step.JOIN:
                body = bodies.concat(job.part_to_join.clip_id, callback)
                return _task(body, self.client.sonic.concat)
            case Step.MAKE:
                return self._make(job.request, job.uploads, callback)

    def _upload(self, source: Source) -> Order:
        body = tools.Upload(url=source.url, source_seconds=source.duration_seconds)
        return _answer(body, self.client.tools.upload, answers.of_upload)

    def _make(
        self, request: Request, uploads: tuple[ProviderClipId, ...], callback: Callback | None
    ) -> Order:
        if isinstance(request, SongRequest):
            if request.engine is Engine.PRODUCER:
                return _task(producer_order(request, callback), self.client.producer.create)
            if request.voice_id is not None:
                body = persona_order(request, callback)
                return _task(body, self.client.sonic.persona_music)
            return _task(song_order(request, callback), self.client.sonic.create)
        if isinstance(request, ExtendRequest | CoverRequest | SampleRequest | MashupRequest):
            return self._worded(request, uploads, callback)
        if isinstance(request, LyricsRequest | StyleRequest | TimelineRequest | ExportRequest):
            return self._asked(request, uploads)
        return self._other(request, uploads, callback)

    def _worded(
        self,
        request: ExtendRequest | CoverRequest | SampleRequest | MashupRequest,
        uploads: tuple[ProviderClipId, ...],
        callback: Callback | None,
    ) -> Order:
        to = self.client.sonic
        match request:
            case ExtendRequest() if request.source.url:
                body = bodies.upload_extend(request, callback)
                return _task(body, to.upload_extend)
            case ExtendRequest() if request.source.uploaded:
                return _task(bodies.extend_upload(request, callback), to.extend_upload)
            case ExtendRequest():
                return _task(bodies.extend(request, callback), to.extend)
            case CoverRequest() if request.source.url:
                return _task(bodies.upload_cover(request, callback), to.upload_cover)
            case CoverRequest() if request.source.uploaded:
                return _task(bodies.cover_upload(request, callback), to.cover_upload)
            case CoverRequest():
                return _task(bodies.cover(request, callback), to.cover)
            case SampleRequest():
                return _task(bodies.sample(request, callback), to.sample)
            case MashupRequest():
                clips = bodies.clips_of(request, uploads)
                return _task(bodies.mashup(request, clips, callback), to.mashup)

    def _other(
        self,
        request: StemsRequest
        | RemasterRequest
        | SectionRequest
        | VocalsRequest
        | BackingRequest
        | UploadRequest
        | VoiceRequest,
        uploads: tuple[ProviderClipId, ...],
        callback: Callback | None,
    ) -> Order:
        to = self.client.sonic
        if isinstance(request, UploadRequest):
            return self._upload(request.source)
        if isinstance(request, VoiceRequest):
            return _task(bodies.voice(request, callback), to.create_voice)
        (clip_id,) = bodies.clips_of(request, uploads)
        match request:
            case StemsRequest() if request.parts is StemParts.EVERY_INSTRUMENT:
                return _task(sonic_tasks.StemsFull(clip_id=clip_id), to.stems_full)
            case StemsRequest():
                return _task(sonic_tasks.StemsBasic(clip_id=clip_id), to.stems_basic)
            case RemasterRequest():
                return _task(bodies.remaster(request, clip_id, callback), to.remaster)
            case SectionRequest():
                body = bodies.replace_section(request, clip_id, callback)
                return _task(body, to.replace_section)
            case VocalsRequest():
                return _task(bodies.vocals(request, clip_id, callback), to.add_vocals)
            case BackingRequest():
                return _task(bodies.backing(request, clip_id, callback), to.add_instrumental)

    def _asked(
        self,
        request: LyricsRequest | StyleRequest | TimelineRequest | ExportRequest,
        uploads: tuple[ProviderClipId, ...],
    ) -> Order:
        to = self.client.tools
        match request:
            case LyricsRequest():
                lyrics = tools.Lyrics(description=request.idea)
                return Order(lyrics, lambda: _lyrics(self.client, lyrics))
            case StyleRequest():
                style = tools.UpsampleTags(tags=request.style)
                return _answer(style, to.upsample_tags, answers.of_style)
            case TimelineRequest():
                (clip_id,) = bodies.clips_of(request, uploads)
                words = tools.AlignedLyrics(clip_id=clip_id)
                return _answer(words, to.aligned_lyrics, answers.of_timeline)
            case ExportRequest() if request.format is ExportFormat.MIDI:
                (clip_id,) = bodies.clips_of(request, uploads)
                return self._notes(tools.Midi(clip_id=clip_id))
            case ExportRequest():
                (clip_id,) = bodies.clips_of(request, uploads)
                return _answer(tools.Wav(clip_id=clip_id), to.wav, answers.of_file)

    def _notes(self, body: tools.Midi) -> Order:
        async def send() -> TaskReport:
            reply = await until_over(lambda: self.client.tools.midi(body), _NOTES, wait=self.wait)
            return answers.of_notes(reply)

        return Order(body, send)


def _task(body: Sent, method: Callable[[Sent], Awaitable[Accepted]]) -> Order:
    async def send() -> ProviderTaskId:
        return (await method(body)).task_id

    return Order(body, send)


def _answer(
    body: Sent, method: Callable[[Sent], Awaitable[Read]], read: Callable[[Read], Outcome]
) -> Order:
    async def send() -> Outcome:
        return read(await method(body))

    return Order(body, send)


async def _lyrics(client: MusicClient, body: tools.Lyrics) -> Outcome:
    reply = await client.tools.lyrics(body)
    if reply.task_id is not None:
        return reply.task_id
    if not reply.drafts:
        raise OutcomeUnknown("no lyrics")
    return TaskReport(TaskState.FINISHED, finding=answers.drafts_of(reply.drafts))
