"""Changes of servers as their owners make them: permissions, channels, members."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from bot.sandbox.browser.bodies import (
    ChannelNew,
    GuildNew,
    MemberChange,
    MemberJoin,
    PermissionChange,
)
from bot.sandbox.browser.http import answer, nothing, number, read
from bot.sandbox.browser.people import People
from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.config import Seed, SeedMember
from bot.sandbox.model import Channel, ChannelKind, Guild, Member, Overwrite, User
from bot.sandbox.permissions import Permission
from bot.sandbox.rest.channels import remove_channel
from bot.sandbox.seed import make_guild
from bot.sandbox.services import Services
from bot.sandbox.snowflakes import at_seconds
from bot.sandbox.wire.channels import ChannelPatch
from bot.sandbox.wire.commands import LOCALES

_DAY_SECONDS = 86_400


class ServerRoutes:
    """What only a server's owner, or Discord itself, can do."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world
        self._people = People(services.world)

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        router = app.router
        router.add_post("/sandbox/permissions", self.permit)
        router.add_post("/sandbox/channels", self.add_channel)
        router.add_patch("/sandbox/channels/{channel}", self.change_channel)
        router.add_delete("/sandbox/channels/{channel}", self.remove_channel)
        router.add_post("/sandbox/members", self.join)
        router.add_patch("/sandbox/members/{member}", self.change_member)
        router.add_delete("/sandbox/members/{member}", self.leave)
        router.add_post("/sandbox/guilds", self.add_guild)
        router.add_delete("/sandbox/guilds/{guild}", self.remove_bot)

    async def permit(self, request: web.Request) -> web.Response:
        """Give or take permissions."""
        body = await read(request, PermissionChange)
        allow, deny, clear = (_bits(names) for names in (body.allow, body.deny, body.clear))
        if body.channel is not None:
            channel = self._world.channels.get(body.channel)
            if channel is None or channel.guild_id is None:
                raise Refusal("There is no such channel.", 404)
            target = self._target(self._world.guilds[channel.guild_id], body.target)
            self._overwrite(channel, target, allow, deny, clear)
            return nothing()
        guild = self._people.guild(body.guild)
        role = guild.roles.get(self._target(guild, body.target))
        if role is None:
            raise Refusal("Outside a channel permissions belong to roles.")
        role.permissions = (role.permissions | allow) & ~(deny | clear)
        self._world.save(guild)
        self._services.announcer.role_changed(guild, role, "update")
        return nothing()

    def _target(self, guild: Guild, target: int | str) -> int:
        if not isinstance(target, str):
            return target
        own = [role for role in guild.roles.values() if role.managed_by_bot is not None]
        return own[0].id

    def _overwrite(self, channel: Channel, target: int, allow: int, deny: int, clear: int) -> None:
        guild = self._world.guilds[channel.guild_id or 0]
        overwrite = next((item for item in channel.overwrites if item.id == target), None)
        if overwrite is None:
            overwrite = Overwrite(target, target not in guild.roles, 0, 0)
            channel.overwrites.append(overwrite)
        overwrite.allow = (overwrite.allow | allow) & ~(deny | clear)
        overwrite.deny = (overwrite.deny | deny) & ~(allow | clear)
        self._world.save(channel)
        self._services.announcer.channel_updated(channel)
        self._services.announcer.guild_updated(guild)

    async def add_channel(self, request: web.Request) -> web.Response:
        """Make a channel."""
        body = await read(request, ChannelNew)
        guild = self._people.guild(body.guild)
        channel = Channel(
            self._world.snowflakes.new(),
            ChannelKind(body.type),
            guild.id,
            body.name,
            body.topic,
            len(list(self._world.guild_channels(guild.id))),
            body.parent,
        )
        self._world.add_channel(channel)
        self._services.announcer.channel_created(channel)
        return answer(self._services.view.channel(channel, guild.owner_id), 201)

    async def change_channel(self, request: web.Request) -> web.Response:
        """Rename a channel, archive or lock a thread …."""
        channel = self._channel(request)
        patch = await read(request, ChannelPatch)
        if channel.thread is not None:
            details = channel.thread
            if patch.archived is not None:
                details.archived = patch.archived
                details.archive_changed_at = self._world.now()
            if patch.locked is not None:
                details.locked = patch.locked
        if patch.name is not None:
            channel.name = patch.name
        if patch.topic is not None:
            channel.topic = patch.topic
        if patch.nsfw is not None:
            channel.nsfw = patch.nsfw
        self._world.save(channel)
        self._services.announcer.channel_updated(channel)
        guild = self._people.guild(channel.guild_id)
        return answer(self._services.view.channel(channel, guild.owner_id))

    async def remove_channel(self, request: web.Request) -> web.Response:
        """Delete a channel or thread."""
        remove_channel(self._services, self._channel(request))
        return nothing()

    def _channel(self, request: web.Request) -> Channel:
        channel = self._world.channels.get(number(request, "channel"))
        if channel is None or channel.guild_id is None:
            raise Refusal("There is no such channel.", 404)
        return channel

    async def join(self, request: web.Request) -> web.Response:
        """Let someone join a server."""
        body = await read(request, MemberJoin)
        guild = self._people.guild(body.guild)
        user = next((it for it in self._world.users.values() if it.username == body.name), None)
        if user is None:
            user_id = at_seconds(self._world.clock.seconds() - body.created_days_ago * _DAY_SECONDS)
            while user_id in self._world.users:
                user_id += 1
            user = User(user_id, body.name, body.display_name, locale=body.locale)
            self._world.users[user_id] = user
            self._world.save(user)
        joined = self._world.now() - timedelta(days=body.joined_days_ago)
        member = Member(user.id, joined, body.nick, list(body.roles))
        guild.members[user.id] = member
        self._world.save(guild)
        self._services.announcer.member_joined(guild, member)
        return answer(self._services.view.member(guild, member), 201)

    async def change_member(self, request: web.Request) -> web.Response:
        """Change someone's nick, roles, language, time-out or openness to direct messages."""
        body = await read(request, MemberChange)
        guild = self._people.guild(body.guild)
        user = self._world.users.get(number(request, "member"))
        member = None if user is None else guild.members.get(user.id)
        if user is None or member is None:
            raise Refusal("There is no such member.", 404)
        given = body.model_fields_set
        if "nick" in given:
            member.nick = body.nick or None
        if body.roles is not None:
            if not set(body.roles) <= set(guild.roles):
                raise Refusal("There is no such role.")
            member.roles = list(body.roles)
        if "timed_out_until" in given:
            member.timed_out_until = body.timed_out_until
        if body.locale is not None:
            if body.locale not in LOCALES:
                raise Refusal("Discord does not have that language.")
            user.locale = body.locale
        if body.accepts_direct_messages is not None:
            user.accepts_direct_messages = body.accepts_direct_messages
        if body.installed_app is not None:
            user.installed_app = body.installed_app
        self._world.save(user, guild)
        self._services.announcer.member_updated(guild, member)
        return answer(self._services.view.member(guild, member))

    async def leave(self, request: web.Request) -> web.Response:
        """Let someone leave a server."""
        user_id = number(request, "member")
        guild = self._people.guild(number(request, "guild") if "guild" in request.query else None)
        if guild.members.pop(user_id, None) is None:
            raise Refusal("There is no such member.", 404)
        self._world.save(guild)
        self._services.announcer.member_left(guild, user_id)
        return nothing()

    async def add_guild(self, request: web.Request) -> web.Response:
        """Make another server that adds the bot."""
        body = await read(request, GuildNew)
        known = [self._world.users[item] for item in body.members if item in self._world.users]
        owner = self._world.users.get(body.owner or 0) or self._owner()
        people = [SeedMember(user.username, user.global_name) for user in known if user != owner]
        seed = Seed(
            body.name,
            members=(SeedMember(owner.username, owner.global_name, owner=True), *people),
        )
        guild = make_guild(self._world, seed)
        if body.with_bot:
            self._services.announcer.guild_joined(guild)
        else:
            del guild.members[self._world.bot_id]
            self._world.save(guild)
            self._services.announcer.guild_changed(guild)
        return answer(self._services.view.guild(guild, guild.owner_id), 201)

    def _owner(self) -> User:
        return self._world.users[self._people.guild(None).owner_id]

    async def remove_bot(self, request: web.Request) -> web.Response:
        """Throw the bot out of a server."""
        guild = self._people.guild(number(request, "guild"))
        if guild.members.pop(self._world.bot_id, None) is None:
            raise Refusal("The bot is not in this server.", 404)
        self._world.save(guild)
        self._services.announcer.guild_left(guild)
        return nothing()


def _bits(names: list[str]) -> int:
    bits = 0
    for name in names:
        if name not in Permission.__members__:
            raise Refusal(f"There is no permission {name}.")
        bits |= Permission[name]
    return bits
