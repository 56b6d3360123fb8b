"""The bot with its commands loaded, on a real core and connected to nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.app import EXTENSIONS, SongBot
from bot.ui.translation import CommandTranslator
from tests.support.surroundings import Core


@dataclass
class RememberedFingerprints:
    """Fingerprints in memory."""

    known: dict[str, str] = field(default_factory=dict)

    def last(self, key: str) -> str | None:
        """Return what was remembered."""
        return self.known.get(key)

    def remember(self, key: str, fingerprint: str) -> None:
        """Remember it."""
        self.known[key] = fingerprint


def make_bot(
    core: Core,
    api_url: str,
    fingerprints: RememberedFingerprints,
    *,
    user_installs: bool = False,
) -> SongBot:
    """Make the bot as the program does."""
    return SongBot(
        services=core.services,
        archive=core.archive,
        clock=core.clock,
        fingerprints=fingerprints,
        api_url=api_url,
        user_installs=user_installs,
    )


@asynccontextmanager
async def unconnected_bot(core: Core, *, user_installs: bool = False) -> AsyncIterator[SongBot]:
    """Open the bot without logging in."""
    nowhere, forgotten = "http://127.0.0.1:9/api/v10", RememberedFingerprints()
    async with make_bot(core, nowhere, forgotten, user_installs=user_installs) as bot:
        for extension in EXTENSIONS:
            await bot.load_extension(extension)
        await bot.tree.set_translator(CommandTranslator())
        yield bot
