"""Covers of what a link leads to: looked at by the guard before the music service hears of it."""

import asyncio
from pathlib import Path

import pytest

from tests.support.audio import tone, write_mp3
from tests.support.fileserver import FileServer
from tests.support.sandbox import File
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import Scene

pytestmark = pytest.mark.flow


async def cover(scene: Scene, **source: str | File) -> SeenMessage:
    answer = await scene.driver.command(
        member="Ada", channel="songs", name="cover", options={**source, "style": "dub"}
    )
    return answer.message


async def covered(scene: Scene, **source: str | File) -> bytes:
    """Return the first file of a cover."""
    done = await scene.finished(await cover(scene, **source))
    return await scene.driver.download(done.attachments[0])


async def refusal(scene: Scene, link: str) -> SeenMessage:
    """Return how a cover of a link was refused."""
    answer = await cover(scene, link=link)
    return await scene.driver.wait_for(
        lambda message: message.id >= answer.id and "I cannot fetch" in message.text
    )


async def test_a_link_is_covered_unless_it_leads_where_nobody_may_look(scene: Scene) -> None:
    async with scene.bot():
        song = await scene.finished(await scene.order())
        link = song.attachments[0].url
        assert (await covered(scene, link=link))[:3] == b"ID3"
    await scene.driver.wait_until_offline()
    paid = await scene.paid_requests()
    async with scene.bot(JAMBOREE_MEDIA_ALLOW_PRIVATE="false"):
        before = await scene.balance("Ada")
        # A server of this machine without TLS, the sandbox beside its attachments; others inside.
        for closed in (
            f"{scene.studio.root}/studio/ledger",
            link.replace("/attachments/", "/channels/"),
            "https://127.0.0.1/song.mp3",
            "https://[::1]/song.mp3",
            "https://169.254.169.254/latest/song.mp3",
            "https://10.0.0.1/song.mp3",
            "file:///etc/passwd",
        ):
            assert (await refusal(scene, closed)).ephemeral, closed
        assert await scene.balance("Ada") == before
    assert await scene.paid_requests() == paid


async def test_a_studio_that_stands_in_opens_no_address_of_this_machine(
    scene: Scene, tmp_path: Path
) -> None:
    recording = await asyncio.to_thread(write_mp3, tmp_path / "recording.mp3", tone(10))
    audio = await asyncio.to_thread(recording.read_bytes)
    own_studio = {"AIMUSIC_API_KEY": "", "JAMBOREE_STANDIN_STUDIO_PORT": "0"}
    async with (
        FileServer.open() as inside,
        scene.bot(**own_studio, JAMBOREE_MEDIA_ALLOW_PRIVATE="false"),
    ):
        # What is attached in a Discord of this machine is fetched, and what the studio made of it.
        assert (await covered(scene, file=File("recording.mp3", audio)))[:3] == b"ID3"
        assert (await refusal(scene, inside.put("/song.mp3", audio))).ephemeral
        assert not inside.requests
