"""The library of a running bot: real audio found, shown, taken away and deleted."""

import io
import zipfile
from pathlib import Path

import av
import pytest

from tests.support.sandbox_views import SeenAttachment, SeenMessage
from tests.support.scene import Scene

pytestmark = pytest.mark.flow


def samples_of(audio: bytes) -> int:
    """Decode a song and count its samples."""
    with av.open(io.BytesIO(audio), mode="r") as container:
        return sum(frame.samples for frame in container.decode(container.streams.audio[0]))


def stored_files(scene: Scene) -> list[Path]:
    return sorted((scene.folder / "data" / "songs").glob("??/*.mp3"))


async def use(scene: Scene, member: str, name: str, **options: str | bool) -> SeenMessage:
    """Use a command about songs and return its settled answer."""
    answer = await scene.driver.command(
        member=member, channel="songs", name=f"song {name}", options=options
    )
    return await scene.driver.settled(answer.message)


async def suggested(scene: Scene, member: str, text: str = "") -> list[str]:
    """Return the ids that are suggested while someone types."""
    choices = await scene.driver.autocomplete(
        member=member, channel="songs", name="song show", option="song", text=text
    )
    return [str(choice.value) for choice in choices]


async def content_of(scene: Scene, attachment: SeenAttachment) -> bytes:
    return await scene.driver.download(attachment)


async def only_second_left(scene: Scene, message: SeenMessage) -> None:
    """Wait until a message shows the second version of its songs alone."""
    left = await scene.driver.wait_for(
        lambda seen: seen.id == message.id and len(seen.attachments) == 1
    )
    assert left.attachments[0].filename.endswith("-2.mp3")


async def test_a_song_is_found_shown_and_taken_away_after_a_restart(scene: Scene) -> None:
    async with scene.bot():
        card = await scene.finished(await scene.order("Ada"))
        originals = [await content_of(scene, file) for file in card.attachments]
    await scene.driver.delete_message(card)
    async with scene.bot():
        second_id, first_id = await suggested(scene, "Ben")
        shown = await use(scene, "Ben", "show", song=first_id)
        assert not shown.ephemeral
        assert [await content_of(scene, file) for file in shown.attachments] == originals
        one = await use(scene, "Ben", "export", song=second_id, format="mp3")
        assert one.ephemeral
        assert await content_of(scene, one.attachments[0]) == originals[1]
        every = await use(scene, "Ada", "export", song=first_id, format="zip")
        bundle = zipfile.ZipFile(io.BytesIO(await content_of(scene, every.attachments[0])))
        with bundle:
            audio = [name for name in sorted(bundle.namelist()) if name.endswith(".mp3")]
            assert [bundle.read(name) for name in audio] == originals
            assert all(samples_of(bundle.read(name)) > 5 * 40_000 for name in audio)
            assert "Idea: rain on tin" in bundle.read("about.txt").decode()
        menu = await scene.driver.context_menu(member="Ben", name="Song details", target=shown)
        assert first_id in menu.message.text


async def test_a_private_song_stays_its_author_s(scene: Scene) -> None:
    async with scene.bot():
        await scene.finished(await scene.order("Ada", private=True))
        assert len(await suggested(scene, "Ada")) == 2
        assert await suggested(scene, "Ben") == []
        (song_id, *_) = await suggested(scene, "Ada")
        refusal = await use(scene, "Ben", "show", song=song_id)
        assert refusal.ephemeral
        assert "I know of no song" in refusal.content


async def test_a_deleted_song_leaves_neither_file_nor_attachment(scene: Scene) -> None:
    async with scene.bot():
        card = await scene.finished(await scene.order("Ada"))
        _, first_id = await suggested(scene, "Ada")
        shown = await use(scene, "Ben", "show", song=first_id)
        assert len(stored_files(scene)) == 2
        question = await use(scene, "Ada", "delete", song=first_id)
        await scene.driver.press(question, member="Ada", label="Delete")
        for message in (card, shown):
            await only_second_left(scene, message)
        assert len(stored_files(scene)) == 1
        assert "86" in await scene.balance("Ada")
        assert first_id not in await suggested(scene, "Ada")


async def test_a_waiting_order_is_cancelled_from_the_queue(scene: Scene) -> None:
    await scene.studio_fault(fault="unavailable", times=1000, path="/sonic/create")
    async with scene.bot(JAMBOREE_SUBMIT_BACKOFF_SECONDS="600"):
        await scene.order("Ada")
        await scene.until(
            lambda: (
                scene.job_states() == ["queued"]
                and bool(scene.query("SELECT 1 FROM jobs WHERE attempts > 0 AND state = 'queued'"))
            )
        )
        queue = await scene.driver.command(member="Ada", channel="songs", name="queue")
        assert "rain on tin" in queue.message.text
        left = await scene.driver.press(queue.message, member="Ada", label="Cancel 1")
        assert "Nothing of yours is under way." in left.message.text
        assert scene.job_states() == ["cancelled"]
        assert "100" in await scene.balance("Ada")
