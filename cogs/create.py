"""/create: a new song."""

from typing import TypeAlias

from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.domain.songs import SongRequest, Voice
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.forms import IDEA_LIMIT, STYLE_LIMIT, TITLE_LIMIT, open_song_form
from bot.ui.ordering import order_song

# The service's limits (September 2026); lyrics hold 5,000 characters there, 3,000 in old models.
Idea: TypeAlias = Range[str, 1, IDEA_LIMIT]
Style: TypeAlias = Range[str, 1, STYLE_LIMIT]
Lyrics: TypeAlias = Range[str, 1, 5000]
Title: TypeAlias = Range[str, 1, TITLE_LIMIT]
Seconds: TypeAlias = Range[int, 10, 360]
Percent: TypeAlias = Range[int, 0, 100]

_MOST_CHOICES = 25


class CreateCog(commands.Cog):
    """The command that makes songs."""

    @app_commands.command(description="Make a new song; without any option a form opens")
    @app_commands.describe(
        idea="What the song is about; alone, it is enough",
        style="Genre, mood, instruments, tempo",
        lyrics="Words to be sung as written",
        title="The song's title",
        exclude="What must not be heard",
        instrumental="Without any singing",
        voice="Who sings",
        length="About how long, in seconds",
        model="Which model makes it",
        weirdness="From 0, conventional, to 100, strange",
        style_strength="From 0, loosely, to 100, exactly in the style",
        private="Show the song to you alone",
    )
    @app_commands.choices(
        voice=[
            Choice(name="Female", value=Voice.FEMALE.value),
            Choice(name="Male", value=Voice.MALE.value),
        ]
    )
    async def create(  # noqa: PLR0913 - each is an option that members see
        self,
        interaction: Interaction,
        idea: Idea = "",
        style: Style = "",
        lyrics: Lyrics = "",
        title: Title = "",
        exclude: Style = "",
        instrumental: bool = False,
        voice: Choice[str] | None = None,
        length: Seconds | None = None,
        model: str | None = None,
        weirdness: Percent | None = None,
        style_strength: Percent | None = None,
        private: bool = False,
    ) -> None:
        """Order what the options say, or open the form when they hold no text."""
        request = SongRequest(
            model=model or interaction.client.services.generation.default_model,
            idea=idea,
            style=style,
            lyrics=lyrics,
            title=title,
            exclude=exclude,
            instrumental=instrumental,
            voice=Voice(voice.value) if voice else None,
            length_seconds=length,
            weirdness=None if weirdness is None else weirdness / 100,
            style_strength=None if style_strength is None else style_strength / 100,
        )
        if idea or style or lyrics or title or exclude:
            await order_song(interaction, request, private=private)
        else:
            await open_song_form(interaction, request, private=private)

    @create.autocomplete("model")
    async def _models(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        models = interaction.client.services.generation.models
        matching = [model for model in models if current.casefold() in model.casefold()]
        return [Choice(name=model, value=model) for model in matching[:_MOST_CHOICES]]


async def setup(bot: JamboreeClient) -> None:
    """Add the command to the bot."""
    await bot.add_cog(CreateCog())
