"""Ids leave the sandbox as text, however the bot sent them: JavaScript would round a number."""

from __future__ import annotations

import json
from typing import Any

import discord

from bot.sandbox.server import Sandbox
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_bots import PlainBot, running

Itx = discord.Interaction[PlainBot]


def channel_select(channel_id: int) -> discord.ui.ChannelSelect[Any]:
    """A select with a channel chosen beforehand, which discord.py sends as a number."""
    return discord.ui.ChannelSelect(
        custom_id="where", default_values=[discord.Object(channel_id, type=discord.TextChannel)]
    )


async def test_what_is_chosen_beforehand_in_a_message(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    songs = await driver.channel("Ada", "songs")

    @bot.tree.command()
    async def panel(itx: Itx) -> None:
        view = discord.ui.View().add_item(channel_select(songs))
        view.add_item(
            discord.ui.Button(custom_id="b", emoji=discord.PartialEmoji(name="x", id=songs))
        )
        await itx.response.send_message(view=view)

    async with running(bot, sandbox):
        answer = await driver.command(member="Ada", channel="songs", name="panel")
        shown = json.dumps(answer.message.components)
        assert f'"default_values": [{{"id": "{songs}", "type": "channel"}}]' in shown
        assert f'"emoji": {{"id": "{songs}"' in shown


async def test_what_is_chosen_beforehand_in_a_form(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    songs = await driver.channel("Ada", "songs")

    @bot.tree.command()
    async def form(itx: Itx) -> None:
        modal = discord.ui.Modal(title="A form")
        modal.add_item(discord.ui.Label(text="Where", component=channel_select(songs)))
        await itx.response.send_modal(modal)

    async with running(bot, sandbox):
        answer = await driver.command(member="Ada", channel="songs", name="form")
        where = answer.modal.inputs()["where"]
        assert where["default_values"] == [{"id": str(songs), "type": "channel"}]
