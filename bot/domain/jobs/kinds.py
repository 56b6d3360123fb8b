"""What jobs make, what each kind is asked for by, and the paid steps that it takes."""

from enum import StrEnum

from bot.domain.requests import (
    BackingRequest,
    CoverRequest,
    ExportRequest,
    ExtendRequest,
    LyricsRequest,
    MashupRequest,
    RemasterRequest,
    Request,
    SampleRequest,
    SectionRequest,
    StemsRequest,
    StyleRequest,
    TimelineRequest,
    UploadRequest,
    VocalsRequest,
    VoiceRequest,
)
from bot.domain.songs import SongRequest


class JobKind(StrEnum):
    """What is made."""

    CREATE = "create"
    EXTEND = "extend"
    COVER = "cover"
    STEMS = "stems"
    REMASTER = "remaster"
    MASHUP = "mashup"
    SAMPLE = "sample"
    REPLACE_SECTION = "replace_section"
    ADD_VOCALS = "add_vocals"
    ADD_BACKING = "add_backing"
    UPLOAD = "upload"
    VOICE = "voice"
    LYRICS = "lyrics"
    STYLE = "style"
    TIMELINE = "timeline"
    EXPORT = "export"

    @property
    def answered_at_once(self) -> bool:
        """Whether it takes seconds, so that whoever ordered is still there when it ends."""
        return self in {JobKind.LYRICS, JobKind.STYLE, JobKind.TIMELINE, JobKind.EXPORT}


REQUESTS: dict[JobKind, type[Request]] = {
    JobKind.CREATE: SongRequest,
    JobKind.EXTEND: ExtendRequest,
    JobKind.COVER: CoverRequest,
    JobKind.STEMS: StemsRequest,
    JobKind.REMASTER: RemasterRequest,
    JobKind.MASHUP: MashupRequest,
    JobKind.SAMPLE: SampleRequest,
    JobKind.REPLACE_SECTION: SectionRequest,
    JobKind.ADD_VOCALS: VocalsRequest,
    JobKind.ADD_BACKING: BackingRequest,
    JobKind.UPLOAD: UploadRequest,
    JobKind.VOICE: VoiceRequest,
    JobKind.LYRICS: LyricsRequest,
    JobKind.STYLE: StyleRequest,
    JobKind.TIMELINE: TimelineRequest,
    JobKind.EXPORT: ExportRequest,
}
"""What each kind of job is asked for by."""

_KINDS = {request: kind for kind, request in REQUESTS.items()}


def kind_of(request: Request) -> JobKind:
    """Return the kind of job that a request becomes."""
    return _KINDS[type(request)]


class Step(StrEnum):
    """What a job asks the service for now; each step is one paid order, sent at most once."""

    UPLOAD = "upload"
    """Bring a source in, once for each that needs it."""
    MAKE = "make"
    """What was asked for."""
    JOIN = "join"
    """Join a new part with its source, once for each part."""
