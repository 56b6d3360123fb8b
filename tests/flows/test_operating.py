"""What operators ask of the program: what is missing, is it ready, how does it do."""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.databases import tamper
from tests.support.program import run_command
from tests.support.scene import Scene

pytestmark = pytest.mark.flow


@pytest.fixture
def port(unused_tcp_port: int) -> str:
    return str(unused_tcp_port)


async def _ask(port: str, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as http:
        return await http.get(f"http://127.0.0.1:{port}{path}")


async def _until_ready(port: str) -> dict[str, object]:
    async with asyncio.timeout(30):
        while True:
            answer = await _ask(port, "/readyz")
            if answer.status_code == 200:
                return dict(answer.json())


async def test_a_whole_set_up_is_found_whole(scene: Scene) -> None:
    await run_command(scene.folder, scene.settings, "migrate")
    report = await run_command(scene.folder, scene.settings, "doctor")
    assert (report.code, report.complained) == (0, "")
    lines = report.said.splitlines()
    assert all(line.startswith("ok ") for line in lines), lines
    assert len(lines) == 6
    assert "100000 credits are left" in report.said
    for secret in (scene.settings["DISCORD_TOKEN"], scene.settings["AIMUSIC_API_KEY"]):
        assert secret not in report.said


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"DISCORD_TOKEN": "wrong.token.here"}, "does not accept the token"),
        ({"DISCORD_TOKEN": "tökén"}, "characters that no token has"),
        ({"DISCORD_API_URL": "http://127.0.0.1:1/api"}, "Discord cannot be reached"),
        ({"AIMUSIC_API_URL": "http://127.0.0.1:1/api"}, "AIMUSIC_API_URL"),
        ({"AIMUSIC_API_KEY": "my own key"}, "AIMUSIC_API_KEY"),
        ({"JAMBOREE_DATABASE_URL": "postgresql://a:hush@127.0.0.1:1/b"}, "cannot be reached"),
        ({"JAMBOREE_DATA_DIR": "/proc/nowhere"}, "JAMBOREE_DATA_DIR"),
    ],
)
async def test_each_gap_is_one_line_that_says_what_to_do(
    scene: Scene, settings: dict[str, str], told: str
) -> None:
    report = await run_command(scene.folder, {**scene.settings, **settings}, "doctor")
    assert report.code == 69
    gaps = [line for line in report.said.splitlines() if line.startswith("gap ")]
    assert any(told in line for line in gaps), report.said
    assert "Traceback" not in report.complained
    for secret in ("wrong.token", "tökén", "hush", "my own key"):
        assert secret not in report.said + report.complained


async def test_wrong_books_are_a_gap_and_are_left_as_they_are(scene: Scene) -> None:
    await run_command(scene.folder, scene.settings, "migrate")
    await tamper(
        f"sqlite:///{scene.database_file}",
        "INSERT INTO accounts (account_id, kind, guild_id, owner_id, posted, held, opened_at)"
        " VALUES (7, 'member', 1, 2, 5, 3, 0)",
    )
    for _ in range(2):
        report = await run_command(scene.folder, scene.settings, "doctor")
        assert report.code == 69
        assert [line for line in report.said.splitlines() if line.startswith("gap ")] == [
            "gap  The books are wrong: All accounts add up to 5 instead of 0.",
            "gap  The books are wrong: Account 7 says 5 posted; its lines add up to 0.",
            (
                "gap  The books are wrong: Account 7 says 3 held; its pending holds and pledges add"
                " up to 0."
            ),
        ]
    await tamper(f"sqlite:///{scene.database_file}", "DELETE FROM accounts WHERE account_id = 7")


async def test_what_stands_in_is_told_and_is_no_gap(scene: Scene) -> None:
    settings = {**scene.settings, "DISCORD_TOKEN": "", "AIMUSIC_API_KEY": ""}
    report = await run_command(scene.folder, settings, "doctor")
    assert report.code == 0
    notes = [line for line in report.said.splitlines() if line.startswith("note ")]
    assert len(notes) == 3
    assert "gap" not in {line.split()[0] for line in report.said.splitlines()}


async def test_sync_registers_the_commands_and_ends(scene: Scene) -> None:
    done = await run_command(scene.folder, scene.settings, "sync")
    assert done.code == 0, done.complained
    assert done.said == "The commands are registered.\n"
    registrations = [
        request
        for request in await scene.driver.requests()
        if request.method == "PUT" and request.path.endswith("/commands")
    ]
    assert len(registrations) == 1
    refused = await run_command(scene.folder, {**scene.settings, "DISCORD_TOKEN": ""}, "sync")
    assert refused.code == 69
    assert "DISCORD_TOKEN" in refused.complained


async def test_a_running_bot_is_ready_and_tells_its_figures(scene: Scene, port: str) -> None:
    async with scene.bot(JAMBOREE_WEB_PORT=port):
        ready = await _until_ready(port)
        assert ready["checks"] == {"gateway": True, "database": True, "workers": True}
        card = await scene.order()
        await scene.finished(card)
        answer = await _ask(port, "/metrics")
        assert answer.headers["Content-Type"].startswith("text/plain")
        figures = dict(
            line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")
        )
        assert float(figures['jamboree_discord_requests_total{status="2xx"}']) > 0
        assert float(figures["jamboree_finish_lag_seconds_count"]) == 1
        assert float(figures["jamboree_ledger_findings"]) == 0
        assert float(figures["jamboree_database_writable"]) == 1
        assert float(figures["jamboree_queue_length"]) == 0
        assert float(figures["jamboree_event_loop_delay_seconds_count"]) > 0
        assert figures['jamboree_worker_errors_total{work="poll"}'] == "0.0"
        assert any(
            name.startswith("jamboree_provider_calls_total") and 'status="2xx"' in name
            for name in figures
        )
        assert all(name.startswith("jamboree_") for name in figures)
        for told in (
            scene.query("SELECT job_id FROM jobs")[0][0],
            "rain on tin",
            scene.settings["AIMUSIC_API_KEY"],
        ):
            assert told not in answer.text


@contextlib.asynccontextmanager
async def _locked(scene: Scene) -> AsyncIterator[None]:
    connection = sqlite3.connect(scene.database_file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


async def test_a_worker_that_stands_still_ends_the_process_with_one_line(scene: Scene) -> None:
    async with (
        scene.bot(JAMBOREE_WORKER_IDLE_SECONDS="0.5", JAMBOREE_WATCH_STALL_SECONDS="1.5") as bot,
        _locked(scene),
    ):
        assert await bot.wait() == 1
    lines = [json.loads(line) for line in bot.logged().splitlines() if line.startswith("{")]
    told = [line for line in lines if line["event"] == "worker_stands_still"]
    assert len(told) == 1
    assert told[0]["level"] == "critical"
    assert "Traceback" not in bot.logged()
    await scene.driver.wait_until_offline()
    async with scene.bot():
        card = await scene.order()
        await scene.finished(card)
