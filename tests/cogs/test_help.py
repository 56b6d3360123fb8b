"""/help shows what the asker may use where they ask, and nothing else."""

from dataclasses import replace

from bot.domain.access import AccessRule, AccessScope, Verdict
from tests.support import servers
from tests.support.servers import use
from tests.support.stage import Stage


async def test_members_read_what_is_for_them(stage: Stage) -> None:
    told = await use(stage, "ada", "help")
    assert told.ephemeral
    assert "`/create`" in told.text
    assert "`/song library`" in told.text
    assert "/mod" not in told.text
    assert "/server" not in told.text
    making = await use(stage, "ada", "help", topic="making")
    assert "`/create` · Make a new song" in making.text
    nothing = await use(stage, "ada", "help", topic="server")
    assert "Nothing of this is for you here." in nothing.text


async def test_those_with_rights_read_more(stage: Stage) -> None:
    moderator = await use(stage, "mika", "help", topic="server")
    assert "`/mod block` · Keep a member from using the bot here" in moderator.text
    assert "/server" not in moderator.text
    owner = await use(stage, "olga", "help", topic="server")
    assert "`/server setup`" in owner.text
    assert "`/mod log`" in owner.text


async def test_where_one_may_not_order_it_says_why(stage: Stage) -> None:
    songs = await stage.driver.channel("olga", "songs")
    rule = AccessRule(AccessScope.CHANNEL, songs, Verdict.DENY)
    await stage.core.servers.change(
        await servers.guild_of(stage),
        lambda held: replace(held, access=replace(held.access, rules=frozenset({rule}))),
        actor_id=servers.OPERATOR,
    )
    told = await use(stage, "ada", "help")
    assert f"⚠️ Songs are not ordered in <#{songs}>." in told.text
    assert "`/create`" not in told.text
    assert "`/song library`" in told.text


async def test_the_blocked_read_what_is_left_to_them(stage: Stage) -> None:
    await use(stage, "mika", "mod block", member="ada", reason="spam")
    told = await use(stage, "ada", "help")
    assert "A moderator of this server has blocked you" in told.text
    assert "`/privacy export`" in told.text
    assert "`/song library`" not in told.text


async def test_direct_messages_have_no_servers_commands(stage: Stage) -> None:
    direct = await stage.driver.direct("olga")
    answer = await stage.driver.command(member="olga", channel=direct.id, name="help")
    assert "`/create`" in answer.message.text
    assert "/server" not in answer.message.text
