"""What all areas of settings share: where they are read from, and bounds of their values."""

from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Seconds = Annotated[float, Field(gt=0, le=7 * 24 * 3600)]
"""A time of more than nothing and at most a week."""

Count = Annotated[int, Field(ge=1, le=1000)]
"""A number of things, at least one."""

Secret = Annotated[SecretStr, Field(min_length=16)]
"""What something is signed with or derived from; long enough not to be guessed."""

ENV_FILE = ".env"
"""What settings are read from besides the environment, in the folder that the program runs in."""


def area(prefix: str) -> SettingsConfigDict:
    """Return how settings are read whose variables begin with `prefix`."""
    return SettingsConfigDict(
        env_prefix=prefix, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )


def variable_of(area: type[BaseSettings], field: str) -> str:
    """Return the environment variable that sets a field."""
    return f"{area.model_config.get('env_prefix', '')}{field}".upper()
