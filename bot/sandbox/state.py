"""The sandbox's whole state in memory, with lookups, and its way into the archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.sandbox import permissions
from bot.sandbox.archive import Archive, Record
from bot.sandbox.clock import Clock
from bot.sandbox.config import SandboxConfig
from bot.sandbox.model import (
    Attachment,
    Channel,
    ChannelKind,
    Command,
    Guild,
    Interaction,
    InteractionState,
    Message,
    Reading,
    User,
    VoiceState,
)
from bot.sandbox.snowflakes import Snowflakes, created_seconds

TOKEN_SECONDS = 15 * 60
"""How long an interaction's token opens anything."""


class World:
    """All records, found by id. Whoever changes one calls `save` with it afterwards."""

    def __init__(self, config: SandboxConfig, archive: Archive) -> None:
        self.config = config
        self.archive = archive
        self.clock = Clock(float(archive.load_value("clock") or 0))
        self.snowflakes = Snowflakes(self.clock, int(archive.load_value("snowflake") or 0))
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, dict[int, Message]] = {}
        self.commands: dict[int, Command] = {}
        self.interactions: dict[int, Interaction] = {}
        self.interactions_by_token: dict[str, Interaction] = {}
        self.uploads: dict[int, Attachment] = {}
        self.readings: dict[tuple[int, int], Reading] = {}
        self.voice: dict[tuple[int, int], VoiceState] = {}
        self._load()

    def _load(self) -> None:
        for user in self.archive.load(User):
            self.users[user.id] = user
        for guild in self.archive.load(Guild):
            self.guilds[guild.id] = guild
        for channel in self.archive.load(Channel):
            self.channels[channel.id] = channel
        for message in sorted(self.archive.load(Message), key=lambda message: message.id):
            self.messages.setdefault(message.channel_id, {})[message.id] = message
        for command in self.archive.load(Command):
            self.commands[command.id] = command
        for interaction in sorted(self.archive.load(Interaction), key=lambda item: item.id):
            if interaction.state is InteractionState.PENDING:
                # Its three seconds ended with the process that counted them.
                interaction.state = InteractionState.FAILED
            self._index(interaction)
        for upload in self.archive.load(Attachment):
            self.uploads[upload.id] = upload
        for reading in self.archive.load(Reading):
            self.readings[reading.user_id, reading.channel_id] = reading

    @property
    def bot_id(self) -> int:
        """The bot's user id, which is its application's."""
        return self.config.application_id

    @property
    def bot(self) -> User:
        """The bot's user."""
        return self.users[self.bot_id]

    def save(self, *records: Record) -> None:
        """Remember changed records over a restart."""
        for record in records:
            self.archive.save(record)

    def close(self) -> None:
        """Stop the clock's timers and write everything."""
        self.clock.close()
        self.archive.save_value("clock", str(self.clock.offset_seconds))
        self.archive.save_value("snowflake", str(self.snowflakes.last))
        self.archive.close()

    def add_channel(self, channel: Channel) -> None:
        """Take in a new channel."""
        self.channels[channel.id] = channel
        self.save(channel)

    def add_message(self, message: Message) -> None:
        """Take in a new message."""
        self.messages.setdefault(message.channel_id, {})[message.id] = message
        self.save(message)

    def drop_message(self, message: Message) -> None:
        """Remove a message and its files."""
        self.messages.get(message.channel_id, {}).pop(message.id, None)
        self.archive.forget(message)
        for attachment in (*message.attachments, *message.embedded):
            self.archive.remove_file(attachment.id)

    def drop_channel(self, channel: Channel) -> list[Channel]:
        """Remove a channel with its messages and threads; gives the threads."""
        threads = list(self.threads_of(channel.id))
        for gone in (channel, *threads):
            for message in list(self.messages.get(gone.id, {}).values()):
                self.drop_message(message)
            self.messages.pop(gone.id, None)
            self.channels.pop(gone.id, None)
            self.archive.forget(gone)
        return threads

    def message(self, channel_id: int, message_id: int) -> Message | None:
        """Find a message."""
        return self.messages.get(channel_id, {}).get(message_id)

    def threads_of(self, channel_id: int) -> Iterator[Channel]:
        """Give the threads of a channel."""
        for channel in self.channels.values():
            if channel.thread is not None and channel.parent_id == channel_id:
                yield channel

    def guild_channels(self, guild_id: int) -> Iterator[Channel]:
        """Give a server's channels, threads included."""
        for channel in self.channels.values():
            if channel.guild_id == guild_id:
                yield channel

    def direct_channel(self, user_id: int) -> Channel | None:
        """Find the direct conversation of someone with the bot."""
        for channel in self.channels.values():
            if channel.kind is ChannelKind.DIRECT and channel.recipient_id == user_id:
                return channel
        return None

    def open_direct_channel(self, user_id: int) -> tuple[Channel, bool]:
        """Give the direct conversation of someone with the bot, and whether it is new."""
        channel = self.direct_channel(user_id)
        if channel is not None:
            return channel, False
        channel = Channel(self.snowflakes.new(), ChannelKind.DIRECT, recipient_id=user_id)
        self.add_channel(channel)
        return channel, True

    def permissions(self, user_id: int, channel: Channel) -> int:
        """Compute what someone may do in a channel."""
        if channel.kind is ChannelKind.DIRECT:
            inside = user_id in (channel.recipient_id, self.bot_id)
            return permissions.DIRECT if inside else 0
        guild = self.guilds[channel.guild_id or 0]
        parent = self.channels.get(channel.parent_id or 0)
        return permissions.in_channel(guild, channel, parent, user_id, self.clock.now())

    def can_view(self, user_id: int, channel: Channel) -> bool:
        """Tell whether someone sees a channel."""
        allowed = self.permissions(user_id, channel)
        if not allowed & permissions.Permission.VIEW_CHANNEL:
            return False
        if channel.kind is ChannelKind.PRIVATE_THREAD and channel.thread is not None:
            manages = bool(allowed & permissions.Permission.MANAGE_THREADS)
            return manages or user_id in channel.thread.members
        return True

    def can_see(self, user_id: int, message: Message) -> bool:
        """Tell whether someone sees a message of a channel they see."""
        return message.visible_to is None or message.visible_to == user_id

    def add_interaction(self, interaction: Interaction) -> None:
        """Take in a new interaction, and drop those whose token is long dead."""
        horizon = self.clock.seconds() - 2 * TOKEN_SECONDS
        while self.interactions:
            oldest = next(iter(self.interactions.values()))
            if created_seconds(oldest.id) > horizon:
                break
            del self.interactions[oldest.id]
            self.interactions_by_token.pop(oldest.token, None)
            self.archive.forget(oldest)
        self._index(interaction)
        self.save(interaction)

    def _index(self, interaction: Interaction) -> None:
        self.interactions[interaction.id] = interaction
        self.interactions_by_token[interaction.token] = interaction

    def token_expired(self, interaction: Interaction) -> bool:
        """Tell whether the 15 minutes of an interaction's token are over."""
        return self.clock.seconds() - created_seconds(interaction.id) > TOKEN_SECONDS

    def age(self, snowflake: int) -> timedelta:
        """Give how long ago something was made, by the sandbox's clock."""
        return timedelta(seconds=self.clock.seconds() - created_seconds(snowflake))

    def advance(self, seconds: float) -> None:
        """Let time pass at once, and remember it over a restart."""
        self.clock.advance(seconds)
        self.archive.save_value("clock", str(self.clock.offset_seconds))

    def now(self) -> datetime:
        """The sandbox's present moment."""
        return self.clock.now()
