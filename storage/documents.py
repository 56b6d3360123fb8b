"""Requests and clips as JSON documents inside a row.

Each document carries the version of its form. Later forms only add fields: a reader skips what it
does not know and gives what is missing its default, so that two versions of the program can work
on one database.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.findings import (
    ExportedFile,
    Finding,
    LyricsDrafts,
    StyleText,
    Timeline,
    VoiceMade,
)
from bot.domain.ids import PersonaId, ProviderClipId, VoiceId
from bot.domain.jobs import REQUESTS, JobKind
from bot.domain.requests import Request
from bot.domain.songs import Clip, EarlyVersion, Engine, SongRequest, Voice
from storage.document_fields import plain, record_from

T = TypeVar("T")

FORM = 1
"""The version that this program writes."""

_WRITER = json.JSONEncoder(separators=(",", ":"))

_FINDINGS: Mapping[str, type[Finding]] = {
    "drafts": LyricsDrafts,
    "style": StyleText,
    "timeline": Timeline,
    "file": ExportedFile,
    "voice": VoiceMade,
}
_NAMES = {kind: name for name, kind in _FINDINGS.items()}


@dataclass(frozen=True)
class Progress:
    """What the earlier steps of a job brought; see `bot.domain.jobs.Job`."""

    uploads: tuple[ProviderClipId, ...] = ()
    parts: tuple[Clip, ...] = ()
    missing: int = 0
    early: tuple[EarlyVersion, ...] = ()
    unposted: bool = False
    restored: bool = False


NO_PROGRESS = "{}"
_NOTHING_YET = Progress()
_NO_CLIPS = _WRITER.encode({"form": FORM, "clips": []})


def request_text(request: Request) -> str:
    """Write a request as JSON."""
    if not isinstance(request, SongRequest):
        return _written(request)
    return _text(
        {
            "form": FORM,
            "model": request.model,
            "idea": request.idea,
            "style": request.style,
            "lyrics": request.lyrics,
            "title": request.title,
            "exclude": request.exclude,
            "instrumental": request.instrumental,
            "voice": request.voice,
            "length_seconds": request.length_seconds,
            "weirdness": request.weirdness,
            "style_strength": request.style_strength,
            "voice_id": request.voice_id,
            "persona_id": request.persona_id,
            "engine": request.engine,
        }
    )


def request_from(text: str, kind: JobKind = JobKind.CREATE) -> Request:
    """Read the request of a job of this kind.

    Raises:
        ValueError: the text is no document of this kind.
    """
    fields = _object(json.loads(text))
    if kind is not JobKind.CREATE:
        request: Request = record_from(REQUESTS[kind], fields)
        return request
    return _song_request(fields)


def progress_text(progress: Progress) -> str:
    """Write what earlier steps brought as JSON."""
    return NO_PROGRESS if progress == _NOTHING_YET else _written(progress)


def progress_from(text: str) -> Progress:
    """Read what earlier steps brought.

    Raises:
        ValueError: the text is no document of this kind.
    """
    if text == NO_PROGRESS:
        return Progress()
    return record_from(Progress, _object(json.loads(text)))


def finding_text(finding: Finding) -> str:
    """Write what a job brought as JSON."""
    return _text({"form": FORM, "kind": _NAMES[type(finding)], "finding": plain(finding)})


def finding_from(text: str) -> Finding:
    """Read what a job brought.

    Raises:
        ValueError: the text is no document of this kind.
    """
    document = _object(json.loads(text))
    kind = _FINDINGS.get(_required(document, "kind", str))
    if kind is None:
        raise ValueError("a document holds an unknown finding")
    finding: Finding = record_from(kind, _object(document.get("finding")))
    return finding


def _written(record: object) -> str:
    return _text({"form": FORM, **_object(plain(record))})


def _song_request(fields: Mapping[str, object]) -> SongRequest:
    voice = _optional(fields, "voice", str)
    voice_id = _optional(fields, "voice_id", str)
    persona_id = _optional(fields, "persona_id", str)
    return SongRequest(
        model=_required(fields, "model", str),
        idea=_optional(fields, "idea", str) or "",
        style=_optional(fields, "style", str) or "",
        lyrics=_optional(fields, "lyrics", str) or "",
        title=_optional(fields, "title", str) or "",
        exclude=_optional(fields, "exclude", str) or "",
        instrumental=_optional(fields, "instrumental", bool) or False,
        voice=None if voice is None else Voice(voice),
        length_seconds=_optional(fields, "length_seconds", int),
        weirdness=_number(fields, "weirdness"),
        style_strength=_number(fields, "style_strength"),
        voice_id=None if voice_id is None else VoiceId(voice_id),
        persona_id=None if persona_id is None else PersonaId(persona_id),
        engine=Engine(_optional(fields, "engine", str) or Engine.SONIC),
    )


def clips_text(clips: tuple[Clip, ...]) -> str:
    """Write clips as JSON."""
    if not clips:
        return _NO_CLIPS
    return _text(
        {
            "form": FORM,
            "clips": [
                {
                    "clip_id": clip.clip_id,
                    "title": clip.title,
                    "style": clip.style,
                    "lyrics": clip.lyrics,
                    "audio_url": clip.audio_url,
                    "image_url": clip.image_url,
                    "duration_seconds": clip.duration_seconds,
                    "model": clip.model,
                    "label": clip.label,
                    "fragment": clip.fragment,
                }
                for clip in clips
            ],
        }
    )


def clips_from(text: str) -> tuple[Clip, ...]:
    """Read clips.

    Raises:
        ValueError: the text is no document of this kind.
    """
    listed = _object(json.loads(text)).get("clips", [])
    if not isinstance(listed, list):
        raise ValueError("a document of clips lists none")
    return tuple(_clip(_object(fields)) for fields in listed)


def _clip(fields: Mapping[str, object]) -> Clip:
    return Clip(
        clip_id=ProviderClipId(_required(fields, "clip_id", str)),
        title=_optional(fields, "title", str) or "",
        style=_optional(fields, "style", str) or "",
        lyrics=_optional(fields, "lyrics", str) or "",
        audio_url=_required(fields, "audio_url", str),
        image_url=_optional(fields, "image_url", str),
        duration_seconds=_number(fields, "duration_seconds"),
        model=_optional(fields, "model", str) or "",
        label=_optional(fields, "label", str) or "",
        fragment=_optional(fields, "fragment", bool) or False,
    )


def _text(document: Mapping[str, object]) -> str:
    # Escaped to ASCII, so that every character survives both databases.
    return _WRITER.encode(document)


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("a document is not an object")
    return value


def _required(fields: Mapping[str, object], name: str, kind: type[T]) -> T:
    value = _optional(fields, name, kind)
    if value is None:
        raise ValueError(f"a document has no {name}")
    return value


def _optional(fields: Mapping[str, object], name: str, kind: type[T]) -> T | None:
    value = fields.get(name)
    if value is None or isinstance(value, kind):
        return value
    raise ValueError(f"{name} in a document is not of type {kind.__name__}")


def _number(fields: Mapping[str, object], name: str) -> float | None:
    value = fields.get(name)
    return float(value) if isinstance(value, int) else _optional(fields, name, float)
