import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.support.browser import SandboxPage, open_browser, open_page
from tests.support.program import BotProcess, start_bot
from tests.support.scene import Scene, open_scene

pytestmark = [pytest.mark.browser, pytest.mark.flow]

SONG_MILLISECONDS = 60_000
_ADDRESS = re.compile(r"http://\S+")
_LOOK_SECONDS = 0.05


async def _address(bot: BotProcess) -> str:
    """Wait for the sentence that names the page, as an operator reads it."""
    looked = asyncio.Event()
    async with asyncio.timeout(60):
        while "browser" not in bot.said.read_text(encoding="utf-8"):
            assert bot.process.returncode is None, bot.logged()
            asyncio.get_running_loop().call_later(_LOOK_SECONDS, looked.set)
            await looked.wait()
            looked.clear()
    lines = bot.said.read_text(encoding="utf-8").splitlines()
    found = _ADDRESS.search(next(line for line in lines if "browser" in line))
    assert found
    return found.group()


async def _plays(player: Locator) -> None:
    """Play a song, and prove that it has a length and moves on."""
    await player.evaluate("async (audio) => { audio.muted = true; await audio.play(); }")
    await expect(player).to_have_js_property("paused", value=False)
    assert await player.evaluate("(audio) => audio.duration") > 5
    await player.evaluate(
        "(audio) => new Promise((done) => audio.addEventListener('timeupdate', done, {once: true}))"
    )
    assert await player.evaluate("(audio) => audio.currentTime") > 0


@asynccontextmanager
async def _window(scene: Scene, member: str) -> AsyncIterator[SandboxPage]:
    person = await scene.driver.person(member)
    async with (
        open_browser() as browser,
        open_page(browser, scene.sandbox.page_url, member=str(person)) as window,
    ):
        yield window


async def test_two_clicks_make_an_audible_song_without_token_or_key(tmp_path: Path) -> None:
    settings = {
        "JAMBOREE_STANDIN_SANDBOX_PORT": "0",
        "JAMBOREE_STANDIN_STUDIO_PORT": "0",
        "JAMBOREE_WEB_PORT": "0",
    }
    async with start_bot(tmp_path, settings) as bot:
        address = await _address(bot)
        async with open_browser() as browser, open_page(browser, address) as window:
            await expect(window.page.locator('[data-bot="online"]')).to_be_visible(timeout=30_000)
            await window.page.locator('[data-action="first-song"]').click()
            await window.send()
            await expect(window.message("reserved")).to_be_visible()
            players = window.page.locator("audio")
            await expect(players).to_have_count(2, timeout=2 * SONG_MILLISECONDS)
            await _plays(players.first)
        assert await bot.terminate() == 0


async def test_a_card_changes_plays_and_is_ordered_again_by_another_member(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene, scene.bot(), _window(scene, "Ada") as window:
        await window.use_command("create", idea="rain on tin", length="10")
        card = window.message("rain on tin")
        await expect(card).to_contain_text("14 reserved, 86 left")
        name = await card.get_attribute("data-message-id")
        changed = window.page.locator(f'[data-message-id="{name}"]')
        await expect(changed).to_contain_text("14 used, 86 left", timeout=SONG_MILLISECONDS)
        await _plays(changed.locator("audio").first)
        await window.act_as("Ben")
        await changed.get_by_role("button", name="Again").click()
        await expect(window.page.locator("audio")).to_have_count(4, timeout=SONG_MILLISECONDS)
        assert "86" in await scene.balance("Ben")
        assert "86" in await scene.balance("Ada")
        assert await scene.driver.errors() == []
        assert await scene.discrepancies() == ()
