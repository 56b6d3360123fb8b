"""What requires or excludes what, what can be chosen, and that nothing is sent otherwise."""

import pytest

from bot.domain.operations import (
    Operation,
    ParameterMissing,
    ParameterNotAllowed,
    ParameterNotAnAddress,
    ParameterRefused,
    ParameterTooLong,
    ParameterUnknownChoice,
)
from bot.provider.checks import check
from bot.provider.wire import nuro, producer, riffusion, sonic, sonic_tasks, tools
from bot.provider.wire.common import WireRequest
from tests.support.limits import (
    BACKING,
    CATALOGUE,
    CONCAT,
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
from tests.support.operations import EXAMPLES, Sources
from tests.support.provider import Script, says, scripted_client

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
