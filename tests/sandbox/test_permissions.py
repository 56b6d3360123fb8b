"""Permissions as Discord computes and enforces them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.sandbox.model import Channel, ChannelKind, Guild, Member, Overwrite, Role
from bot.sandbox.permissions import BOT_INVITE, EVERYTHING, Permission, in_channel, in_guild
from bot.sandbox.server import Sandbox
from tests.support.sandbox import Refused, SandboxDriver
from tests.support.sandbox_bots import PlainBot, running

Itx = discord.Interaction[PlainBot]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
VIEW, SEND = int(Permission.VIEW_CHANNEL), int(Permission.SEND_MESSAGES)
ATTACH, EMBED = int(Permission.ATTACH_FILES), int(Permission.EMBED_LINKS)


def guild() -> Guild:
    made = Guild(1, "server", owner_id=10)
    made.roles = {
        1: Role(1, "@everyone", VIEW | SEND | ATTACH),
        2: Role(2, "quiet", 0, 1),
        3: Role(3, "admin", int(Permission.ADMINISTRATOR), 2),
    }
    made.members = {
        number: Member(number, NOW, roles=roles)
        for number, roles in ((10, []), (11, []), (12, [2]), (13, [3]))
    }
    return made


def channel(*overwrites: Overwrite, kind: ChannelKind = ChannelKind.TEXT) -> Channel:
    return Channel(5, kind, 1, "songs", overwrites=list(overwrites))


def allowed(place: Channel, user_id: int, parent: Channel | None = None) -> int:
    return in_channel(guild(), place, parent, user_id, NOW)


def test_the_smallest_invitation_is_discords_number() -> None:
    assert BOT_INVITE == 2252109051710464


def test_names_and_bits_are_those_of_discord_py() -> None:
    ours = {
        permission.name.lower(): int(permission) for permission in Permission if permission.name
    }
    renamed = {
        "use_vad": "use_voice_activation",
        "manage_guild_expressions": "manage_expressions",
        "create_guild_expressions": "create_expressions",
    }
    theirs = dict(discord.Permissions.VALID_FLAGS)
    for name, bits in ours.items():
        assert theirs[renamed.get(name, name)] == bits, name


def test_owner_and_administrator_have_everything() -> None:
    hidden = channel(Overwrite(1, False, 0, VIEW))
    assert allowed(hidden, 10) == allowed(hidden, 13) == EVERYTHING
    assert in_guild(guild(), 99, NOW) == 0


def test_overwrites_go_from_everyone_over_roles_to_the_member() -> None:
    place = channel(Overwrite(1, False, 0, SEND), Overwrite(2, False, SEND, 0))
    assert not allowed(place, 11) & SEND
    assert allowed(place, 12) & SEND
    place.overwrites.append(Overwrite(12, True, 0, SEND))
    assert not allowed(place, 12) & SEND


def test_nothing_without_view_and_no_files_without_send() -> None:
    assert allowed(channel(Overwrite(1, False, 0, VIEW)), 11) == 0
    assert allowed(channel(Overwrite(1, False, 0, SEND)), 11) == VIEW


def test_threads_take_their_channels_overwrites_and_send_in_threads() -> None:
    thread = channel(kind=ChannelKind.PUBLIC_THREAD)
    hidden = channel(Overwrite(1, False, 0, VIEW))
    assert allowed(thread, 11, hidden) == 0
    # Sending in the channel means nothing in its threads, so files may not be sent either.
    assert not allowed(thread, 11, channel()) & ATTACH


def test_someone_timed_out_only_looks_on() -> None:
    made = guild()
    made.members[11].timed_out_until = NOW + timedelta(minutes=1)
    assert in_channel(made, channel(), None, 11, NOW) == VIEW


async def test_the_bot_is_refused_as_on_discord(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async with running(bot, sandbox):
        channels = {item.name: item for item in await driver.channels("Olga")}
        place = bot.get_partial_messageable(channels["general"].id)
        message = await place.send("before")
        await driver.permit("bot", channel="general", deny=["SEND_MESSAGES"])
        with pytest.raises(discord.Forbidden) as refused:
            await place.send("x")
        assert refused.value.code == 50013
        await place.get_partial_message(message.id).edit(content="edits need no Send Messages")
        await driver.permit("bot", channel="general", clear=["SEND_MESSAGES"])
        await driver.permit("bot", channel="general", deny=["ATTACH_FILES"])
        with pytest.raises(discord.Forbidden) as refused:
            await place.send(file=discord.File(__file__))
        assert refused.value.code == 50013
        await driver.permit("bot", channel="general", deny=["VIEW_CHANNEL"])
        with pytest.raises(discord.Forbidden) as refused:
            await place.get_partial_message(message.id).edit(content="x")
        assert refused.value.code == 50001
        await driver.delete_channel("general")
        with pytest.raises(discord.NotFound) as gone:
            await place.send("x")
        assert gone.value.code == 10003


async def test_an_interaction_says_what_both_sides_may_do(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    seen: list[tuple[bool, bool, bool]] = []

    @bot.tree.command()
    async def ask(itx: Itx) -> None:
        app, own = itx.app_permissions, itx.permissions
        seen.append((app.attach_files, app.manage_messages, own.moderate_members))
        await itx.response.send_message("ok", ephemeral=True)

    async with running(bot, sandbox):
        await driver.command(member="Ada", channel="songs", name="ask")
        await driver.permit("bot", channel="songs", deny=["ATTACH_FILES"])
        await driver.command(member="Mika", channel="songs", name="ask")
        assert seen == [(True, False, False), (False, False, True)]


async def test_commands_are_shown_to_those_who_may_use_them(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command()
    @discord.app_commands.default_permissions(moderate_members=True)
    @discord.app_commands.guild_only()
    async def mod(itx: Itx) -> None:
        await itx.response.send_message("ok")

    @bot.tree.command()
    @discord.app_commands.allowed_contexts(guilds=False, dms=True)
    async def private(itx: Itx) -> None:
        await itx.response.send_message("ok")

    async with running(bot, sandbox):
        assert await driver.commands("Ada") == []
        assert await driver.commands("Mika") == ["mod"]
        assert await driver.commands("Olga") == ["mod"]
        direct = await driver.direct("Ada")
        assert await driver.commands("Ada") == ["private"]
        answer = await driver.command(member="Ada", channel=direct.id, name="private")
        assert answer.message.channel_id == direct.id
        with pytest.raises(Refused, match="cannot be used here"):
            await driver.command(member="Ada", channel="songs", name="private")


async def test_hidden_channels_are_seen_by_moderators_only(driver: SandboxDriver) -> None:
    assert "review" not in {item.name for item in await driver.channels("Ada")}
    assert "review" in {item.name for item in await driver.channels("Mika")}
