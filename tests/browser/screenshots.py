"""Takes the pictures of the documentation: `make screenshots`.

Emoji and letters look as intended with Debian's fonts-noto-color-emoji and fonts-inter.
"""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import expect

from tests.support.browser import DESKTOP, open_browser, open_page
from tests.support.scene import open_scene

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SONG_MILLISECONDS = 120_000
IDEA = "A lullaby for a lighthouse keeper, with rain on the window"


async def take() -> None:
    """Order a song in the page, as a newcomer does, and take a picture of the finished card."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_scene(Path(folder)) as scene,
            scene.bot(),
            open_browser() as browser,
            open_page(browser, scene.sandbox.page_url, look=DESKTOP) as window,
        ):
            await window.act_as("Ada")
            await window.use_command("create", idea=IDEA)
            await expect(window.page.locator("audio")).to_have_count(2, timeout=SONG_MILLISECONDS)
            for player in await window.page.locator("audio").all():
                await player.evaluate(
                    "(audio) => audio.readyState > 0 || new Promise((done) =>"
                    " audio.addEventListener('loadedmetadata', done))"
                )
            await window.page.mouse.move(0, 0)
            await window.page.screenshot(path=IMAGES / "first-song.png")


if __name__ == "__main__":
    asyncio.run(take())
