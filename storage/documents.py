"""Requests and clips as JSON documents inside a row.

Each document carries the version of its form. Later forms only add fields: a reader skips what it
does not know and gives what is missing its default, so that two versions of the program can work
on one database.
"""

import json
from collections.abc import Mapping
from typing import TypeVar

from bot.domain.ids import ProviderClipId
from bot.domain.songs import Clip, SongRequest, Voice

T = TypeVar("T")

FORM = 1
"""The version that this program writes."""


def request_text(request: SongRequest) -> str:
    """Write a request as JSON."""
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
            "voice": None if request.voice is None else request.voice.value,
            "length_seconds": request.length_seconds,
            "weirdness": request.weirdness,
            "style_strength": request.style_strength,
        }
    )


def request_from(text: str) -> SongRequest:
    """Read a request.

    Raises:
        ValueError: the text is no document of this kind.
    """
    fields = _object(json.loads(text))
    voice = _optional(fields, "voice", str)
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
    )


def clips_text(clips: tuple[Clip, ...]) -> str:
    """Write clips as JSON."""
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
    )


def _text(document: Mapping[str, object]) -> str:
    # Escaped to ASCII, so that every character survives both databases.
    return json.dumps(document, separators=(",", ":"))


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
