"""Every step of every kind of job over a socket, against the studio, from domain to domain."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from bot.domain.errors import ConflictingFields, Field, ValueOutOfRange
from bot.domain.findings import ExportedFile, LyricsDrafts, StyleText, Timeline, VoiceMade
from bot.domain.ids import PersonaId, ProviderTaskId, VoiceId
from bot.domain.jobs import Job, Step, kind_of
from bot.domain.plans import next_step, plan_of
from bot.domain.ports import Awaited, TaskReport, TaskState
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
from bot.domain.songs import Clip, SongRequest
from bot.domain.sources import Source
from bot.provider import AIMusicProvider, open_provider
from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from bot.workers.steps import awaited
from tests.support.clock import ManualClock
from tests.support.jobs import submitting_job
from tests.support.provider import UNSPACED, everything_on

pytestmark = pytest.mark.asyncio(loop_scope="module")

MODEL = "sonic-v5"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Stage:
    """A studio with a song and an upload in it, and the provider over its socket."""

    provider: AIMusicProvider
    song: Source
    link: Source
    upload: Source


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    config = StudioConfig(credits=100_000, delays=Delays.none(), seed=7, render_ahead=False)

    async def at_once(seconds: float) -> None:
        assert seconds > 0

    async with (
        Studio(config) as studio,
        open_provider(
            studio.url, "key", catalogue=everything_on(), clock=ManualClock(), gate=UNSPACED
        ) as opened,
    ):
        provider = AIMusicProvider(opened.client, opened.catalogue, wait=at_once)
        request = SongRequest(
            model=MODEL, lyrics="[Verse]\nRain on tin\nAll day long", style="folk"
        )
        made = (await step(provider, submitting_job(request))).clips[0]
        link = Source.of_link(made.audio_url, made.duration_seconds)
        uploaded = await step(provider, submitting_job(UploadRequest(source=link)))
        upload = replace(link, url="", clip_id=uploaded.uploaded, uploaded=True)
        yield Stage(provider, source_of(made), link, upload)


def source_of(clip: Clip) -> Source:
    return Source(clip_id=clip.clip_id, duration_seconds=clip.duration_seconds, title=clip.title)


async def step(provider: AIMusicProvider, job: Job) -> TaskReport:
    """Order one step of a job, and ask until it is over."""
    taken = await provider.submit(job)
    if isinstance(taken, TaskReport):
        return taken
    return await over(provider, taken, awaited(job))


async def over(
    provider: AIMusicProvider, task_id: ProviderTaskId, wanted: Awaited = Awaited.AUDIO
) -> TaskReport:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            report = await provider.report(task_id, wanted)
            if report.state in {TaskState.FINISHED, TaskState.FAILED}:
                return report


async def fulfil(stage: Stage, request: Request) -> TaskReport:
    """Check a request and carry out its plan up to what was asked for."""
    stage.provider.check(request)
    job = replace(submitting_job(request), kind=kind_of(request), step=plan_of(request).first_step)
    while job.step is Step.UPLOAD:
        uploaded = (await step(stage.provider, job)).uploaded
        assert uploaded is not None
        job = replace(job, step=next_step(job), uploads=(*job.uploads, uploaded))
    report = await step(stage.provider, job)
    assert report.state is TaskState.FINISHED, report.detail
    return report


def reworks(stage: Stage) -> dict[str, Request]:
    song, link, upload = stage.song, stage.link, stage.upload
    return {
        "voice": SongRequest(model=MODEL, idea="rain", length_seconds=10),
        "extend": ExtendRequest(source=song, from_seconds=8, idea="sun", model=MODEL),
        "extend link": ExtendRequest(source=link, from_seconds=8, style="folk", model=MODEL),
        "extend upload": ExtendRequest(source=upload, from_seconds=8, lyrics="la", model=MODEL),
        "cover": CoverRequest(source=song, style="dub", lyrics="la", closeness=0.7, model=MODEL),
        "cover link": CoverRequest(source=link, style="dub", model=MODEL),
        "cover upload": CoverRequest(source=upload, idea="dub of rain", model=MODEL),
        "remaster": RemasterRequest(source=song, strength=RemasterStrength.HIGH, model=MODEL),
        "remaster link": RemasterRequest(source=link, model=MODEL),
        "mashup": MashupRequest(first=song, second=link, style="ska", idea="both", model=MODEL),
        "sample": SampleRequest(
            source=song, start_seconds=1, end_seconds=5, idea="sun", model=MODEL
        ),
        "sample link": SampleRequest(
            source=link, start_seconds=1, end_seconds=5, style="ska", model=MODEL
        ),
        "section": SectionRequest(
            source=song, start_seconds=4, end_seconds=8, lyrics="la", context="la", model=MODEL
        ),
        "vocals": VocalsRequest(source=upload, lyrics="la la", style="soul", model=MODEL),
        "vocals of a link": VocalsRequest(source=link, lyrics="la la", style="soul", model=MODEL),
        "backing": BackingRequest(source=upload, style="soul", model=MODEL),
    }


NAMES = [
    "extend",
    "extend link",
    "extend upload",
    "cover",
    "cover link",
    "cover upload",
    "remaster",
    "remaster link",
    "mashup",
    "sample",
    "sample link",
    "section",
    "vocals",
    "vocals of a link",
    "backing",
]


@pytest.mark.parametrize("name", NAMES)
async def test_a_rework_brings_as_many_songs_as_promised(stage: Stage, name: str) -> None:
    request = reworks(stage)[name]
    report = await fulfil(stage, request)
    assert len(report.clips) == stage.provider.songs_promised(request)
    assert all(clip.audio_url and clip.duration_seconds for clip in report.clips)
    assert not any(clip.fragment for clip in report.clips)


@pytest.mark.parametrize("name", NAMES)
async def test_a_default_model_is_one_that_the_operation_takes(stage: Stage, name: str) -> None:
    request = replace(reworks(stage)[name], model="")
    model = stage.provider.default_model(request)
    if isinstance(request, RemasterRequest):
        request = replace(request, strength=None)
    stage.provider.check(replace(request, model=model))


async def test_an_extension_is_joined_with_its_source(stage: Stage) -> None:
    request = reworks(stage)["extend"]
    parts = (await fulfil(stage, request)).clips
    for part in parts:
        job = replace(submitting_job(request), step=Step.JOIN, parts=(part,))
        report = await step(stage.provider, job)
        (whole,) = report.clips
        assert part.duration_seconds is not None
        assert whole.duration_seconds == pytest.approx(8 + part.duration_seconds, abs=1.5)


@pytest.mark.parametrize("name", ["extend link", "section"])
async def test_what_is_not_to_be_joined_is_the_part_alone(stage: Stage, name: str) -> None:
    request = reworks(stage)[name]
    assert isinstance(request, ExtendRequest | SectionRequest)
    whole = (await fulfil(stage, request)).clips[0]
    part = (await fulfil(stage, replace(request, join=False))).clips[0]
    assert whole.duration_seconds is not None
    assert part.duration_seconds is not None
    assert part.duration_seconds < whole.duration_seconds


@pytest.mark.parametrize(
    ("parts", "least"), [(StemParts.VOCALS_AND_BACKING, 2), (StemParts.EVERY_INSTRUMENT, 3)]
)
async def test_stems_are_named(stage: Stage, parts: StemParts, least: int) -> None:
    request = StemsRequest(source=stage.song, parts=parts)
    report = await fulfil(stage, request)
    assert len({clip.label for clip in report.clips}) == len(report.clips) >= least
    assert all(clip.label for clip in report.clips)
    assert stage.provider.songs_promised(request) == 1
    assert stage.provider.default_model(request) == ""


async def test_what_is_answered_at_once(stage: Stage) -> None:
    drafts = (await fulfil(stage, LyricsRequest(idea="rain on tin"))).finding
    assert isinstance(drafts, LyricsDrafts)
    assert all(draft.lyrics for draft in drafts.drafts)
    style = (await fulfil(stage, StyleRequest(style="dub"))).finding
    assert isinstance(style, StyleText)
    assert len(style.text) > 3
    timeline = (await fulfil(stage, TimelineRequest(source=stage.song))).finding
    assert isinstance(timeline, Timeline)
    assert "rain" in " ".join(word.text for word in timeline.words).lower()
    wav = (await fulfil(stage, ExportRequest(source=stage.song))).finding
    assert isinstance(wav, ExportedFile)
    assert wav.url.endswith(".wav")


async def test_notes_are_asked_for_until_they_are_ready(stage: Stage) -> None:
    request = ExportRequest(source=stage.song, format=ExportFormat.MIDI)
    notes = (await fulfil(stage, request)).finding
    assert isinstance(notes, ExportedFile)
    assert notes.url.endswith(".mid")


async def test_a_voice_that_was_made_sings(stage: Stage) -> None:
    request = VoiceRequest(source=stage.link, voice_id=VoiceId("v"))
    voice = (await fulfil(stage, request)).finding
    assert isinstance(voice, VoiceMade)
    song = SongRequest(
        model=MODEL, idea="rain", voice_id=VoiceId("v"), persona_id=PersonaId(voice.persona_id)
    )
    assert len((await fulfil(stage, song)).clips) == 2


async def test_broken_limits_are_told_in_the_words_of_the_request(stage: Stage) -> None:
    late = ExtendRequest(source=stage.song, from_seconds=4711, idea="sun", model=MODEL)
    with pytest.raises(ValueOutOfRange) as refused:
        stage.provider.check(late)
    assert refused.value.field is Field.START
    strong = RemasterRequest(source=stage.song, strength=RemasterStrength.HIGH, model="sonic-v6")
    with pytest.raises(ConflictingFields) as conflict:
        stage.provider.check(strong)
    assert (conflict.value.field, conflict.value.other) == (Field.STRENGTH, Field.MODEL)
    long = replace(stage.link, duration_seconds=481.0)
    with pytest.raises(ValueOutOfRange) as too_long:
        stage.provider.check(UploadRequest(source=long))
    assert too_long.value.field is Field.SOURCE
