"""The music service misbehaves in every way that is known of it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support import documents
from tests.support.bad_days import Day, End, pause, play
from tests.support.crashes import Range
from tests.support.lives import until
from tests.support.promises import jobs_of
from tests.support.sandbox_views import SeenMessage

pytestmark = pytest.mark.flow

CREATE, TASK = "/sonic/create", "/sonic/task"
ENDS = "ends the order, returns the credits"
UNKNOWN = "never sends it again; tells so; returns the credits at the deadline"
QUEUE = "sends it again later, with growing pauses"
POLL = "asks again, with growing pauses"
IMPATIENT = {
    "JAMBOREE_POLL_DEADLINE_SECONDS": "0.5",
    "JAMBOREE_POLL_LATE_DEADLINE_SECONDS": "0.5",
}
SAFETY_NET = {"JAMBOREE_POLL_FIRST_SECONDS": "2", "JAMBOREE_POLL_INTERVAL_SECONDS": "1"}
QUICK_TO_DESPAIR = {
    "JAMBOREE_SUBMIT_OUTAGE_FAILURES": "3",
    "JAMBOREE_SUBMIT_PROBE_SECONDS": "0.3",
    "JAMBOREE_SUBMIT_PROBE_CEILING_SECONDS": "0.5",
}


def at_studio(*faults: tuple[str, str, int]) -> Callable[[Range], Awaitable[None]]:
    """Arm faults of the studio: name, path, and how often."""

    async def arm(at: Range) -> None:
        for name, path, times in faults:
            await at.scene.studio_fault(fault=name, path=path, times=times, value=1)

    return arm


async def never_ready(at: Range) -> None:
    await pause(at, 100_000)


async def hold_up(at: Range) -> None:
    await pause(at, 1.5)


async def flip(at: Range) -> None:
    await pause(at, 1.0)
    for name in ("upstream_error", "empty_before", "rate_limited", "html_before"):
        await at.scene.studio_fault(fault=name, path=TASK, times=1)


async def stay_away(at: Range) -> None:
    for path in (CREATE, "/get-credits"):
        await at.scene.studio_fault(fault="unavailable", path=path, times=10_000, value=1)


async def come_back(at: Range, card: SeenMessage) -> None:
    """Be away until the card says so, and then a while longer."""
    await at.scene.driver.wait_for(
        lambda message: message.id == card.id and "since" in message.text.lower(), timeout=30
    )
    assert jobs_of(at.scene)[-1].state == "queued"
    await at.clear()


async def announce_again(at: Range, card: SeenMessage) -> None:
    await until(lambda: jobs_of(at.scene)[-1].state.terminal)


REFUSALS = (
    ("400", "bad_request"),
    ("401", "unauthorized"),
    ("402", "insufficient_credits"),
    ("403: no more credits", "credits_exhausted"),
    ("403: content policy", "forbidden"),
    ("403: a known recording", "known_recording"),
    ("404", "not_found"),
    ("410", "gone"),
    ("422", "unprocessable"),
)

DAYS = (
    *(Day(f"{name} on the order", ENDS, at_studio((fault, CREATE, 1))) for name, fault in REFUSALS),
    Day("429 on the order, twice", QUEUE, at_studio(("rate_limited", CREATE, 2))),
    Day("503 on the order, twice", QUEUE, at_studio(("unavailable", CREATE, 2))),
    Day("connection cut before the order arrived", UNKNOWN, at_studio(("cut_before", CREATE, 1))),
    Day("500 on the order", UNKNOWN, at_studio(("api_error", CREATE, 1))),
    Day("502 on the order", UNKNOWN, at_studio(("upstream_error", CREATE, 1))),
    Day("504 on the order", UNKNOWN, at_studio(("timeout", CREATE, 1))),
    Day("connection cut after the order arrived", UNKNOWN, at_studio(("cut_after", CREATE, 1))),
    Day("a page instead of an answer to the order", UNKNOWN, at_studio(("html_after", CREATE, 1))),
    Day("an empty answer to the order", UNKNOWN, at_studio(("empty_after", CREATE, 1))),
    Day("202 for long", POLL, hold_up),
    Day("401 on a poll", POLL, at_studio(("unauthorized", TASK, 1))),
    Day("429 on polls", POLL, at_studio(("rate_limited", TASK, 2))),
    Day("500 on polls", POLL, at_studio(("api_error", TASK, 2))),
    Day("502 on polls", POLL, at_studio(("upstream_error", TASK, 2))),
    Day("503 on polls", POLL, at_studio(("unavailable", TASK, 2))),
    Day("polls cut off", POLL, at_studio(("cut_before", TASK, 2))),
    Day("answers that change their mind", POLL, flip),
    Day("the task fails: all clips", ENDS, at_studio(("task_clips_failed", CREATE, 1))),
    Day("the task fails: 500 `failed`", ENDS, at_studio(("task_failed_500", CREATE, 1))),
    Day("the task fails: 504 `timeout`", ENDS, at_studio(("task_timeout_504", CREATE, 1))),
    Day("one clip of two", "delivers it, returns half", at_studio(("one_clip_failed", CREATE, 1))),
    Day("a file is missing at first", "fetches again", at_studio(("audio_missing", "", 1))),
    Day("files that are no audio", ENDS, at_studio(("audio_html", "", 1000))),
    Day("a task that never ends", UNKNOWN, never_ready, settings=IMPATIENT),
    Day(
        "an outage",
        "says so, keeps the queue, asks with pauses, goes on by itself",
        stay_away,
        come_back,
        settings=QUICK_TO_DESPAIR,
    ),
    *(
        Day(
            f"announcements {name}",
            "heeds each once; polls all the same",
            arm,
            announced=True,
            settings=SAFETY_NET,
        )
        for name, arm in (
            ("come twice", at_studio(("webhook_twice", CREATE, 1))),
            ("are forged", at_studio(("webhook_forged", CREATE, 1))),
            ("are an hour old", at_studio(("webhook_old", CREATE, 1))),
            ("never come", at_studio(("webhook_lost", CREATE, 1))),
        )
    ),
)


SOME = ("403: content policy on the order", "an empty answer to the order", "one clip of two")
"""Days that are played each time; `make reliability` plays all."""


def test_the_table_tells_of_every_day() -> None:
    assert [name for name, *_ in documents.rows("provider")] == [day.name for day in DAYS]


async def test_some_bad_days_end_as_the_table_says(tmp_path: Path) -> None:
    told = {name: (card, end) for name, _, card, end in documents.rows("provider")}
    for end in await play(tmp_path, [day for day in DAYS if day.name in SOME]):
        assert (end.told, end.result) == told[end.day.name]


@pytest.mark.thorough
async def test_each_bad_day_of_the_music_service_ends_as_the_table_says(tmp_path: Path) -> None:
    ends = await play(tmp_path, DAYS)
    documents.hold("provider", table(ends))


def table(ends: list[End]) -> str:
    """Return the rows for the documentation."""
    head = ("what is wrong", "what the bot does", "what the card says", "how the order ended")
    rows = [(end.day.name, end.day.remedy, end.told, end.result) for end in ends]
    return documents.table(head, rows)
