"""The whole scene of a flow: a sandbox and a studio on sockets, and the bot as a process."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from bot.sandbox.config import SandboxConfig, Seed, SeedChannel
from bot.sandbox.server import Sandbox
from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from storage import open_database
from tests.support.program import BotProcess, start_bot
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_people import all_reading_english
from tests.support.sandbox_views import SeenMessage

PRICE = 14
FINISHED_SECONDS = 60.0
_LOOK_SECONDS = 0.02

_QUICK: Mapping[str, str] = {
    "AIMUSIC_API_KEY": "key-of-the-flow",
    "AIMUSIC_CREATE_INTERVAL_SECONDS": "0",
    "JAMBOREE_WEB_PORT": "0",
    "JAMBOREE_MEDIA_ALLOW_PRIVATE": "true",
    "JAMBOREE_POLL_FIRST_SECONDS": "0.2",
    "JAMBOREE_POLL_INTERVAL_SECONDS": "0.3",
    "JAMBOREE_COURIER_CARD_DELAY_SECONDS": "0.2",
    # A phase in hand of a bot that is killed is nothing that the next one takes over at once.
    "JAMBOREE_JAM_LEASE_SECONDS": "8",
    "JAMBOREE_LOG_FORMAT": "json",
}


@dataclass
class Scene:
    """What a flow works with."""

    folder: Path
    sandbox: Sandbox
    studio: Studio
    driver: SandboxDriver
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def database_file(self) -> Path:
        """The bot's SQLite file."""
        return self.folder / "data" / "jamboree.db"

    @asynccontextmanager
    async def bot(self, **settings: str) -> AsyncIterator[BotProcess]:
        """Run the bot, connected to this scene, until the exit."""
        async with start_bot(self.folder, {**self.settings, **settings}) as process:
            await _online(self.driver, process)
            yield process

    async def order(
        self, member: str = "Ada", idea: str = "rain on tin", **options: str | int | bool
    ) -> SeenMessage:
        """Order a short song in #songs, and return the first answer."""
        answer = await self.driver.command(
            member=member,
            channel="songs",
            name="create",
            options={"idea": idea, "length": 10, **options},
        )
        return answer.message

    async def finished(self, card: SeenMessage) -> SeenMessage:
        """Wait until a card has its two songs."""
        return await self.driver.wait_for(
            lambda message: message.id == card.id and len(message.attachments) == 2,
            timeout=FINISHED_SECONDS,
        )

    async def balance(self, member: str) -> str:
        """Return what `/credits balance` tells someone."""
        answer = await self.driver.command(member=member, channel="songs", name="credits balance")
        assert answer.message.ephemeral
        return answer.message.text

    def job_states(self) -> list[str]:
        """Return the states of all jobs, oldest first, read beside the bot."""
        return [row[0] for row in self.query("SELECT state FROM jobs ORDER BY created_at")]

    def query(self, statement: str) -> list[tuple[str, ...]]:
        """Read from the bot's database file."""
        connection = sqlite3.connect(f"file:{self.database_file}?mode=ro", uri=True)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds that is read from outside the bot."""
        looked = asyncio.Event()
        async with asyncio.timeout(FINISHED_SECONDS):
            while not holds():
                asyncio.get_running_loop().call_later(_LOOK_SECONDS, looked.set)
                await looked.wait()
                looked.clear()

    async def discrepancies(self) -> tuple[str, ...]:
        """Return what is wrong in the books."""
        async with open_database(str(self.database_file)) as database:
            return await database.read(lambda tx: tx.ledger.discrepancies())

    async def paid_requests(self) -> int:
        """Return how many paid requests the studio accepted."""
        async with httpx.AsyncClient() as http:
            answer = await http.get(f"{self.studio.root}/studio/ledger")
        return int(answer.json()["accepted_posts"])

    async def studio_fault(self, **fault: object) -> None:
        """Arm a fault of the studio."""
        async with httpx.AsyncClient() as http:
            answer = await http.post(f"{self.studio.root}/studio/faults", json=fault)
            answer.raise_for_status()


@asynccontextmanager
async def open_scene(
    folder: Path, delays: Delays | None = None, more_channels: Sequence[str] = ()
) -> AsyncIterator[Scene]:
    """Set the scene. Nothing waits unless `delays` says so; the same words give the same song.

    The server has text channels of the names in `more_channels` besides its usual ones.
    """
    studio = Studio(
        replace(StudioConfig(), delays=delays or Delays.none(), seed=7, credits=100_000)
    )
    more = (SeedChannel(name, category="Music") for name in more_channels)
    seed = all_reading_english(replace(Seed(), channels=(*Seed().channels, *more)))
    sandbox = Sandbox(SandboxConfig(rate_limits=False, seed=seed))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(studio)
        await stack.enter_async_context(sandbox)
        driver = await stack.enter_async_context(SandboxDriver.connect(sandbox.page_url))
        settings = {
            **_QUICK,
            "DISCORD_TOKEN": sandbox.token,
            "DISCORD_API_URL": sandbox.api_url,
            "AIMUSIC_API_URL": studio.url,
            "JAMBOREE_DATA_DIR": str(folder / "data"),
        }
        yield Scene(folder, sandbox, studio, driver, settings)


async def _online(driver: SandboxDriver, process: BotProcess) -> None:
    arrival = asyncio.create_task(driver.wait_until_online())
    end = asyncio.create_task(process.process.wait())
    try:
        await asyncio.wait({arrival, end}, return_when=asyncio.FIRST_COMPLETED)
        if end.done():
            raise AssertionError(f"the bot ended with {end.result()}:\n{process.logged()}")
        await arrival
    finally:
        arrival.cancel()
        end.cancel()
