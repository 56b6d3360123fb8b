from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio
from playwright.async_api import Browser

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from tests.browser.sample_bot import SampleBot, running_bot
from tests.support.browser import SandboxPage, open_browser, open_page
from tests.support.sandbox_people import seed_with_hostile_member


@dataclass(frozen=True)
class Stage:
    """A sandbox with the sample bot in it, and a browser."""

    sandbox: Sandbox
    bot: SampleBot
    browser: Browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def stage(browser: Browser) -> AsyncIterator[Stage]:
    """A new sandbox; at the end nothing may have happened that a bot or page must never cause."""
    async with (
        Sandbox(SandboxConfig(seed=seed_with_hostile_member())) as sandbox,
        running_bot(sandbox.api_url, sandbox.token) as bot,
    ):
        yield Stage(sandbox, bot, browser)
        assert list(sandbox.services.errors.entries) == []


@pytest_asyncio.fixture(loop_scope="module")
async def window(stage: Stage) -> AsyncIterator[SandboxPage]:
    """The page as Ada sees it, in #songs."""
    async with open_page(stage.browser, stage.sandbox.page_url) as window:
        await window.act_as("Ada")
        yield window
