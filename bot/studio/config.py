"""What can be set about a studio."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Delays:
    """How long an order takes, in seconds after it was accepted.

    Until ``not_ready`` the task cannot be read; then its clips are pending and running, and become
    ready one after the other. Operations that are answered at once take no time.
    """

    not_ready: float = 2.0
    first_clip: float = 6.0
    second_clip: float = 10.0
    joining: float = 2.0
    preparing: float = 1.0

    @classmethod
    def none(cls) -> Delays:
        """Everything is ready at once."""
        return cls(0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Prices:
    """Credits for each operation: the provider's price list of September 2026."""

    song: int = 14
    song_legacy_custom: int = 10
    derived: int = 10
    concat: int = 2
    upload: int = 2
    stems_basic: int = 20
    stems_full: int = 50
    wav: int = 1
    download: int = 2
    helper: int = 1
    voice: int = 4
    lyrics: int = 1
    producer_create: int = 10
    producer_lyrics: int = 1
    producer_video: int = 5
    producer_upload: int = 2
    producer_download: int = 2


@dataclass(frozen=True, slots=True)
class StudioConfig:
    """How a studio behaves.

    ``port`` 0 takes any free one. ``api_key`` None accepts every bearer token. ``data_dir`` None
    keeps everything in memory. ``media_base_url`` replaces the address that audio links begin with.
    ``seed`` makes every song a function of its request; without it the same request gives a new
    song each time. ``create_interval_seconds`` above 0 refuses creates that follow each other
    faster (HTTP 429). ``shortage_status`` is the status of the refusal for want of credits: 402, or
    403 as in older times. ``persona_enabled`` turns on the create-persona operation, which the
    provider has switched off. ``render_ahead`` renders audio as soon as an order is composed
    instead of when it is first fetched.
    ``riffusion_status`` is the answer of the riffusion family: 410, 404 or 403.
    ``webhook_platform`` is what sonic webhooks call themselves: ``suno`` or ``sonic``.
    """

    host: str = "127.0.0.1"
    port: int = 0
    api_key: str | None = None
    credits: int = 1000
    extra_credits: int = 0
    delays: Delays = field(default_factory=Delays)
    prices: Prices = field(default_factory=Prices)
    data_dir: Path | None = None
    media_base_url: str | None = None
    seed: int | None = None
    create_interval_seconds: float = 0.0
    shortage_status: int = 402
    persona_enabled: bool = False
    allow_loopback_http: bool = True
    render_ahead: bool = True
    riffusion_status: int = 410
    webhook_platform: str = "suno"
    refused_words: tuple[str, ...] = (
        "taylor swift",
        "drake",
        "kanye west",
        "max martin",
        "beyoncé",
        "eminem",
        "the beatles",
    )
