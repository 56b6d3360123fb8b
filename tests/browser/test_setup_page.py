"""Setting the bot up in the sandbox's page, as a manager does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.support.browser import SandboxPage, open_browser, open_page
from tests.support.scene import open_scene

pytestmark = [pytest.mark.browser, pytest.mark.flow]


@pytest_asyncio.fixture
async def window(tmp_path: Path) -> AsyncIterator[SandboxPage]:
    """The page as Olga sees it, who owns the server, with the panel of `/server setup` open."""
    async with open_scene(tmp_path) as scene, scene.bot():
        olga = str(await scene.driver.person("Olga"))
        async with (
            open_browser() as browser,
            open_page(browser, scene.sandbox.page_url, member=olga) as window,
        ):
            await window.use_command("server setup")
            yield window
        assert await scene.driver.errors() == []


def _menu(window: SandboxPage, name: str) -> Locator:
    return window.page.locator(f'[data-custom-id="v1:set:{name}"]').last


async def _add(window: SandboxPage, menu: Locator, *choices: str) -> None:
    """Choose in a menu beside what is chosen there, until the bot draws the panel anew."""
    await menu.evaluate("menu => { menu.marked = true; }")
    await menu.click()
    for choice in choices:
        await window.page.get_by_role("option", name=choice).first.click()
    await window.page.get_by_role("button", name="Done").click()
    await expect(menu).not_to_have_js_property("marked", value=True)


async def test_chosen_channels_and_roles_stay_when_more_are_added(window: SandboxPage) -> None:
    channels, roles = _menu(window, "song-channels"), _menu(window, "order-roles")
    await _add(window, channels, "songs")
    await expect(channels.locator(".chosen")).to_have_text(["songs"])
    await _add(window, roles, "Moderator")
    await expect(roles.locator(".chosen")).to_have_text(["Moderator"])
    await _add(window, channels, "general")
    await _add(window, roles, "Supporter")
    for menu, chosen in ((channels, {"songs", "general"}), (roles, {"Moderator", "Supporter"})):
        await expect(menu.locator(".chosen")).to_have_count(len(chosen))
        assert set(await menu.locator(".chosen").all_inner_texts()) == chosen
    # What the bot says anew is what it has saved.
    await window.use_command("server setup")
    await expect(_menu(window, "song-channels").locator(".chosen")).to_have_count(2)
