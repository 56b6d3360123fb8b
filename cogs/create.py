"""/create: a new song."""

from typing import TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.domain.songs import Engine, SongRequest
from bot.ui.asking import usual_model
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.given import order_new_song
from bot.ui.options import Idea, Lyrics, Percent, Style, Title, described
from bot.ui.voices import suggest_voices

Seconds: TypeAlias = Range[int, 10, 360]


class CreateCog(commands.Cog):
    """The command that makes songs."""

    @app_commands.command(description="Make a new song; without any option a form opens")
    @described(
        idea="What the song is about; alone, it is enough",
        title="The song's title",
        exclude="What must not be heard",
        instrumental="Without any singing",
        voice="Who sings: female, male, or one of your voices",
        length="About how long, in seconds",
        engine="Which engine makes it; Producer takes fewer options and makes one version",
        weirdness="From 0, conventional, to 100, strange",
        style_strength="From 0, loosely, to 100, exactly in the style",
        lyrics_file="Words to be sung as written, as a text file in UTF-8",
    )
    @app_commands.choices(
        engine=[
            Choice(name="Sonic", value=Engine.SONIC.value),
            Choice(name="Producer", value=Engine.PRODUCER.value),
        ]
    )
    @app_commands.autocomplete(voice=suggest_voices)
    async def create(  # noqa: PLR0913 - each is an option that members see
        self,
        interaction: Interaction,
        idea: Idea = "",
        style: Style = "",
        lyrics: Lyrics = "",
        title: Title = "",
        exclude: Style = "",
        instrumental: bool = False,
        voice: Range[str, 1, 80] = "",
        length: Seconds | None = None,
        model: str = "",
        engine: Choice[str] | None = None,
        weirdness: Percent | None = None,
        style_strength: Percent | None = None,
        lyrics_file: discord.Attachment | None = None,
        private: bool = False,
    ) -> None:
        """Order what the options say, or open the form when they hold no text."""
        chosen = Engine(engine.value) if engine else Engine.SONIC
        request = SongRequest(
            model=model or _usual(interaction, chosen),
            engine=chosen,
            idea=idea,
            style=style,
            lyrics=lyrics,
            title=title,
            exclude=exclude,
            instrumental=instrumental,
            length_seconds=length,
            weirdness=None if weirdness is None else weirdness / 100,
            style_strength=None if style_strength is None else style_strength / 100,
        )
        await order_new_song(interaction, request, voice, lyrics_file, private=private)


def _usual(interaction: Interaction, engine: Engine) -> str:
    if engine is Engine.SONIC:
        return usual_model(interaction)
    return interaction.client.services.generation.default_of(engine)


async def setup(bot: JamboreeClient) -> None:
    """Add the command to the bot."""
    await bot.add_cog(CreateCog())
