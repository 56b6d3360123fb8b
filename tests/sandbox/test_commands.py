"""Application commands: sync, what stays, and Discord's limits."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from pydantic import ValidationError

from bot.sandbox.server import Sandbox
from bot.sandbox.wire.commands import CommandBody
from bot.sandbox.wire.modals import Modal
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_bots import PlainBot, running

Itx = discord.Interaction[PlainBot]


def option(**fields: object) -> dict[str, Any]:
    return {"type": 3, "name": "idea", "description": "x", **fields}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Create"}, "name is invalid"),
        ({"name": "two words"}, "name is invalid"),
        ({"name": "x" * 33}, "at most 32"),
        ({"description": ""}, "required"),
        ({"description": "x" * 101}, "at most 100"),
        ({"options": [option(), option()]}, "already exists"),
        ({"options": [option(), option(name="b", required=True)]}, "before non-required"),
        ({"options": [option(name=f"o{n}") for n in range(26)]}, "at most 25"),
        ({"options": [option(choices=[{"name": "x" * 101, "value": "x"}])]}, "at most 100"),
        ({"options": [option(choices=[{"name": "x", "value": "x" * 101}])]}, "100 or fewer"),
        (
            {"options": [option(autocomplete=True, choices=[{"name": "x", "value": "x"}])]},
            "exclude each other",
        ),
        ({"options": [option(), option(type=1, name="sub")]}, "cannot stand beside"),
        (
            {"options": [option(type=1, name="a", options=[option(type=1, name="b")])]},
            "one group deep",
        ),
        ({"name_localizations": {"xx": "name"}}, "Unknown locale"),
        (
            {
                "options": [
                    option(
                        name=f"o{n}",
                        choices=[{"name": f"{c}" * 90, "value": "v" * 90} for c in range(10)],
                    )
                    for n in range(5)
                ]
            },
            "8000 or fewer",
        ),
        ({"type": 3, "name": "Menu", "description": "x"}, "no description"),
    ],
)
def test_limits(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        CommandBody.model_validate({"type": 1, "name": "create", "description": "x", **fields})


@pytest.mark.parametrize("name", ["create", "créer", "स्वर", "歌", "o'neil", "a_b-c"])
def test_names_in_all_scripts(name: str) -> None:
    assert CommandBody.model_validate({"name": name, "description": "x"}).name == name


def text_input(**fields: object) -> dict[str, Any]:
    return {"type": 18, "label": "x", "component": {"type": 4, "style": 1, **fields}}


@pytest.mark.parametrize(
    "components",
    [
        [],
        [text_input(custom_id=str(number)) for number in range(6)],
        [text_input(custom_id="a"), text_input(custom_id="a")],
        [text_input(custom_id="a", value="xx", max_length=1)],
        [text_input(custom_id="a", max_length=4001)],
        [text_input(custom_id="a") | {"label": "x" * 46}],
        [{"type": 1, "components": [{"type": 4, "style": 1, "custom_id": "a"}]}],
        [{"type": 2, "custom_id": "a", "label": "x", "style": 1}],
    ],
)
def test_limits_of_forms(components: list[Any]) -> None:
    with pytest.raises(ValidationError):
        Modal.model_validate({"custom_id": "m", "title": "Form", "components": components})


async def test_a_sync_replaces_and_keeps_ids(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    async def answer(itx: Itx) -> None:
        await itx.response.send_message("ok")

    def add(name: str, description: str = "x") -> None:
        command = discord.app_commands.Command[Any, ..., None](
            name=name, description=description, callback=answer
        )
        bot.tree.add_command(command, override=True)

    add("create")
    add("cover")
    async with running(bot, sandbox):
        first = {command.name: command.id for command in await bot.tree.fetch_commands()}
        bot.tree.remove_command("cover")
        add("create", "another description")
        add("extend")
        second = {command.name: command.id for command in await bot.tree.sync()}
        assert set(second) == {"create", "extend"}
        assert second["create"] == first["create"]
        assert await driver.commands("Ada") == ["create", "extend"]
        guild = discord.Object(bot.guilds[0].id)
        bot.tree.copy_global_to(guild=guild)
        await bot.tree.sync(guild=guild)
        assert sorted(await driver.commands("Ada")) == ["create", "create", "extend", "extend"]


async def test_a_sync_beyond_the_limits_is_refused(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command(description="x" * 101)
    async def create(itx: Itx) -> None:
        await itx.response.send_message("never")

    async with running(bot, sandbox, sync=False):
        with pytest.raises(discord.app_commands.CommandSyncFailure, match="100 or fewer"):
            await bot.tree.sync()
        assert await driver.commands("Ada") == []
    sandbox.services.journal.entries.clear()
    await driver.clear_errors()
