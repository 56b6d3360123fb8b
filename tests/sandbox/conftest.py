"""A sandbox, a driver and a real discord.py bot for each test."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import aiohttp
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from tests.support.openapi import VARIABLE, description
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_bots import PlainBot
from tests.support.sandbox_people import seed_with_hostile_member


@pytest.fixture
def config() -> SandboxConfig:
    """What a sandbox starts with; somebody with a hostile name is always about."""
    return SandboxConfig(seed=seed_with_hostile_member())


@pytest.fixture
async def sandbox(config: SandboxConfig, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sandbox]:
    """A sandbox that discord.py in this process goes to; its errors fail the test."""
    async with Sandbox(config) as running_sandbox:
        monkeypatch.setattr(Route, "BASE", running_sandbox.api_url)
        gateway = await _gateway_of(running_sandbox)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        yield running_sandbox
        errors = running_sandbox.services.errors.entries
        assert not errors, "\n".join(f"{error.kind}: {error.detail}" for error in errors)


@pytest.fixture
async def driver(sandbox: Sandbox) -> AsyncIterator[SandboxDriver]:
    """A driver; requests and answers are checked where Discord's description is at hand."""
    async with SandboxDriver.connect(sandbox.base_url) as connected:
        yield connected
        if VARIABLE in os.environ:
            requests = await connected.requests()
            description().check(requests)
            wrong = [
                problem
                for request in requests
                if request.fault is None
                for problem in description().answer_problems(request)
            ]
            assert not wrong, "\n".join(wrong)


@pytest.fixture
def bot() -> PlainBot:
    return PlainBot()


async def _gateway_of(sandbox: Sandbox) -> yarl.URL:
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{sandbox.api_url}/gateway/bot") as response,
    ):
        answer = await response.json()
    return yarl.URL(answer["url"])
