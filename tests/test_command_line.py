import asyncio
import sqlite3
import sys
from ipaddress import IPv4Address
from pathlib import Path

import httpx
import pytest

from bot.domain.ids import DIRECT_MESSAGES, UserId
from bot.standins import Announcement, stand_in
from bot.web.server import WebServer
from storage import open_database
from tests.support.program import environment


async def _run(
    folder: Path, *arguments: str, given: bytes = b"", **settings: str
) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env=environment(settings),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        said, complained = await process.communicate(given)
    return process.returncode or 0, said.decode(), complained.decode()


async def test_migrate_makes_the_database_and_may_be_repeated(tmp_path: Path) -> None:
    for _ in range(2):
        code, _, complained = await _run(tmp_path, "migrate")
        assert (code, complained) == (0, "")
    with sqlite3.connect(tmp_path / "data" / "jamboree.db") as database:
        assert database.execute("SELECT count(*) FROM jobs").fetchone() == (0,)


@pytest.mark.parametrize("host", ["127.0.0.1", str(IPv4Address(0)), "localhost"])
async def test_health_asks_the_running_bot(tmp_path: Path, host: str) -> None:
    async with WebServer("127.0.0.1", 0, ready={}) as server:
        port = str(server.port)
        code, _, _ = await _run(tmp_path, "health", JAMBOREE_WEB_HOST=host, JAMBOREE_WEB_PORT=port)
        assert code == 0
    code, _, _ = await _run(tmp_path, "health", JAMBOREE_WEB_HOST=host, JAMBOREE_WEB_PORT=port)
    assert code == 1


async def test_a_wrong_setting_ends_any_command_with_its_sentence(tmp_path: Path) -> None:
    code, _, complained = await _run(tmp_path, "migrate", JAMBOREE_WEB_PORT="many")
    assert code == 69
    assert complained.startswith("The setting JAMBOREE_WEB_PORT cannot be used")
    assert len(complained.splitlines()) == 1


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"JAMBOREE_ORDER_MODEL": "nonsense"}, "The setting JAMBOREE_ORDER_MODEL cannot be used"),
        ({"AIMUSIC_CATALOGUE": "nowhere.toml"}, "The catalogue file nowhere.toml cannot be read"),
    ],
)
async def test_what_run_refuses_is_a_gap_without_a_key_too(
    tmp_path: Path, settings: dict[str, str], told: str
) -> None:
    ports = ("JAMBOREE_STANDIN_SANDBOX_PORT", "JAMBOREE_STANDIN_STUDIO_PORT", "JAMBOREE_WEB_PORT")
    code, _, refused = await _run(
        tmp_path, "run", given=b"", **settings, **dict.fromkeys(ports, "0")
    )
    assert code == 69
    assert refused.splitlines()[-1].startswith(told)
    code, report, complained = await _run(tmp_path, "doctor", given=b"", **settings)
    assert (code, complained) == (69, "")
    gaps = [line for line in report.splitlines() if line.startswith("gap ")]
    assert gaps == [f"gap  {refused.splitlines()[-1]}"]


async def test_a_file_of_settings_that_is_no_text_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"AIMUSIC_API_KEY=ab\xe9c\n")
    code, said, complained = await _run(tmp_path, "doctor")
    assert (code, said) == (69, "")
    assert complained == "The file .env is not UTF-8; save it as UTF-8 text.\n"


@pytest.mark.parametrize(
    "arguments",
    [("block", "{}"), ("block", "4711", "--days", "{}"), ("unblock", "{}"), ("grant", "{}", "1")],
)
async def test_a_number_that_is_too_great_is_as_wrong_as_none(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    for number in ("0", str(2**63), "99999999999999999999"):
        given = [argument.format(number) for argument in arguments]
        code, _, complained = await _run(tmp_path, *given)
        assert code == 2
        assert complained.splitlines()[-1].endswith(f"value: '{number}'")


@pytest.mark.parametrize("name", ["studio", "sandbox"])
async def test_a_stand_in_announces_itself_and_ends_with_its_parent(
    name: str, tmp_path: Path
) -> None:
    async with (
        stand_in(name, "127.0.0.1", 0, tmp_path / name) as where,
        httpx.AsyncClient() as http,
    ):
        assert (await http.get(where.page_url)).status_code < 500
    async with httpx.AsyncClient() as http:
        with pytest.raises(httpx.ConnectError):
            await http.get(where.page_url)


async def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path) -> None:
    async with WebServer("127.0.0.1", 0, ready={}) as server:
        code, _, complained = await _run(tmp_path, "studio", "--port", str(server.port))
    assert code == 69
    assert len(complained.splitlines()) == 1


def test_an_announcement_survives_its_line() -> None:
    announcement = Announcement("http://a/api", "http://a/", "token")
    assert Announcement.of_line(announcement.to_line().encode()) == announcement
    with pytest.raises(ValueError, match="Expecting"):
        Announcement.of_line(b"")


async def test_the_operator_blocks_and_unblocks_everywhere(tmp_path: Path) -> None:
    code, _, _ = await _run(tmp_path, "migrate")
    assert code == 0
    code, said, _ = await _run(tmp_path, "block", "4711", "--days", "3", "--reason", "spam")
    assert code == 0
    assert said.startswith("4711 is blocked everywhere, until ")
    code, said, _ = await _run(tmp_path, "block")
    assert said.splitlines()[0].endswith(": spam")
    assert said.splitlines()[-1] == "Blocked everywhere: 1."
    code, said, _ = await _run(tmp_path, "unblock", "4711")
    assert (code, said.startswith("4711 is not blocked everywhere any more.")) == (0, True)
    code, _, complained = await _run(tmp_path, "unblock", "4711")
    assert (code, complained) == (69, "4711 is not blocked everywhere.\n")
    code, _, complained = await _run(tmp_path, "block", "4711", "--days", "99999")
    assert (code, len(complained.splitlines())) == (69, 1)


async def test_the_operator_grants_credits_for_outside_servers(tmp_path: Path) -> None:
    await _run(tmp_path, "migrate")
    code, said, _ = await _run(tmp_path, "grant", "4711", "30", "--reason", "a good song")
    assert (code, said) == (0, "4711 was granted 30 credits and has 30 outside servers.\n")
    code, _, complained = await _run(tmp_path, "grant", "4711", "99999999999")
    assert (code, complained) == (69, "A grant is from 1 to 1000000 credits.\n")
    async with open_database(f"sqlite:///{tmp_path / 'data' / 'jamboree.db'}") as database:
        assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()
        purse = await database.read(lambda tx: tx.ledger.purse(DIRECT_MESSAGES, UserId(4711)))
        # A start of their own is still to come.
        assert (purse.available, purse.welcomed) == (30, False)
