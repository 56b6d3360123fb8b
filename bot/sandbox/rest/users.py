"""Routes of users: the bot itself, others, direct conversations."""

from __future__ import annotations

from bot.sandbox import apierrors
from bot.sandbox.permissions import in_guild
from bot.sandbox.render_places import user
from bot.sandbox.rest.call import NOTHING, Answer, Call, Endpoint
from bot.sandbox.services import Services
from bot.sandbox.wire.channels import DirectBody, UserPatch


class UserRoutes:
    """Who is who."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world

    def endpoints(self) -> list[Endpoint]:
        """Give the routes."""
        return [
            Endpoint("GET", "/users/@me", self.me),
            Endpoint("PATCH", "/users/@me", self.edit),
            Endpoint("GET", "/users/@me/guilds", self.guilds),
            Endpoint("DELETE", "/users/@me/guilds/{guild_id}", self.leave),
            Endpoint("POST", "/users/@me/channels", self.open_direct),
            Endpoint("GET", "/users/{user_id}", self.get),
        ]

    def me(self, call: Call) -> Answer:
        """Give the bot's user."""
        extra = {"verified": True, "mfa_enabled": True, "email": None, "locale": "en-US"}
        return Answer(user(self._world.bot) | extra)

    def edit(self, call: Call) -> Answer:
        """Change the bot's name."""
        patch = call.body(UserPatch)
        if patch.username is not None:
            self._world.bot.username = patch.username
            self._world.save(self._world.bot)
        return self.me(call)

    def guilds(self, call: Call) -> Answer:
        """Give the servers the bot is in."""
        bot_id, now = self._world.bot_id, self._world.now()
        return Answer(
            [
                {
                    "id": str(guild.id),
                    "name": guild.name,
                    "icon": None,
                    "banner": None,
                    "owner": guild.owner_id == bot_id,
                    "permissions": str(in_guild(guild, bot_id, now)),
                    "features": ["COMMUNITY"],
                }
                for guild in self._world.guilds.values()
                if bot_id in guild.members
            ]
        )

    def leave(self, call: Call) -> Answer:
        """Leave a server."""
        guild = self._world.guilds.get(call.identity("guild_id"))
        if guild is None or guild.members.pop(self._world.bot_id, None) is None:
            raise apierrors.unknown_guild()
        self._world.save(guild)
        self._services.announcer.guild_left(guild)
        return NOTHING

    def open_direct(self, call: Call) -> Answer:
        """Open direct messages with someone."""
        recipient = self._world.users.get(call.body(DirectBody).recipient_id)
        if recipient is None:
            raise apierrors.unknown_user()
        if recipient.bot:
            raise apierrors.cannot_write_to_user()
        channel, is_new = self._world.open_direct_channel(recipient.id)
        if is_new:
            self._services.announcer.channel_created(channel)
        return Answer(self._services.renderer.channel(channel))

    def get(self, call: Call) -> Answer:
        """Give anyone's user."""
        found = self._world.users.get(call.identity("user_id"))
        if found is None:
            raise apierrors.unknown_user()
        return Answer(user(found))
