"""What a form about a song says, as a request; and a request as what its form begins with."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from bot.domain.errors import Field
from bot.domain.jobs import JobKind
from bot.domain.moments import seconds_of
from bot.domain.requests import (
    BackingRequest,
    CoverRequest,
    ExtendRequest,
    MashupRequest,
    RemasterRequest,
    RemasterStrength,
    Request,
    SampleRequest,
    SectionRequest,
    StemParts,
    StemsRequest,
    TimelineRequest,
    VocalsRequest,
)
from bot.domain.songs import Song, SongRequest
from bot.domain.sources import Source
from bot.ui.refusals import ControlExpired

Rework = (
    ExtendRequest
    | CoverRequest
    | StemsRequest
    | RemasterRequest
    | MashupRequest
    | SampleRequest
    | SectionRequest
    | VocalsRequest
    | BackingRequest
    | TimelineRequest
)
"""What can be made of one song, from its card or its panel."""

Formed = (
    ExtendRequest
    | CoverRequest
    | StemsRequest
    | MashupRequest
    | SampleRequest
    | SectionRequest
    | VocalsRequest
    | BackingRequest
)
"""What there is a form for, besides a new song."""

Texts = Mapping[str, str]


def has_form(request: Request) -> bool:
    """Tell whether a refused order can be opened as a form."""
    return isinstance(request, SongRequest | Formed)


def blank(kind: JobKind, source: Source) -> Rework:
    """Return a request of a kind about a source of which nothing more is said yet.

    Raises:
        ControlExpired: nothing of this kind is made of a song.
    """
    match kind:
        case JobKind.EXTEND:
            return ExtendRequest(source=source)
        case JobKind.COVER:
            return CoverRequest(source=source)
        case JobKind.STEMS:
            return StemsRequest(source=source)
        case JobKind.REMASTER:
            return RemasterRequest(source=source)
        case JobKind.MASHUP:
            return MashupRequest(first=source, second=Source())
        case JobKind.TIMELINE:
            return TimelineRequest(source=source)
        case _:
            return _blank_of_a_part(kind, source)


def _blank_of_a_part(kind: JobKind, source: Source) -> Rework:
    match kind:
        case JobKind.SAMPLE:
            return SampleRequest(source=source, start_seconds=0, end_seconds=0)
        case JobKind.REPLACE_SECTION:
            return SectionRequest(source=source, start_seconds=0, end_seconds=0)
        case JobKind.ADD_VOCALS:
            return VocalsRequest(source=source)
        case JobKind.ADD_BACKING:
            return BackingRequest(source=source)
        case _:
            raise ControlExpired


def prefilled(kind: JobKind, song: Song) -> Rework:
    """Return the request that a form about a song begins with: its words, style and title.

    Raises:
        ControlExpired: nothing of this kind is made of a song.
    """
    request, title = blank(kind, Source.of_song(song.song_id)), song.title[:80]
    match request:
        case CoverRequest():
            words = song.lyrics if song.has_words else ""
            return replace(request, style=song.style, lyrics=words, title=title)
        case ExtendRequest():
            return replace(request, style=song.style)
        case SectionRequest() | VocalsRequest() | BackingRequest():
            return replace(request, style=song.style, title=title)
        case SampleRequest() | MashupRequest():
            return replace(request, style=song.style)
        case _:
            return request


_Made = TypeVar("_Made", bound=Rework)


def with_source(request: _Made, source: Source) -> _Made:
    """Return the same about something else."""
    if isinstance(request, MashupRequest):
        return replace(request, first=source)
    return replace(request, source=source)


def has_source(request: Rework) -> bool:
    """Tell whether it is known what is to be worked on."""
    return request.sources[0] != Source()


def filled_in(request: Rework, texts: Texts) -> Rework:
    """Return a request with what was written into its form; what is not asked for there stays.

    Raises:
        MomentUnreadable: a time is none.
    """
    match request:
        case ExtendRequest():
            start = _moment(texts, "start", Field.START, request.from_seconds)
            return replace(_worded(request, texts), from_seconds=start)
        case CoverRequest():
            return _worded(request, texts)
        case MashupRequest():
            return _worded(request, texts)
        case SampleRequest():
            return _within(_worded(request, texts), texts)
        case SectionRequest():
            return _within(
                replace(
                    request,
                    lyrics=texts.get("lyrics", request.lyrics),
                    style=texts.get("style", request.style),
                    title=texts.get("title", request.title),
                ),
                texts,
            )
        case VocalsRequest() | BackingRequest():
            return _overlaid(request, texts)
        case StemsRequest():
            return replace(request, parts=StemParts(texts.get("parts", request.parts)))
        case RemasterRequest():
            chosen = texts.get("strength", "")
            return replace(request, strength=RemasterStrength(chosen) if chosen else None)
        case TimelineRequest():
            return request


_Wordy = TypeVar("_Wordy", ExtendRequest, CoverRequest, MashupRequest, SampleRequest)
_Windowed = TypeVar("_Windowed", SampleRequest, SectionRequest)


def _worded(request: _Wordy, texts: Texts) -> _Wordy:
    return replace(
        request,
        idea=texts.get("idea", request.idea),
        style=texts.get("style", request.style),
        lyrics=texts.get("lyrics", request.lyrics),
        title=texts.get("title", request.title),
    )


def _within(request: _Windowed, texts: Texts) -> _Windowed:
    start = _moment(texts, "start", Field.START, request.start_seconds)
    end = _moment(texts, "end", Field.END, request.end_seconds)
    return replace(request, start_seconds=start or 0.0, end_seconds=end or 0.0)


def _overlaid(request: VocalsRequest | BackingRequest, texts: Texts) -> Rework:
    start = _moment(texts, "start", Field.START, request.start_seconds)
    end = _moment(texts, "end", Field.END, request.end_seconds)
    style, title = texts.get("style", request.style), texts.get("title", request.title)
    placed = replace(request, style=style, title=title, start_seconds=start, end_seconds=end)
    if isinstance(placed, VocalsRequest):
        return replace(placed, lyrics=texts.get("lyrics", placed.lyrics))
    return placed


def _moment(texts: Texts, name: str, field: Field, known: float | None) -> float | None:
    if name not in texts:
        return known
    text = texts[name].strip()
    return seconds_of(text, field) if text else None
