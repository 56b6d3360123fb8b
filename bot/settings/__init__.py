"""Settings, by area, from environment variables and a `.env` file.

Only `bot.bootstrap`, `bot.command_line` and `bot.__main__` read them; everything else is handed
what it needs. Each setting stands in docs/settings.md, which a test compares with these areas.
"""

from datetime import timedelta
from typing import get_type_hints

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from bot.domain.errors import SetupError
from bot.settings.places import (
    DiscordSettings,
    PlaceSettings,
    ProviderSettings,
    StandInSettings,
    WebSettings,
)
from bot.settings.upkeep import BackupSettings, MediaSettings, PrivacySettings, WatchSettings
from bot.settings.values import ENV_FILE, variable_of
from bot.settings.work import (
    CollectSettings,
    CourierSettings,
    JamSettings,
    OrderSettings,
    PollSettings,
    SubmitSettings,
    WorkerSettings,
)

__all__ = [
    "AREAS",
    "JamSettings",
    "PlaceSettings",
    "PollSettings",
    "Settings",
    "seconds",
    "variable_of",
]


class Settings:
    """All settings, read once."""

    discord: DiscordSettings
    provider: ProviderSettings
    place: PlaceSettings
    web: WebSettings
    order: OrderSettings
    submit: SubmitSettings
    poll: PollSettings
    collect: CollectSettings
    courier: CourierSettings
    jam: JamSettings
    worker: WorkerSettings
    watch: WatchSettings
    backup: BackupSettings
    media: MediaSettings
    privacy: PrivacySettings
    stand_in: StandInSettings

    def __init__(self) -> None:
        """Read the environment and `.env`.

        Raises:
            SetupError: a value cannot be used, or `.env` cannot be read; names the variable and
                never shows a secret.
        """
        try:
            for name, area in _AREAS.items():
                setattr(self, name, area())
        except ValidationError as error:
            raise SetupError(_sentence(error)) from None
        except UnicodeDecodeError:
            raise SetupError(f"The file {ENV_FILE} is not UTF-8; save it as UTF-8 text.") from None
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise SetupError(f"The file {ENV_FILE} cannot be read ({reason}).") from None

    @property
    def database_url(self) -> str:
        """The database's address, the default filled in."""
        default = f"sqlite:///{(self.place.data_dir / 'jamboree.db').resolve()}"
        return self.place.database_url or default


_AREAS: dict[str, type[BaseSettings]] = get_type_hints(Settings)

AREAS = tuple(_AREAS.values())
"""Every area, in the order of docs/settings.md."""


def seconds(value: float) -> timedelta:
    """Turn a setting into a duration."""
    return timedelta(seconds=value)


def _sentence(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
    area = next((area for area in AREAS if area.__name__ == error.title), None)
    name = str(problem["loc"][0]) if problem["loc"] else ""
    variable = variable_of(area, name) if area else name.upper()
    return f"The setting {variable} cannot be used: {problem['msg']}."
