"""The content server: types, ranges, expiry; and what survives a restart."""

from __future__ import annotations

import io
from pathlib import Path

import aiohttp
import discord
import pytest

from bot.sandbox.cdn import clean_filename, content_type
from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from tests.support.sandbox import File, SandboxDriver
from tests.support.sandbox_bots import PlainBot, running


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp3", "audio/mpeg"),
        ("a.FLAC", "audio/flac"),
        ("a.png", "image/png"),
        ("a.lrc", "text/plain; charset=utf-8"),
        ("a.zip", "application/zip"),
        ("a", None),
        (".mp3", None),
    ],
)
def test_types_come_from_the_extension(name: str, kind: str | None) -> None:
    assert content_type(name) == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("neon rain-1.mp3", "neon_rain-1.mp3"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\song.mp3", "song.mp3"),
        ("ünïcode.mp3", "ncode.mp3"),
        ("…", "unknown"),
        (".hidden", "hidden"),
    ],
)
def test_file_names_are_cleaned(given: str, kept: str) -> None:
    assert clean_filename(given) == kept


async def test_ranges_types_and_expiry(sandbox: Sandbox, driver: SandboxDriver) -> None:
    message = await driver.write(
        member="Ada",
        channel="songs",
        files=[File("song.mp3", bytes(range(100))), File("page.html", b"<script>")],
    )
    song, page = message.attachments
    async with aiohttp.ClientSession() as session:
        async with session.get(song.url) as response:
            assert response.headers["Content-Type"] == "audio/mpeg"
            assert response.headers["Content-Length"] == "100"
            assert response.headers["Accept-Ranges"] == "bytes"
        async with session.get(song.url, headers={"Range": "bytes=10-19"}) as response:
            assert response.status == 206
            assert response.headers["Content-Range"] == "bytes 10-19/100"
            assert await response.read() == bytes(range(10, 20))
        async with session.get(song.url, headers={"Range": "bytes=90-"}) as response:
            assert await response.read() == bytes(range(90, 100))
        async with session.get(song.url, headers={"Range": "bytes=100-"}) as response:
            assert response.status == 416
        async with session.get(page.url) as response:
            assert response.headers["Content-Disposition"].startswith("attachment")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
        async with session.get(song.url.replace("hm=", "hm=0")) as response:
            assert response.status == 404
        await driver.advance(24 * 3600 + 1)
        async with session.get(song.url) as response:
            assert response.status == 404
    (fresh,) = [item for item in await driver.messages("songs", "Ada") if item.id == message.id]
    assert await driver.download(fresh.attachments[0]) == bytes(range(100))


async def test_portraits(sandbox: Sandbox) -> None:
    user_id = next(iter(sandbox.services.world.users))
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.base_url}/avatars/{user_id}.svg") as response,
    ):
        assert response.headers["Content-Type"].startswith("image/svg+xml")
        assert (await response.text()).startswith("<svg")


class TestRestart:
    @pytest.fixture
    def config(self, tmp_path: Path) -> SandboxConfig:
        return SandboxConfig(data_dir=tmp_path)

    async def test_everything_survives(
        self, sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
    ) -> None:
        @bot.tree.command()
        async def create(itx: discord.Interaction[PlainBot]) -> None:
            view = discord.ui.View(timeout=None)
            button = discord.ui.Button[discord.ui.View](label="Again", custom_id="v1:again")
            await itx.response.send_message(
                "song", file=discord.File(io.BytesIO(b"ID3"), "a.mp3"), view=view.add_item(button)
            )

        async with running(bot, sandbox):
            message = (await driver.command(member="Ada", channel="songs", name="create")).message
            await driver.advance(60)
            request = (await driver.requests())[-1]
        sandbox.services.world.archive.flush()
        async with (
            Sandbox(sandbox.config) as second,
            SandboxDriver.connect(second.base_url) as later,
        ):
            (found,) = await later.messages("songs", "Ada")
            assert (found.content, found.labels) == ("song", ["Again"])
            assert found.id == message.id
            assert found.timestamp == message.timestamp
            assert await later.download(found.attachments[0]) == b"ID3"
            assert await later.commands("Ada") == ["create"]
            assert second.services.world.clock.offset_seconds >= 60
            token = request.path.split("/")[3]
            url = f"{second.api_url}/webhooks/{second.config.application_id}/{token}"
            async with aiohttp.ClientSession() as session:
                path = f"{url}/messages/@original"
                async with session.patch(path, json={"content": "by the old token"}) as response:
                    assert response.status == 200
            newer = await later.write(member="Ada", channel="songs", content="new")
            assert newer.id > message.id
