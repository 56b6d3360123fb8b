"""Routes of servers: members, roles, channels."""

from __future__ import annotations

from bot.sandbox import apierrors
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import Channel, ChannelKind, Guild, Member, VoiceState
from bot.sandbox.permissions import Permission
from bot.sandbox.render_places import role, voice_state
from bot.sandbox.rest.access import Access
from bot.sandbox.rest.call import NOTHING, Answer, Call, Endpoint
from bot.sandbox.rest.channels import overwrites
from bot.sandbox.services import Services
from bot.sandbox.wire.channels import ChannelCreate, MemberPatch

_GUILD = "/guilds/{guild_id}"
_MEMBER = _GUILD + "/members/{user_id}"


class GuildRoutes:
    """What the bot may know and change of a server."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world
        self._access = Access(services.world)

    def endpoints(self) -> list[Endpoint]:
        """Give the routes."""
        return [
            Endpoint("GET", _GUILD, self.get),
            Endpoint("GET", _GUILD + "/channels", self.channels),
            Endpoint("POST", _GUILD + "/channels", self.create_channel),
            Endpoint("GET", _GUILD + "/threads/active", self.active_threads),
            Endpoint("GET", _GUILD + "/roles", self.roles),
            Endpoint("GET", _GUILD + "/roles/{role_id}", self.role),
            Endpoint("GET", _GUILD + "/members", self.members),
            Endpoint("GET", _GUILD + "/members/search", self.search),
            Endpoint("PATCH", _GUILD + "/members/@me", self.edit_self),
            Endpoint("GET", _MEMBER, self.member),
            Endpoint("PATCH", _MEMBER, self.edit_member),
            Endpoint("DELETE", _MEMBER, self.kick),
            Endpoint("PUT", _MEMBER + "/roles/{role_id}", self.give_role),
            Endpoint("DELETE", _MEMBER + "/roles/{role_id}", self.take_role),
            Endpoint("GET", _GUILD + "/emojis", self.no_emojis),
            Endpoint("GET", _GUILD + "/stickers", self.no_emojis),
            Endpoint("GET", _GUILD + "/voice-states/@me", self.own_voice),
            Endpoint("GET", _GUILD + "/voice-states/{user_id}", self.voice),
        ]

    def get(self, call: Call) -> Answer:
        """Give a server."""
        guild = self._guild(call)
        drawn = self._services.renderer.guild(guild)
        if call.flag("with_counts"):
            drawn["approximate_member_count"] = len(guild.members)
            drawn["approximate_presence_count"] = len(guild.members)
        return Answer(drawn)

    def channels(self, call: Call) -> Answer:
        """Give its channels, without threads."""
        guild = self._guild(call)
        return Answer(
            [
                self._services.renderer.channel(item)
                for item in self._world.guild_channels(guild.id)
                if item.thread is None
            ]
        )

    def create_channel(self, call: Call) -> Answer:
        """Make a channel."""
        guild = self._guild(call, Permission.MANAGE_CHANNELS)
        body = call.body(ChannelCreate)
        channel = Channel(
            self._world.snowflakes.new(),
            ChannelKind(body.type),
            guild.id,
            body.name,
            body.topic,
            len(list(self._world.guild_channels(guild.id))),
            body.parent_id,
            body.nsfw,
            overwrites=overwrites(body.permission_overwrites or []),
        )
        self._world.add_channel(channel)
        self._services.announcer.channel_created(channel)
        return Answer(self._services.renderer.channel(channel), 201)

    def active_threads(self, call: Call) -> Answer:
        """Give threads that are not archived."""
        guild = self._guild(call)
        active = [
            item
            for item in self._world.guild_channels(guild.id)
            if item.thread is not None
            and not item.thread.archived
            and self._world.can_view(self._world.bot_id, item)
        ]
        mine = [
            item
            for item in active
            if item.thread is not None and self._world.bot_id in item.thread.members
        ]
        renderer = self._services.renderer
        return Answer(
            {
                "threads": [renderer.channel(item, for_bot=True) for item in active],
                "members": [renderer.thread_member(item, self._world.bot_id) for item in mine],
            }
        )

    def roles(self, call: Call) -> Answer:
        """Give its roles."""
        return Answer([role(item) for item in self._guild(call).roles.values()])

    def role(self, call: Call) -> Answer:
        """Give one role."""
        found = self._guild(call).roles.get(call.identity("role_id"))
        if found is None:
            raise apierrors.unknown_role()
        return Answer(role(found))

    def members(self, call: Call) -> Answer:
        """Give its members in pages; needs the members intent as on Discord."""
        guild = self._guild(call)
        if not self._world.config.privileged_intents & (1 << 1):
            raise apierrors.missing_access()
        after = call.moment("after") or 0
        page = sorted(user_id for user_id in guild.members if user_id > after)
        limit = call.number("limit", 1, 1000)
        return Answer([self._drawn(guild.members[item]) for item in page[:limit]])

    def search(self, call: Call) -> Answer:
        """Find members by the start of a name."""
        guild = self._guild(call)
        start = call.query.get("query", "").casefold()
        found = [
            member
            for member in guild.members.values()
            if self._world.users[member.user_id].username.casefold().startswith(start)
            or (member.nick or "").casefold().startswith(start)
        ]
        return Answer([self._drawn(item) for item in found[: call.number("limit", 1, 1000)]])

    def member(self, call: Call) -> Answer:
        """Give one member."""
        return Answer(self._drawn(self._member(call)))

    def edit_self(self, call: Call) -> Answer:
        """Change the bot's own nick."""
        guild = self._guild(call, Permission.CHANGE_NICKNAME)
        member = guild.members[self._world.bot_id]
        member.nick = call.body(MemberPatch).nick
        return self._changed(guild, member)

    def edit_member(self, call: Call) -> Answer:
        """Change a member's nick, roles or time-out."""
        guild, member = self._guild(call), self._member(call)
        patch = call.body(MemberPatch)
        given = patch.model_fields_set
        for field, permission in (
            ("nick", Permission.MANAGE_NICKNAMES),
            ("roles", Permission.MANAGE_ROLES),
            ("communication_disabled_until", Permission.MODERATE_MEMBERS),
            ("channel_id", Permission.MOVE_MEMBERS),
        ):
            if field in given:
                self._guild(call, permission)
        if "nick" in given:
            member.nick = patch.nick or None
        if patch.roles is not None:
            member.roles = [item for item in patch.roles if item in guild.roles]
        if "communication_disabled_until" in given:
            member.timed_out_until = patch.communication_disabled_until
        if "channel_id" in given:
            self._services.voice.move(guild.id, member.user_id, patch.channel_id)
        return self._changed(guild, member)

    def kick(self, call: Call) -> Answer:
        """Remove a member."""
        guild, member = self._guild(call, Permission.KICK_MEMBERS), self._member(call)
        del guild.members[member.user_id]
        self._world.save(guild)
        self._services.announcer.member_left(guild, member.user_id)
        return NOTHING

    def give_role(self, call: Call) -> Answer:
        """Give someone a role below the bot's own."""
        guild, member, role_id = self._role_change(call)
        if role_id not in member.roles:
            member.roles.append(role_id)
            self._changed(guild, member)
        return NOTHING

    def take_role(self, call: Call) -> Answer:
        """Take a role away from someone."""
        guild, member, role_id = self._role_change(call)
        if role_id in member.roles:
            member.roles.remove(role_id)
            self._changed(guild, member)
        return NOTHING

    def no_emojis(self, call: Call) -> Answer:
        """Give its own emojis or stickers: none."""
        self._guild(call)
        return Answer([])

    def own_voice(self, call: Call) -> Answer:
        """Say where the bot is heard."""
        return self._voice(self._guild(call), self._world.bot_id)

    def voice(self, call: Call) -> Answer:
        """Say where someone is heard."""
        return self._voice(self._guild(call), call.identity("user_id"))

    def _voice(self, guild: Guild, user_id: int) -> Answer:
        state: VoiceState | None = self._world.voice.get((user_id, guild.id))
        if state is None:
            raise apierrors.ApiError(404, 10065, "Unknown Voice State")
        return Answer(voice_state(state))

    def _role_change(self, call: Call) -> tuple[Guild, Member, int]:
        guild, member = self._guild(call, Permission.MANAGE_ROLES), self._member(call)
        role_id = call.identity("role_id")
        wanted = guild.roles.get(role_id)
        if wanted is None:
            raise apierrors.unknown_role()
        own = guild.members[self._world.bot_id].roles
        highest = max((guild.roles[item].position for item in own), default=0)
        if wanted.position >= highest:
            raise apierrors.missing_permissions()
        return guild, member, role_id

    def _guild(self, call: Call, *needed: Permission) -> Guild:
        return self._access.guild(call.identity("guild_id"), *needed)

    def _member(self, call: Call) -> Member:
        return self._access.member(self._guild(call), call.identity("user_id"))

    def _changed(self, guild: Guild, member: Member) -> Answer:
        self._world.save(guild)
        self._services.announcer.member_updated(guild, member)
        return Answer(self._drawn(member))

    def _drawn(self, member: Member) -> JsonObject:
        return self._services.renderer.member(member)
