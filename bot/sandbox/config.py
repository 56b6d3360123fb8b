"""How a sandbox is set up: where it listens, whom it lets in, what it holds at first."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.model import ChannelKind
from bot.sandbox.permissions import BOT_INVITE, Permission

_MEMBER = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CHANGE_NICKNAME
    | Permission.CONNECT
    | Permission.SPEAK
    | Permission.USE_VAD
    | Permission.SEND_POLLS
)


@dataclass(frozen=True, slots=True)
class SeedRole:
    """A role of the first server."""

    name: str
    permissions: int = 0
    color: int = 0
    hoist: bool = True


@dataclass(frozen=True, slots=True)
class SeedChannel:
    """A channel of the first server; with `only_roles` hidden from the others."""

    name: str
    kind: ChannelKind = ChannelKind.TEXT
    topic: str | None = None
    category: str | None = None
    only_roles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeedMember:
    """Someone in the first server; ages in days before the first start."""

    name: str
    display_name: str | None = None
    nick: str | None = None
    roles: tuple[str, ...] = ()
    account_days: float = 900
    joined_days: float = 200
    locale: str = "en-US"
    owner: bool = False


_ROLES = (
    SeedRole(
        "Moderator",
        permissions=int(
            Permission.MODERATE_MEMBERS
            | Permission.MANAGE_MESSAGES
            | Permission.MANAGE_THREADS
            | Permission.KICK_MEMBERS
            | Permission.PIN_MESSAGES
        ),
        color=0x1ABC9C,
    ),
    SeedRole("Supporter", color=0xE67E22),
)

_CHANNELS = (
    SeedChannel("Music", ChannelKind.CATEGORY),
    SeedChannel("songs", topic="Order songs with /create", category="Music"),
    SeedChannel("general", topic="Everything else", category="Music"),
    SeedChannel(
        "songs-forum", ChannelKind.FORUM, category="Music", tags=("finished", "wanted", "jam")
    ),
    SeedChannel("Listening room", ChannelKind.VOICE, category="Music"),
    SeedChannel("Staff", ChannelKind.CATEGORY, only_roles=("Moderator",)),
    SeedChannel(
        "review",
        topic="Songs that wait for a moderator",
        category="Staff",
        only_roles=("Moderator",),
    ),
    SeedChannel("log", topic="Who did what", category="Staff", only_roles=("Moderator",)),
)

_MEMBERS = (
    SeedMember("olga", "Olga", account_days=2400, joined_days=700, owner=True),
    SeedMember("mika", "Mika", roles=("Moderator",), account_days=1900, joined_days=600),
    SeedMember("ada", "Ada", account_days=1500, joined_days=400),
    SeedMember("ben", "Ben", roles=("Supporter",), account_days=1100, joined_days=300),
    SeedMember("chloe", "Chloé", roles=("Supporter",), locale="fr", account_days=800),
    SeedMember("dieter", "Dieter", locale="de", account_days=3000, joined_days=30),
    SeedMember("noor", "نور", locale="en-GB", account_days=700, joined_days=90),
    SeedMember("fresh", "Fresh Face", account_days=0.02, joined_days=0.01),
)


@dataclass(frozen=True, slots=True)
class Seed:
    """What the first server holds when it is made."""

    guild_name: str = "Jamboree sandbox"
    roles: tuple[SeedRole, ...] = _ROLES
    channels: tuple[SeedChannel, ...] = _CHANNELS
    members: tuple[SeedMember, ...] = _MEMBERS
    everyone: int = _MEMBER
    bot_permissions: int = BOT_INVITE


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """Everything that can be chosen about a sandbox.

    `port` 0 takes a free one. `public_base` (`http://…`) is the address that stands in links to
    files and from which the gateway's is made (default: where it listens). Without `data_dir`
    everything is forgotten at the end. `rate_limits` off answers with the headers but never 429.
    `privileged_intents` are the bits of those switched on for the application.
    """

    host: str = "127.0.0.1"
    port: int = 0
    token: str = "sandbox.token.of-the-bot"  # noqa: S105 - opens nothing but the sandbox
    application_id: int = 1_180_000_000_000_000_001
    application_name: str = "Jamboree"
    seed: Seed = field(default_factory=Seed)
    public_base: str | None = None
    data_dir: Path | None = None
    rate_limits: bool = True
    heartbeat_seconds: float = 41.25
    privileged_intents: int = 0
    journal_length: int = 20_000
