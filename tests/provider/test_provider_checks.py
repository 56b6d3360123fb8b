"""Every documented limit of every operation, at its edge, before anything is sent."""

import pytest

from bot.domain.operations import (
    Operation,
    ParameterMissing,
    ParameterNotAllowed,
    ParameterNotAnAddress,
    ParameterOutOfRange,
    ParameterRefused,
    ParameterTooLong,
    ParameterUnknownChoice,
)
from bot.provider.checks import check
from bot.provider.wire import nuro, producer, riffusion, sonic, sonic_tasks, tools
from bot.provider.wire.common import WireRequest
from tests.support.operations import EXAMPLES, Sources
from tests.support.provider import Script, everything_on, says, scripted_client

CATALOGUE = everything_on()
NAN, INFINITY = float("nan"), float("inf")
LIMITS_OF_PROMPT = [("sonic-v6", 5000), ("sonic-v4", 3000), ("chirp-v3-5", 3000)]
SECRET = "s" * 32

CREATE = sonic.CreateMusic(mv="sonic-v6", custom_mode=True, prompt="la", tags="folk")
DESCRIBED = sonic.CreateMusic(mv="sonic-v6", custom_mode=False, gpt_description_prompt="la")
EXTEND = sonic.ExtendMusic(
    mv="sonic-v6", custom_mode=True, prompt="la", continue_clip_id="c", continue_at=10
)
COVER = sonic.CoverMusic(mv="sonic-v6", custom_mode=True, prompt="la", continue_clip_id="c")
CONCAT = sonic.ConcatMusic(continue_clip_id="c")
PERSONA_MUSIC = sonic.PersonaMusic(mv="sonic-v6", custom_mode=True, prompt="la", persona_id="p")
REMASTER = sonic.Remaster(mv="sonic-v5", continue_clip_id="c", variation_category="high")
VOCALS = sonic.AddVocals(mv="sonic-v5", continue_clip_id="c", prompt="la")
BACKING = sonic.AddInstrumental(mv="sonic-v5", continue_clip_id="c")
UPLOAD_EXTEND = sonic_tasks.UploadExtend(
    mv="sonic-v6", url="https://x.example/a.mp3", continue_at=9, custom_mode=True, prompt="la"
)
SAMPLE = sonic_tasks.Sample(
    mv="sonic-v4-5-all",
    url="https://x.example/a.mp3",
    chop_sample_start_s=0,
    chop_sample_end_s=5,
    custom_mode=True,
    prompt="la",
)
MASHUP = sonic_tasks.Mashup(
    mv="sonic-v6", mashup_clip_ids=("a", "b"), custom_mode=True, prompt="la"
)
REPLACE = sonic_tasks.ReplaceSection(
    mv="sonic-v6", clip_id="c", infill_start_s=1, infill_end_s=2, prompt="la", infill_lyrics="lu"
)
VOICE = sonic_tasks.CreateVoice(audio_url="https://x.example/a.wav")
VOX = tools.Vox(clip_id="c", vocal_start_s=10, vocal_end_s=40)
PERSONA = tools.Persona(clip_id="c", name="Ada")
DOWNLOAD = tools.Download(clip_id="c", formats=("mp3", "m4a", "wav"))
PRODUCE = producer.ProducerCreate(sound="folk")
VOCAL = nuro.NuroVocal(lyrics="la")
PLAIN = nuro.NuroInstrumental(description="rain", genre=("a", "b", "c", "d", "e"), duration=60)
SEGMENTED = nuro.NuroInstrumental(
    version="v2.0", description="rain", segments=(nuro.Segment(name="intro", duration=5),)
)
RIFF = riffusion.RiffusionLyrics(mv="FUZZ-1.1", lyrics="la")
RIFF_EXTEND = riffusion.RiffusionExtend(
    mv="FUZZ-1.1", lyrics="la", continue_clip_id="c", continue_at=1
)
RIFF_REPLACE = riffusion.RiffusionReplace(
    mv="FUZZ-1.1", lyrics="la", continue_clip_id="c", start_s=0, end_s=1
)


def changed(request: WireRequest, **fields: object) -> WireRequest:
    """Return a copy with other fields, checked as a new one would be."""
    given = {name: getattr(request, name) for name in request.model_fields_set}
    return type(request).model_validate(given | fields)


ALLOWED = [
    CREATE,
    DESCRIBED,
    EXTEND,
    COVER,
    CONCAT,
    PERSONA_MUSIC,
    REMASTER,
    VOCALS,
    BACKING,
    UPLOAD_EXTEND,
    SAMPLE,
    MASHUP,
    REPLACE,
    VOICE,
    VOX,
    PERSONA,
    DOWNLOAD,
    PRODUCE,
    VOCAL,
    PLAIN,
    SEGMENTED,
    RIFF,
    RIFF_EXTEND,
    RIFF_REPLACE,
    changed(CREATE, title="a" * 80, tags="a" * 1000, negative_tags="a" * 1000),
    changed(CREATE, style_weight=0.0, weirdness_constraint=1.0, duration=10),
    changed(CREATE, duration=360, vocal_gender="m", mv="chirp-v4-5"),
    changed(CREATE, prompt=None, make_instrumental=True),
    changed(CREATE, auto_lyrics=True, make_instrumental=True),
    changed(CREATE, webhook_url="https://b.example/" + "a" * 1006, webhook_secret=SECRET),
    changed(CREATE, webhook_url="http://127.0.0.1:8/x", webhook_secret=SECRET),
    changed(DESCRIBED, gpt_description_prompt="a" * 400),
    changed(EXTEND, continue_at=0.1),
    changed(EXTEND, continue_at=59.9, source_seconds=60),
    changed(COVER, audio_weight=0.0),
    changed(COVER, audio_weight=1.0),
    changed(REMASTER, variation_category=None, mv="sonic-v6"),
    changed(VOCALS, overpainting_start_s=0, overpainting_end_s=60, source_seconds=60),
    changed(UPLOAD_EXTEND, source_seconds=480),
    changed(SAMPLE, url=None, sample_clip_id="c"),
    changed(MASHUP, mv="sonic-v4-5-all"),
    changed(REPLACE, mv="sonic-v4", infill_lyrics="a" * 3000),
    changed(REPLACE, infill_end_s=60, source_seconds=60),
    changed(VOX, vocal_start_s=None, vocal_end_s=None),
    changed(PERSONA, name="a" * 80, describe="a" * 120),
    changed(PERSONA, vox_audio_id="v", vocal_start_s=0, vocal_end_s=10),
    changed(PRODUCE, sound=None, lyrics="la"),
    changed(PRODUCE, sound="a" * 2000, lyrics="a" * 5000, title="a" * 80, seed="0042"),
    changed(PRODUCE, mv="Lyria 3 preview"),
    changed(VOCAL, lyrics="a" * 2000, duration=30),
    changed(VOCAL, duration=240),
    changed(PLAIN, duration=1),
    nuro.NuroInstrumental(version="v2.0", description="a" * 200, duration=120),
    tools.Lyrics(description="a" * 200),
    tools.UpsampleTags(tags="a" * 1000),
    producer.ProducerLyrics(prompt="a" * 2000),
    riffusion.RiffusionDescription(mv="FUZZ-1.0 Pro", prompt="la"),
]


@pytest.mark.parametrize("request_", ALLOWED)
def test_what_is_within_the_limits_is_allowed(request_: WireRequest) -> None:
    check(request_, CATALOGUE)


TOO_LONG = [
    (changed(CREATE, title="a" * 81), "title", 80),
    (changed(CREATE, tags="a" * 1001), "tags", 1000),
    (changed(CREATE, negative_tags="a" * 1001), "negative_tags", 1000),
    (changed(CREATE, mv="sonic-v4", tags="a" * 201), "tags", 200),
    (changed(DESCRIBED, gpt_description_prompt="a" * 401), "gpt_description_prompt", 400),
    (
        changed(CREATE, webhook_url="https://b.example/" + "a" * 1007, webhook_secret=SECRET),
        "webhook_url",
        1024,
    ),
    (changed(VOCALS, prompt="a" * 5001), "prompt", 5000),
    (changed(REPLACE, prompt="a" * 5001), "prompt", 5000),
    (changed(REPLACE, infill_lyrics="a" * 5001), "infill_lyrics", 5000),
    (changed(MASHUP, mashup_clip_ids=("a", "b", "c")), "mashup_clip_ids", 2),
    (changed(PERSONA, name="a" * 81), "name", 80),
    (changed(PERSONA, describe="a" * 121), "describe", 120),
    (changed(PRODUCE, sound="a" * 2001), "sound", 2000),
    (changed(PRODUCE, lyrics="a" * 5001), "lyrics", 5000),
    (changed(PRODUCE, title="a" * 81), "title", 80),
    (changed(VOCAL, lyrics="a" * 2001), "lyrics", 2000),
    (changed(PLAIN, mood=("a",) * 6), "mood", 5),
    (changed(SEGMENTED, description="a" * 201), "description", 200),
    (tools.Lyrics(description="a" * 201), "description", 200),
    (tools.UpsampleTags(tags="a" * 1001), "tags", 1000),
    (producer.ProducerLyrics(prompt="a" * 2001), "prompt", 2000),
    (changed(RIFF, lyrics="a" * 5001), "lyrics", 5000),
    (changed(RIFF, sound="a" * 2001), "sound", 2000),
    (changed(RIFF, title="a" * 81), "title", 80),
    (
        riffusion.RiffusionDescription(mv="FUZZ-1.1", prompt="a" * 2001),
        "prompt",
        2000,
    ),
]


@pytest.mark.parametrize(("request_", "parameter", "limit"), TOO_LONG)
def test_a_text_that_is_too_long_is_refused_with_its_limit(
    request_: WireRequest, parameter: str, limit: int
) -> None:
    with pytest.raises(ParameterTooLong) as raised:
        check(request_, CATALOGUE)
    assert raised.value.operation is request_.operation
    assert (raised.value.parameter, raised.value.limit) == (parameter, limit)
    assert raised.value.given == limit + 1


@pytest.mark.parametrize(("model", "limit"), LIMITS_OF_PROMPT)
def test_a_prompt_may_be_as_long_as_its_model_takes(model: str, limit: int) -> None:
    check(changed(CREATE, mv=model, prompt="a" * limit), CATALOGUE)
    with pytest.raises(ParameterTooLong) as raised:
        check(changed(CREATE, mv=model, prompt="a" * (limit + 1)), CATALOGUE)
    assert raised.value.limit == limit


OUT_OF_RANGE = [
    (changed(CREATE, style_weight=1.01), "style_weight"),
    (changed(CREATE, style_weight=NAN), "style_weight"),
    (changed(CREATE, weirdness_constraint=-0.01), "weirdness_constraint"),
    (changed(COVER, audio_weight=1.01), "audio_weight"),
    (changed(CREATE, duration=9), "duration"),
    (changed(CREATE, duration=361), "duration"),
    (changed(EXTEND, continue_at=0), "continue_at"),
    (changed(EXTEND, continue_at=-1), "continue_at"),
    (changed(EXTEND, continue_at=NAN), "continue_at"),
    (changed(EXTEND, continue_at=INFINITY), "continue_at"),
    (changed(EXTEND, continue_at=60, source_seconds=60), "continue_at"),
    (changed(UPLOAD_EXTEND, continue_at=0), "continue_at"),
    (changed(UPLOAD_EXTEND, source_seconds=481), "source_seconds"),
    (changed(VOCALS, overpainting_start_s=-1, overpainting_end_s=2), "overpainting_start_s"),
    (changed(VOCALS, overpainting_start_s=2, overpainting_end_s=2), "overpainting_end_s"),
    (
        changed(BACKING, overpainting_start_s=2, overpainting_end_s=61, source_seconds=60),
        "overpainting_end_s",
    ),
    (changed(SAMPLE, chop_sample_start_s=5), "chop_sample_end_s"),
    (changed(SAMPLE, chop_sample_start_s=-1), "chop_sample_start_s"),
    (changed(REPLACE, infill_end_s=1), "infill_end_s"),
    (changed(REPLACE, infill_end_s=NAN), "infill_end_s"),
    (changed(REPLACE, infill_end_s=60.1, source_seconds=60), "infill_end_s"),
    (changed(VOX, vocal_end_s=40.1), "vocal_end_s"),
    (changed(VOCAL, duration=29), "duration"),
    (changed(VOCAL, duration=241), "duration"),
    (changed(PLAIN, duration=0), "duration"),
    (changed(PLAIN, duration=61), "duration"),
    (nuro.NuroInstrumental(version="v2.0", description="a", duration=29), "duration"),
    (nuro.NuroInstrumental(version="v2.0", description="a", duration=121), "duration"),
    (changed(SEGMENTED, segments=(nuro.Segment(name="verse", duration=4),)), "segments"),
    (changed(SEGMENTED, segments=(nuro.Segment(name="verse", duration=121),)), "segments"),
    (changed(RIFF_EXTEND, continue_at=0), "continue_at"),
    (changed(RIFF_REPLACE, end_s=0), "end_s"),
]


@pytest.mark.parametrize(("request_", "parameter"), OUT_OF_RANGE)
def test_a_number_outside_its_range_is_refused(request_: WireRequest, parameter: str) -> None:
    with pytest.raises(ParameterOutOfRange) as raised:
        check(request_, CATALOGUE)
    assert raised.value.operation is request_.operation
    assert raised.value.parameter == parameter


MISSING = [
    (changed(CREATE, prompt=None), "prompt"),
    (changed(CREATE, prompt=" \u200b"), "prompt"),
    (changed(CREATE, prompt=None, auto_lyrics=True, make_instrumental=True), "prompt"),
    (changed(DESCRIBED, gpt_description_prompt=None), "gpt_description_prompt"),
    (changed(CREATE, webhook_url="https://b.example/x"), "webhook_secret"),
    (changed(EXTEND, continue_clip_id=""), "continue_clip_id"),
    (changed(CONCAT, continue_clip_id=""), "continue_clip_id"),
    (changed(PERSONA_MUSIC, persona_id=""), "persona_id"),
    (changed(VOCALS, prompt=None), "prompt"),
    (changed(VOCALS, overpainting_start_s=1), "overpainting_end_s"),
    (changed(VOCALS, overpainting_end_s=1), "overpainting_start_s"),
    (changed(SAMPLE, url=None), "sample_clip_id"),
    (changed(MASHUP, mashup_clip_ids=("a",)), "mashup_clip_ids"),
    (changed(MASHUP, mashup_clip_ids=("a", "")), "mashup_clip_ids"),
    (changed(REPLACE, prompt=""), "prompt"),
    (changed(REPLACE, infill_lyrics=" "), "infill_lyrics"),
    (changed(REPLACE, clip_id=""), "clip_id"),
    (changed(VOX, vocal_end_s=None), "vocal_end_s"),
    (changed(PERSONA, name=" "), "name"),
    (changed(DOWNLOAD, formats=()), "formats"),
    (changed(PRODUCE, sound=None), "sound"),
    (changed(VOCAL, lyrics=""), "lyrics"),
    (changed(SEGMENTED, description=None), "description"),
    (changed(RIFF, lyrics=""), "lyrics"),
    (tools.Lyrics(description=""), "description"),
    (tools.UpsampleTags(tags="\u200b"), "tags"),
    (producer.ProducerLyrics(prompt=""), "prompt"),
    (riffusion.RiffusionDescription(mv="FUZZ-1.1", prompt=""), "prompt"),
]


@pytest.mark.parametrize(("request_", "parameter"), MISSING)
def test_what_is_required_and_missing_is_refused(request_: WireRequest, parameter: str) -> None:
    with pytest.raises(ParameterMissing) as raised:
        check(request_, CATALOGUE)
    assert raised.value.operation is request_.operation
    assert raised.value.parameter == parameter


NOT_ALLOWED = [
    (changed(CREATE, gpt_description_prompt="la"), "gpt_description_prompt"),
    (changed(DESCRIBED, prompt="la"), "prompt"),
    (changed(DESCRIBED, auto_lyrics=True), "auto_lyrics"),
    (changed(CREATE, mv="sonic-v4", vocal_gender="f"), "vocal_gender"),
    (changed(CREATE, webhook_secret=SECRET), "webhook_secret"),
    (changed(REMASTER, mv="sonic-v6"), "variation_category"),
    (changed(SAMPLE, sample_clip_id="c"), "sample_clip_id"),
    (changed(PERSONA, vocal_start_s=0, vocal_end_s=5), "vocal_start_s"),
    (changed(PLAIN, segments=(nuro.Segment(name="intro", duration=5),)), "segments"),
    (changed(SEGMENTED, theme=("a",)), "theme"),
    (changed(SEGMENTED, duration=60), "duration"),
]


@pytest.mark.parametrize(("request_", "parameter"), NOT_ALLOWED)
def test_what_excludes_each_other_is_refused(request_: WireRequest, parameter: str) -> None:
    with pytest.raises(ParameterNotAllowed) as raised:
        check(request_, CATALOGUE)
    assert raised.value.operation is request_.operation
    assert raised.value.parameter == parameter


UNKNOWN_CHOICE = [
    (changed(CREATE, mv="sonic-v4-5-all"), "mv"),
    (changed(CREATE, mv="FUZZ-2.0"), "mv"),
    (changed(VOCALS, mv="sonic-v6"), "mv"),
    (changed(BACKING, mv="sonic-v4-5"), "mv"),
    (changed(REPLACE, mv="sonic-v3-5"), "mv"),
    (changed(PRODUCE, mv="sonic-v6"), "mv"),
    (changed(RIFF, mv="FUZZ-2.0"), "mv"),
    (changed(PRODUCE, seed="0x2a"), "seed"),
    (changed(PRODUCE, seed="٤٢"), "seed"),
    (changed(DOWNLOAD, formats=("mp3", "mp3")), "formats"),
]


@pytest.mark.parametrize(("request_", "parameter"), UNKNOWN_CHOICE)
def test_what_is_no_choice_is_refused(request_: WireRequest, parameter: str) -> None:
    with pytest.raises(ParameterUnknownChoice) as raised:
        check(request_, CATALOGUE)
    assert raised.value.operation is request_.operation
    assert raised.value.parameter == parameter
    assert raised.value.choices


NO_ADDRESS = [
    (changed(CREATE, webhook_url="http://b.example/x", webhook_secret=SECRET), "webhook_url"),
    (changed(CREATE, webhook_url="https://", webhook_secret=SECRET), "webhook_url"),
    (changed(CREATE, webhook_url="https://[::::]", webhook_secret=SECRET), "webhook_url"),
    (changed(UPLOAD_EXTEND, url="ftp://x.example/a.mp3"), "url"),
    (changed(UPLOAD_EXTEND, url=""), "url"),
    (changed(SAMPLE, url="hum.mp3"), "url"),
    (changed(VOICE, audio_url="data:audio/wav;base64,AA"), "audio_url"),
    (changed(VOICE, audio_url="https://x.example/a.WebM?sig=1"), "audio_url"),
    (tools.Upload(url="file:///etc/passwd"), "url"),
    (producer.ProducerUpload(audio_url="x"), "audio_url"),
    (riffusion.RiffusionUpload(url="https://a b/c"), "url"),
]


@pytest.mark.parametrize(("request_", "parameter"), NO_ADDRESS)
def test_what_is_no_address_is_refused(request_: WireRequest, parameter: str) -> None:
    with pytest.raises(ParameterNotAnAddress) as raised:
        check(request_, CATALOGUE)
    assert raised.value.operation is request_.operation
    assert raised.value.parameter == parameter


async def test_a_request_that_breaks_a_limit_is_not_sent() -> None:
    script = Script([says({"task_id": "t"})])
    async with scripted_client(script) as client:
        with pytest.raises(ParameterRefused):
            await client.sonic.create(sonic.CreateMusic(mv="sonic-v6", custom_mode=True))
        with pytest.raises(ParameterRefused):
            await EXAMPLES[Operation.CONCAT](client, Sources(extension=""))
    assert script.requests == []


def test_letters_outside_the_basic_plane_count_twice() -> None:
    check(changed(CREATE, title="🎵" * 40), CATALOGUE)
    with pytest.raises(ParameterTooLong):
        check(changed(CREATE, title="🎵" * 41), CATALOGUE)


def test_only_the_documented_tasks_can_be_given_a_length() -> None:
    kinds = [
        *(kind for kind in vars(sonic).values() if isinstance(kind, type)),
        *(kind for kind in vars(sonic_tasks).values() if isinstance(kind, type)),
    ]
    lasting = {
        kind.operation
        for kind in kinds
        if issubclass(kind, WireRequest)
        and "duration" in kind.model_fields
        and hasattr(kind, "operation")
    }
    assert lasting == {
        Operation.CREATE,
        Operation.PERSONA_MUSIC,
        Operation.EXTEND,
        Operation.COVER,
        Operation.UPLOAD_EXTEND,
        Operation.UPLOAD_COVER,
    }
