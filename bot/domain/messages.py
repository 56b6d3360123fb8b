"""Messages that people can be led to."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, MessageId


@dataclass(frozen=True)
class MessageAddress:
    """Where a message is that more than one person sees."""

    guild_id: GuildId
    channel_id: ChannelId
    message_id: MessageId
