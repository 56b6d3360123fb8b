"""Covers of what a link leads to: looked at by the guard before the music service hears of it."""

import pytest

from tests.support.sandbox_views import SeenMessage
from tests.support.scene import FINISHED_SECONDS, Scene

pytestmark = pytest.mark.flow


async def cover(scene: Scene, link: str) -> SeenMessage:
    answer = await scene.driver.command(
        member="Ada", channel="songs", name="cover", options={"link": link, "style": "dub"}
    )
    return answer.message


async def refusal(scene: Scene, link: str) -> SeenMessage:
    """Return how a cover of a link was refused."""
    answer = await cover(scene, link)
    return await scene.driver.wait_for(
        lambda message: message.id >= answer.id and "I cannot fetch" in message.text
    )


async def test_a_link_is_covered_unless_it_leads_where_nobody_may_look(scene: Scene) -> None:
    async with scene.bot():
        song = await scene.finished(await scene.order())
        link = song.attachments[0].url
        card = await cover(scene, link)
        done = await scene.driver.wait_for(
            lambda message: message.id == card.id and len(message.attachments) == 2,
            timeout=FINISHED_SECONDS,
        )
        assert (await scene.driver.download(done.attachments[0]))[:3] == b"ID3"
    await scene.driver.wait_until_offline()
    paid = await scene.paid_requests()
    async with scene.bot(JAMBOREE_MEDIA_ALLOW_PRIVATE="false"):
        before = await scene.balance("Ada")
        # The same file, now behind an address of this machine without TLS; and others inside.
        for closed in (
            link,
            "https://127.0.0.1/song.mp3",
            "https://[::1]/song.mp3",
            "https://169.254.169.254/latest/song.mp3",
            "https://10.0.0.1/song.mp3",
            "file:///etc/passwd",
        ):
            assert (await refusal(scene, closed)).ephemeral, closed
        assert await scene.balance("Ada") == before
    assert await scene.paid_requests() == paid
