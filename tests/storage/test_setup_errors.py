"""Whatever is wrong with the set-up is told in one sentence, without secrets or driver's words."""

import contextlib
import os
import socket
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import storage.sqlite
from bot.domain.errors import SetupError
from storage import migrate, open_database
from tests.support.databases import tamper
from tests.support.postgres import PASSWORD, PostgresServer

NOBODY = 65534


async def fault_of(url: str, *, migrate: bool = True) -> str:
    with pytest.raises(SetupError) as told:
        async with open_database(url, migrate=migrate):
            pass
    sentence = told.value.sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    assert PASSWORD not in sentence
    return sentence


@contextlib.contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Root may write everywhere; so be nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user may look into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


async def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = await fault_of(f"sqlite:///{tmp_path / 'file' / 'jamboree.db'}")
    assert "cannot be opened" in sentence
    assert str(tmp_path) in sentence


async def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    assert "cannot be opened" in await fault_of(str(tmp_path))


async def test_a_folder_that_may_not_be_written(public_folder: Path) -> None:
    folder = public_folder / "data"
    folder.mkdir(mode=0o555)
    with as_ordinary_user():
        assert "may write there" in await fault_of(str(folder / "jamboree.db"))
        assert "may write there" in await fault_of(str(folder / "deeper" / "jamboree.db"))


async def test_a_file_that_may_not_be_written(public_folder: Path) -> None:
    path = public_folder / "jamboree.db"
    await migrate(str(path))
    path.chmod(0o444)
    with as_ordinary_user():
        assert "right to write" in await fault_of(str(path))


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "jamboree.db"
    path.write_text("Dear diary, " * 100)
    assert "is no database" in await fault_of(str(path))
    assert path.read_text() == "Dear diary, " * 100


async def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "jamboree.db"
    await migrate(str(path))
    content = bytearray(path.read_bytes())
    content[100:4096] = os.urandom(3996)
    path.write_bytes(content)
    assert "is damaged" in await fault_of(str(path))


async def test_a_database_that_is_kept_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.sqlite, "BUSY_SECONDS", 0.05)
    path = tmp_path / "jamboree.db"
    await migrate(str(path))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "kept locked" in await fault_of(str(path))


async def test_a_sqlite_that_is_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    assert "too old" in await fault_of(str(tmp_path / "jamboree.db"))


async def test_a_newer_schema(database_url: str) -> None:
    await tamper(database_url, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in await fault_of(database_url)
    assert "newer version" in await fault_of(database_url, migrate=False)


async def test_a_database_without_tables(tmp_path: Path) -> None:
    path = str(tmp_path / "jamboree.db")
    assert "python -m bot migrate" in await fault_of(path, migrate=False)
    await migrate(path)
    async with open_database(path, migrate=False):
        pass


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://ada:made-up-password@localhost/x", "mysql"),
        ("sqlite://", "needs a file"),
        (":memory:", "needs a file"),
        ("", "needs a file"),
        ("postgresql://ada:made-up-password@host:port/x", "cannot be read"),
        ("postgresql://ada:made-up-password@localhost/x?colour=red", "colour"),
        ("://made-up-password", "cannot be read"),
    ],
)
async def test_an_address_that_is_none(url: str, words: str) -> None:
    assert words in await fault_of(url)


async def test_a_server_without_encryption_where_it_is_demanded(postgres: PostgresServer) -> None:
    url = postgres.address_of("postgres")
    assert "cannot be reached" in await fault_of(f"{url}?sslmode=require")
    async with open_database(f"{await postgres.new_database()}?sslmode=prefer"):
        pass


async def test_a_server_that_is_not_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        url = f"postgresql://ada:{PASSWORD}@127.0.0.1:{port}/music"
        assert "music at 127.0.0.1 cannot be reached" in await fault_of(url)


async def test_a_host_that_is_not_there() -> None:
    url = f"postgresql://ada:{PASSWORD}@no-such-host.invalid/music"
    assert "cannot be reached" in await fault_of(url)


async def test_a_wrong_password(postgres: PostgresServer) -> None:
    url = postgres.address_of("postgres").replace(PASSWORD, "another")
    assert "refuses the user name or the password" in await fault_of(url)


async def test_a_database_that_the_server_has_not(postgres: PostgresServer) -> None:
    assert "does not exist" in await fault_of(postgres.address_of("nowhere"))


async def test_a_user_without_rights(postgres: PostgresServer) -> None:
    url = await postgres.bare_database()
    await postgres.execute(f"CREATE ROLE guest_{os.getpid()} LOGIN PASSWORD '{PASSWORD}'")
    guest = url.replace("//jamboree:", f"//guest_{os.getpid()}:")
    assert "grant it the rights" in await fault_of(guest)
