"""A private PostgreSQL server for tests: in a temporary folder, with nothing of the machine's own.

`JAMBOREE_TEST_POSTGRES` names a server to use instead, by a URL whose user may create databases.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from storage import migrate

PASSWORD = "made-up-password"
MISSING = "PostgreSQL's programs are missing: install Debian's package `postgresql`"

_numbers = count(1)


@dataclass(frozen=True)
class PostgresServer:
    """A running server, and a database in it that has every table and no row."""

    url: str
    """Without a database's name at its end."""
    template: str

    def address_of(self, name: str) -> str:
        """Return a database's address."""
        return f"{self.url}/{name}"

    async def new_database(self) -> str:
        """Make an empty, migrated database and return its address."""
        return await self._create(f"TEMPLATE {self.template}")

    async def bare_database(self) -> str:
        """Make a database without any table and return its address."""
        return await self._create("TEMPLATE template0")

    async def execute(self, statement: str) -> None:
        """Run a statement outside any database of a test."""
        connection = await asyncpg.connect(self.address_of("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def _create(self, how: str) -> str:
        name = f"jamboree_test_{os.getpid()}_{next(_numbers)}"
        await self.execute(f"CREATE DATABASE {name} {how}")
        return self.address_of(name)


@contextmanager
def postgres_running() -> Iterator[PostgresServer]:
    """Run a server, or use the named one; skip the test, aloud, where there is none."""
    if named := os.environ.get("JAMBOREE_TEST_POSTGRES"):
        yield _with_template(named.rstrip("/"))
        return
    programs = _programs()
    if programs is None:
        pytest.skip(MISSING)
    with _started(programs) as url:
        yield _with_template(url)


@contextmanager
def server_of_its_own() -> Iterator[str]:
    """Run a server that may be stopped, by leaving; skip the test, aloud, without its programs."""
    programs = _programs()
    if programs is None:
        pytest.skip(MISSING)
    with _started(programs) as url:
        yield f"{url}/postgres"


def _with_template(url: str) -> PostgresServer:
    template = f"jamboree_template_{os.getpid()}"
    server = PostgresServer(url, template)

    async def make() -> None:
        await server.execute(f"CREATE DATABASE {template} TEMPLATE template0")
        await migrate(server.address_of(template))

    asyncio.run(make())
    return server


def _programs() -> Path | None:
    if found := shutil.which("initdb"):
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


@contextmanager
def _started(programs: Path) -> Iterator[str]:
    # The server refuses to be run by root.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="jamboree-postgres-"))
    if user:
        shutil.chown(folder, user)
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    data = folder / "data"
    port = _free_port()

    def run(program: str, *arguments: str) -> None:
        with (folder / "output").open("ab") as output:
            subprocess.run(
                [programs / program, *arguments],
                user=user,
                cwd=folder,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    settings = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    try:
        run("initdb", "-D", str(data), "-U", "jamboree", "-A", "scram-sha-256", "--no-locale",
            "-E", "UTF8", f"--pwfile={secret}")  # fmt: skip
        run("pg_ctl", "-D", str(data), "-w", "-o", settings, "start")
        try:
            yield f"postgresql://jamboree:{PASSWORD}@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
