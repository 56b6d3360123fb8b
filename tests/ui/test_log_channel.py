"""Servers' logs on Discord: one line each, and nobody is pinged but the role that was chosen."""

from dataclasses import replace

import pytest

from bot.domain.errors import MessageUnreachable
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.notices import OPERATOR, Notice, NoticeKind
from bot.domain.server_log import LogEvent, LogLine
from bot.ui.herald import DiscordHerald
from bot.ui.log_channel import DiscordLogPoster
from bot.workers.teller import LogHerald
from tests.support import servers
from tests.support.discord_objects import NOW
from tests.support.sandbox_views import SeenMessage
from tests.support.servers import use
from tests.support.stage import Stage
from tests.support.surroundings import PRICE


async def choose(stage: Stage, *alerts: LogEvent, channel: str = "log") -> GuildId:
    """Choose the log channel, and what its role is pinged for."""
    await stage.bot.wait_until_ready()
    guild_id = await servers.guild_of(stage)
    channel_id = ChannelId(await stage.driver.channel("mika", channel))
    role_id = RoleId(await servers.role(stage, "Moderator"))
    await stage.core.servers.change(
        guild_id,
        lambda held: replace(
            held, log_channel_id=channel_id, alert_role_id=role_id, alerts=frozenset(alerts)
        ),
        actor_id=UserId(await stage.driver.person("olga")),
    )
    # Discord lets bots ping roles that not everybody may mention with this permission alone.
    await servers.permitted(stage, channel, allow=["MENTION_EVERYONE"])
    return guild_id


async def post_due(stage: Stage) -> list[SeenMessage]:
    """Post what waits, as the worker does; returns the log channel's messages."""
    stage.core.clock.advance(60)
    await stage.core.scribe.run_once()
    poster = DiscordLogPoster(stage.bot)
    told = [await poster.post(lines) for lines in stage.core.poster.posted]
    stage.core.poster.posted.clear()
    shown = await stage.driver.messages("log", "mika")
    where = await servers.guild_of(stage), await stage.driver.channel("mika", "log")
    for address, message in zip(told[::-1], shown[::-1], strict=False):
        assert address is not None
        assert (address.guild_id, address.channel_id, address.message_id) == (*where, message.id)
    return shown


async def test_what_is_done_appears_line_by_line(stage: Stage) -> None:
    await choose(stage, LogEvent.REPORT)
    await use(stage, "mika", "mod block", member="ada", reason="**loud** @everyone")
    await use(stage, "olga", "server access deny", channel="songs")
    await use(stage, "olga", "server limits set", measure="per_hour", amount=3)
    (message,) = await post_due(stage)
    lines = message.text.splitlines()
    assert len(lines) == 4
    mika, ada = [await stage.driver.person(name) for name in ("mika", "ada")]
    assert f"<@{mika}> blocked <@{ada}>, for good · \\*\\*loud\\*\\* \\@everyone" in lines[1]
    songs = await stage.driver.channel("mika", "songs")
    assert lines[2].endswith(f"set who may order: deny <#{songs}>")
    assert lines[3].endswith("set a limit: 3 an hour for everyone")
    assert (message.content, message.mention_roles, message.mentions) == ("", [], [])


async def test_only_the_chosen_role_is_pinged_and_only_for_what_was_chosen(stage: Stage) -> None:
    guild_id = await choose(stage, LogEvent.REPORT)
    await stage.core.log.tell(guild_id, LogEvent.APPEAL, detail="@everyone <@&1>")
    first, *_ = await post_due(stage)
    assert first.mention_roles == []
    await stage.core.log.tell(guild_id, LogEvent.REPORT, subject="song000001", amount=1)
    *_, last = await post_due(stage)
    role = await servers.role(stage, "Moderator")
    assert last.content == f"<@&{role}>"
    assert last.mention_roles == [role]
    assert last.mentions == []
    assert "Song song000001 was reported, 1 time by now" in last.text


async def test_the_budget_s_notices_are_in_the_log_channel_once_and_ping(stage: Stage) -> None:
    guild_id = await choose(stage, LogEvent.BUDGET)
    await use(stage, "olga", "server wallet", ceiling=PRICE + 1)
    herald = DiscordHerald(stage.bot, LogHerald())
    for member in ("ada", "ben", "ada"):
        await stage.order(member)
        await stage.core.teller.run_once()
        for notice in stage.core.herald.told:
            assert notice.guild_id == guild_id
            await herald.tell(notice)
        stage.core.herald.told.clear()
    near, reached = await stage.driver.messages("log", "mika")
    assert f"have cost {PRICE} of the {PRICE + 1} credits" in near.text
    assert "Orders are refused until the next month" in reached.text
    role = await servers.role(stage, "Moderator")
    assert near.mention_roles == reached.mention_roles == [role]


async def test_the_operator_s_notices_are_in_the_server_that_the_operator_names(
    stage: Stage,
) -> None:
    guild_id = await choose(stage)
    notice = Notice(None, OPERATOR, NoticeKind.BOOKS_WRONG, "2026-11-23", 2, 0, NOW)
    await DiscordHerald(stage.bot, LogHerald(), guild_id).tell(notice)
    (message,) = await stage.driver.messages("log", "mika")
    assert "found 2 things that do not add up" in message.text


async def test_a_closed_log_channel_is_no_reason_to_try_for_ever(stage: Stage) -> None:
    guild_id = await choose(stage)
    await servers.permitted(stage, "log", deny=["SEND_MESSAGES"])
    line = LogLine(guild_id, LogEvent.REPORT, NOW)
    with pytest.raises(MessageUnreachable):
        await DiscordLogPoster(stage.bot).post([line])
    checked = await servers.finished(stage, await use(stage, "olga", "server check"))
    assert "In <#" in checked.text
    assert "*Send Messages*" in checked.text
