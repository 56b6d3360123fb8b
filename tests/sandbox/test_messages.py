"""Messages over REST: limits, mentions, replies, attachments, nonces, V2."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_bots import PlainBot, running
from tests.support.sandbox_watching import MESSAGES


@pytest.fixture
def config() -> SandboxConfig:
    return SandboxConfig(rate_limits=False)


class Api:
    """Plain requests to one channel, for what discord.py would not send."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        world = sandbox.services.world
        self.channel = next(item for item in world.channels.values() if item.name == "songs")
        self.base = f"{sandbox.api_url}/channels/{self.channel.id}"
        self.session = session

    async def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        async with self.session.request(method, self.base + path, json=body) as response:
            answer = None if response.status == 204 else await response.json()
            return response.status, answer

    async def send(self, **body: object) -> tuple[int, Any]:
        return await self.call("POST", "/messages", body)


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        yield Api(sandbox, session)
        # Mistakes are what these tests make on purpose.
        sandbox.services.errors.entries.clear()


def button(**fields: str) -> dict[str, Any]:
    return {"type": 1, "components": [{"type": 2, "style": 1, **fields}]}


TEXT = {"type": 10, "content": "x"}


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"content": "x" * 2001}, ["content"], "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"title": "x" * 257}]}, ["embeds", "0", "title"], "BASE_TYPE_MAX_LENGTH"),
        (
            {"embeds": [{"description": "x" * 4000}, {"description": "x" * 4000}]},
            [],
            "MAX_EMBED_SIZE_EXCEEDED",
        ),
        (
            {"embeds": [{"fields": [{"name": "", "value": "x"}]}]},
            ["embeds", "0", "fields", "0", "name"],
            "BASE_TYPE_REQUIRED",
        ),
        (
            {"content": "x", "components": [button(label="x" * 81, custom_id="a")]},
            ["components", "0", "components", "0", "label"],
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            {"content": "x", "components": [button(label="x")]},
            ["components", "0", "components", "0"],
            "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
        ),
        (
            {"content": "x", "components": [button(label="x", custom_id="a")] * 2},
            [],
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        ({"content": "x", "components": [TEXT]}, ["components", "0", "type"], "BASE_TYPE_CHOICES"),
        ({"content": "x", "components": [{"type": 99}]}, ["components", "0"], "BASE_TYPE_CHOICES"),
        (
            {"content": "x", "components": [TEXT], "flags": 1 << 15},
            ["content"],
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        ),
        (
            {"flags": 1 << 15, "components": [TEXT] * 41},
            ["components"],
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            {
                "flags": 1 << 15,
                "components": [{"type": 12, "items": [{"media": {"url": "attachment://no.png"}}]}],
            },
            ["components"],
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
        ),
        (
            {"content": "x", "message_reference": {"message_id": "1"}},
            ["message_reference"],
            "REPLIES_UNKNOWN_MESSAGE",
        ),
        (
            {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            ["allowed_mentions"],
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
    ],
)
async def test_bodies_beyond_the_limits_are_refused_by_field(
    api: Api, body: dict[str, Any], path: list[str], code: str
) -> None:
    status, answer = await api.send(**body)
    assert (status, answer["code"]) == (400, 50035)
    errors = answer["errors"]
    for part in path:
        errors = errors[part]
    assert errors["_errors"][0]["code"] == code


async def test_nothing_to_show_is_refused(api: Api) -> None:
    assert (await api.send(content="  \n "))[1]["code"] == 50006
    assert (await api.send())[1]["code"] == 50006


async def test_a_body_that_is_no_json(api: Api) -> None:
    async with api.session.post(f"{api.base}/messages", data=b"{") as response:
        assert response.status == 400
        assert (await response.json())["code"] == 50109


async def test_a_nonce_makes_one_message(api: Api) -> None:
    first = (await api.send(content="a", nonce="7", enforce_nonce=True))[1]
    again = (await api.send(content="a", nonce="7", enforce_nonce=True))[1]
    other = (await api.send(content="a", nonce="8", enforce_nonce=True))[1]
    assert first["id"] == again["id"] != other["id"]


async def test_mentions_follow_allowed_mentions(
    api: Api, sandbox: Sandbox, driver: SandboxDriver
) -> None:
    ada = await driver.person("Ada")
    text = f"<@{ada}> @everyone"
    everything = (await api.send(content=text))[1]
    # The bot may not mention everyone; people it may.
    assert [item["id"] for item in everything["mentions"]] == [str(ada)]
    assert everything["mention_everyone"] is False
    quiet = (await api.send(content=text, allowed_mentions={"parse": []}))[1]
    assert quiet["mentions"] == []
    chosen = (await api.send(content=text, allowed_mentions={"users": [str(ada)]}))[1]
    assert len(chosen["mentions"]) == 1


async def test_v2_cannot_be_undone_and_replaces_the_classic_parts(api: Api) -> None:
    message = (await api.send(content="classic"))[1]
    path = f"/messages/{message['id']}"
    panel = {"components": [TEXT], "flags": 1 << 15}
    status, answer = await api.call("PATCH", path, panel)
    assert status == 400
    status, answer = await api.call("PATCH", path, {**panel, "content": None})
    assert status == 200
    assert answer["flags"] & (1 << 15)
    status, answer = await api.call("PATCH", path, {"content": "classic again", "flags": 0})
    assert status == 400


async def test_attachments_of_an_edit(sandbox: Sandbox, driver: SandboxDriver) -> None:
    bot = PlainBot()
    async with running(bot, sandbox):
        channels = {item.name: item for item in await driver.channels("Ada")}
        place = bot.get_partial_messageable(channels["songs"].id)

        def file(name: str) -> discord.File:
            return discord.File(io.BytesIO(name.encode()), name)

        message = await place.send(files=[file("a.mp3"), file("b.mp3")])
        partial = place.get_partial_message(message.id)
        untouched = await partial.edit(content="words")
        assert [item.filename for item in untouched.attachments] == ["a.mp3", "b.mp3"]
        kept = await partial.edit(attachments=[message.attachments[1], file("c.mp3")])
        assert [item.filename for item in kept.attachments] == ["b.mp3", "c.mp3"]
        assert kept.attachments[0].id == message.attachments[1].id
        assert (await kept.attachments[1].read()) == b"c.mp3"
        with pytest.raises(discord.NotFound):
            await message.attachments[0].read()
        none = await partial.edit(attachments=[])
        assert none.attachments == []


async def test_a_picture_in_an_embed_is_no_listed_attachment(
    sandbox: Sandbox, driver: SandboxDriver
) -> None:
    bot = PlainBot()
    async with running(bot, sandbox):
        channels = {item.name: item for item in await driver.channels("Ada")}
        place = bot.get_partial_messageable(channels["songs"].id)
        embed = discord.Embed(title="Cover").set_image(url="attachment://cover.png")
        file = discord.File(io.BytesIO(b"x"), "cover.png", description="A lighthouse")
        message = await place.send(embed=embed, file=file)
        assert message.attachments == []
        assert message.embeds[0].to_dict().get("image", {}).get("description") == "A lighthouse"
        url = message.embeds[0].image.url
        assert url is not None
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            assert (response.status, await response.read()) == (200, b"x")
        edited = await place.get_partial_message(message.id).edit(
            embed=message.embeds[0].copy(), attachments=[]
        )
        url = edited.embeds[0].image.url
        assert url is not None
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            assert response.status == 200


async def test_too_large_a_file_is_refused(sandbox: Sandbox, driver: SandboxDriver) -> None:
    bot = PlainBot()
    async with running(bot, sandbox):
        channels = {item.name: item for item in await driver.channels("Ada")}
        place = bot.get_partial_messageable(channels["songs"].id)
        limit = 10 * 1024 * 1024
        await place.send(file=discord.File(io.BytesIO(bytes(limit)), "fits.wav"))
        for size, count in ((limit + 1, 1), (limit, 3)):
            files = [discord.File(io.BytesIO(bytes(size)), f"{n}.wav") for n in range(count)]
            with pytest.raises(discord.HTTPException) as refused:
                await place.send(files=files)
            assert (refused.value.status, refused.value.code) == (413, 40005)


async def _as(member: str, driver: SandboxDriver) -> str:
    place = await driver.channel(member, "songs")
    return f"member={await driver.person(member)}&channel={place}"


async def test_history_pins_and_reactions(sandbox: Sandbox, driver: SandboxDriver) -> None:
    bot = PlainBot()
    async with running(bot, sandbox):
        await driver.permit("bot", channel="songs", allow=["ADD_REACTIONS"])
        channels = {item.name: item for item in await driver.channels("Ada")}
        place = bot.get_partial_messageable(channels["songs"].id)
        sent = [await place.send(str(number)) for number in range(5)]
        newest = [message.content async for message in place.history(limit=2)]
        assert newest == ["4", "3"]
        older = [item.content async for item in place.history(limit=2, before=sent[2])]
        assert older == ["1", "0"]
        await sent[0].pin()
        await sent[3].pin()
        pinned = [sent[3].id, sent[0].id]
        assert [item.id async for item in place.pins()] == pinned
        seen = await driver.call("GET", f"/sandbox/pins?{await _as('Ada', driver)}")
        assert [item.id for item in MESSAGES.validate_python(seen)] == pinned
        await sent[3].unpin()
        await sent[0].unpin()
        assert [item async for item in place.pins()] == []
        await sent[1].add_reaction("🎵")
        reacted = await driver.wait_for(lambda item: item.id == sent[1].id)
        assert reacted.content == "1"
        await sent[1].remove_reaction("🎵", discord.Object(sandbox.config.application_id))
        fetched = await place.fetch_message(sent[1].id)
        assert fetched.reactions == []
        await sent[2].delete()
        await driver.gone(reacted.model_copy(update={"id": sent[2].id}))
