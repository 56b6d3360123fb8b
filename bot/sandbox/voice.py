"""Who is in which voice channel. Sound itself does not flow here."""

from __future__ import annotations

from bot.sandbox.announcer import Announcer
from bot.sandbox.model import ChannelKind, VoiceState
from bot.sandbox.permissions import Permission
from bot.sandbox.state import World


class VoiceService:
    """Moves people and the bot in and out of voice channels."""

    def __init__(self, world: World, announcer: Announcer) -> None:
        self._world = world
        self._announcer = announcer

    def move_bot(
        self, guild_id: int, channel_id: int | None, self_mute: bool, self_deaf: bool
    ) -> None:
        """Do what the bot asked for over the gateway."""
        self.move(
            guild_id, self._world.bot_id, channel_id, self_mute=self_mute, self_deaf=self_deaf
        )

    def move(
        self,
        guild_id: int,
        user_id: int,
        channel_id: int | None,
        *,
        self_mute: bool = False,
        self_deaf: bool = False,
    ) -> None:
        """Put someone in a voice channel, or out with None; ignored without the right to."""
        guild = self._world.guilds.get(guild_id)
        if guild is None or user_id not in guild.members:
            return
        key = (user_id, guild_id)
        if channel_id is None:
            state = self._world.voice.pop(key, None)
            if state is not None:
                self._announcer.voice_changed(state, None)
            return
        channel = self._world.channels.get(channel_id)
        if channel is None or channel.kind is not ChannelKind.VOICE:
            return
        if not self._world.permissions(user_id, channel) & Permission.CONNECT:
            return
        state = VoiceState(user_id, guild_id, channel_id, self_mute, self_deaf)
        self._world.voice[key] = state
        self._announcer.voice_changed(state, channel_id)
