import json
from dataclasses import fields

import pytest

from bot.domain.findings import (
    Draft,
    ExportedFile,
    Finding,
    LyricsDrafts,
    StyleText,
    TimedWord,
    Timeline,
    VoiceMade,
)
from bot.domain.ids import PersonaId, ProviderClipId, SongId, VoiceId
from bot.domain.jobs import JobKind, kind_of
from bot.domain.requests import (
    BackingRequest,
    CoverRequest,
    ExportFormat,
    ExportRequest,
    ExtendRequest,
    LyricsRequest,
    MashupRequest,
    RemasterRequest,
    RemasterStrength,
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
from bot.domain.songs import SongRequest, Voice
from bot.domain.sources import Source
from storage.documents import (
    Progress,
    finding_from,
    finding_text,
    progress_from,
    progress_text,
    request_from,
    request_text,
)
from tests.support.records import new_clip

SONG = Source(
    song_id=SongId("s"),
    clip_id=ProviderClipId("c"),
    uploaded=True,
    duration_seconds=61.5,
    title="Tin 🌧 \ud83c",
)
LINK = Source.of_link("https://files.example/a.mp3")

REQUESTS: list[Request] = [
    SongRequest("m", idea="i", voice_id=VoiceId("v"), persona_id=PersonaId("p")),
    ExtendRequest(source=SONG, from_seconds=3, join=False, length_seconds=60, voice=Voice.MALE),
    CoverRequest(source=LINK, style="dub", closeness=0.5, weirdness=1, instrumental=True),
    StemsRequest(source=SONG, parts=StemParts.EVERY_INSTRUMENT),
    RemasterRequest(source=SONG, strength=RemasterStrength.HIGH, model="m"),
    MashupRequest(first=SONG, second=LINK, lyrics="la\nla"),
    SampleRequest(source=LINK, start_seconds=0, end_seconds=4.5, idea="sun"),
    SectionRequest(source=SONG, start_seconds=1, end_seconds=2, lyrics="la", context="lo"),
    VocalsRequest(source=SONG, lyrics="la", start_seconds=1, end_seconds=2),
    BackingRequest(source=LINK, style="soul"),
    UploadRequest(source=LINK, title="hum"),
    VoiceRequest(source=LINK, voice_id=VoiceId("v"), title="Ada"),
    LyricsRequest(idea="rain"),
    StyleRequest(style="dub"),
    TimelineRequest(source=SONG),
    ExportRequest(source=SONG, format=ExportFormat.MIDI),
]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: type(request).__name__)
def test_a_request_of_every_kind_survives(request_: Request) -> None:
    assert request_from(request_text(request_), kind_of(request_)) == request_
    written = json.loads(request_text(request_))
    assert {field.name for field in fields(request_)} <= set(written)


def test_there_is_an_example_of_every_kind() -> None:
    assert {kind_of(request) for request in REQUESTS} == set(JobKind)


def test_what_a_later_version_added_is_skipped_and_what_is_missing_gets_its_default() -> None:
    document = '{"form": 9, "source": {"song_id": "s", "mood": 1}, "shape": [1]}'
    read = request_from(document, JobKind.EXTEND)
    assert read == ExtendRequest(source=Source.of_song(SongId("s")))


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"source": 5}',
        '{"source": {}, "join": 1}',
        '{"source": {}, "from_seconds": true}',
        '{"source": {}, "length_seconds": 1.5}',
        '{"source": {}, "voice": "robot"}',
    ],
)
def test_what_is_no_request_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        request_from(text, JobKind.EXTEND)


def test_progress_survives() -> None:
    progress = Progress((ProviderClipId("a"),), (new_clip(1),), 2)
    assert progress_from(progress_text(progress)) == progress
    assert progress_from(progress_text(Progress())) == Progress()
    assert progress_text(Progress()) == "{}"


@pytest.mark.parametrize(
    "finding",
    [
        LyricsDrafts((Draft("A", "la"), Draft("", "lo"))),
        StyleText("dub, deep"),
        Timeline((TimedWord("rain", 0.5, 1.0),)),
        ExportedFile("wav", "https://x.example/a.wav"),
        VoiceMade("p"),
    ],
)
def test_a_finding_survives(finding: Finding) -> None:
    assert finding_from(finding_text(finding)) == finding


@pytest.mark.parametrize("text", ["{}", '{"kind": "egg", "finding": {}}', '{"kind": "style"}'])
def test_what_is_no_finding_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        finding_from(text)
