"""/cover, /extend, /stems and /upload: working on with songs, files and links."""

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.domain.requests import (
    CoverRequest,
    ExtendRequest,
    StemParts,
    StemsRequest,
    UploadRequest,
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
    Percent,
    Style,
    Title,
    described,
)
from bot.ui.ordering import order_song
from bot.ui.source_choice import chosen_source


class ReworkCog(commands.Cog):
    """Commands that make something of one song, file or link."""

    @app_commands.command(description="The same song in another style")
    @described(
        style="Genre, mood, instruments, tempo of the cover",
        idea="What new words are about",
        lyrics="New words, sung as written; without any the song keeps its own",
        title="The cover's title",
        closeness="From 0, free, to 100, close to the original",
    )
    @app_commands.choices(voice=VOICES)
    async def cover(  # noqa: PLR0913 - each is an option that members see
        self,
        interaction: Interaction,
        song: GivenSong | None = None,
        file: discord.Attachment | None = None,
        link: GivenLink | None = None,
        style: Style = "",
        idea: Idea = "",
        lyrics: Lyrics = "",
        title: Title = "",
        closeness: Percent | None = None,
        voice: Choice[str] | None = None,
        model: str = "",
        private: bool = False,
    ) -> None:
        """Order the cover."""
        request = CoverRequest(
            source=Source(),
            style=style,
            idea=idea,
            lyrics=lyrics,
            title=title,
            closeness=None if closeness is None else closeness / 100,
            voice=Voice(voice.value) if voice else None,
            model=model,
        )
        await order_rework(interaction, request, Given(song, file, link), private=private)

    @app_commands.command(description="Continue a song, from its end or from a place in it")
    @described(
        start="Where it goes on: 1:23 or seconds; its end if you do not choose",
        idea="What the new part is about",
        lyrics="What is sung in the new part",
        style="Another style for the new part",
        join="Deliver the whole song, not only the new part; yes if you do not choose",
    )
    @app_commands.rename(start="from")
    async def extend(  # noqa: PLR0913 - each is an option that members see
        self,
        interaction: Interaction,
        song: GivenSong | None = None,
        file: discord.Attachment | None = None,
        link: GivenLink | None = None,
        start: GivenMoment = "",
        idea: Idea = "",
        lyrics: Lyrics = "",
        style: Style = "",
        join: bool = True,
        model: str = "",
        private: bool = False,
    ) -> None:
        """Order the continuation."""
        request = ExtendRequest(
            source=Source(),
            idea=idea,
            lyrics=lyrics,
            style=style,
            join=join,
            model=model,
        )
        given = Given(song, file, link, start=start)
        await order_rework(interaction, request, given, private=private)

    @app_commands.command(description="The separate tracks of a song, one file each")
    @described(parts="Which tracks; vocals and backing if you do not choose")
    @app_commands.choices(
        parts=[
            Choice(name="Vocals and backing", value=StemParts.VOCALS_AND_BACKING.value),
            Choice(name="Every instrument", value=StemParts.EVERY_INSTRUMENT.value),
        ]
    )
    async def stems(
        self, interaction: Interaction, song: GivenSong, parts: Choice[str] | None = None
    ) -> None:
        """Order the tracks."""
        request = StemsRequest(
            source=await chosen_source(interaction, song),
            parts=StemParts(parts.value) if parts else StemParts.VOCALS_AND_BACKING,
        )
        await order_song(interaction, request, private=False)

    @app_commands.command(description="Bring your own audio in, to extend or cover it later")
    @described()
    async def upload(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        link: GivenLink | None = None,
    ) -> None:
        """Order the upload."""
        source = await chosen_source(interaction, file=file, link=link)
        await order_song(interaction, UploadRequest(source=source), private=False)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(ReworkCog())
