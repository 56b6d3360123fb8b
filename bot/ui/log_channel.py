"""Posting in a server's log channel. The alert role alone is notified, and only when asked for."""

from collections.abc import Collection, Sequence
from typing import Final

import discord
from discord import AllowedMentions

from bot.domain.errors import MessengerBusy
from bot.domain.ids import GuildId, MessageId
from bot.domain.messages import MessageAddress
from bot.domain.server_log import LogEvent, LogLine
from bot.domain.servers import ServerSettings
from bot.ui.client import JamboreeClient
from bot.ui.faults import messenger_errors
from bot.ui.log_words import log_line
from bot.ui.rendering import guild_locale

_COLOUR: Final = discord.Colour(0x5865F2)


class DiscordLogPoster:
    """`LogPoster` on Discord."""

    def __init__(self, client: JamboreeClient) -> None:
        self._client = client

    async def post(self, lines: Sequence[LogLine]) -> MessageAddress | None:
        """Post lines of one server, in order, in one message; None if it has no channel.

        Raises:
            MessageUnreachable: the channel is gone or closed to us.
            MessengerBusy: try again later.
        """
        guild_id = lines[0].guild_id
        locale = guild_locale(self._client, guild_id)
        text = "\n".join(log_line(line, locale) for line in lines)
        embed = discord.Embed(description=text, colour=_COLOUR)
        return await post_in_log(self._client, guild_id, embed, {line.event for line in lines})


async def post_in_log(
    client: JamboreeClient,
    guild_id: GuildId,
    embed: discord.Embed,
    events: Collection[LogEvent],
) -> MessageAddress | None:
    """Post in a server's log channel; None when it has none.

    Raises:
        MessageUnreachable: the channel is gone or closed to us.
        MessengerBusy: try again later.
    """
    settings = await client.services.servers.settings(guild_id)
    if settings.log_channel_id is None:
        return None
    if not client.is_ready():
        raise MessengerBusy("not logged in")
    channel = client.get_partial_messageable(settings.log_channel_id, guild_id=guild_id)
    content, mentions = _alert(settings, events)
    async with messenger_errors():
        sent = await channel.send(content, embed=embed, allowed_mentions=mentions)
    return MessageAddress(guild_id, settings.log_channel_id, MessageId(sent.id))


def _alert(
    settings: ServerSettings, events: Collection[LogEvent]
) -> tuple[str | None, AllowedMentions]:
    role_id = settings.alert_role_id
    if role_id is None or settings.alerts.isdisjoint(events):
        return None, AllowedMentions.none()
    mentions = AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(role_id)], replied_user=False
    )
    return f"<@&{role_id}>", mentions
