"""What is kept, for how long, and what the bot watches itself for."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings

from bot.settings.values import Count, Seconds, Secret, area


class WatchSettings(BaseSettings):
    """What the bot watches itself for."""

    model_config = area("JAMBOREE_WATCH_")

    stall_seconds: Seconds = Field(
        default=120.0,
        description="The program ends when a worker is so much later than its longest rest.",
    )
    books_seconds: Seconds = Field(
        default=6 * 3600.0, description="Time between two checks of the books for the metrics."
    )


class BackupSettings(BaseSettings):
    """Copies of a SQLite database, made by the running bot."""

    model_config = area("JAMBOREE_BACKUP_")

    interval_seconds: Annotated[float, Field(ge=0, le=366 * 24 * 3600)] = Field(
        default=24 * 3600.0,
        description="Age of the newest copy at which the next is made; 0: none.",
    )
    keep: Count = Field(default=7, description="So many copies are kept.")


class MediaSettings(BaseSettings):
    """Songs' files."""

    model_config = area("JAMBOREE_MEDIA_")

    allow_private: bool = Field(
        default=False, description="Let files come from private addresses and without TLS."
    )
    max_megabytes: Count = Field(default=64, description="Largest file that is fetched.")
    timeout_seconds: Seconds = Field(default=120.0, description="Longest time for one file.")
    link_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=7, description="Days that a link to a song's file works."
    )
    keep_days: Annotated[int, Field(ge=0, le=36_500)] = Field(
        default=0,
        description="Days after which the file of a song that is nobody's favourite is removed;"
        " 0 keeps it.",
    )
    ceiling_megabytes: Annotated[int, Field(ge=0, le=100_000_000)] = Field(
        default=0,
        description="Size that the archive is kept below by removing its oldest files; 0: any.",
    )
    tidy_seconds: Seconds = Field(
        default=3600.0, description="Time between two looks at what the archive need not keep."
    )


class PrivacySettings(BaseSettings):
    """What is kept about people, and how long."""

    model_config = area("JAMBOREE_PRIVACY_")

    secret: Secret | None = Field(
        default=None,
        description="What pseudonyms of people who were erased are derived from; without it a"
        " random one in the data folder. Several processes on one database need the same.",
    )
    prompt_days: Annotated[int, Field(ge=0, le=3650)] = Field(
        default=0,
        description="Days after which what was asked for is forgotten; 0 keeps it as long as the"
        " song.",
    )
    server_days: Annotated[int, Field(ge=0, le=3650)] = Field(
        default=30, description="Days after which a server is erased that removed the bot."
    )
    look_again_seconds: Seconds = Field(
        default=30.0,
        description="Time between two looks whether the orders of somebody who is to be erased"
        " have ended.",
    )
