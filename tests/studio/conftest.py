from collections.abc import AsyncIterator

import pytest_asyncio

from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from tests.studio.caller import Caller


@pytest_asyncio.fixture
async def studio() -> AsyncIterator[Studio]:
    """A studio that makes everything at once and always the same."""
    config = StudioConfig(delays=Delays.none(), seed=7, render_ahead=False)
    async with Studio(config) as running:
        yield running


@pytest_asyncio.fixture
async def caller(studio: Studio) -> AsyncIterator[Caller]:
    async with Caller(studio) as calling:
        yield calling
