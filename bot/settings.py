"""Settings, by area, from environment variables and a `.env` file.

Only `bot.bootstrap`, `bot.command_line` and `bot.__main__` read them; everything else is handed
what it needs. Each setting stands in docs/settings.md, which a test compares with this file.
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import SetupError

Seconds = Annotated[float, Field(gt=0, le=7 * 24 * 3600)]
Count = Annotated[int, Field(ge=1, le=1000)]

_FILE = ".env"


def _config(prefix: str) -> SettingsConfigDict:
    return SettingsConfigDict(
        env_prefix=prefix, env_file=_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )


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

    model_config = _config("DISCORD_")

    token: SecretStr | None = Field(
        default=None, description="Bot token; without it the sandbox stands in for Discord."
    )
    api_url: str = Field(
        default="https://discord.com/api/v10",
        description="Base of Discord's REST API; the gateway's address is asked for there.",
    )


class ProviderSettings(BaseSettings):
    """The connection to the music service."""

    model_config = _config("AIMUSIC_")

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

    model_config = _config("JAMBOREE_")

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
    link_secret: Annotated[SecretStr, Field(min_length=16)] | None = Field(
        default=None,
        description="What links to files are signed with; without it a random one in the data"
        " folder.",
    )
    webhook_secret: Annotated[SecretStr, Field(min_length=16)] | None = Field(
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

    model_config = _config("JAMBOREE_WEB_")

    host: str = Field(default="127.0.0.1", description="Address that the web server listens on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Its port; 0 takes a free one.")


class OrderSettings(BaseSettings):
    """Orders and credits."""

    model_config = _config("JAMBOREE_ORDER_")

    starting_grant: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        default=100, description="Credits that a new member starts with, in each server."
    )
    model: str = Field(default="", description="Model of orders that name none; empty: newest.")
    usual_seconds: Seconds = Field(
        default=90.0, description="Expected time of a song until some were finished here."
    )
    fair_queue: bool = Field(
        default=True, description="Let turns go round by server and member; else first come."
    )


class SubmitSettings(BaseSettings):
    """The submitter."""

    model_config = _config("JAMBOREE_SUBMIT_")

    concurrency: Count = Field(default=3, description="Submissions at the same time.")
    lease_seconds: Seconds = Field(
        default=180.0, description="After so long a submission without result is abandoned."
    )
    backoff_seconds: Seconds = Field(default=5.0, description="First wait when it is busy.")
    backoff_ceiling_seconds: Seconds = Field(default=120.0, description="Longest wait.")
    deadline_seconds: Seconds = Field(
        default=6 * 3600.0, description="An order that could not be sent for so long ends."
    )
    unknown_deadline_seconds: Seconds = Field(
        default=2 * 3600.0, description="An order of unknown fate ends after so long."
    )
    reserve: Annotated[int, Field(ge=0, le=10_000_000)] = Field(
        default=0, description="Orders wait while the provider's balance is below so many credits."
    )
    balance_seconds: Seconds = Field(
        default=300.0, description="So long an answer about the provider's balance is trusted."
    )
    outage_failures: Count = Field(
        default=5, description="So many failed calls in a row mean that the provider is down."
    )
    probe_seconds: Seconds = Field(
        default=5.0, description="First wait before asking a provider that is down."
    )
    probe_ceiling_seconds: Seconds = Field(default=60.0, description="Longest wait.")
    measure_cost: bool = Field(
        default=True,
        description="Read the provider's balance before and after an order that is alone there.",
    )


class PollSettings(BaseSettings):
    """The poller."""

    model_config = _config("JAMBOREE_POLL_")

    concurrency: Count = Field(default=10, description="Polls at the same time.")
    most_per_second: Annotated[float, Field(ge=0.1, le=1000)] = Field(
        default=20.0, description="Most polls in a second, however many songs are due."
    )
    adaptive: bool = Field(
        default=True,
        description="Poll when songs usually end, unless one of the next two times is set.",
    )
    first_seconds: Seconds = Field(default=15.0, description="First poll after the submission.")
    interval_seconds: Seconds = Field(default=20.0, description="Time between two polls.")
    lease_seconds: Seconds = Field(
        default=60.0, description="After so long a poll without result is taken over."
    )
    backoff_seconds: Seconds = Field(default=10.0, description="First wait after a failed poll.")
    backoff_ceiling_seconds: Seconds = Field(default=120.0, description="Longest wait.")
    deadline_seconds: Seconds = Field(
        default=1800.0, description="A task that is not finished after so long is given up."
    )
    missing_after_seconds: Seconds = Field(
        default=300.0, description="After so long a task that the service denies is given up."
    )
    late_interval_seconds: Seconds = Field(
        default=900.0, description="Time between two looks at a task that was given up."
    )
    late_deadline_seconds: Seconds = Field(
        default=86400.0, description="After so long nobody looks at a task that was given up."
    )


class CollectSettings(BaseSettings):
    """The collector, which downloads and verifies songs."""

    model_config = _config("JAMBOREE_COLLECT_")

    concurrency: Count = Field(default=3, description="Songs fetched at the same time.")
    attempts: Count = Field(default=6, description="Tries before a file counts as missing.")
    lease_seconds: Seconds = Field(
        default=300.0, description="After so long a download without result is taken over."
    )
    backoff_seconds: Seconds = Field(default=5.0, description="First wait after a failed try.")
    backoff_ceiling_seconds: Seconds = Field(default=120.0, description="Longest wait.")


class CourierSettings(BaseSettings):
    """The courier, which draws cards."""

    model_config = _config("JAMBOREE_COURIER_")

    concurrency: Count = Field(default=8, description="Messages drawn at the same time.")
    attempts: Count = Field(default=12, description="Tries before a drawing is given up.")
    lease_seconds: Seconds = Field(
        default=180.0, description="After so long a drawing without result is taken over."
    )
    backoff_seconds: Seconds = Field(default=3.0, description="First wait after a failed try.")
    backoff_ceiling_seconds: Seconds = Field(default=300.0, description="Longest wait.")
    card_delay_seconds: Annotated[float, Field(ge=0, le=60)] = Field(
        default=1.0, description="Wait before mere progress is drawn, to draw it once."
    )
    rest_seconds: Annotated[float, Field(ge=0, le=60)] = Field(
        default=3.0, description="Least time between two drawings of one message's progress."
    )
    old_rest_seconds: Annotated[float, Field(ge=2, le=600)] = Field(
        default=10.0,
        description="Least time between two edits in a channel of messages older than an hour.",
    )
    answer_grace_seconds: Seconds = Field(
        default=5.0, description="Time for the first answer before anything else is shown."
    )


class JamSettings(BaseSettings):
    """Jams."""

    model_config = _config("JAMBOREE_JAM_")

    shortest_seconds: Seconds = Field(default=600.0, description="Shortest jam.")
    longest_seconds: Seconds = Field(default=604800.0, description="Longest jam.")
    grace_seconds: Seconds = Field(
        default=900.0,
        description="Time to mend what hinders a jam's order, such as an empty pot.",
    )
    retry_seconds: Seconds = Field(
        default=60.0, description="Time between two tries of an order that something hinders."
    )
    look_seconds: Seconds = Field(
        default=300.0, description="After so long an order of which nothing is heard is looked at."
    )
    board_rest_seconds: Annotated[float, Field(ge=0, le=60)] = Field(
        default=3.0, description="Least time between two drawings of a jam's board."
    )
    concurrency: Count = Field(default=4, description="Jams and boards handled at the same time.")
    lease_seconds: Seconds = Field(
        default=180.0, description="After so long a jam or board without result is taken over."
    )
    backoff_seconds: Seconds = Field(default=3.0, description="First wait after a failed drawing.")
    backoff_ceiling_seconds: Seconds = Field(default=300.0, description="Longest wait.")
    attempts: Count = Field(default=12, description="Tries before a drawing is given up.")


class WorkerSettings(BaseSettings):
    """All workers."""

    model_config = _config("JAMBOREE_WORKER_")

    idle_seconds: Seconds = Field(
        default=30.0, description="Longest time between two looks at the database."
    )
    stop_seconds: Seconds = Field(
        default=20.0, description="Time to finish the steps in hand when the bot is to stop."
    )
    check_hour: Annotated[int, Field(ge=0, le=23)] = Field(
        default=4, description="Hour (UTC) of the nightly check of the books."
    )


class WatchSettings(BaseSettings):
    """What the bot watches itself for."""

    model_config = _config("JAMBOREE_WATCH_")

    stall_seconds: Seconds = Field(
        default=120.0,
        description="The program ends when a worker is so much later than its longest rest.",
    )
    books_seconds: Seconds = Field(
        default=6 * 3600.0, description="Time between two checks of the books for the metrics."
    )


class BackupSettings(BaseSettings):
    """Copies of a SQLite database, made by the running bot."""

    model_config = _config("JAMBOREE_BACKUP_")

    interval_seconds: Annotated[float, Field(ge=0, le=366 * 24 * 3600)] = Field(
        default=24 * 3600.0,
        description="Age of the newest copy at which the next is made; 0: none.",
    )
    keep: Count = Field(default=7, description="So many copies are kept.")


class MediaSettings(BaseSettings):
    """Songs' files."""

    model_config = _config("JAMBOREE_MEDIA_")

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

    model_config = _config("JAMBOREE_PRIVACY_")

    secret: Annotated[SecretStr, Field(min_length=16)] | None = Field(
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


class StandInSettings(BaseSettings):
    """The studio and the sandbox, when they stand in."""

    model_config = _config("JAMBOREE_STANDIN_")

    host: str = Field(default="127.0.0.1", description="Address that the stand-ins listen on.")
    sandbox_port: int = Field(default=8300, ge=0, le=65535, description="Port of the sandbox.")
    studio_port: int = Field(default=8301, ge=0, le=65535, description="Port of the studio.")


class Settings:
    """All settings, read once."""

    def __init__(self) -> None:
        """Read the environment and `.env`.

        Raises:
            SetupError: a value cannot be used; names the variable and never shows a secret.
        """
        try:
            self.discord = DiscordSettings()
            self.provider = ProviderSettings()
            self.place = PlaceSettings()
            self.web = WebSettings()
            self.order = OrderSettings()
            self.submit = SubmitSettings()
            self.poll = PollSettings()
            self.collect = CollectSettings()
            self.courier = CourierSettings()
            self.jam = JamSettings()
            self.worker = WorkerSettings()
            self.watch = WatchSettings()
            self.backup = BackupSettings()
            self.media = MediaSettings()
            self.privacy = PrivacySettings()
            self.stand_in = StandInSettings()
        except ValidationError as error:
            raise SetupError(_sentence(error)) from None

    @property
    def database_url(self) -> str:
        """The database's address, the default filled in."""
        default = f"sqlite:///{(self.place.data_dir / 'jamboree.db').resolve()}"
        return self.place.database_url or default


AREAS: tuple[type[BaseSettings], ...] = (
    DiscordSettings,
    ProviderSettings,
    PlaceSettings,
    WebSettings,
    OrderSettings,
    SubmitSettings,
    PollSettings,
    CollectSettings,
    CourierSettings,
    JamSettings,
    WorkerSettings,
    WatchSettings,
    BackupSettings,
    MediaSettings,
    PrivacySettings,
    StandInSettings,
)


def variable_of(area: type[BaseSettings], field: str) -> str:
    """Return the environment variable that sets a field."""
    return f"{area.model_config.get('env_prefix', '')}{field}".upper()


def seconds(value: float) -> timedelta:
    """Turn a setting into a duration."""
    return timedelta(seconds=value)


def _sentence(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
    area = next((area for area in AREAS if area.__name__ == error.title), None)
    name = str(problem["loc"][0]) if problem["loc"] else ""
    variable = variable_of(area, name) if area else name.upper()
    return f"The setting {variable} cannot be used: {problem['msg']}."
