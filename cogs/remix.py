"""/remix: other ways to make a song out of what is there."""

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.domain.requests import (
    BackingRequest,
    MashupRequest,
    RemasterRequest,
    RemasterStrength,
    SampleRequest,
    SectionRequest,
    VocalsRequest,
)
from bot.domain.songs import Voice
from bot.domain.sources import Source
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.given import Given, order_rework
from bot.ui.options import (
    VOICES,
    GivenLink,
    GivenMoment,
    GivenSong,
    Idea,
    Lyrics,
    Style,
    Title,
    described,
)
from bot.ui.ordering import order_song
from bot.ui.source_choice import chosen_source

_START = "Where it begins: 1:23 or seconds"
_END = "Where it ends: 1:23 or seconds"
_WHOLE = "; with neither start nor end it is all of it"


class RemixCog(
    commands.GroupCog, group_name="remix", group_description="New songs out of what is there"
):
    """Commands that make something new of songs, files and links."""

    @app_commands.command(description="Two songs become one")
    @described(
        idea="What the new song is about",
        style="Genre, mood, instruments, tempo; a mixture of both if you do not say",
        title="The new song's title",
    )
    async def mashup(  # noqa: PLR0913 - each is an option that members see
        self,
        interaction: Interaction,
        first: GivenSong,
        second: GivenSong,
        idea: Idea = "",
        lyrics: Lyrics = "",
        style: Style = "",
        title: Title = "",
        model: str = "",
        private: bool = False,
    ) -> None:
        """Order the mixture."""
        request = MashupRequest(
            first=Source(),
            second=Source(),
            idea=idea,
            lyrics=lyrics,
            style=style,
            title=title,
            model=model,
        )
        given = Given(first, second=second)
        await order_rework(interaction, request, given, private=private)

    @app_commands.command(description="A whole song out of something hummed, or out of a snippet")
    @described(
        start=_START,
        end=_END,
        idea="What the song is about",
        title="The new song's title",
    )
    async def sample(  # noqa: PLR0913 - each is an option that members see
        self,
        interaction: Interaction,
        start: GivenMoment,
        end: GivenMoment,
        song: GivenSong | None = None,
        file: discord.Attachment | None = None,
        link: GivenLink | None = None,
        idea: Idea = "",
        lyrics: Lyrics = "",
        style: Style = "",
        title: Title = "",
        model: str = "",
        private: bool = False,
    ) -> None:
        """Order the song."""
        request = SampleRequest(
            source=Source(),
            start_seconds=0,
            end_seconds=0,
            idea=idea,
            lyrics=lyrics,
            style=style,
            title=title,
            model=model,
        )
        given = Given(song, file, link, start=start, end=end)
        await order_rework(interaction, request, given, private=private)

    @app_commands.command(description="A new rendering of a song")
    @described(
        strength="How much it may differ; not every model lets one choose",
    )
    @app_commands.choices(
        strength=[
            Choice(name="Subtle", value=RemasterStrength.SUBTLE.value),
            Choice(name="Normal", value=RemasterStrength.NORMAL.value),
            Choice(name="High", value=RemasterStrength.HIGH.value),
        ]
    )
    async def remaster(
        self,
        interaction: Interaction,
        song: GivenSong,
        strength: Choice[str] | None = None,
        model: str = "",
        private: bool = False,
    ) -> None:
        """Order the rendering."""
        request = RemasterRequest(
            source=await chosen_source(interaction, song),
            strength=RemasterStrength(strength.value) if strength else None,
            model=model,
        )
        await order_song(interaction, request, private=private)

    @app_commands.command(description="Replace one part of a song")
    @described(
        start=_START,
        end=_END,
        lyrics="What is sung there instead",
        join="Deliver the whole song, not only the new part; yes if you do not choose",
    )
    async def section(
        self,
        interaction: Interaction,
        song: GivenSong,
        start: GivenMoment,
        end: GivenMoment,
        lyrics: Lyrics,
        join: bool = True,
        model: str = "",
        private: bool = False,
    ) -> None:
        """Order the part."""
        request = SectionRequest(
            source=Source(),
            start_seconds=0,
            end_seconds=0,
            lyrics=lyrics,
            join=join,
            model=model,
        )
        given = Given(song, start=start, end=end)
        await order_rework(interaction, request, given, private=private)

    @app_commands.command(description="Sing over your own backing")
    @described(
        lyrics="What is sung",
        style="How it is sung",
        start=_START + _WHOLE,
        end=_END,
    )
    @app_commands.choices(voice=VOICES)
    async def vocals(  # noqa: PLR0913 - each is an option that members see
        self,
        interaction: Interaction,
        lyrics: Lyrics,
        song: GivenSong | None = None,
        file: discord.Attachment | None = None,
        link: GivenLink | None = None,
        style: Style = "",
        voice: Choice[str] | None = None,
        start: GivenMoment = "",
        end: GivenMoment = "",
        model: str = "",
        private: bool = False,
    ) -> None:
        """Order the voice."""
        request = VocalsRequest(
            source=Source(),
            lyrics=lyrics,
            style=style,
            voice=Voice(voice.value) if voice else None,
            model=model,
        )
        given = Given(song, file, link, start=start, end=end)
        await order_rework(interaction, request, given, private=private)

    @app_commands.command(description="A band behind your own voice")
    @described(
        style="How the band plays",
        start=_START + _WHOLE,
        end=_END,
    )
    async def backing(  # noqa: PLR0913 - each is an option that members see
        self,
        interaction: Interaction,
        song: GivenSong | None = None,
        file: discord.Attachment | None = None,
        link: GivenLink | None = None,
        style: Style = "",
        start: GivenMoment = "",
        end: GivenMoment = "",
        model: str = "",
        private: bool = False,
    ) -> None:
        """Order the band."""
        request = BackingRequest(
            source=Source(),
            style=style,
            model=model,
        )
        given = Given(song, file, link, start=start, end=end)
        await order_rework(interaction, request, given, private=private)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(RemixCog())
