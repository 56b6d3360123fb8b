"""What the studio refuses, as strictly as the provider, and that refusals cost nothing."""

import pytest

from bot.studio.config import StudioConfig
from bot.studio.server import Studio
from tests.studio.caller import Caller, Json, song

OWN: Json = {"custom_mode": True, "gpt_description_prompt": None, "prompt": "la la la"}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"use_suno_cdn": None}, "use_suno_cdn"),
        ({"use_suno_cdn": "false"}, "use_suno_cdn"),
        ({"custom_mode": None}, "custom_mode"),
        ({"custom_mode": "true"}, "custom_mode"),
        ({"make_instrumental": 1}, "make_instrumental"),
        ({"mv": None}, "mv"),
        ({"mv": "sonic-v99"}, "mv"),
        ({"mv": "sonic-v4-5-all"}, "mv"),
        ({"task_type": "sing_music"}, "task_type"),
        ({"gpt_description_prompt": None}, "gpt_description_prompt"),
        ({"gpt_description_prompt": "  "}, "gpt_description_prompt"),
        ({"gpt_description_prompt": "x" * 401}, "gpt_description_prompt"),
        ({"title": "x" * 81}, "title"),
        ({"tags": "x" * 1001}, "tags"),
        ({"tags": ["pop"]}, "tags"),
        ({"mv": "sonic-v4", "tags": "x" * 201}, "tags"),
        ({**OWN, "prompt": None}, "prompt"),
        ({**OWN, "prompt": "x" * 5001}, "prompt"),
        ({**OWN, "prompt": "\U0001f3b5" * 2501}, "prompt"),
        ({**OWN, "mv": "sonic-v4", "prompt": "x" * 3001}, "prompt"),
        ({"auto_lyrics": True}, "auto_lyrics"),
        ({"vocal_gender": "x"}, "vocal_gender"),
        ({"vocal_gender": "f", "mv": "sonic-v4"}, "vocal_gender"),
        ({"style_weight": 1.01}, "style_weight"),
        ({"weirdness_constraint": -0.01}, "weirdness_constraint"),
        ({"style_weight": "0.5"}, "style_weight"),
        ({"style_weight": True}, "style_weight"),
        ({"duration": 9}, "duration"),
        ({"duration": 361}, "duration"),
        ({"duration": 30.5}, "duration"),
        ({"webhook_url": "ftp://example.org/x"}, "webhook_url"),
        ({"webhook_url": "http://example.org/x"}, "webhook_url"),
        ({"webhook_url": "https://example.org/" + "x" * 1024}, "webhook_url"),
    ],
)
async def test_broken_rule_is_named_and_costs_nothing(
    caller: Caller, fields: Json, named: str
) -> None:
    status, refusal = await caller.post("/sonic/create", song(**fields))
    assert status == 400
    assert refusal["type"] == "validation_error"
    assert named in str(refusal["error"])
    assert "task_id" not in refusal
    books = await caller.ledger()
    assert (books["charged"], books["accepted_posts"]) == (0, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"gpt_description_prompt": "x" * 400},
        {"title": "x" * 80},
        {"tags": "x" * 1000},
        {**OWN, "mv": "sonic-v4", "tags": "x" * 200},
        {**OWN, "prompt": None, "make_instrumental": True},
        {"style_weight": 1, "weirdness_constraint": 0},
        {"webhook_url": "http://127.0.0.1:9/x"},
        {"mv": "chirp-v5-5"},
        {"bpm": 3, "key": "H"},
        {"task_type": None},
    ],
)
async def test_edge_of_a_rule_is_accepted(caller: Caller, fields: Json) -> None:
    await caller.order("/sonic/create", song(**fields))


async def test_longest_prompt_is_accepted_and_cut_to_four_minutes(caller: Caller) -> None:
    clip = (await caller.song(**{**OWN, "prompt": "la la la la\n" * 416, "duration": None}))[0]
    assert 60 < float(str(clip["duration"])) < 260


async def test_body_must_be_a_json_object(caller: Caller) -> None:
    bodies: tuple[object, ...] = ([], "x", 3, None)
    for body in bodies:
        status, refusal = await caller.post("/sonic/create", body)
        assert (status, refusal["type"]) == (400, "validation_error")
    assert caller.session is not None
    async with caller.session.post(caller.studio.url + "/sonic/create", data=b"{nope") as reply:
        assert reply.status == 400


async def test_names_of_artists_are_refused_with_the_words(caller: Caller) -> None:
    status, refusal = await caller.post(
        "/sonic/create", song(gpt_description_prompt="just like Taylor Swift please")
    )
    assert (status, refusal["type"]) == (403, "forbidden")
    assert '"taylor swift"' in str(refusal["error"])


async def test_unknown_task_and_unknown_path_are_not_found(caller: Caller) -> None:
    for path in ("/sonic/task/none", "/sonic/nothing-here"):
        status, refusal = await caller.get(path)
        assert (status, refusal["type"]) == (404, "not_found")


async def test_key_is_required_and_compared() -> None:
    async with Studio(StudioConfig(api_key="right")) as studio:
        async with Caller(studio, key="wrong") as caller:
            status, refusal = await caller.get("/get-credits")
            assert (status, refusal["type"]) == (401, "unauthorized")
        async with Caller(studio, key="right") as caller:
            assert (await caller.get("/get-credits"))[0] == 200
            assert caller.session is not None
            for header in ("", "right", "Basic right", "Bearer "):
                async with caller.session.get(
                    studio.url + "/get-credits", headers={"Authorization": header}
                ) as reply:
                    assert reply.status == 401


async def test_creates_that_follow_too_fast_are_refused_when_set() -> None:
    config = StudioConfig(create_interval_seconds=3, render_ahead=False)
    async with Studio(config) as studio, Caller(studio) as caller:
        await caller.order("/sonic/create", song())
        status, refusal = await caller.post("/sonic/create", song())
        assert (status, refusal["type"]) == (429, "rate_limited")
        await caller.post("/studio/clock", {"advance_seconds": 3})
        await caller.order("/sonic/create", song())
        assert (await caller.ledger())["accepted_posts"] == 2
