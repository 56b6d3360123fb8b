"""What one person sees: Discord's objects with what the page needs added."""

from __future__ import annotations

from bot.sandbox import permissions
from bot.sandbox.cdn import ContentServer
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    Command,
    CommandKind,
    Guild,
    Interaction,
    Member,
    Message,
    User,
)
from bot.sandbox.permissions import Permission
from bot.sandbox.render import Renderer
from bot.sandbox.render_places import moment, role
from bot.sandbox.snowflakes import created_at
from bot.sandbox.state import World

_USER_INSTALL = 1

MOST_UNREAD = 100
"""Unread messages are counted up to here."""


class View:
    """Draws the world for one person at a time."""

    def __init__(self, world: World, renderer: Renderer, content: ContentServer) -> None:
        self.world = world
        self._renderer = renderer
        self._content = content

    def user(self, record: User) -> JsonObject:
        """Draw a person."""
        return {
            "id": str(record.id),
            "username": record.username,
            "global_name": record.global_name,
            "display_name": record.global_name or record.username,
            "avatar_url": self._content.avatar_url(record),
            "bot": record.bot,
            "created_at": moment(created_at(record.id)),
            "locale": record.locale,
        }

    def member(self, guild: Guild, record: Member) -> JsonObject:
        """Draw someone in a server."""
        person = self.user(self.world.users[record.user_id])
        colored = [
            guild.roles[role_id]
            for role_id in record.roles
            if role_id in guild.roles and guild.roles[role_id].color
        ]
        top = max(colored, key=lambda item: item.position, default=None)
        allowed = permissions.in_guild(guild, record.user_id, self.world.now())
        return person | {
            "display_name": record.nick or person["display_name"],
            "nick": record.nick,
            "color": 0 if top is None else top.color,
            "roles": [str(role_id) for role_id in record.roles],
            "joined_at": moment(record.joined_at),
            "permissions": str(allowed),
            "communication_disabled_until": moment(record.timed_out_until),
        }

    def channel(self, record: Channel, user_id: int) -> JsonObject:
        """Draw a channel with what this person and the bot may do in it."""
        return self._renderer.channel(record) | {
            "permissions": str(self.world.permissions(user_id, record)),
            "bot_permissions": str(self.world.permissions(self.world.bot_id, record)),
        }

    def guild(self, record: Guild, user_id: int) -> JsonObject:
        """Draw a server with the channels this person sees."""
        world = self.world
        return {
            "id": str(record.id),
            "name": record.name,
            "owner_id": str(record.owner_id),
            "icon_url": None,
            "preferred_locale": record.preferred_locale,
            "roles": [role(item) for item in record.roles.values()],
            "members": [self.member(record, item) for item in record.members.values()],
            "channels": [
                self.channel(item, user_id)
                for item in world.guild_channels(record.id)
                if world.can_view(user_id, item)
            ],
        }

    def message(self, record: Message) -> JsonObject:
        """Draw a message."""
        body = self._renderer.gateway_message(record)
        author = self.world.users[record.author_id]
        body["author"] = self.user(author)
        return body

    def messages(self, channel: Channel, user_id: int) -> list[Message]:
        """Give the messages of a channel that this person sees, oldest first."""
        return [
            message
            for message in self.world.messages.get(channel.id, {}).values()
            if self.world.can_see(user_id, message)
        ]

    def visible_channels(self, user_id: int) -> list[Channel]:
        """Give every channel, thread and direct conversation this person sees."""
        return [
            channel
            for channel in self.world.channels.values()
            if channel.kind is not ChannelKind.CATEGORY and self.world.can_view(user_id, channel)
        ]

    def commands(self, user_id: int) -> list[JsonObject]:
        """Draw the commands this person may use somewhere."""
        drawn: list[JsonObject] = []
        channels = self.visible_channels(user_id)
        for command in self.world.commands.values():
            usable = [
                str(channel.id)
                for channel in channels
                if self.may_use(command, user_id, channel) is None
            ]
            if usable:
                drawn.append(self._renderer.command(command) | {"usable_in": usable})
        return drawn

    def may_use(self, command: Command, user_id: int, channel: Channel) -> str | None:
        """Say why someone may not use a command in a channel; None when they may."""
        if channel.kind in (ChannelKind.CATEGORY, ChannelKind.FORUM):
            return "Commands cannot be used here."
        if not self.world.can_view(user_id, channel):
            return "No such channel."
        context = 1 if channel.kind is ChannelKind.DIRECT else 0
        contexts = command.body.get("contexts")
        if isinstance(contexts, list) and context not in contexts:
            return "This command cannot be used here."
        if command.guild_id is not None and command.guild_id != channel.guild_id:
            return "This command belongs to another server."
        if context == 1:
            return None
        allowed = self.world.permissions(user_id, channel)
        if not allowed & Permission.USE_APPLICATION_COMMANDS:
            return "You may not use application commands here."
        if self.world.bot_id not in self.world.guilds[channel.guild_id or 0].members:
            return self._user_install_refusal(command, user_id)
        needed = command.body.get("default_member_permissions")
        if isinstance(needed, str):
            bits = int(needed)
            missing = not allowed & Permission.ADMINISTRATOR and (
                bits == 0 or allowed & bits != bits
            )
            if missing:
                return "You do not have the permission to use this command."
        if command.kind is CommandKind.USER and not allowed & Permission.SEND_MESSAGES:
            return "You may not send messages here."
        return None

    def _user_install_refusal(self, command: Command, user_id: int) -> str | None:
        kinds = command.body.get("integration_types")
        if not isinstance(kinds, list) or _USER_INSTALL not in kinds:
            return "The bot is not in this server."
        if not self.world.users[user_id].installed_app:
            return "You have not installed this app for yourself."
        return None

    def reading(self, channel: Channel, user_id: int) -> JsonObject:
        """Draw how far this person has read in a channel."""
        reading = self.world.readings.get((user_id, channel.id))
        last_read = 0 if reading is None else reading.last_read_message_id
        unread: list[Message] = []
        for message in reversed(self.world.messages.get(channel.id, {}).values()):
            if message.id <= last_read or len(unread) == MOST_UNREAD:
                break
            if message.author_id != user_id and self.world.can_see(user_id, message):
                unread.append(message)
        return {
            "last_read_message_id": None if reading is None else str(last_read),
            "unread": len(unread),
            "mentions": sum(self.concerns(message, user_id) for message in unread),
        }

    def concerns(self, message: Message, user_id: int) -> bool:
        """Tell whether a message is meant for this person: mention, reply with ping, direct."""
        if message.author_id == user_id:
            return False
        if user_id in message.mentions or message.mention_everyone:
            return True
        channel = self.world.channels.get(message.channel_id)
        if channel is None:
            return False
        if channel.kind is ChannelKind.DIRECT:
            return True
        guild = self.world.guilds.get(channel.guild_id or 0)
        member = None if guild is None else guild.members.get(user_id)
        return member is not None and any(item in member.roles for item in message.mention_roles)

    def interaction(self, record: Interaction) -> JsonObject:
        """Draw an interaction for its person."""
        body: JsonObject = {
            "interaction_id": str(record.id),
            "kind": record.kind.word,
            "channel_id": str(record.channel_id),
        }
        for name, value in (
            ("message_id", record.message_id),
            ("custom_id", record.custom_id),
            ("command_name", record.command_name),
            ("nonce", record.nonce),
        ):
            if value is not None:
                body[name] = str(value)
        return body
