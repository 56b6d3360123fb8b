"""The bodies of the orders that rework something.

They are validated from fields by name, since a dozen of them share most of theirs.
"""

from typing import TypeVar

from bot.domain.ids import ProviderClipId
from bot.domain.plans import plan_of
from bot.domain.requests import (
    Asked,
    BackingRequest,
    CoverRequest,
    ExtendRequest,
    MashupRequest,
    RemasterRequest,
    Request,
    SampleRequest,
    SectionRequest,
    VocalsRequest,
    VoiceRequest,
    Worded,
)
from bot.domain.songs import SongRequest, Voice, WordsFrom
from bot.provider.mapping import GENDERS, Callback
from bot.provider.wire.common import WireRequest
from bot.provider.wire.parts import Notified
from bot.provider.wire.sonic import (
    AddInstrumental,
    AddVocals,
    ConcatMusic,
    CoverMusic,
    CoverUpload,
    ExtendMusic,
    ExtendUpload,
    Remaster,
)
from bot.provider.wire.sonic_tasks import (
    CreateVoice,
    Mashup,
    ReplaceSection,
    Sample,
    UploadCover,
    UploadExtend,
)

Body = TypeVar("Body", bound=WireRequest)
Fields = dict[str, object]


def clips_of(request: Request, uploads: tuple[ProviderClipId, ...]) -> tuple[ProviderClipId, ...]:
    """Return the clips of a request's sources; `uploads` are those that were brought in for it."""
    if isinstance(request, SongRequest):
        return ()
    brought = dict(zip(plan_of(request).uploads, uploads, strict=True))
    clips = (source.clip_id or brought.get(source) for source in request.sources)
    return tuple(clip for clip in clips if clip is not None)


def extend(request: ExtendRequest, callback: Callback | None) -> ExtendMusic:
    """Go on from a place of a song of the service."""
    fields = _words(request) | _place(request) | {"continue_clip_id": request.source.clip_id}
    return _body(ExtendMusic, fields | {"duration": request.length_seconds}, callback)


def extend_upload(request: ExtendRequest, callback: Callback | None) -> ExtendUpload:
    """Go on from a place of uploaded audio; its length cannot be wished."""
    fields = _words(request) | _place(request) | {"continue_clip_id": request.source.clip_id}
    return _body(ExtendUpload, fields | {"audio_weight": request.closeness}, callback)


def upload_extend(request: ExtendRequest, callback: Callback | None) -> UploadExtend:
    """Go on from a place of audio at an address."""
    fields: Fields = {
        "url": request.source.url,
        "auto_concat": request.join,
        "audio_weight": request.closeness,
        "duration": request.length_seconds,
    }
    return _body(UploadExtend, _words(request) | _place(request) | fields, callback)


def cover(request: CoverRequest, callback: Callback | None) -> CoverMusic:
    """Cover a song of the service."""
    fields: Fields = {
        "continue_clip_id": request.source.clip_id,
        "audio_weight": request.closeness,
        "duration": request.length_seconds,
    }
    return _body(CoverMusic, _words(request) | fields, callback)


def cover_upload(request: CoverRequest, callback: Callback | None) -> CoverUpload:
    """Cover uploaded audio; its length cannot be wished."""
    fields = {"continue_clip_id": request.source.clip_id, "audio_weight": request.closeness}
    return _body(CoverUpload, _words(request) | fields, callback)


def upload_cover(request: CoverRequest, callback: Callback | None) -> UploadCover:
    """Cover audio at an address."""
    fields: Fields = {
        "url": request.source.url,
        "source_seconds": request.source.duration_seconds,
        "audio_weight": request.closeness,
        "duration": request.length_seconds,
    }
    return _body(UploadCover, _words(request) | fields, callback)


def concat(clip_id: ProviderClipId, callback: Callback | None) -> ConcatMusic:
    """Join a continuation with its source."""
    return _body(ConcatMusic, {"continue_clip_id": clip_id}, callback)


def sample(request: SampleRequest, callback: Callback | None) -> Sample:
    """Make a song out of a snippet."""
    source = request.source
    fields: Fields = {
        "url": source.url or None,
        "sample_clip_id": None if source.url else source.clip_id,
        "source_seconds": source.duration_seconds,
        "chop_sample_start_s": request.start_seconds,
        "chop_sample_end_s": request.end_seconds,
    }
    return _body(Sample, _words(request) | fields, callback)


def mashup(
    request: MashupRequest, clips: tuple[ProviderClipId, ...], callback: Callback | None
) -> Mashup:
    """Make one song out of two."""
    return _body(Mashup, _words(request) | {"mashup_clip_ids": clips}, callback)


def remaster(
    request: RemasterRequest, clip_id: ProviderClipId, callback: Callback | None
) -> Remaster:
    """Render a song anew."""
    fields: Fields = {
        "mv": request.model,
        "continue_clip_id": clip_id,
        "variation_category": None if request.strength is None else request.strength.value,
    }
    return _body(Remaster, fields, callback)


def replace_section(
    request: SectionRequest, clip_id: ProviderClipId, callback: Callback | None
) -> ReplaceSection:
    """Make a part of a song anew."""
    fields: Fields = {
        "mv": request.model,
        "clip_id": clip_id,
        "title": request.title or None,
        "tags": request.style or None,
        "infill_start_s": request.start_seconds,
        "infill_end_s": request.end_seconds,
        "prompt": request.context or request.lyrics,
        "infill_lyrics": request.lyrics,
        "auto_concat": request.join,
        "source_seconds": request.source.duration_seconds,
    }
    return _body(ReplaceSection, fields, callback)


def vocals(request: VocalsRequest, clip_id: ProviderClipId, callback: Callback | None) -> AddVocals:
    """Sing over uploaded audio."""
    return _body(AddVocals, _overlay(request, clip_id) | {"prompt": request.lyrics}, callback)


def backing(
    request: BackingRequest, clip_id: ProviderClipId, callback: Callback | None
) -> AddInstrumental:
    """Play behind an uploaded voice."""
    return _body(AddInstrumental, _overlay(request, clip_id), callback)


def voice(request: VoiceRequest, callback: Callback | None) -> CreateVoice:
    """Make a singing voice."""
    return _body(CreateVoice, {"audio_url": request.source.url}, callback)


def _words(request: Worded) -> Fields:
    """Say what it is about and how it sounds, as `song_order` does."""
    words = request.words_from
    brief = request.idea or request.title or request.style
    prompt = {WordsFrom.MEMBER: request.lyrics, WordsFrom.BRIEF: brief}.get(words)
    return _style(request, request.voice, request.weirdness, request.style_strength) | {
        "custom_mode": words is not WordsFrom.IDEA,
        "prompt": prompt,
        "gpt_description_prompt": request.idea if words is WordsFrom.IDEA else None,
        "auto_lyrics": True if words is WordsFrom.BRIEF else None,
        "make_instrumental": True if request.instrumental else None,
    }


def _overlay(request: VocalsRequest | BackingRequest, clip_id: ProviderClipId) -> Fields:
    return _style(request, request.voice, request.weirdness, request.style_strength) | {
        "continue_clip_id": clip_id,
        "audio_weight": request.closeness,
        "overpainting_start_s": request.start_seconds,
        "overpainting_end_s": request.end_seconds,
        "source_seconds": request.source.duration_seconds,
    }


def _style(
    request: Asked, voice: Voice | None, weirdness: float | None, strength: float | None
) -> Fields:
    return {
        "mv": request.model,
        "title": request.title or None,
        "tags": request.style or None,
        "negative_tags": request.exclude or None,
        "vocal_gender": None if voice is None else GENDERS[voice],
        "weirdness_constraint": weirdness,
        "style_weight": strength,
    }


def _place(request: ExtendRequest) -> Fields:
    return {
        "continue_at": request.from_seconds,
        "source_seconds": request.source.duration_seconds,
    }


def _body(kind: type[Body], fields: Fields, callback: Callback | None) -> Body:
    announced: Fields = {}
    if callback is not None and issubclass(kind, Notified):
        announced = {"webhook_url": callback.url, "webhook_secret": callback.secret}
    return kind.model_validate(fields | announced)
