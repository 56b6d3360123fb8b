"""Takes the pictures of the documentation: `make screenshots`.

Emoji and letters look as intended with Debian's fonts-noto-color-emoji and fonts-inter.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import expect

from tests.browser.gallery.album import Album
from tests.browser.gallery.page import CHAPTERS, GALLERY, gallery_text
from tests.support.browser import Look, open_browser, open_page
from tests.support.scene import open_scene

TALL = Look(height=2400)
"""So that no message is taller than the window."""

WHOLE_CARD = Look(height=934)
"""So that a newcomer's window shows a finished card from its first line."""

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SONG_MILLISECONDS = 120_000
IDEA = "A lullaby for a lighthouse keeper, with rain on the window"


async def take(chosen: Sequence[str] = ()) -> None:
    """Take the pictures of the chapters that are named, by their module; without any, all."""
    if not chosen:
        await take_first_song()
    async with open_browser() as browser:
        for name, chapter in CHAPTERS.items():
            if chosen and name not in chosen:
                continue
            with tempfile.TemporaryDirectory() as folder:
                async with (
                    open_scene(Path(folder), chapter.delays) as scene,
                    scene.bot(**chapter.settings),
                    open_page(browser, scene.sandbox.page_url, look=TALL) as window,
                ):
                    await chapter.take(Album(scene, window))
    GALLERY.write_text(gallery_text(), encoding="utf-8")


async def take_first_song() -> None:
    """Order a song in the page, as a newcomer does, and take a picture of the finished card."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_scene(Path(folder)) as scene,
            scene.bot(),
            open_browser() as browser,
            open_page(browser, scene.sandbox.page_url, look=WHOLE_CARD) as window,
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
    asyncio.run(take(sys.argv[1:]))
