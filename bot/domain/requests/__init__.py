"""Everything that can be ordered."""

from bot.domain.requests.asked import Asked, OfOne, Worded
from bot.domain.requests.reworks import (
    BackingRequest,
    CoverRequest,
    ExtendRequest,
    MashupRequest,
    RemasterRequest,
    RemasterStrength,
    SampleRequest,
    SectionRequest,
    VocalsRequest,
)
from bot.domain.requests.tools import (
    ExportFormat,
    ExportRequest,
    LyricsRequest,
    StemParts,
    StemsRequest,
    StyleRequest,
    TimelineRequest,
    UploadRequest,
    VoiceRequest,
)
from bot.domain.songs import SongRequest

__all__ = [
    "Asked",
    "BackingRequest",
    "CoverRequest",
    "ExportFormat",
    "ExportRequest",
    "ExtendRequest",
    "LyricsRequest",
    "MashupRequest",
    "OfOne",
    "RemasterRequest",
    "RemasterStrength",
    "Request",
    "SampleRequest",
    "SectionRequest",
    "StemParts",
    "StemsRequest",
    "StyleRequest",
    "TimelineRequest",
    "UploadRequest",
    "VocalsRequest",
    "VoiceRequest",
    "Worded",
]

Request = (
    SongRequest
    | ExtendRequest
    | CoverRequest
    | StemsRequest
    | RemasterRequest
    | MashupRequest
    | SampleRequest
    | SectionRequest
    | VocalsRequest
    | BackingRequest
    | UploadRequest
    | VoiceRequest
    | LyricsRequest
    | StyleRequest
    | TimelineRequest
    | ExportRequest
)
"""Everything that can be ordered."""
