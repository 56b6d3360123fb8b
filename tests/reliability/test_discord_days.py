"""Discord misbehaves, or people change what the bot works with, while an order is under way."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support import documents
from tests.support.bad_days import Day, End, pause, play, sent
from tests.support.crashes import Range
from tests.support.lives import until
from tests.support.promises import jobs_of
from tests.support.sandbox_views import SeenMessage

pytestmark = pytest.mark.flow

AGAIN = "edits again later, with growing pauses"
HEEDED = "waits as long as Discord says"
RESUMED = "connects again; the order goes on meanwhile"
LIBRARY = "gives the message up; the song waits in the library"
QUARTER_OF_AN_HOUR = 16 * 60
EDITS = "PATCH"

Arm = Callable[[Range], Awaitable[None]]
Meanwhile = Callable[[Range, SeenMessage], Awaitable[None]]


def at_discord(**fault: str | float | bool) -> Arm:
    """Arm a fault of the sandbox."""

    async def arm(at: Range) -> None:
        await at.scene.driver.fault(**fault)

    return arm


def in_the_middle(*acts: Meanwhile, seconds: float = 1.5) -> tuple[Arm, Meanwhile]:
    """Do something once the order runs, while the music service still works on it."""

    async def before(at: Range) -> None:
        await pause(at, seconds)

    async def meanwhile(at: Range, card: SeenMessage) -> None:
        await sent(at)
        for act in acts:
            await act(at, card)

    return before, meanwhile


async def drop(at: Range, _card: SeenMessage) -> None:
    await at.scene.driver.disturb_gateway("drop")
    await at.scene.driver.wait_until_online()


async def forget(at: Range, _card: SeenMessage) -> None:
    await at.scene.driver.disturb_gateway("drop", resumable=False)
    await at.scene.driver.wait_until_online()


async def reconnect(at: Range, _card: SeenMessage) -> None:
    await at.scene.driver.disturb_gateway("reconnect")
    await at.scene.driver.wait_until_online()


async def invalidate(at: Range, _card: SeenMessage) -> None:
    await at.scene.driver.disturb_gateway("invalidate", resumable=False)
    await at.scene.driver.wait_until_online()


async def delete_message(at: Range, card: SeenMessage) -> None:
    await at.scene.driver.delete_message(card)


async def delete_channel(at: Range, card: SeenMessage) -> None:
    await at.scene.driver.delete_channel(card.channel_id)


async def take_files_away(at: Range, _card: SeenMessage) -> None:
    await at.scene.driver.permit("bot", channel="songs", deny=["ATTACH_FILES"])


async def archive(at: Range, card: SeenMessage) -> None:
    await at.scene.driver.change_channel(card.channel_id, archived=True)


async def let_the_token_die(at: Range, _card: SeenMessage) -> None:
    await at.scene.driver.advance(QUARTER_OF_AN_HOUR)


async def refuse_old_edits(at: Range, _card: SeenMessage) -> None:
    await at.scene.driver.fault(
        kind="status", method=EDITS, route="/channels/*", status=400, code=30046, times=2
    )


async def open_thread(at: Range) -> None:
    await at.scene.driver.start_thread(member="Ada", channel="songs", name="a thread of songs")
    await pause(at, 1.5)


def day(name: str, remedy: str, both: tuple[Arm, Meanwhile], channel: str = "songs") -> Day:
    """Return a day on which something goes wrong in the middle."""
    return Day(name, remedy, both[0], both[1], channel=channel)


async def start_thread(at: Range) -> None:
    await open_thread(at)


async def archived_thread(at: Range, card: SeenMessage) -> None:
    await sent(at)
    await let_the_token_die(at, card)
    await archive(at, card)


async def restored(at: Range, card: SeenMessage) -> None:
    await sent(at)
    await let_the_token_die(at, card)
    await take_files_away(at, card)
    await until(lambda: jobs_of(at.scene)[-1].state.terminal)


DAYS = (
    Day(
        "429 with headers, twice",
        HEEDED,
        at_discord(kind="rate_limit", method=EDITS, retry_after=0.3, times=2),
    ),
    Day(
        "429 without headers (Cloudflare)",
        AGAIN,
        at_discord(kind="rate_limit", bare=True, method=EDITS, times=1),
    ),
    Day(
        "the global limit",
        HEEDED,
        at_discord(kind="rate_limit", global_=True, method=EDITS, retry_after=0.3, times=1),
    ),
    *(
        Day(
            f"{status}, three times",
            AGAIN,
            at_discord(kind="status", method=EDITS, status=status, times=3),
        )
        for status in (500, 502, 503, 504)
    ),
    Day(
        "503 as a page",
        AGAIN,
        at_discord(kind="status", method=EDITS, status=503, html=True, times=1),
    ),
    Day("connections cut", AGAIN, at_discord(kind="reset", method=EDITS, times=2)),
    Day(
        "an edit took effect, its answer was lost",
        "edits again; nothing is shown twice",
        at_discord(kind="reset", method=EDITS, applied=True, times=1),
    ),
    Day(
        "a ping took effect, its answer was lost",
        "sends it again under the same nonce",
        at_discord(
            kind="reset", method="POST", route="/channels/*/messages", applied=True, times=1
        ),
    ),
    Day("slow answers", "waits", at_discord(kind="slow", method=EDITS, seconds=2.0, times=2)),
    Day(
        "files refused as too large, however small",
        "says so; larger ones it first encodes anew",
        at_discord(kind="status", method=EDITS, status=413, code=40005, min_file_bytes=1, times=1),
    ),
    day("the gateway drops, the session resumes", RESUMED, in_the_middle(drop)),
    day("the gateway drops, no resume", RESUMED, in_the_middle(forget)),
    day("Discord asks to reconnect", RESUMED, in_the_middle(reconnect)),
    day("the session is invalidated", RESUMED, in_the_middle(invalidate)),
    day(
        "the token is 16 minutes old",
        "edits by channel and message",
        in_the_middle(let_the_token_die),
    ),
    day(
        "30046: too many edits of an old message",
        AGAIN,
        in_the_middle(let_the_token_die, refuse_old_edits),
    ),
    day("the message is deleted", LIBRARY, in_the_middle(delete_message)),
    Day(
        "the thread is archived",
        "opens it again for the edit",
        start_thread,
        archived_thread,
        channel="a thread of songs",
    ),
    Day(
        "two processes of the bot on one token",
        "answers once: whoever is second finds the order made",
        processes=2,
    ),
    Day(
        "*Attach Files* is taken away",
        "says what is missing; [Post again] repairs it",
        in_the_middle()[0],
        restored,
    ),
    day("the channel is deleted", LIBRARY, in_the_middle(delete_channel), channel="general"),
)


SOME = ("429 without headers (Cloudflare)", "the message is deleted", "the token is 16 minutes old")
"""Days that are played each time; `make reliability` plays all."""


def test_the_table_tells_of_every_day() -> None:
    assert [name for name, *_ in documents.rows("discord")] == [day.name for day in DAYS]


async def test_some_bad_days_end_as_the_table_says(tmp_path: Path) -> None:
    told = {name: (card, end) for name, _, card, end in documents.rows("discord")}
    for end in await play(tmp_path, [day for day in DAYS if day.name in SOME]):
        assert (end.told, end.result) == told[end.day.name]


@pytest.mark.thorough
async def test_each_bad_day_of_discord_ends_as_the_table_says(tmp_path: Path) -> None:
    ends = await play(tmp_path, DAYS)
    assert sum(end.failed_requests for end in ends) < 100
    documents.hold("discord", table(ends))


def table(ends: list[End]) -> str:
    """Return the rows for the documentation."""
    head = ("what is wrong", "what the bot does", "what the card says", "how the order ended")
    rows = [(end.day.name, end.day.remedy, end.told, end.result) for end in ends]
    return documents.table(head, rows)
