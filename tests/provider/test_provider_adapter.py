"""The port `MusicProvider`: what is sent for a request, and what is made of the answers."""

from dataclasses import replace

import httpx
import pytest

from bot.domain.errors import (
    OutcomeUnknown,
    ProviderRefused,
    RefusalReason,
    ReportUnavailable,
    SetupError,
)
from bot.domain.ids import ProviderTaskId
from bot.domain.ports import MusicProvider, ProviderBalance, TaskState
from bot.domain.songs import SongRequest, Voice
from bot.provider import WebhookSender, load_catalogue, open_provider
from tests.support.clock import ManualClock
from tests.support.jobs import submitting_job
from tests.support.provider import API_KEY, BASE_URL, Script, says, scripted_provider

TASK = ProviderTaskId("task-1")
ACCEPTED = says({"message": "success", "task_id": TASK})


async def sent_for(request: SongRequest) -> object:
    script = Script([ACCEPTED])
    async with scripted_provider(script) as provider:
        assert await provider.submit(submitting_job(request)) == TASK
    assert script.paths == ["POST /sonic/create"]
    return script.bodies[0]


async def test_it_is_the_port() -> None:
    async with scripted_provider(Script([ACCEPTED])) as provider:
        port: MusicProvider = provider
        assert port.songs_promised(SongRequest(model="sonic-v6", idea="rain")) == 2


async def test_an_idea_is_sent_as_a_description() -> None:
    assert await sent_for(SongRequest(model="sonic-v6", idea="rain on tin")) == {
        "task_type": "create_music",
        "use_suno_cdn": False,
        "mv": "sonic-v6",
        "custom_mode": False,
        "gpt_description_prompt": "rain on tin",
    }


async def test_an_idea_with_a_style_is_sent_as_a_brief() -> None:
    assert await sent_for(SongRequest(model="sonic-v6", idea="rain", style="folk")) == {
        "task_type": "create_music",
        "use_suno_cdn": False,
        "mv": "sonic-v6",
        "custom_mode": True,
        "auto_lyrics": True,
        "prompt": "rain",
        "tags": "folk",
    }


@pytest.mark.parametrize(("title", "brief"), [("Tin roof", "Tin roof"), ("", "folk")])
async def test_a_style_alone_is_briefed_with_what_there_is(title: str, brief: str) -> None:
    sent = await sent_for(SongRequest(model="sonic-v6", style="folk", title=title))
    assert isinstance(sent, dict)
    assert sent["prompt"] == brief


async def test_own_lyrics_and_every_wish_are_sent() -> None:
    request = SongRequest(
        model="sonic-v5",
        idea="not sent",
        style="folk",
        lyrics="[Verse]\nRain",
        title="Tin",
        exclude="drums",
        voice=Voice.FEMALE,
        length_seconds=90,
        weirdness=0.0,
        style_strength=1.0,
    )
    assert await sent_for(request) == {
        "task_type": "create_music",
        "use_suno_cdn": False,
        "mv": "sonic-v5",
        "custom_mode": True,
        "prompt": "[Verse]\nRain",
        "tags": "folk",
        "title": "Tin",
        "negative_tags": "drums",
        "vocal_gender": "f",
        "duration": 90,
        "weirdness_constraint": 0.0,
        "style_weight": 1.0,
    }


async def test_an_instrumental_says_so() -> None:
    sent = await sent_for(SongRequest(model="sonic-v6", idea="rain", instrumental=True))
    assert isinstance(sent, dict)
    assert sent["make_instrumental"] is True


BASE = SongRequest(model="sonic-v6", idea="rain")


async def test_with_webhooks_an_order_says_where_to_announce_its_end() -> None:
    script = Script([ACCEPTED])
    sender = WebhookSender("https://bot.example", "a secret of the server")
    job = submitting_job(BASE)
    async with open_provider(
        BASE_URL,
        API_KEY,
        catalogue=load_catalogue(),
        clock=ManualClock(),
        webhooks=sender,
        transport=httpx.MockTransport(script),
    ) as provider:
        await provider.submit(job)
    sent = script.bodies[0]
    assert isinstance(sent, dict)
    assert sent["webhook_url"] == f"https://bot.example/webhooks/music/{job.job_id}"
    assert sent["webhook_secret"] == sender.secret_for(job.job_id)


async def test_a_limit_that_came_after_the_order_is_a_refusal_and_nothing_is_sent() -> None:
    script = Script([ACCEPTED])
    async with scripted_provider(script) as provider:
        with pytest.raises(ProviderRefused) as raised:
            await provider.submit(submitting_job(replace(BASE, model="sonic-v1")))
    assert raised.value.reason is RefusalReason.INVALID
    assert "mv" in raised.value.detail
    assert script.requests == []


@pytest.mark.parametrize(
    "body",
    [
        {"task_id": TASK},
        {"code": 200, "message": "success", "task_id": TASK},
        {"code": "200", "task_id": TASK},
        {"data": {"task_id": TASK}},
        {"code": 200, "data": {"task_id": TASK}, "steps": {}},
    ],
)
async def test_the_task_id_is_found_in_every_shape(body: object) -> None:
    async with scripted_provider(Script([says(body)])) as provider:
        assert await provider.submit(submitting_job(BASE)) == TASK


@pytest.mark.parametrize(
    "body", [{}, {"task_id": ""}, {"task_id": 7}, {"task_id": "../x"}, {"task_id": ".."}, []]
)
async def test_an_acceptance_without_a_usable_task_id_is_of_unknown_outcome(body: object) -> None:
    script = Script([says(body)])
    async with scripted_provider(script) as provider:
        with pytest.raises(OutcomeUnknown):
            await provider.submit(submitting_job(BASE))
    assert len(script.requests) == 1


async def test_a_finished_task_is_reported_with_its_clips() -> None:
    script = Script([says({"code": 200, "data": [clip(1), clip(2)], "message": "success"})])
    async with scripted_provider(script) as provider:
        report = await provider.report(TASK)
    assert script.paths == ["GET /sonic/task/task-1"]
    assert report.state is TaskState.FINISHED
    assert [found.clip_id for found in report.clips] == ["c-1", "c-2"]
    first = report.clips[0]
    assert (first.title, first.style, first.lyrics) == ("Night Drive", "neo-soul", "[Verse]\nla")
    assert first.audio_url == "https://cdn.example/c-1.mp3?sig=abc"
    assert first.image_url == "https://cdn.example/i.jpeg"
    assert (first.duration_seconds, first.model) == (141.52, "sonic-v5")


async def test_half_a_result_is_reported_as_such() -> None:
    failed = clip(2) | {"state": "failed", "audio_url": "", "error_message": "bad luck"}
    async with scripted_provider(Script([says({"data": [clip(1), failed]})])) as provider:
        report = await provider.report(TASK)
    assert report.state is TaskState.FINISHED
    assert [found.clip_id for found in report.clips] == ["c-1"]
    assert (report.failed_clips, report.detail) == (1, "bad luck")


async def test_a_first_clip_is_reported_while_the_second_is_made() -> None:
    running = clip(2) | {"state": "running", "duration": None}
    async with scripted_provider(Script([says({"data": [clip(1), running]})])) as provider:
        report = await provider.report(TASK)
    assert report.state is TaskState.RUNNING
    assert [found.clip_id for found in report.clips] == ["c-1"]


async def test_the_balance_is_told() -> None:
    script = Script([says({"credits": 50, "extra_credits": 7})])
    async with scripted_provider(script) as provider:
        assert await provider.balance() == ProviderBalance(50, 7)
    assert script.paths == ["GET /get-credits"]


@pytest.mark.parametrize("body", [{}, {"credits": "many"}, [], {"credits": None}])
async def test_an_unreadable_balance_is_asked_for_again_later(body: object) -> None:
    async with scripted_provider(Script([says(body)])) as provider:
        with pytest.raises(ReportUnavailable):
            await provider.balance()


async def test_a_key_that_is_not_accepted_is_told() -> None:
    answer = says({"type": "unauthorized", "error": "no"}, 401)
    async with scripted_provider(Script([answer])) as provider:
        with pytest.raises(ProviderRefused) as raised:
            await provider.balance()
    assert raised.value.reason is RefusalReason.UNAUTHORIZED


async def test_every_call_carries_the_key_and_orders_are_json() -> None:
    script = Script([ACCEPTED, says({"credits": 1})])
    async with scripted_provider(script) as provider:
        await provider.submit(submitting_job(BASE))
        await provider.balance()
    assert [call.headers["Authorization"] for call in script.requests] == [f"Bearer {API_KEY}"] * 2
    assert script.requests[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("ftp://music.example", API_KEY),
        ("music.example", API_KEY),
        ("https://", API_KEY),
        ("https://music.example/?x=1", API_KEY),
        ("https://music.example:99999", API_KEY),
        ("https://[::::]", API_KEY),
        (BASE_URL, ""),
        (BASE_URL, "two words"),
        (BASE_URL, "line\nfeed"),
        (BASE_URL, "ключ"),
    ],
)
async def test_an_unusable_address_or_key_is_told_at_the_start(address: str, key: str) -> None:
    opening = open_provider(address, key, catalogue=load_catalogue(), clock=ManualClock())
    with pytest.raises(SetupError) as raised:
        await opening.__aenter__()
    assert not key or key not in raised.value.sentence


def clip(number: int) -> dict[str, object]:
    return {
        "clip_id": f"c-{number}",
        "state": "succeeded",
        "title": "Night Drive",
        "tags": "neo-soul",
        "lyrics": "[Verse]\nla",
        "image_url": "https://cdn.example/i.jpeg",
        "audio_url": f"https://cdn.example/c-{number}.mp3?sig=abc",
        "video_url": None,
        "created_at": "2026-01-02T03:04:05.000Z",
        "mv": "chirp-v5",
        "gpt_description_prompt": None,
        "duration": "141.52",
        "negative_tags": "metal",
        "style_weight": 0.6,
        "weirdness_constraint": 0.3,
    }
