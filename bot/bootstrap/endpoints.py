"""Whom the bot speaks to: the real services, or the stand-ins where a token or key is missing.

With that goes from where files may be fetched: a stand-in's are on this machine.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

from bot.media.bounds import MEBIBYTE, MediaBounds
from bot.settings import Settings
from bot.standins import stand_in
from bot.web.files import PATH

_ATTACHMENTS = ("/attachments/", "/ephemeral-attachments/")


@dataclass(frozen=True)
class Endpoints:
    """Addresses and keys. `page_url` is the sandbox's page, or None with the real Discord."""

    discord_url: str
    token: str
    provider_url: str
    api_key: str
    studio: bool
    page_url: str | None

    def __repr__(self) -> str:
        """Leave token and key out, so that no log holds them."""
        return f"Endpoints(discord_url={self.discord_url!r}, provider_url={self.provider_url!r})"

    def describe(self) -> str:
        """Return what the operator needs to know now."""
        lines = []
        if self.studio:
            lines.append(f"No AIMUSIC_API_KEY: the studio at {self.provider_url} makes the music.")
        if self.page_url:
            lines.append("No DISCORD_TOKEN: the sandbox stands in for Discord.")
            lines.append(f"Open {self.page_url} in a browser and type /create there.")
        return "\n".join(lines) or "The bot runs."


def media_bounds(settings: Settings, endpoints: Endpoints) -> MediaBounds:
    """Return the bounds on files, and which of them may come from private addresses.

    The studio's files are on this machine, so they may when it makes the music. What members name
    may not, but for what they attached in a Discord that runs here and the links that we sign.
    """
    members = [urljoin(endpoints.discord_url, path) for path in _ATTACHMENTS]
    if settings.place.public_url is not None:
        members.append(settings.place.public_url.rstrip("/") + PATH.partition("{")[0])
    return MediaBounds(
        allow_private=settings.media.allow_private,
        provider_places=(urljoin(endpoints.provider_url, "/"),) if endpoints.studio else (),
        member_places=tuple(members),
        max_bytes=settings.media.max_megabytes * MEBIBYTE,
        fetch_seconds=settings.media.timeout_seconds,
    )


@asynccontextmanager
async def open_endpoints(settings: Settings) -> AsyncIterator[Endpoints]:
    """Start the stand-ins that are needed, and end them at the exit.

    Raises:
        SetupError: one of them did not start.
    """
    discord, provider, place = settings.discord, settings.provider, settings.stand_in
    folder = settings.place.data_dir
    async with AsyncExitStack() as stack:
        discord_url, page_url, provider_url = discord.api_url, None, provider.api_url
        token = discord.token.get_secret_value() if discord.token else ""
        key = provider.api_key.get_secret_value() if provider.api_key else ""
        if not key:
            studio = await stack.enter_async_context(
                stand_in("studio", place.host, place.studio_port, folder / "studio")
            )
            provider_url, key = studio.api_url, studio.token
        if not token:
            sandbox = await stack.enter_async_context(
                stand_in("sandbox", place.host, place.sandbox_port, folder / "sandbox")
            )
            discord_url, token, page_url = sandbox.api_url, sandbox.token, sandbox.page_url
        yield Endpoints(
            discord_url=discord_url,
            token=token,
            provider_url=provider_url,
            api_key=key,
            studio=provider.api_key is None,
            page_url=page_url,
        )
