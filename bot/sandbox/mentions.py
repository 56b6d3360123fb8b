"""Which people and roles a text pings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.sandbox.model import Channel, Guild, Message
from bot.sandbox.permissions import Permission
from bot.sandbox.state import World
from bot.sandbox.wire.messages import AllowedMentions

_USER = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


@dataclass(frozen=True, slots=True)
class Pings:
    """Who hears of a message."""

    users: list[int] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class _Allowed:
    users: bool | frozenset[int]
    roles: bool | frozenset[int]
    everyone: bool
    replied_user: bool


def _interpret(wish: AllowedMentions | None, *, users_only: bool) -> _Allowed:
    if wish is None:
        return _Allowed(True, not users_only, not users_only, replied_user=True)
    parse = wish.parse or []
    return _Allowed(
        "users" in parse or frozenset(wish.users or ()),
        "roles" in parse or frozenset(wish.roles or ()),
        "everyone" in parse,
        bool(wish.replied_user),
    )


def _passes(allowed: bool | frozenset[int], item: int) -> bool:
    return allowed if isinstance(allowed, bool) else item in allowed


def pings(
    world: World,
    channel: Channel,
    author_id: int,
    text: str,
    wish: AllowedMentions | None,
    *,
    users_only: bool = False,
    answered: Message | None = None,
) -> Pings:
    """Work out who is pinged by `text`.

    Without `wish` everything may ping in ordinary messages and, with `users_only`, only people
    in answers to interactions; roles that are not mentionable and everyone need the permission.
    """
    allowed = _interpret(wish, users_only=users_only)
    users = [
        user_id
        for user_id in dict.fromkeys(int(item) for item in _USER.findall(text))
        if user_id in world.users and _passes(allowed.users, user_id)
    ]
    if answered is not None and allowed.replied_user and answered.author_id not in users:
        users.append(answered.author_id)
    guild = world.guilds.get(channel.guild_id or 0)
    if guild is None:
        return Pings(users)
    may_ping_all = bool(world.permissions(author_id, channel) & Permission.MENTION_EVERYONE)
    roles = [
        role_id
        for role_id in dict.fromkeys(int(item) for item in _ROLE.findall(text))
        if _role_pings(guild, role_id, may_ping_all) and _passes(allowed.roles, role_id)
    ]
    everyone = allowed.everyone and may_ping_all and bool(_EVERYONE.search(text))
    return Pings(users, roles, everyone)


def _role_pings(guild: Guild, role_id: int, may_ping_all: bool) -> bool:
    role = guild.roles.get(role_id)
    return role is not None and (role.mentionable or may_ping_all)
