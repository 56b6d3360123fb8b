"""What the page and the tests talk to: snapshot, events, refusals, people's own acts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
import pytest

from bot.sandbox.server import Sandbox
from tests.support.sandbox import Refused, SandboxDriver
from tests.support.sandbox_bots import PlainBot, running
from tests.support.sandbox_people import HOSTILE_NICK

Itx = discord.Interaction[PlainBot]


async def state(sandbox: Sandbox, query: str = "") -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.base_url}/sandbox/state{query}") as response,
    ):
        assert response.status == 200
        answer: dict[str, Any] = await response.json()
        return answer


async def test_the_first_server(sandbox: Sandbox) -> None:
    snapshot = await state(sandbox)
    (guild,) = snapshot["guilds"]
    assert guild["name"] == "Jamboree sandbox"
    assert {channel["name"] for channel in guild["channels"]} == {
        "Music",
        "songs",
        "general",
        "songs-forum",
        "Listening room",
    }
    assert snapshot["me"]["id"] != guild["owner_id"]
    assert len([item for item in guild["members"] if not item["bot"]]) == 9
    assert HOSTILE_NICK in {item["nick"] for item in guild["members"]}
    ages = [item["created_at"] for item in guild["members"] if not item["bot"]]
    newest = datetime.fromisoformat(snapshot["now"]) - datetime.fromisoformat(max(ages))
    assert newest < timedelta(hours=1)
    oldest = datetime.fromisoformat(snapshot["now"]) - datetime.fromisoformat(min(ages))
    assert oldest > timedelta(days=2000)
    assert snapshot["bot"]["online"] is False
    assert snapshot["direct_channel"] is None


async def test_nobody_in_the_demo_has_a_name_that_looks_like_a_mistake() -> None:
    async with Sandbox() as demo:
        (guild,) = (await state(demo))["guilds"]
    people = [item["display_name"] for item in guild["members"]]
    assert {"Ada", "Ben", "Olga"} <= set(people)
    assert [name for name in people if not name.replace(" ", "").isalpha()] == []


async def test_the_page_is_served_safely(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(sandbox.page_url) as response:
            assert response.status == 200
            assert response.headers["Content-Type"] == "text/html; charset=utf-8"
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
            assert response.headers["Cache-Control"] == "no-cache"
        async with session.get(f"{sandbox.base_url}/page/modules/main.js") as response:
            assert response.headers["Content-Type"].startswith("text/javascript")
        for path in (
            "/page/../server.py",
            "/page/%2e%2e/server.py",
            "/page/no.js",
            "/page/modules",
        ):
            async with session.get(f"{sandbox.base_url}{path}") as response:
                assert response.status == 404, path


async def test_other_pages_of_the_browser_may_not_act(sandbox: Sandbox) -> None:
    url = f"{sandbox.base_url}/sandbox/clock"
    async with aiohttp.ClientSession() as session:
        for origin, status in (("http://evil.example", 403), (sandbox.base_url, 200)):
            headers = {"Origin": origin}
            async with session.post(url, json={"advance_seconds": 1}, headers=headers) as response:
                assert response.status == status


async def test_mistakes_are_refused_with_a_sentence(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command()
    @discord.app_commands.choices(mode=[discord.app_commands.Choice(name="A", value="a")])
    async def create(
        itx: Itx, idea: discord.app_commands.Range[str, 2, 5], mode: str = "a"
    ) -> None:
        view = discord.ui.View()
        view.add_item(discord.ui.Button[discord.ui.View](label="No", custom_id="n", disabled=True))
        view.add_item(
            discord.ui.Select[discord.ui.View](
                custom_id="s", options=[discord.SelectOption(label="x")], max_values=1
            )
        )
        await itx.response.send_message("ok", view=view)

    async with running(bot, sandbox):
        for options, sentence in (
            ({}, "idea is required"),
            ({"idea": "x"}, "2 to 5 characters"),
            ({"idea": "xxx", "mode": "z"}, "one of its choices"),
            ({"idea": "xxx", "what": "z"}, "no option what"),
        ):
            with pytest.raises(Refused, match=sentence):
                await driver.command(member="Ada", channel="songs", name="create", options=options)
        channels = {item.name: item.id for item in await driver.channels("Olga")}
        with pytest.raises(Refused, match="no such channel"):
            await driver.command(
                member="Ada", channel=channels["log"], name="create", options={"idea": "xxx"}
            )
        message = (
            await driver.command(
                member="Ada", channel="songs", name="create", options={"idea": "xxx"}
            )
        ).message
        with pytest.raises(Refused, match="disabled"):
            await driver.press(message, member="Ada", label="No")
        with pytest.raises(Refused, match="no such control"):
            await driver.press(message, member="Ada", custom_id="other")
        with pytest.raises(Refused, match="not one of the choices"):
            await driver.select(message, ["y"], member="Ada")
        with pytest.raises(Refused, match="Choose 1 to 1"):
            await driver.select(message, [], member="Ada")


async def test_reading_positions(sandbox: Sandbox, driver: SandboxDriver) -> None:
    ada = await driver.person("Ada")
    written = await driver.write(member="Ben", channel="songs", content=f"<@{ada}> listen")
    await driver.write(member="Ben", channel="songs", content="all of you")
    channel = str(written.channel_id)
    unread = (await state(sandbox, f"?member={ada}"))["reading"][channel]
    assert unread == {"last_read_message_id": None, "unread": 2, "mentions": 1}
    body = {"member": str(ada), "channel": channel, "message": str(written.id)}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.base_url}/sandbox/reading", json=body) as response,
    ):
        assert response.status == 204
    unread = (await state(sandbox, f"?member={ada}"))["reading"][channel]
    assert (unread["unread"], unread["mentions"]) == (1, 0)


async def test_members_write_edit_delete_and_react(sandbox: Sandbox, driver: SandboxDriver) -> None:
    written = await driver.write(member="Ben", channel="songs", content="helo")
    base = f"{sandbox.base_url}/sandbox"
    ben, ada, mika = [await driver.person(name) for name in ("Ben", "Ada", "Mika")]
    path = f"{base}/messages/{written.channel_id}/{written.id}"
    async with aiohttp.ClientSession() as session:
        for member, status in ((ada, 403), (ben, 200)):
            body = {"member": str(member), "content": "hello"}
            async with session.patch(path, json=body) as response:
                assert response.status == status
        reaction = {
            "member": str(ada),
            "channel": str(written.channel_id),
            "message": str(written.id),
            "emoji": "🎵",
        }
        async with session.post(f"{base}/reactions", json=reaction) as response:
            assert response.status == 204
        (message,) = (await state(sandbox))["messages"][str(written.channel_id)]
        assert message["content"] == "hello"
        assert message["reactions"][0]["count"] == 1
        async with session.delete(f"{path}?member={ada}") as response:
            assert response.status == 403
        async with session.delete(f"{path}?member={mika}") as response:
            assert response.status == 204
    await driver.gone(written)


async def test_an_app_installed_by_a_person_alone(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    seen: list[tuple[bool, bool]] = []

    @bot.tree.command()
    @discord.app_commands.allowed_installs(guilds=True, users=True)
    async def create(itx: Itx) -> None:
        seen.append((itx.is_guild_integration(), itx.is_user_integration()))
        await itx.response.send_message("queued")
        message = await itx.original_response()
        place = bot.get_partial_messageable(message.channel.id)
        with pytest.raises(discord.Forbidden) as refused:
            await place.get_partial_message(message.id).edit(content="x")
        assert refused.value.code == 50001
        for number in range(5):
            await itx.followup.send(str(number), wait=True)
        with pytest.raises(discord.HTTPException) as full:
            await itx.followup.send("one too many")
        assert full.value.code == 40094
        await itx.edit_original_response(content="done")

    async with running(bot, sandbox):
        guild_id = await driver.add_guild("Elsewhere", members=["Ada"], with_bot=False)
        place = next(
            item.id
            for item in sandbox.services.world.channels.values()
            if (item.guild_id, item.name) == (guild_id, "songs")
        )
        with pytest.raises(Refused, match="not installed"):
            await driver.command(member="Ada", channel=place, name="create")
        await driver.change_member("Ada", installed_app=True)
        answer = await driver.command(member="Ada", channel=place, name="create")
        # Without Use External Apps the answer is private.
        assert answer.message.ephemeral
        await driver.wait_for(lambda message: message.content == "done")
        assert seen == [(False, True)]


async def test_changes_of_people_and_channels_reach_page_and_bot(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    locales: list[str] = []

    @bot.tree.command()
    async def hello(itx: Itx) -> None:
        locales.append(itx.locale.value)
        await itx.response.send_message(itx.user.display_name)

    async with running(bot, sandbox):
        await driver.change_member("Ada", nick="Countess", locale="de")
        answer = await driver.command(member="Countess", channel="songs", name="hello")
        assert (answer.message.content, locales) == ("Countess", ["de"])
        renamed = bot.wait_for("guild_channel_update", timeout=5)
        await driver.change_channel("songs", name="music")
        _, after = await renamed
        assert after.name == "music"
