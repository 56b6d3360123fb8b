"""Files that Discord refuses for their size: a lower bit rate, said, and a link to the original."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.delivery import JobView
from bot.domain.files import FileGone, GoneReason
from bot.domain.ports import FittedAudio
from bot.domain.songs import StoredAudio
from bot.sandbox.server import Sandbox
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import FolderArchive, Stage, log_in
from tests.support.surroundings import open_core

MEBIBYTE = 1024 * 1024
SMALL = b"ID3 at a lower bit rate"


class FittingArchive(FolderArchive):
    """Encodes nothing, but gives a smaller file for each that is too large."""

    @asynccontextmanager
    async def fitted(self, audio: StoredAudio, max_bytes: int) -> AsyncIterator[FittedAudio | None]:
        """Give the file itself, or a smaller one."""
        if audio.size_bytes <= max_bytes:
            yield FittedAudio(self.path_of(audio), audio.size_bytes, None)
            return
        path = self.path_of(audio).with_suffix(".small")
        path.write_bytes(SMALL)
        yield FittedAudio(path, len(SMALL), 96_000)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with (
        open_core(tmp_path) as core,
        Sandbox() as sandbox,
        SandboxDriver.connect(sandbox.base_url) as driver,
    ):
        async with log_in(core, sandbox, driver, FittingArchive(tmp_path)) as stage:
            yield stage
        assert await driver.errors() == []


async def large(stage: Stage) -> tuple[SeenMessage, JobView]:
    """Finish a job whose first file has 11 MiB, one more than Discord takes."""
    card = await stage.order()
    view = await stage.finish(card)
    first, second = view.songs
    audio = replace(first.audio, size_bytes=11 * MEBIBYTE)
    stage.archive.store(audio, b"x" * (11 * MEBIBYTE))
    return card, replace(view, songs=(replace(first, audio=audio), second))


async def shown(stage: Stage, card: SeenMessage) -> SeenMessage:
    return await stage.driver.wait_for(
        lambda message: message.id == card.id and len(message.attachments) == 2
    )


async def test_a_lower_bit_rate_is_said_with_a_link_to_the_original(stage: Stage) -> None:
    stage.core.public_files.root = "https://songs.example"
    card, view = await large(stage)
    await stage.messenger.show(await stage.message_of(card), view)
    seen = await shown(stage, card)
    assert await stage.driver.download(seen.attachments[0]) == SMALL
    link = f"https://songs.example/{view.songs[0].audio.content_hash}.mp3"
    assert (
        "rain-on-tin-1.mp3 is attached at a lower bit rate, 96 kbit/s, to be small enough for here;"
        f" [the original]({link}) is there for 7 days." in seen.text
    )
    assert "Post again" not in seen.labels


async def test_without_a_public_address_the_bit_rate_alone_is_said(stage: Stage) -> None:
    card, view = await large(stage)
    await stage.messenger.show(await stage.message_of(card), view)
    seen = await shown(stage, card)
    assert "at a lower bit rate, 96 kbit/s, to be small enough for here." in seen.text
    assert "the original" not in seen.text


async def test_where_no_files_are_taken_there_are_links_to_them(stage: Stage) -> None:
    stage.core.public_files.root = "https://songs.example"
    card, view = await large(stage)
    first, second = view.songs
    view = replace(view, songs=(replace(first, audio=replace(first.audio, size_bytes=900)), second))
    await stage.messenger.show(await stage.message_of(card), view)
    seen = await stage.driver.wait_for(
        lambda message: message.id == card.id and "Discord does not take the files" in message.text
    )
    assert seen.attachments == []
    assert "For 7 days they are here: [rain-on-tin-1.mp3](https://songs.example/" in seen.text
    assert seen.labels[-1] == "Post again"


async def test_what_the_archive_let_go_stays_on_its_message(stage: Stage) -> None:
    card = await stage.order()
    view = await stage.finish(card)
    message = await stage.message_of(card)
    await stage.messenger.show(message, view)
    gone = FileGone(stage.core.clock.now(), GoneReason.SPACE)
    first, second = view.songs
    stage.archive.path_of(first.audio).unlink()
    left = replace(view, songs=(replace(first, gone=gone), second))
    await stage.messenger.show(message, left)
    kept = await shown(stage, card)
    assert [file.filename for file in kept.attachments] == [
        "rain-on-tin-1.mp3",
        "rain-on-tin-2.mp3",
    ]
    assert "removed from my archive" not in kept.text
    renamed = replace(
        left, songs=(left.songs[0], replace(second, title="Neon", lyrics="")), deleted_at=None
    )
    await stage.messenger.show(message, renamed)
    seen = await stage.driver.wait_for(
        lambda each: (
            each.id == card.id
            and [file.filename for file in each.attachments] == ["rain-on-tin-1.mp3", "neon-2.mp3"]
        )
    )
    assert await stage.driver.download(seen.attachments[0]) == b"ID3 not really music"
