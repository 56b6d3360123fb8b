"""May the bot do that there? Refuses as Discord does."""

from __future__ import annotations

from bot.sandbox import apierrors
from bot.sandbox.model import Channel, ChannelKind, Guild, Member, Message
from bot.sandbox.permissions import Permission, in_guild
from bot.sandbox.state import World
from bot.sandbox.wire.messages import MessageBody


class Access:
    """Finds things for the bot and checks its permissions."""

    def __init__(self, world: World) -> None:
        self._world = world

    def channel(self, channel_id: int, *needed: Permission) -> Channel:
        """Give a channel the bot sees and has `needed` in."""
        channel = self._world.channels.get(channel_id)
        if channel is None:
            raise apierrors.unknown_channel()
        if not self._world.can_view(self._world.bot_id, channel):
            raise apierrors.missing_access()
        self.demand(channel, *needed)
        return channel

    def demand(self, channel: Channel, *needed: Permission) -> None:
        """Refuse when the bot lacks one of `needed` in the channel."""
        allowed = self._world.permissions(self._world.bot_id, channel)
        if any(not allowed & permission for permission in needed):
            raise apierrors.missing_permissions()

    def may(self, channel: Channel, permission: Permission) -> bool:
        """Tell whether the bot has a permission in a channel."""
        return bool(self._world.permissions(self._world.bot_id, channel) & permission)

    def message(self, channel: Channel, message_id: int) -> Message:
        """Give a message of a channel; ephemeral ones cannot be found this way."""
        message = self._world.message(channel.id, message_id)
        if message is None or message.visible_to is not None:
            raise apierrors.unknown_message()
        return message

    def guild(self, guild_id: int, *needed: Permission) -> Guild:
        """Give a server the bot is in and has `needed` in."""
        guild = self._world.guilds.get(guild_id)
        if guild is None or self._world.bot_id not in guild.members:
            raise apierrors.unknown_guild() if guild is None else apierrors.missing_access()
        allowed = self.in_guild(guild)
        if any(not allowed & permission for permission in needed):
            raise apierrors.missing_permissions()
        return guild

    def in_guild(self, guild: Guild) -> int:
        """Give what the bot may do in a server as a whole."""
        return in_guild(guild, self._world.bot_id, self._world.now())

    def member(self, guild: Guild, user_id: int) -> Member:
        """Give a member of a server."""
        member = guild.members.get(user_id)
        if member is None:
            raise apierrors.unknown_member()
        return member

    def writable(self, channel: Channel, body: MessageBody, *, files: bool) -> None:
        """Refuse a message that the bot may not write here."""
        if channel.kind in (ChannelKind.CATEGORY, ChannelKind.FORUM):
            raise apierrors.wrong_channel_kind()
        if channel.kind is ChannelKind.DIRECT:
            self._direct(channel)
            return
        in_thread = channel.thread is not None
        needed = [Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES]
        if files:
            needed.append(Permission.ATTACH_FILES)
        if body.embeds:
            needed.append(Permission.EMBED_LINKS)
        if body.tts:
            needed.append(Permission.SEND_TTS_MESSAGES)
        self.demand(channel, *needed)
        history = self.may(channel, Permission.READ_MESSAGE_HISTORY)
        if body.message_reference is not None and not history:
            raise apierrors.ApiError(
                400, 160002, "Cannot reply without permission to read message history"
            )

    def _direct(self, channel: Channel) -> None:
        recipient = self._world.users[channel.recipient_id or 0]
        if not recipient.accepts_direct_messages:
            raise apierrors.cannot_write_to_user()
        shared = any(
            recipient.id in guild.members and self._world.bot_id in guild.members
            for guild in self._world.guilds.values()
        )
        if not shared:
            raise apierrors.ApiError(
                403, 50278, "Cannot send messages to this user due to having no mutual guilds"
            )
