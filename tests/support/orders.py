"""Ready-made requests, requesters and places."""

from datetime import datetime, timedelta

from bot.domain.delivery import Place
from bot.domain.ids import ApplicationId, ChannelId, GuildId, ProviderClipId, UserId
from bot.domain.songs import Clip, SongRequest
from bot.services.orders import Requester

GUILD = GuildId(1001)
CHANNEL = ChannelId(2001)
APPLICATION = ApplicationId(3001)
ADA = Requester(UserId(11), "Ada")
BEN = Requester(UserId(12), "Ben")
MODEL = "sonic-v6"
OLDER_MODEL = "sonic-v4"
"""Costs less with lyrics of one's own."""


def place(now: datetime, guild_id: GuildId = GUILD) -> Place:
    """Return where an order was made just now."""
    return Place(guild_id, CHANNEL, APPLICATION, "token-of-the-interaction", now + TOKEN_LIFE)


def request(idea: str = "rain on tin") -> SongRequest:
    """Return a plain request."""
    return SongRequest(model=MODEL, idea=idea)


def clip(number: int) -> Clip:
    """Return a clip as the provider reports it."""
    return Clip(
        clip_id=ProviderClipId(f"clip-{number}"),
        title="Rain on tin",
        style="folk, slow",
        lyrics="[Verse]\nRain on tin",
        audio_url=f"https://cdn.example/clip-{number}.mp3",
        image_url=None,
        duration_seconds=61.5,
        model=MODEL,
    )


TOKEN_LIFE = timedelta(minutes=15)
