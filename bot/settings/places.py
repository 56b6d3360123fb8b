"""Where data is kept, and how this program reaches others and is reached."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings

from bot.settings.values import Count, Secret, area


def _public_address(address: str) -> str:
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise ValueError("it must be an https address")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("it must have neither a user nor what follows ? or #")
    return address


class DiscordSettings(BaseSettings):
    """The connection to Discord."""

    model_config = area("DISCORD_")

    token: SecretStr | None = Field(
        default=None, description="Bot token; without it the sandbox stands in for Discord."
    )
    api_url: str = Field(
        default="https://discord.com/api/v10",
        description="Base of Discord's REST API; the gateway's address is asked for there.",
    )


class ProviderSettings(BaseSettings):
    """The connection to the music service."""

    model_config = area("AIMUSIC_")

    api_key: SecretStr | None = Field(
        default=None, description="Key of the music service; without it the studio stands in."
    )
    api_url: str = Field(
        default="https://api.aimusicapi.ai/api/v1", description="Base of the music service."
    )
    catalogue: Path | None = Field(
        default=None, description="File with models, limits and costs that overrides the built-in."
    )
    create_interval_seconds: Annotated[float, Field(ge=0, le=600)] = Field(
        default=3.0, description="Least time between two paid requests."
    )
    concurrency: Count = Field(default=3, description="Paid requests at the same time.")


class PlaceSettings(BaseSettings):
    """Where data is kept and where this program can be reached."""

    model_config = area("JAMBOREE_")

    data_dir: Path = Field(
        default=Path("data"), description="Folder of the database, the archive and the stand-ins."
    )
    database_url: str | None = Field(
        default=None,
        description="Database; a SQLite file in the data folder, or `postgresql://…`.",
    )
    log_level: str = Field(
        default="info",
        pattern="(?i)^(debug|info|warning|error)$",
        description="Least severe line that is logged.",
    )
    log_format: str = Field(
        default="text", pattern="^(text|json)$", description="`text` to read, `json` to collect."
    )
    public_url: Annotated[str, AfterValidator(_public_address)] | None = Field(
        default=None,
        description="Address at which others reach the web server, for webhooks and links to files;"
        " without it the music service is only polled and there are no links.",
    )
    link_secret: Secret | None = Field(
        default=None,
        description="What links to files are signed with; without it a random one in the data"
        " folder.",
    )
    webhook_secret: Secret | None = Field(
        default=None,
        description="What webhooks are signed with; without it a random one in the data folder.",
    )
    operator_server: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Server, by its id, whose log channel gets what the operator must know; the"
        " log gets it always.",
    )


class WebSettings(BaseSettings):
    """Our own web server: health checks."""

    model_config = area("JAMBOREE_WEB_")

    host: str = Field(default="127.0.0.1", description="Address that the web server listens on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Its port; 0 takes a free one.")


class StandInSettings(BaseSettings):
    """The studio and the sandbox, when they stand in."""

    model_config = area("JAMBOREE_STANDIN_")

    host: str = Field(default="127.0.0.1", description="Address that the stand-ins listen on.")
    sandbox_port: int = Field(default=8300, ge=0, le=65535, description="Port of the sandbox.")
    studio_port: int = Field(default=8301, ge=0, le=65535, description="Port of the studio.")
