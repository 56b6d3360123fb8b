"""Finds who acts and where for the browser protocol, or refuses."""

from __future__ import annotations

from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.model import Attachment, Channel, Guild, Message, User
from bot.sandbox.permissions import Permission
from bot.sandbox.state import World


class People:
    """Looks things up on behalf of a person."""

    def __init__(self, world: World) -> None:
        self._world = world

    def user(self, user_id: int) -> User:
        """Give someone one can act as."""
        user = self._world.users.get(user_id)
        if user is None or user.bot:
            raise Refusal("There is no such member.", 404)
        return user

    def channel(self, user_id: int, channel_id: int, *needed: Permission) -> Channel:
        """Give a channel that someone sees and may do `needed` in."""
        channel = self._world.channels.get(channel_id)
        if channel is None or not self._world.can_view(user_id, channel):
            raise Refusal("There is no such channel.", 404)
        allowed = self._world.permissions(user_id, channel)
        for permission in needed:
            if not allowed & permission:
                raise Refusal(f"You lack the permission {permission.name} here.", 403)
        return channel

    def message(self, user_id: int, channel: Channel, message_id: int) -> Message:
        """Give a message that someone sees."""
        message = self._world.message(channel.id, message_id)
        if message is None or not self._world.can_see(user_id, message):
            raise Refusal("There is no such message.", 404)
        return message

    def guild(self, guild_id: int | None) -> Guild:
        """Give a server, the first one without an id."""
        if guild_id is None:
            return next(iter(self._world.guilds.values()))
        guild = self._world.guilds.get(guild_id)
        if guild is None:
            raise Refusal("There is no such server.", 404)
        return guild

    def upload(self, upload_id: int) -> Attachment:
        """Give a file uploaded before."""
        upload = self._world.uploads.get(upload_id)
        if upload is None:
            raise Refusal("There is no such uploaded file.", 404)
        return upload
