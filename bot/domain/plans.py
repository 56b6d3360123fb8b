"""Which orders of the music service fulfil a request, in which order."""

from dataclasses import dataclass

from bot.domain.jobs import Job, Step
from bot.domain.operations import Operation
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


@dataclass(frozen=True)
class Plan:
    """The steps of a request: bring these sources in, then do this, then perhaps join."""

    uploads: tuple[Source, ...]
    operation: Operation
    joins: bool = False
    """Whether each new part is joined with its source by an order of its own."""

    @property
    def first_step(self) -> Step:
        """What is sent first."""
        return Step.UPLOAD if self.uploads else Step.MAKE


def plan_of(request: Request) -> Plan:
    """Return the plan of a request whose sources are filled in."""
    match request:
        case SongRequest(engine=Engine.PRODUCER):
            return Plan((), Operation.PRODUCER_CREATE)
        case SongRequest():
            sings = request.voice_id is not None
            return Plan((), Operation.PERSONA_MUSIC if sings else Operation.CREATE)
        case ExtendRequest():
            return _plan_of_extension(request)
        case CoverRequest():
            return Plan((), _cover_of(request.source))
        case SampleRequest():
            return Plan((), Operation.SAMPLE)
        case UploadRequest():
            return Plan((), Operation.UPLOAD)
        case VoiceRequest():
            return Plan((), Operation.CREATE_VOICE)
        case LyricsRequest():
            return Plan((), Operation.LYRICS)
        case StyleRequest():
            return Plan((), Operation.UPSAMPLE_TAGS)
        case _:
            uploads = tuple(source for source in request.sources if source.url)
            return Plan(uploads, _operation_on_clips(request))


def next_step(job: Job) -> Step:
    """Return what follows the upload that a job is at."""
    more = len(job.uploads) + 1 < len(plan_of(job.request).uploads)
    return Step.UPLOAD if more else Step.MAKE


def _plan_of_extension(request: ExtendRequest) -> Plan:
    if request.source.url:
        return Plan((), Operation.UPLOAD_EXTEND)
    operation = Operation.EXTEND_UPLOAD if request.source.uploaded else Operation.EXTEND
    return Plan((), operation, joins=request.join)


def _cover_of(source: Source) -> Operation:
    if source.url:
        return Operation.UPLOAD_COVER
    return Operation.COVER_UPLOAD if source.uploaded else Operation.COVER


_Clipped = (
    StemsRequest
    | RemasterRequest
    | MashupRequest
    | SectionRequest
    | VocalsRequest
    | BackingRequest
    | TimelineRequest
    | ExportRequest
)


def _operation_on_clips(request: _Clipped) -> Operation:
    match request:
        case StemsRequest():
            every = request.parts is StemParts.EVERY_INSTRUMENT
            return Operation.STEMS_FULL if every else Operation.STEMS_BASIC
        case RemasterRequest():
            return Operation.REMASTER
        case MashupRequest():
            return Operation.MASHUP
        case SectionRequest():
            return Operation.REPLACE_SECTION
        case VocalsRequest():
            return Operation.ADD_VOCALS
        case BackingRequest():
            return Operation.ADD_INSTRUMENTAL
        case TimelineRequest():
            return Operation.ALIGNED_LYRICS
        case ExportRequest():
            return Operation.MIDI if request.format is ExportFormat.MIDI else Operation.WAV
