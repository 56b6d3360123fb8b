"""The bot on a real core, logged in to a sandbox; no workers run, so tests decide what happens."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import SongBot
from bot.domain.delivery import JobView, MessageRef
from bot.domain.ids import JobId
from bot.domain.jobs import JobState, Work
from bot.domain.ports import TaskReport, TaskState
from bot.domain.songs import Clip, StoredAudio
from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from bot.ui.notifier import DiscordMessenger
from tests.support import openapi
from tests.support.orders import clip
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_people import all_reading_english
from tests.support.sandbox_views import SeenMessage
from tests.support.scripted import ScriptedArchive
from tests.support.surroundings import Core, open_core
from tests.support.unconnected_bot import RememberedFingerprints, make_bot

_PATIENCE_SECONDS = 10


class SystemClock:
    """The time of the sandbox, as long as a test does not advance that."""

    def now(self) -> datetime:
        """Return the present time."""
        return datetime.now(UTC)


class FolderArchive(ScriptedArchive):
    """An archive whose files are in a folder; any bytes do for a song."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=folder)

    def store(self, audio: StoredAudio, content: bytes = b"ID3 not really music") -> None:
        """Write a song's file."""
        self.path_of(audio).write_bytes(content)


@dataclass
class Stage:
    """What a test acts on."""

    driver: SandboxDriver
    core: Core
    bot: SongBot
    archive: FolderArchive
    messenger: DiscordMessenger

    async def order(
        self,
        member: str = "ada",
        *,
        idea: str = "rain on tin",
        channel: str | int = "songs",
        private: bool = False,
    ) -> SeenMessage:
        """Order a song with /create and return its card."""
        answer = await self.driver.command(
            member=member,
            channel=channel,
            name="create",
            options={"idea": idea, "private": private},
        )
        return answer.message

    async def message_of(self, card: SeenMessage) -> MessageRef:
        """Return where the bot keeps a card's message, once it has noted its id."""
        job_id = job_of(card)
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                self.core.signals.silence(Work.DELIVER)
                message = await self.core.database.read(lambda tx: tx.deliveries.message_of(job_id))
                assert message is not None
                if message.message_id is not None:
                    return message
                await self.core.signals.heard(Work.DELIVER)

    async def view_of(self, card: SeenMessage) -> JobView:
        """Return the job behind a card."""
        message = await self.message_of(card)
        return await self.core.library.view(job_of(card), message.place.guild_id)

    async def finish(self, card: SeenMessage, *clips: Clip) -> JobView:
        """Let the music service finish what was ordered; the card is not drawn."""
        self.core.provider.reports = [
            TaskReport(TaskState.FINISHED, clips or (clip(1), clip(2)), failed_clips=0)
        ]
        view = await self.view_of(card)
        for _ in range(5):
            await self.core.run_due()
            view = await self.view_of(card)
            if view.job.state.terminal:
                break
            self.core.clock.advance(60)
        assert view.job.state in {JobState.SUCCEEDED, JobState.PARTIAL}
        for song in view.songs:
            self.archive.store(song.audio)
        return view

    async def show(self, card: SeenMessage) -> None:
        """Draw a card anew, as the courier does."""
        await self.messenger.show(await self.message_of(card), await self.view_of(card))

    async def balance(self, member: str) -> tuple[int, int]:
        """Return what a member has available and reserved, as /credits balance says."""
        answer = await self.driver.command(member=member, channel="songs", name="credits balance")
        figures = {field.name: field.value for field in answer.message.embeds[0].fields}
        return int(figures["Available"]), int(figures["Reserved"])


def job_of(card: SeenMessage) -> JobId:
    """Return the job that a card's reference names."""
    footer = card.embeds[0].footer
    assert footer is not None
    return JobId(footer.text.rpartition(" ")[2])


@asynccontextmanager
async def open_stage(
    folder: Path, config: SandboxConfig | None = None, *, user_installs: bool = False
) -> AsyncIterator[Stage]:
    """Open a stage; afterwards Discord must have had nothing to complain of.

    Everybody on it reads English, until a test says otherwise.
    """
    asked = config or SandboxConfig()
    in_english = replace(asked, seed=all_reading_english(asked.seed))
    async with (
        open_core(folder, user_installs=user_installs) as core,
        Sandbox(in_english) as sandbox,
        SandboxDriver.connect(sandbox.base_url) as driver,
    ):
        archive = FolderArchive(folder)
        async with log_in(core, sandbox, driver, archive, user_installs=user_installs) as stage:
            yield stage
        assert await driver.errors() == []
        if os.environ.get(openapi.VARIABLE):
            openapi.description().check(await driver.requests())


@asynccontextmanager
async def log_in(
    core: Core,
    sandbox: Sandbox,
    driver: SandboxDriver,
    archive: FolderArchive,
    fingerprints: RememberedFingerprints | None = None,
    *,
    user_installs: bool = False,
) -> AsyncIterator[Stage]:
    """Log a new bot in; it is closed at the exit, as at the end of the program."""
    known = fingerprints or RememberedFingerprints()
    bot = make_bot(core, sandbox.api_url, known, user_installs=user_installs)
    bot.archive = archive
    core.archive.folder = archive.folder
    async with bot:
        connected = asyncio.create_task(bot.wait_for("connect", timeout=_PATIENCE_SECONDS))
        running = asyncio.create_task(bot.start(sandbox.token))
        await asyncio.wait({connected, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            connected.cancel()
            await running
        await connected
        yield Stage(driver, core, bot, archive, DiscordMessenger(bot, archive, SystemClock()))
    await running
