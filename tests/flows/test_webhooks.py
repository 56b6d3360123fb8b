"""The studio announces over the socket to a bot that would poll only much later."""

import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.studio.config import Delays
from tests.support.program import BotProcess
from tests.support.scene import Scene, open_scene

pytestmark = pytest.mark.flow

STREAMS_AFTER, ENDS_AFTER = 1000, 3000
"""Seconds of the studio's clock, which a test moves on."""


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A scene in which no song is ready before its time was moved on, and no poll comes by itself.

    Once the bot polled, it would do so again only after ten minutes.
    """
    delays = Delays(STREAMS_AFTER, ENDS_AFTER, ENDS_AFTER)
    async with open_scene(tmp_path, delays) as scene:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        scene.settings |= {
            "JAMBOREE_WEB_PORT": port,
            "JAMBOREE_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "JAMBOREE_POLL_FIRST_SECONDS": "600",
            "JAMBOREE_POLL_INTERVAL_SECONDS": "600",
        }
        yield scene
        assert await scene.driver.errors() == []
        assert await scene.discrepancies() == ()


async def advance(scene: Scene, seconds: int) -> None:
    """Move the studio's clock on."""
    async with httpx.AsyncClient() as http:
        moved = {"advance_seconds": seconds}
        answer = await http.post(f"{scene.studio.root}/studio/clock", json=moved)
        answer.raise_for_status()


def webhooks(bot: BotProcess, name: str = "webhook") -> list[dict[str, str]]:
    """Return the log's lines of one kind."""
    lines = [json.loads(line) for line in bot.logged().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == name]


def effects(bot: BotProcess) -> list[str]:
    """Return what the announcements did, in order."""
    return [line["effect"] for line in webhooks(bot)]


def captured(scene: Scene) -> int:
    """Return how often somebody was charged."""
    return len(scene.query("SELECT 1 FROM entries WHERE kind = 'capture'"))


def due_in(scene: Scene) -> list[tuple[str, ...]]:
    """Return when the jobs are due, and their versions."""
    return scene.query("SELECT due_at, version FROM jobs")


async def test_announcements_bring_a_song_long_before_a_poll_would(scene: Scene) -> None:
    async with scene.bot() as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["running"])
        await advance(scene, STREAMS_AFTER)
        await scene.until(lambda: effects(bot) == ["woken"])
        assert webhooks(bot)[0]["announcement"] == "song.streaming"
        assert scene.job_states() == ["running"]
        await advance(scene, ENDS_AFTER)
        done = await scene.finished(card)
        assert "14 used, 86 left" in done.content
        assert effects(bot) == ["woken", "woken"]
        assert captured(scene) == 1
        assert "webhook_refused" not in bot.logged()


async def test_a_repeated_announcement_counts_once(scene: Scene) -> None:
    await scene.studio_fault(fault="webhook_twice", path="/sonic/create")
    async with scene.bot() as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["running"])
        await advance(scene, STREAMS_AFTER)
        await scene.until(lambda: effects(bot) == ["woken", "repeated"])
        await advance(scene, ENDS_AFTER)
        await scene.finished(card)
        await scene.until(lambda: len(effects(bot)) == 4)
        assert effects(bot)[2] == "woken"
        assert effects(bot)[3] in {"repeated", "needless"}
        assert captured(scene) == 1
        assert await scene.paid_requests() == 1


async def test_a_forged_announcement_changes_nothing(scene: Scene) -> None:
    await scene.studio_fault(fault="webhook_forged", path="/sonic/create")
    async with scene.bot() as bot:
        await scene.order()
        await scene.until(lambda: scene.job_states() == ["running"])
        before = due_in(scene)
        await advance(scene, ENDS_AFTER)
        await scene.until(lambda: len(webhooks(bot, "webhook_refused")) >= 2)
        assert {line["reason"] for line in webhooks(bot, "webhook_refused")} == {"forged"}
        assert effects(bot) == []
        assert due_in(scene) == before
        assert scene.query("SELECT 1 FROM announcements") == []


async def test_a_lost_announcement_is_made_up_for_by_polling(scene: Scene) -> None:
    await scene.studio_fault(fault="webhook_lost", path="/sonic/create")
    async with scene.bot(
        JAMBOREE_POLL_FIRST_SECONDS="0.5", JAMBOREE_POLL_INTERVAL_SECONDS="0.5"
    ) as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["running"])
        await advance(scene, ENDS_AFTER)
        await scene.finished(card)
        assert effects(bot) == []
        assert captured(scene) == 1


async def test_an_order_whose_answer_was_lost_is_found_and_charged_once(scene: Scene) -> None:
    await scene.studio_fault(fault="cut_after", path="/sonic/create")
    async with scene.bot() as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["unknown"])
        await advance(scene, ENDS_AFTER)
        done = await scene.finished(card)
        assert "14 used, 86 left" in done.content
        assert effects(bot)[0] == "found"
        assert await scene.paid_requests() == 1
        assert captured(scene) == 1
        assert "86" in await scene.balance("Ada")


async def test_announcements_are_believed_after_a_restart(scene: Scene) -> None:
    async with scene.bot() as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["running"])
        await bot.kill()
    await scene.driver.wait_until_offline()
    async with scene.bot() as bot:
        await advance(scene, ENDS_AFTER)
        await scene.finished(card)
        assert "webhook_refused" not in bot.logged()
        secret = (scene.folder / "data" / "webhook.secret").read_text().strip()
        assert secret not in bot.logged()
        assert captured(scene) == 1
