"""A small bot with one command for every part of the page, on the real discord.py."""

from __future__ import annotations

import asyncio
import io
import math
import struct
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket

SOUND_SECONDS = 7
SONGS = ("Neon rain", "Tin roof", "Paper moon")

HOSTILE = (
    "<img src=x onerror=\"document.body.dataset.hacked='yes'\"> <script>alert(1)</script> "
    "[text](javascript:alert(1)) \u202ereversed\u202c مرحبا &lt;b&gt;"
)


def tone(seconds: int = SOUND_SECONDS) -> bytes:
    """Make a quiet tone as a WAV file."""
    rate = 8000
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        samples = (int(4000 * math.sin(math.tau * 330 * n / rate)) for n in range(rate * seconds))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return buffer.getvalue()


class SongButtons(discord.ui.View):
    """Buttons under a song: one changes the message, one answers in private, one stays silent."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.presses = 0

    @discord.ui.button(label="Again", style=discord.ButtonStyle.primary, custom_id="again")
    async def again(
        self, interaction: discord.Interaction, _: discord.ui.Button[SongButtons]
    ) -> None:
        """Change the message that the button is on, keeping its files."""
        self.presses += 1
        await interaction.response.edit_message(content=f"Pressed {self.presses} times")

    @discord.ui.button(label="Lyrics", custom_id="lyrics")
    async def lyrics(
        self, interaction: discord.Interaction, _: discord.ui.Button[SongButtons]
    ) -> None:
        """Answer whoever pressed, in private."""
        await interaction.response.send_message(
            f"Lyrics for {interaction.user.display_name}", ephemeral=True
        )

    @discord.ui.button(label="Silent", style=discord.ButtonStyle.danger, custom_id="silent")
    async def silent(
        self, interaction: discord.Interaction, _: discord.ui.Button[SongButtons]
    ) -> None:
        """Never answer."""

    @discord.ui.select(
        placeholder="Choose styles",
        custom_id="styles",
        min_values=1,
        max_values=2,
        options=[
            discord.SelectOption(label="Jazz", description="It swings"),
            discord.SelectOption(label="Rock"),
            discord.SelectOption(label="Techno"),
        ],
    )
    async def styles(
        self, interaction: discord.Interaction, select: discord.ui.Select[SongButtons]
    ) -> None:
        """Say in private what was chosen."""
        await interaction.response.send_message(
            f"Styles: {', '.join(select.values)}", ephemeral=True
        )


class SongForm(discord.ui.Modal, title="A new song"):
    """A form with a text, a choice and a tick."""

    name = discord.ui.Label(
        text="Title",
        description="Shown on the card",
        component=discord.ui.TextInput[Any](custom_id="title", min_length=3, max_length=20),
    )
    voice = discord.ui.Label(
        text="Voice",
        component=discord.ui.Select[Any](
            custom_id="voice",
            options=[discord.SelectOption(label="Deep"), discord.SelectOption(label="High")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Repeat what was sent."""
        title, voice = self.name.component, self.voice.component
        assert isinstance(title, discord.ui.TextInput)
        assert isinstance(voice, discord.ui.Select)
        await interaction.response.send_message(f"Form: {title.value}, {voice.values[0]}")


class Panel(discord.ui.LayoutView):
    """A message of layout components."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        button = discord.ui.Button[Any](label="Change", custom_id="change")
        container = discord.ui.Container[Any](
            discord.ui.Section(discord.ui.TextDisplay("## Set-up panel"), accessory=button),
            discord.ui.Separator(),
            discord.ui.TextDisplay("Everything in *one* place"),
            accent_color=discord.Color.green(),
        )
        self.add_item(container)


def build_tree(client: discord.Client) -> app_commands.CommandTree[discord.Client]:
    """Make the commands."""
    tree = app_commands.CommandTree(client)

    @tree.command(name="create", description="Make a new song")
    @app_commands.describe(idea="What the song is about", loudness="How loud", mood="The mood")
    @app_commands.choices(
        mood=[
            app_commands.Choice(name="Happy", value="h"),
            app_commands.Choice(name="Sad", value="s"),
        ]
    )
    async def create(
        interaction: discord.Interaction,
        idea: str | None = None,
        loudness: app_commands.Range[int, 1, 10] | None = None,
        mood: str | None = None,
        singer: discord.Member | None = None,
        instrumental: bool | None = None,
    ) -> None:
        embed = discord.Embed(title="Neon rain", description=f"> {idea}", color=0xF3B65F)
        embed.add_field(name="Wishes", value=f"{loudness} {mood} {instrumental}")
        await interaction.response.send_message(
            f"🎵 ready · {singer.mention if singer else 'nobody'} sings",
            embed=embed,
            file=discord.File(
                io.BytesIO(tone()), "neon-rain-1.wav", description="Neon rain, first version"
            ),
            view=SongButtons(),
        )

    @tree.command(name="extend", description="Continue a song")
    async def extend(interaction: discord.Interaction, song: str) -> None:
        await interaction.response.send_message(f"Extending {song}")

    @extend.autocomplete("song")
    async def find(
        interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=song, value=f"song-{number}")
            for number, song in enumerate(SONGS)
            if current.lower() in song.lower()
        ]

    @tree.command(name="form", description="Open a form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(SongForm())

    @tree.command(name="panel", description="Show a panel")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Panel())

    @tree.command(name="slow", description="Think first")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)

    @tree.command(name="silent", description="Never answer")
    async def silent(interaction: discord.Interaction) -> None:
        pass

    @tree.command(name="hostile", description="Say something nasty")
    async def hostile(interaction: discord.Interaction) -> None:
        embed = discord.Embed(title=HOSTILE, description=HOSTILE)
        embed.add_field(name=HOSTILE, value=HOSTILE).set_footer(text=HOSTILE)
        await interaction.response.send_message(HOSTILE, embed=embed)

    @tree.command(name="ping", description="Ping someone")
    async def ping(interaction: discord.Interaction, whom: discord.Member) -> None:
        await interaction.response.send_message(f"Hello {whom.mention}")

    @tree.context_menu(name="Count letters")
    async def count(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"{len(message.content)} letters", ephemeral=True)

    group = app_commands.Group(name="remix", description="Rework songs")

    @group.command(name="mashup", description="Two songs become one")
    async def mashup(interaction: discord.Interaction, first: str, second: str) -> None:
        await interaction.response.send_message(f"{first} meets {second}")

    tree.add_command(group)
    return tree


class SampleBot(discord.Client):
    """A bot that is ready once its commands are registered; `interactions` keeps what arrived."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.05,
            max_messages=None,
        )
        self.tree = build_tree(self)
        self.came_up = asyncio.Event()
        self.interactions: list[discord.Interaction] = []

    async def setup_hook(self) -> None:
        """Register the commands."""
        await self.tree.sync()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Connect to the gateway that the REST API names."""
        _, gateway_url, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
        await super().connect(reconnect=reconnect)

    async def on_ready(self) -> None:
        """Let the test begin."""
        self.came_up.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Keep it, so that a test can edit its answer later."""
        self.interactions.append(interaction)


@asynccontextmanager
async def running_bot(api_url: str, token: str) -> AsyncIterator[SampleBot]:
    """Run the bot against an API until the block ends."""
    discord.http.Route.BASE = api_url.rstrip("/")
    bot = SampleBot()
    running = asyncio.create_task(bot.start(token))
    try:
        async with asyncio.timeout(20):
            ready = asyncio.create_task(bot.came_up.wait())
            await asyncio.wait({ready, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        yield bot
    finally:
        await bot.close()
        with suppress(asyncio.CancelledError):
            await running
