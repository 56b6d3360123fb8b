import asyncio
from dataclasses import dataclass, field

import pytest
from discord import Locale

from bot.domain.errors import MessageUnreachable
from bot.domain.ids import GuildId
from bot.domain.notices import OPERATOR, Notice, NoticeKind
from bot.ui.herald import DiscordHerald, notice_text
from tests.support import servers
from tests.support.discord_objects import NOW
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage


@dataclass
class RememberingHerald:
    """Remembers what it was told."""

    told: list[Notice] = field(default_factory=list)

    async def tell(self, notice: Notice) -> None:
        """Remember it."""
        self.told.append(notice)


def near(guild_id: GuildId) -> Notice:
    """Return the notice that 80 of 100 are used."""
    return Notice(None, guild_id, NoticeKind.CEILING_NEAR, "2026-11", 80, 100, NOW)


async def choose_channel(stage: Stage, name: str) -> None:
    """Choose where moderators get news, as a community server does in its settings."""
    await stage.bot.wait_until_ready()
    guild = stage.bot.get_guild(await servers.guild_of(stage))
    assert guild is not None
    guild._public_updates_channel_id = await stage.driver.channel("mika", name)


async def telling(stage: Stage, channel: str, words: str) -> list[SeenMessage]:
    """Return a channel's messages that hold these words; the bot's greeting may stand beside."""
    shown = await stage.driver.messages(channel, "mika")
    return [message for message in shown if words in message.text]


async def test_managers_read_it_where_they_get_discord_s_news(stage: Stage) -> None:
    await choose_channel(stage, "log")
    besides = RememberingHerald()
    notice = near(await servers.guild_of(stage))
    await DiscordHerald(stage.bot, besides).tell(notice)
    (message,) = await telling(stage, "log", "80 of the 100 credits")
    assert message.mentions == []
    assert besides.told == [notice]


async def test_without_such_a_channel_the_other_herald_tells_it_alone(stage: Stage) -> None:
    await stage.bot.wait_until_ready()
    besides = RememberingHerald()
    notice = near(await servers.guild_of(stage))
    await DiscordHerald(stage.bot, besides).tell(notice)
    assert besides.told == [notice]
    assert await telling(stage, "songs", "80 of the 100") == []


async def test_the_operator_s_notices_stay_with_the_operator(stage: Stage) -> None:
    await choose_channel(stage, "log")
    besides = RememberingHerald()
    notice = Notice(None, OPERATOR, NoticeKind.BOOKS_WRONG, "2026-11-23", 2, 0, NOW)
    await DiscordHerald(stage.bot, besides).tell(notice)
    assert besides.told == [notice]
    assert await telling(stage, "log", "do not add up") == []


async def test_a_channel_that_is_closed_to_the_bot_is_no_reason_to_try_again(stage: Stage) -> None:
    changed = asyncio.create_task(stage.bot.wait_for("guild_channel_update", timeout=10))
    await stage.driver.permit("bot", channel="songs", deny=["SEND_MESSAGES"])
    await changed
    await choose_channel(stage, "songs")
    notice = near(await servers.guild_of(stage))
    with pytest.raises(MessageUnreachable):
        await DiscordHerald(stage.bot, RememberingHerald()).tell(notice)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_notice_has_words_with_its_figures(kind: NoticeKind) -> None:
    text = notice_text(Notice(None, OPERATOR, kind, "", 81, 100, NOW), Locale.american_english)
    assert "81" in text
    assert len(text) < 500


async def test_a_channel_that_waited_is_told_that_the_service_is_back(stage: Stage) -> None:
    await stage.bot.wait_until_ready()
    channel = await stage.driver.channel("mika", "songs")
    notice = Notice(
        None,
        await servers.guild_of(stage),
        NoticeKind.SERVICE_BACK,
        f"{channel}:20261123120000",
        3,
        40,
        NOW,
    )
    await DiscordHerald(stage.bot, RememberingHerald()).tell(notice)
    told = "back after 40 minutes. 3 orders that waited here are being sent"
    (message,) = await telling(stage, "songs", told)
    assert message.mentions == []
