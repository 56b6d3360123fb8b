"""Servers, people and commands as the sandbox shows them, and how to find them by name."""

from __future__ import annotations

from pydantic import Field

from tests.support.sandbox_views import Seen, SeenChannel, SeenUser


class SeenDefinition(Seen):
    """A command or option."""

    name: str
    type: int
    options: list[SeenDefinition] = Field(default_factory=list)


class SeenCommand(SeenDefinition):
    """A command."""

    id: int


class SeenRole(Seen):
    """A role."""

    id: int
    name: str


class SeenMember(SeenUser):
    """Someone in a server."""

    display_name: str


class SeenGuild(Seen):
    """A server."""

    id: int
    owner_id: int
    roles: list[SeenRole]
    members: list[SeenMember]
    channels: list[SeenChannel]


class SeenBot(Seen):
    """Whether the bot is there."""

    online: bool


class SeenState(Seen):
    """What one person sees, without messages."""

    bot: SeenBot
    users: list[SeenMember]
    guilds: list[SeenGuild]
    direct_channel: SeenChannel | None
    commands: list[SeenCommand]


def person_in(state: SeenState, member: str) -> int:
    """Find someone by user name, display name or id."""
    for user in (*state.users, *(one for guild in state.guilds for one in guild.members)):
        if member in (str(user.id), user.username, user.display_name):
            return user.id
    lowered = member.casefold()
    for user in state.users:
        if lowered in (user.username.casefold(), user.display_name.casefold()):
            return user.id
    raise LookupError(f"nobody is called {member!r}")


def channel_in(state: SeenState, channel: str | int) -> int:
    """Find a channel by name or id."""
    direct = [state.direct_channel] if state.direct_channel is not None else []
    known = [item for guild in state.guilds for item in guild.channels] + direct
    for item in known:
        if str(channel) in (str(item.id), item.name):
            return item.id
    if str(channel).isdecimal():
        return int(channel)
    raise LookupError(f"no channel is called {channel!r}")


def target_in(state: SeenState, target: str) -> str:
    """Find a role or someone; "bot" stays as it is."""
    if target == "bot":
        return target
    for guild in state.guilds:
        for role in guild.roles:
            if target in (str(role.id), role.name):
                return str(role.id)
    return str(person_in(state, target))


def command_in(state: SeenState, name: str, kind: int) -> SeenCommand:
    """Find a command by name and kind."""
    for command in state.commands:
        if (command.name, command.type) == (name, kind):
            return command
    raise LookupError(f"no command {name!r} among {[item.name for item in state.commands]}")
