"""A member of a running bot sees what is kept about them, and has it erased."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.support.sandbox_views import SeenMessage
from tests.support.scene import Scene

pytestmark = pytest.mark.flow

IDEA = "a heron with copper eyelids"


async def use(scene: Scene, member: str, name: str) -> SeenMessage:
    """Use a command about one's data and return its settled answer."""
    answer = await scene.driver.command(member=member, channel="songs", name=f"privacy {name}")
    return await scene.driver.settled(answer.message)


def traces(folder: Path, *words: str) -> list[str]:
    """Return which words are in any file of the bot's data folder."""
    files = [file for file in (folder / "data").rglob("*") if file.is_file()]
    content = b"".join(file.read_bytes() for file in files)
    return [word for word in words if word.encode() in content]


async def test_a_member_gets_their_data_and_is_forgotten(scene: Scene) -> None:
    ada = str(await scene.driver.person("Ada"))
    async with scene.bot():
        card = await scene.finished(await scene.order("Ada", IDEA))
        others = await scene.finished(await scene.order("Ben", "rain on tin"))
        policy = await use(scene, "Ada", "policy")
        assert policy.ephemeral
        assert "What I keep about you" in policy.text
        answer = await use(scene, "Ada", "export")
        assert answer.ephemeral
        content = await scene.driver.download(answer.attachments[0])
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            (job,) = json.loads(archive.read("jobs.json"))
            assert IDEA in job["request"]
            assert b'"token"' not in archive.read("messages.json")
            assert len(archive.read("songs.txt").decode().splitlines()) == 2
    await scene.driver.wait_until_offline()
    assert traces(scene.folder, IDEA, ada) == [IDEA, ada]
    async with scene.bot():
        question = await use(scene, "Ada", "erase")
        kept = await scene.driver.press(question, member="Ada", label="Keep it")
        assert "Nothing was erased" in kept.message.text
        question = await use(scene, "Ada", "erase")
        await scene.driver.press(question, member="Ada", label="Erase everything")
        done = await scene.driver.wait_for(
            lambda message: message.id == question.id and "Done" in message.text
        )
        assert not done.controls
        bare = await scene.driver.wait_for(
            lambda message: message.id == card.id and not message.attachments
        )
        assert IDEA not in bare.text
    await scene.driver.wait_until_offline()
    assert traces(scene.folder, IDEA, ada) == []
    async with scene.bot():
        again = await scene.driver.press(others, member="Ada", label="Again")
        assert again.message.ephemeral
        assert "you have 0" in again.message.text
    assert await scene.discrepancies() == ()
    songs = sorted((scene.folder / "data" / "songs").glob("??/*.mp3"))
    assert len(songs) == 2, "only Ben's two files are left"
