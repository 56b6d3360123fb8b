"""A jam of two people in two windows of the page, as they play it."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.support.browser import open_browser, open_page
from tests.support.jam_page import JamWindow
from tests.support.scene import open_scene

pytestmark = [pytest.mark.browser, pytest.mark.flow]

SONG_MILLISECONDS = 90_000
THEME = "a lighthouse in the fog"


async def test_two_people_make_a_song_in_two_windows(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene, scene.bot(JAMBOREE_JAM_BOARD_REST_SECONDS="0.2"):
        address = scene.sandbox.page_url
        ada, ben = [str(await scene.driver.person(name)) for name in ("Ada", "Ben")]
        async with (
            open_browser() as browser,
            open_page(browser, address, member=ada) as first,
            open_page(browser, address, member=ben) as second,
        ):
            host, guest = JamWindow(first, THEME), JamWindow(second, THEME)
            await host.start(pot="14")
            await guest.open()
            await _play(host, guest)
            for window in (host, guest):
                players = window.window.page.locator("audio")
                await expect(players).to_have_count(2, timeout=SONG_MILLISECONDS)
                await window.shows("Finished", "the light is on")
        assert await scene.driver.errors() == []
        assert await scene.discrepancies() == ()


async def _play(host: JamWindow, guest: JamWindow) -> None:
    """Join, take turns, and end the writing early; each sees what the other does."""
    await guest.press("Join")
    await expect(guest.private).to_contain_text("You are in, as one of 2")
    await host.shows("2 of 12", "14 of 14 credits")
    await host.press("Lock and begin")
    await guest.shows("Verse 1", "Ada", "'s turn")
    await host.press("Add a line")
    await host.fill("Verse 1", "the lamp turns slow")
    await guest.shows("the lamp turns slow")
    await expect(guest.window.page.locator(".message.pings-me")).to_contain_text("your turn")
    await guest.press("Add a line")
    await guest.fill("Chorus", "hold on, the light is on")
    await host.shows("the light is on")
    await host.press("Lock and compose")
