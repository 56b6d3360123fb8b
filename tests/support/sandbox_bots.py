"""A real discord.py bot, as bare as can be, to try the sandbox with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from discord.ext import commands

from bot.sandbox.server import Sandbox


class PlainBot(commands.Bot):
    """A bot as bare as discord.py makes one, that says when it is ready and resumed."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents or discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            guild_ready_timeout=0.05,
        )
        self.ready = asyncio.Event()
        self.resumed = asyncio.Event()

    async def on_ready(self) -> None:
        self.ready.set()

    async def on_resumed(self) -> None:
        self.resumed.set()


@asynccontextmanager
async def running(bot: PlainBot, sandbox: Sandbox, *, sync: bool = True) -> AsyncIterator[None]:
    """Run a bot against a sandbox until the block ends."""
    async with bot:
        task = asyncio.create_task(bot.start(sandbox.token))
        waiting = asyncio.create_task(bot.ready.wait())
        await asyncio.wait({task, waiting}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if task.done():
            task.result()
        assert bot.ready.is_set()
        if sync:
            await bot.tree.sync()
        yield
    await asyncio.gather(task, return_exceptions=True)
