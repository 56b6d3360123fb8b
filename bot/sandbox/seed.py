"""Makes the first server with its roles, channels and people."""

from __future__ import annotations

from datetime import timedelta

from bot.sandbox.config import Seed, SeedMember
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    ForumTag,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)
from bot.sandbox.permissions import Permission
from bot.sandbox.snowflakes import at_seconds
from bot.sandbox.state import World

_DAY_SECONDS = 86_400


def plant(world: World) -> None:
    """Make the bot's user and, in an empty world, the first server."""
    config = world.config
    if config.application_id not in world.users:
        bot = User(config.application_id, config.application_name, bot=True)
        world.users[bot.id] = bot
        world.save(bot)
    if not world.guilds:
        make_guild(world, config.seed)


def make_guild(world: World, seed: Seed) -> Guild:
    """Make a server as `seed` says, with the bot in it; known people are not made twice."""
    people = [_person(world, member) for member in seed.members]
    owner = next(
        (user for user, member in zip(people, seed.members, strict=True) if member.owner),
        people[0],
    )
    guild = Guild(world.snowflakes.new(), seed.guild_name, owner.id)
    world.guilds[guild.id] = guild
    guild.roles[guild.id] = Role(guild.id, "@everyone", seed.everyone)
    role_ids = {"@everyone": guild.id}
    for position, role in enumerate(reversed(seed.roles), start=1):
        made = Role(
            world.snowflakes.new(), role.name, role.permissions, position, role.color, role.hoist
        )
        guild.roles[made.id] = made
        role_ids[role.name] = made.id
    bot_role = Role(
        world.snowflakes.new(),
        world.config.application_name,
        seed.bot_permissions,
        len(seed.roles) + 1,
        managed_by_bot=world.bot_id,
    )
    guild.roles[bot_role.id] = bot_role
    now = world.now()
    guild.members[world.bot_id] = Member(world.bot_id, now, roles=[bot_role.id])
    for user, member in zip(people, seed.members, strict=True):
        guild.members[user.id] = Member(
            user.id,
            now - timedelta(days=member.joined_days),
            member.nick,
            [role_ids[name] for name in member.roles],
        )
    _make_channels(world, seed, guild, role_ids, bot_role.id)
    world.save(guild)
    return guild


def _person(world: World, member: SeedMember) -> User:
    for user in world.users.values():
        if user.username == member.name:
            return user
    created = world.clock.seconds() - member.account_days * _DAY_SECONDS
    user_id = at_seconds(created)
    while user_id in world.users:
        user_id += 1
    user = User(user_id, member.name, member.display_name, locale=member.locale)
    world.users[user_id] = user
    world.save(user)
    return user


def _make_channels(
    world: World, seed: Seed, guild: Guild, role_ids: dict[str, int], bot_role_id: int
) -> None:
    categories: dict[str, int] = {}
    view = int(Permission.VIEW_CHANNEL)
    for position, channel in enumerate(seed.channels):
        made = Channel(
            world.snowflakes.new(),
            channel.kind,
            guild.id,
            channel.name,
            channel.topic,
            position,
            categories.get(channel.category or ""),
            tags=[ForumTag(world.snowflakes.new(), name) for name in channel.tags],
        )
        if channel.only_roles:
            made.overwrites.append(Overwrite(guild.id, False, 0, view))
            allowed = [*(role_ids[name] for name in channel.only_roles), bot_role_id]
            made.overwrites += [Overwrite(role_id, False, view, 0) for role_id in allowed]
        if channel.kind is ChannelKind.CATEGORY:
            categories[channel.name] = made.id
        world.add_channel(made)
