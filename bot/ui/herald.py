"""Telling a server's managers what they must know once."""

import discord
from discord import Locale

from bot.domain.errors import MessengerBusy
from bot.domain.ids import GuildId
from bot.domain.notices import OPERATOR, Notice, NoticeKind
from bot.domain.ports import Herald
from bot.domain.server_log import LogEvent
from bot.ui.client import JamboreeClient
from bot.ui.faults import messenger_errors
from bot.ui.log_channel import post_in_log
from bot.ui.rendering import guild_locale
from bot.ui.translation import translate, translate_plural

_COLOUR = discord.Colour(0xE67E22)


class DiscordHerald:
    """Tells everything to another herald, and a server's notices to its managers as well.

    They are posted in the server's log channel; without one, where Discord itself tells moderators
    of news, which a community server has chosen in its settings. Without either the other herald
    tells them alone. What concerns those who wait in a channel is told there.
    """

    def __init__(
        self, client: JamboreeClient, besides: Herald, operator_server: GuildId | None = None
    ) -> None:
        """What is for the operator is posted in the log channel of `operator_server` as well."""
        self._client = client
        self._besides = besides
        self._operator_server = operator_server

    async def tell(self, notice: Notice) -> None:
        """Tell it.

        Raises:
            MessageUnreachable: the channel is closed to us.
            MessengerBusy: try again later.
        """
        if notice.guild_id == OPERATOR:
            await self._tell_operator(notice)
            return
        if not self._client.is_ready():
            raise MessengerBusy("not logged in")
        await self._besides.tell(notice)
        text = notice_text(notice, guild_locale(self._client, notice.guild_id))
        embed = discord.Embed(description=text, colour=_COLOUR)
        here = notice.kind is NoticeKind.SERVICE_BACK
        if not here and await post_in_log(self._client, notice.guild_id, embed, {LogEvent.BUDGET}):
            return
        channel = self._channel_of(notice) if here else self._news_channel(notice)
        if channel is None:
            return
        async with messenger_errors():
            await channel.send(embed=embed)

    async def _tell_operator(self, notice: Notice) -> None:
        server = self._operator_server
        if server is not None and not self._client.is_ready():
            raise MessengerBusy("not logged in")
        await self._besides.tell(notice)
        if server is not None:
            text = notice_text(notice, guild_locale(self._client, server))
            embed = discord.Embed(description=text, colour=_COLOUR)
            await post_in_log(self._client, server, embed, {LogEvent.BUDGET})

    def _channel_of(self, notice: Notice) -> discord.abc.Messageable:
        channel_id = int(notice.subject.partition(":")[0])
        return self._client.get_partial_messageable(channel_id, guild_id=notice.guild_id)

    def _news_channel(self, notice: Notice) -> discord.abc.Messageable | None:
        guild = self._client.get_guild(notice.guild_id)
        return guild.public_updates_channel if guild else None


def notice_text(notice: Notice, locale: Locale) -> str:
    """Return what a notice says to those whom it is for."""
    match notice.kind:
        case NoticeKind.CEILING_NEAR:
            return translate(
                locale,
                "This server's songs have cost {used} of the {ceiling} credits that they may cost"
                " at the music service this month. At {ceiling} no more orders are taken; /server"
                " wallet shows and changes the ceiling.",
                used=notice.amount,
                ceiling=notice.limit,
            )
        case NoticeKind.CEILING_REACHED:
            return translate(
                locale,
                "This server's songs have cost {used} of the {ceiling} credits that they may cost"
                " at the music service this month, and what is left is not enough for an order."
                " Orders are refused until the next month; /server wallet changes the ceiling.",
                used=notice.amount,
                ceiling=notice.limit,
            )
        case NoticeKind.PROVIDER_LOW:
            return translate(
                locale,
                "The account at the music service has {left} credits left, less than the reserve of"
                " {reserve}. Orders wait until there are more.",
                left=notice.amount,
                reserve=notice.limit,
            )
        case NoticeKind.SERVICE_BACK:
            return translate_plural(
                locale,
                "The music service is back after {minutes} minutes. {count} order that waited here"
                " is being sent; nothing more has to be done.",
                "The music service is back after {minutes} minutes. {count} orders that waited here"
                " are being sent, each in its turn; nothing more has to be done.",
                notice.amount,
                minutes=notice.limit,
            )
        case NoticeKind.BOOKS_WRONG:
            return translate(
                locale,
                "The nightly check of the credits found {count} things that do not add up. Nothing"
                " was changed; the log names them.",
                count=notice.amount,
            )
