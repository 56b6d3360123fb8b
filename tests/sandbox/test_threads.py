"""Threads, forum posts and direct messages."""

from __future__ import annotations

import discord
import pytest

from bot.sandbox.server import Sandbox
from tests.support.sandbox import Refused, SandboxDriver
from tests.support.sandbox_bots import PlainBot, running

Itx = discord.Interaction[PlainBot]


def guild_of(bot: PlainBot) -> discord.Guild:
    return bot.guilds[0]


def songs(bot: PlainBot) -> discord.TextChannel:
    channel = discord.utils.get(guild_of(bot).text_channels, name="songs")
    assert channel is not None
    return channel


async def test_a_thread_from_a_message(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        message = await songs(bot).send("a jam?")
        thread = await message.create_thread(name="jam", auto_archive_duration=1440)
        assert thread.id == message.id
        sent = await thread.send("first")
        assert (await driver.wait_for(lambda item: item.id == sent.id)).channel_id == thread.id
        with pytest.raises(discord.HTTPException) as refused:
            await message.create_thread(name="again")
        assert refused.value.code == 160004
        assert {item.name for item in await driver.channels("Ada")} >= {"jam"}


async def test_an_archived_thread_refuses_edits_and_wakes_on_a_message(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        thread = await songs(bot).create_thread(name="jam", type=discord.ChannelType.public_thread)
        message = await thread.send("board")
        await driver.change_channel(thread.id, archived=True)
        with pytest.raises(discord.HTTPException) as refused:
            await message.edit(content="x")
        assert refused.value.code == 50083
        await thread.send("hello again")
        await message.edit(content="y")
        await driver.change_channel(thread.id, archived=True, locked=True)
        with pytest.raises(discord.HTTPException) as refused:
            await thread.send("x")
        assert refused.value.code == 160005


async def test_a_private_thread_is_for_its_members(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        await driver.permit("bot", channel="songs", deny=["CREATE_PRIVATE_THREADS"])
        with pytest.raises(discord.Forbidden) as refused:
            await songs(bot).create_thread(name="secret")
        assert refused.value.code == 50013
        await driver.permit("bot", channel="songs", allow=["CREATE_PRIVATE_THREADS"])
        thread = await songs(bot).create_thread(name="secret")
        assert "secret" not in {item.name for item in await driver.channels("Ada")}
        ada = discord.Object(await driver.person("Ada"))
        await thread.add_user(ada)
        assert "secret" in {item.name for item in await driver.channels("Ada")}
        assert {item.id for item in await thread.fetch_members()} == {
            ada.id,
            sandbox.config.application_id,
        }
        await thread.remove_user(ada)
        assert "secret" not in {item.name for item in await driver.channels("Ada")}


async def test_a_forum_post_with_its_first_message(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        forum = discord.utils.get(guild_of(bot).forums, name="songs-forum")
        assert forum is not None
        tag = next(item for item in forum.available_tags if item.name == "finished")
        post = await forum.create_thread(name="My song", content="listen", applied_tags=[tag])
        assert post.message.id == post.thread.id
        assert post.thread.applied_tags == [tag]
        found = await driver.messages(post.thread.id, "Ada")
        assert [message.content for message in found] == ["listen"]
        with pytest.raises(discord.HTTPException):
            await forum.create_thread(name="Empty", content="")
        await driver.clear_errors()


async def test_commands_work_in_a_members_thread(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    seen: list[tuple[str, int | None]] = []

    @bot.tree.command()
    async def where(itx: Itx) -> None:
        assert isinstance(itx.channel, discord.Thread)
        seen.append((itx.channel.name, itx.channel.parent_id))
        await itx.response.send_message("here")

    async with running(bot, sandbox):
        thread = await driver.start_thread(
            member="Ada", channel="songs", name="my jam", content="hi"
        )
        await driver.command(member="Ben", channel=thread.id, name="where")
        assert seen == [("my jam", songs(bot).id)]
        post = await driver.start_thread(
            member="Ada", channel="songs-forum", name="post", content="hello"
        )
        answer = await driver.command(member="Ada", channel=post.id, name="where")
        assert answer.message.channel_id == post.id


async def test_direct_messages(sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot) -> None:
    @bot.tree.command()
    async def me(itx: Itx) -> None:
        assert itx.guild is None
        assert itx.context.dm_channel
        await itx.response.send_message(f"you are {itx.user.name}")

    async with running(bot, sandbox):
        await driver.watch("Ada")
        ada = await bot.fetch_user(await driver.person("Ada"))
        message = await ada.send("your song is ready")
        seen = await driver.wait_for(lambda item: item.id == message.id)
        assert (await driver.person("Ada"), seen) in driver.notifications
        answer = await driver.command(member="Ada", channel=message.channel.id, name="me")
        assert answer.message.content == "you are ada"
        await driver.change_member("Ada", accepts_direct_messages=False)
        with pytest.raises(discord.Forbidden) as refused:
            await ada.send("x")
        assert refused.value.code == 50007


async def test_a_locked_thread_refuses_members(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command()
    async def hello(itx: Itx) -> None:
        await itx.response.send_message("hello")

    async with running(bot, sandbox):
        thread = await driver.start_thread(member="Ada", channel="songs", name="jam", content="x")
        await driver.change_channel(thread.id, archived=True, locked=True)
        with pytest.raises(Refused, match="locked"):
            await driver.write(member="Ada", channel=thread.id, content="y")
        with pytest.raises(Refused, match="locked"):
            await driver.command(member="Ada", channel=thread.id, name="hello")
        await driver.write(member="Mika", channel=thread.id, content="opened again")
