from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from tests.browser.sample_bot import SampleBot, running_bot
from tests.support.browser import SandboxPage, open_browser, open_page


@dataclass(frozen=True)
class Stage:
    """A sandbox with the sample bot in it, and a browser."""

    sandbox: Sandbox
    bot: SampleBot
    browser: Browser


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with open_browser() as browser:
        sandbox = Sandbox(SandboxConfig())
        await sandbox.start()
        try:
            async with running_bot(sandbox.api_url, sandbox.token) as bot:
                yield Stage(sandbox, bot, browser)
        finally:
            await sandbox.stop()


@pytest.fixture
async def window(stage: Stage) -> AsyncIterator[SandboxPage]:
    """The page as Ada sees it, in #songs."""
    async with open_page(stage.browser, stage.sandbox.page_url) as window:
        await window.act_as("Ada")
        yield window
