"""A real discord.py bot against the sandbox: commands, buttons, forms, files."""

from __future__ import annotations

import io
import re
from typing import Any

import discord
import pytest
from discord import app_commands
from PIL import Image

from bot.sandbox.server import Sandbox
from tests.support.sandbox import File, Refused, SandboxDriver
from tests.support.sandbox_bots import PlainBot, running

Itx = discord.Interaction[PlainBot]


def picture() -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    content.seek(0)
    return content


class PressButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"v1:press:(?P<count>\d+)"
):
    """A button that counts how often it was pressed, in its own custom id."""

    def __init__(self, count: int) -> None:
        super().__init__(discord.ui.Button(label=f"Pressed {count}", custom_id=f"v1:press:{count}"))
        self.count = count

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
    ) -> PressButton:
        return cls(int(match["count"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(PressButton(self.count + 1))
        await interaction.response.edit_message(content=f"by {interaction.user.id}", view=view)


class Form(discord.ui.Modal, title="A form"):
    words = discord.ui.Label[Any](
        text="Words", component=discord.ui.TextInput[Any](custom_id="words", max_length=4000)
    )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        assert isinstance(self.words.component, discord.ui.TextInput)
        await interaction.response.send_message(f"You said {self.words.component.value}")


async def test_command_is_answered_and_edited_by_token_and_by_channel(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command()
    @app_commands.describe(idea="what about")
    async def create(itx: Itx, idea: app_commands.Range[str, 1, 200]) -> None:
        await itx.response.send_message(f"queued: {idea}")
        await itx.edit_original_response(content="working")
        message = await itx.original_response()
        place = bot.get_partial_messageable(message.channel.id)
        await place.get_partial_message(message.id).edit(
            content="done",
            embed=discord.Embed(title="Song").add_field(name="cost", value="14"),
            attachments=[discord.File(io.BytesIO(b"ID3"), "song.mp3", description="the song")],
        )

    async with running(bot, sandbox):
        answer = await driver.command(
            member="Ada", channel="songs", name="create", options={"idea": "rain on tin"}
        )
        assert answer.message.content == "queued: rain on tin"
        assert not answer.message.ephemeral
        assert answer.message.interaction_metadata is not None
        assert answer.message.interaction_metadata.name == "create"
        done = await driver.wait_for(lambda message: message.content == "done")
        assert done.id == answer.message.id
        assert done.edited_timestamp is not None
        assert [version.content for version in driver.versions[done.id]] == [
            "queued: rain on tin",
            "working",
            "done",
        ]
        (attachment,) = done.attachments
        assert (attachment.filename, attachment.content_type) == ("song.mp3", "audio/mpeg")
        assert attachment.description == "the song"
        assert await driver.download(attachment) == b"ID3"
        assert done.embeds[0].fields[0].value == "14"


async def test_options_reach_the_bot_resolved(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    heard: list[str] = []
    group = app_commands.Group(name="song", description="songs")

    @group.command()
    async def show(
        itx: Itx,
        who: discord.Member,
        where: discord.TextChannel,
        role: discord.Role,
        file: discord.Attachment,
        loud: bool,
        count: app_commands.Range[int, 1, 4],
    ) -> None:
        content = await file.read()
        heard.extend([who.display_name, where.name, role.name, content.decode(), str(loud)])
        heard.append(str(count))
        await itx.response.send_message("ok", ephemeral=True)

    @group.command()
    async def few(itx: Itx, count: app_commands.Range[int, 1, 4]) -> None:
        heard.append("never")

    bot.tree.add_command(group)
    async with running(bot, sandbox):
        answer = await driver.command(
            member="Ada",
            channel="songs",
            name="song show",
            options={
                "who": "Ben",
                "where": "general",
                "role": "Supporter",
                "file": File("words.txt", b"la la"),
                "loud": True,
                "count": 3,
            },
        )
        assert answer.message.ephemeral
        assert heard == ["Ben", "general", "Supporter", "la la", "True", "3"]
        with pytest.raises(Refused, match="between 1 and 4"):
            await driver.command(
                member="Ada", channel="songs", name="song few", options={"count": 5}
            )


async def test_private_answers_are_seen_by_their_person_alone(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command()
    async def secret(itx: Itx) -> None:
        await itx.response.send_message("psst", ephemeral=True)
        message = await itx.original_response()
        place = bot.get_partial_messageable(message.channel.id)
        with pytest.raises(discord.NotFound) as refused:
            await place.get_partial_message(message.id).edit(content="x")
        assert refused.value.code == 10008
        await itx.edit_original_response(content="psst!")

    async with running(bot, sandbox):
        answer = await driver.command(member="Ada", channel="songs", name="secret")
        assert answer.message.ephemeral
        await driver.wait_for(lambda message: message.content == "psst!")
        assert len(await driver.messages("songs", "Ada")) == 1
        assert await driver.messages("songs", "Olga") == []


async def test_autocomplete(sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot) -> None:
    @bot.tree.command()
    async def pick(itx: Itx, song: str) -> None:
        await itx.response.send_message(song)

    @pick.autocomplete("song")
    async def complete(itx: Itx, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current} {n}", value=str(n)) for n in range(3)]

    async with running(bot, sandbox):
        choices = await driver.autocomplete(
            member="Ada", channel="songs", name="pick", option="song", text="ne"
        )
        assert [(choice.name, choice.value) for choice in choices] == [
            ("ne 0", "0"),
            ("ne 1", "1"),
            ("ne 2", "2"),
        ]


async def test_buttons_of_dynamic_items(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command()
    async def start(itx: Itx) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(PressButton(0))
        await itx.response.send_message("press", view=view)

    bot.add_dynamic_items(PressButton)
    async with running(bot, sandbox):
        message = (await driver.command(member="Ada", channel="songs", name="start")).message
        first = await driver.press(message, member="Ben", label="Pressed")
        assert first.kind == "update"
        assert first.message.id == message.id
        second = await driver.press(message, member="Chloé", label="Pressed 1")
        assert second.message.content == f"by {await driver.person('Chloé')}"
        assert second.message.labels == ["Pressed 2"]


async def test_forms(sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot) -> None:
    @bot.tree.command()
    async def form(itx: Itx) -> None:
        await itx.response.send_modal(Form())

    async with running(bot, sandbox):
        answer = await driver.command(member="Ada", channel="songs", name="form")
        assert answer.modal.title == "A form"
        sent = await driver.submit(answer.modal, {"Words": "la <@1>"}, member="Ada")
        assert sent.message.content == "You said la <@1>"
        assert sent.message.mentions == []
        with pytest.raises(Refused, match="1 to 4000"):
            await driver.submit(answer.modal, {"words": ""}, member="Ada")


async def test_deferred_answer_and_follow_ups(
    sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot
) -> None:
    @bot.tree.command()
    async def slow(itx: Itx) -> None:
        response = await itx.response.defer(thinking=True)
        assert response is not None
        await itx.edit_original_response(content="here")
        follow_up = await itx.followup.send(
            "more", file=discord.File(picture(), "a.png"), wait=True
        )
        await follow_up.edit(content="more!")
        gone = await itx.followup.send("gone", wait=True)
        await gone.delete()

    async with running(bot, sandbox):
        answer = await driver.command(member="Ada", channel="songs", name="slow")
        assert answer.kind == "deferred"
        settled = await driver.settled(answer.message)
        assert settled.content == "here"
        assert settled.edited_timestamp is None
        more = await driver.wait_for(lambda message: message.content == "more!")
        assert more.message_reference is not None
        assert more.message_reference.message_id == settled.id
        assert (more.attachments[0].width, more.attachments[0].height) == (40, 30)


async def test_context_menus(sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot) -> None:
    @bot.tree.context_menu(name="Use as lyrics")
    async def lyrics(itx: Itx, message: discord.Message) -> None:
        await itx.response.send_message(f"{message.author.name}: {message.content}")

    @bot.tree.context_menu(name="Songs of")
    async def songs(itx: Itx, member: discord.Member) -> None:
        await itx.response.send_message(f"of {member.display_name}")

    async with running(bot, sandbox):
        written = await driver.write(member="Ben", channel="songs", content="a verse")
        answer = await driver.context_menu(member="Ada", name="Use as lyrics", target=written)
        assert answer.message.content == "ben: a verse"
        menu = await driver.context_menu(
            member="Ada", name="Songs of", target="Ben", channel="songs"
        )
        assert menu.message.content == "of Ben"


async def test_components_v2(sandbox: Sandbox, driver: SandboxDriver, bot: PlainBot) -> None:
    class Panel(discord.ui.LayoutView):
        def __init__(self) -> None:
            super().__init__(timeout=60)
            select = discord.ui.Select[Any](
                custom_id="mode",
                options=[discord.SelectOption(label="Verses", value="v")],
                placeholder="Mode",
            )
            self.add_item(
                discord.ui.Container(
                    discord.ui.TextDisplay("# Jam"),
                    discord.ui.Section(
                        discord.ui.TextDisplay("cover"),
                        accessory=discord.ui.Thumbnail("attachment://cover.png"),
                    ),
                    discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://cover.png")),
                    discord.ui.File("attachment://notes.txt"),
                    discord.ui.ActionRow(select),
                )
            )

    @bot.tree.command()
    async def panel(itx: Itx) -> None:
        await itx.response.send_message(
            view=Panel(),
            files=[
                discord.File(picture(), "cover.png"),
                discord.File(io.BytesIO(b"x"), "notes.txt"),
            ],
        )

    @bot.event
    async def on_interaction(itx: Itx) -> None:
        if itx.type is discord.InteractionType.component and itx.data is not None:
            await itx.response.send_message(str(itx.data["values"]), ephemeral=True)  # type: ignore[typeddict-item]  # a component's data has values

    async with running(bot, sandbox):
        message = (await driver.command(member="Ada", channel="songs", name="panel")).message
        assert message.text == "# Jam\ncover"
        assert "attachment://" not in str(message.components)
        chosen = await driver.select(message, ["Verses"], member="Ben")
        assert chosen.message.content == "['v']"
        assert chosen.message.ephemeral


async def test_typed_message_reaches_the_bot_with_the_intents_it_has(
    sandbox: Sandbox, driver: SandboxDriver
) -> None:
    heard: list[str] = []
    bot = PlainBot(discord.Intents(guilds=True, guild_messages=True))
    answered: list[int] = []

    @bot.event
    async def on_message(message: discord.Message) -> None:
        if message.author.bot:
            return
        heard.append(message.content)
        answered.append((await message.reply("heard", mention_author=True)).id)

    async with running(bot, sandbox):
        await driver.watch("Ada")
        await driver.write(member="Ada", channel="general", content="nobody hears this")
        await driver.write(member="Ada", channel="general", content=f"<@{bot.application_id}> hi")
        reply = await driver.wait_for(lambda message: message.id in answered[1:])
        assert heard == ["", f"<@{bot.application_id}> hi"]
        assert reply.message_reference is not None
        ada = await driver.person("Ada")
        assert [user.id for user in reply.mentions] == [ada]
        assert (ada, reply) in driver.notifications
