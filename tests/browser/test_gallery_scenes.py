"""Scenes of the gallery show what their titles say, and show it whole."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

from tests.browser.gallery.album import Album
from tests.browser.gallery.making import take_words
from tests.browser.screenshots import TALL
from tests.support.audio import tone, write_mp3
from tests.support.browser import DESKTOP, open_browser, open_page
from tests.support.sandbox import File
from tests.support.scene import Scene, open_scene

pytestmark = [pytest.mark.browser, pytest.mark.flow]


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path) as scene:
        yield scene


async def test_voices_are_listed_once_there_is_one(scene: Scene, tmp_path: Path) -> None:
    recording = write_mp3(tmp_path / "hum.mp3", tone(15, hertz=330))
    own = File("hum.mp3", recording.read_bytes())
    async with (
        scene.bot(),
        open_browser() as browser,
        open_page(browser, scene.sandbox.page_url, look=TALL) as window,
    ):
        await take_words(Album(scene, window, tmp_path), own)
        listed = [
            message
            for message in scene.driver.known.values()
            if message.text.startswith("Voices") and "Ada's hum" in message.text
        ]
    assert len(listed) == 1


async def test_a_picture_is_whole_or_not_taken(scene: Scene, tmp_path: Path) -> None:
    lines = "\n".join(f"Line {number}" for number in range(80))
    written = await scene.driver.write(member="Ada", channel="songs", content=lines)
    ada = str(await scene.driver.person("Ada"))
    async with open_browser() as browser:
        async with open_page(browser, scene.sandbox.page_url, member=ada) as low:
            with pytest.raises(AssertionError, match="too low for cut"):
                await Album(scene, low, tmp_path).message("cut", written)
        async with open_page(browser, scene.sandbox.page_url, member=ada, look=TALL) as tall:
            await Album(scene, tall, tmp_path).message("whole", written)
    assert not (tmp_path / "cut.png").exists()
    with Image.open(tmp_path / "whole.png") as picture:
        assert picture.height > DESKTOP.height
