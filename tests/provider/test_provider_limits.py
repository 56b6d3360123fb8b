"""Every documented limit of every operation, at its edge, and the requests that break none."""

import pytest

from bot.domain.operations import (
    ParameterOutOfRange,
    ParameterTooLong,
)
from bot.provider.checks import check
from bot.provider.wire import nuro, producer, riffusion, tools
from bot.provider.wire.common import WireRequest
from tests.support.limits import (
    BACKING,
    CATALOGUE,
    CONCAT,
    COVER,
    CREATE,
    DESCRIBED,
    DOWNLOAD,
    EXTEND,
    MASHUP,
    PERSONA,
    PERSONA_MUSIC,
    PLAIN,
    PRODUCE,
    REMASTER,
    REPLACE,
    RIFF,
    RIFF_EXTEND,
    RIFF_REPLACE,
    SAMPLE,
    SECRET,
    SEGMENTED,
    UPLOAD_EXTEND,
    VOCAL,
    VOCALS,
    VOICE,
    VOX,
    changed,
)

NAN, INFINITY = float("nan"), float("inf")
LIMITS_OF_PROMPT = [("sonic-v6", 5000), ("sonic-v4", 3000), ("chirp-v3-5", 3000)]

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
