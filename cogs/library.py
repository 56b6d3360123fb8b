"""/song and /queue: finding songs again, keeping them, taking them away; and what is under way."""

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.domain.access import Use
from bot.domain.filters import Scope, ScopedText
from bot.domain.ids import MessageId, UserId
from bot.domain.library import TITLE_LIMIT, Shelf, SongQuery
from bot.ui.asking import guild_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.deleting import draw_question
from bot.ui.exporting import ExportForm, export_song
from bot.ui.family import send_details
from bot.ui.gate import used_to
from bot.ui.library_buttons import searchable
from bot.ui.options import GivenSong, described
from bot.ui.panels import open_panel
from bot.ui.queues import draw_queue
from bot.ui.reposting import show_song
from bot.ui.shelves import draw_page, told_favourite, told_title
from bot.ui.song_choice import chosen_song, visitor_of


class SongCog(commands.GroupCog, group_name="song", group_description="Songs that were made here"):
    """Commands about finished songs."""

    @app_commands.command(description="Show a song's card once more, with its files")
    @described()
    async def show(self, interaction: Interaction, song: GivenSong) -> None:
        """Post the card."""
        await show_song(interaction, await chosen_song(interaction, song))

    @used_to(Use.LOOK)
    @app_commands.command(description="Look through your songs, favourites, this server's or jams'")
    @app_commands.describe(
        shelf="Which songs; yours if you do not choose",
        search="A part of the title or of the short id",
        author="Only songs of this person",
    )
    @app_commands.choices(
        shelf=[
            Choice(name="My songs", value=Shelf.OWN.value),
            Choice(name="Favourites", value=Shelf.FAVOURITES.value),
            Choice(name="Songs of this server", value=Shelf.SERVER.value),
            Choice(name="Songs of jams", value=Shelf.JAMS.value),
        ]
    )
    async def library(
        self,
        interaction: Interaction,
        shelf: Choice[str] | None = None,
        search: Range[str, 1, 100] = "",
        author: discord.User | None = None,
    ) -> None:
        """Open the first page."""
        usual = Shelf.OWN if author is None else Shelf.SERVER
        query = SongQuery(
            Shelf(shelf.value) if shelf else usual,
            searchable(search),
            UserId(author.id) if author else None,
        )
        page = await interaction.client.services.library.page(visitor_of(interaction), query, 1)
        await open_panel(interaction, draw_page(page, interaction.locale))

    @used_to(Use.LOOK)
    @app_commands.command(description="How a song was made: words, model, cost and more")
    @described()
    async def details(self, interaction: Interaction, song: GivenSong) -> None:
        """Show them privately."""
        chosen = await chosen_song(interaction, song)
        details = await interaction.client.services.library.details(
            visitor_of(interaction), chosen.song_id
        )
        await send_details(interaction, details)

    @used_to(Use.LOOK)
    @app_commands.command(description="Add a song to your favourites, or take it off them")
    @described(remove="Take it off your favourites")
    async def favourite(
        self, interaction: Interaction, song: GivenSong, remove: bool = False
    ) -> None:
        """Add or take off."""
        chosen = await chosen_song(interaction, song)
        await interaction.client.services.songs.set_favourite(
            visitor_of(interaction), chosen.song_id, favourite=not remove
        )
        text = told_favourite(chosen, interaction.locale, favourite=not remove)
        await interaction.response.send_message(text, ephemeral=True)

    @used_to(Use.LOOK)
    @app_commands.command(description="Give one of your songs another title")
    @described(title="The new title")
    async def rename(
        self, interaction: Interaction, song: GivenSong, title: Range[str, 1, TITLE_LIMIT]
    ) -> None:
        """Rename it."""
        chosen = await chosen_song(interaction, song)
        await interaction.client.services.filters.require(
            guild_of(interaction), [ScopedText(Scope.TITLE, title)]
        )
        songs = interaction.client.services.songs
        await songs.check_title(visitor_of(interaction), chosen.song_id, title)
        # Its file is written anew, which may take longer than Discord waits for an answer.
        await interaction.response.defer(ephemeral=True, thinking=True)
        renamed = await songs.rename(visitor_of(interaction), chosen.song_id, title)
        text = told_title(renamed, interaction.locale)
        await interaction.edit_original_response(content=text)

    @used_to(Use.LOOK)
    @app_commands.command(description="Delete one of your songs for good; you are asked first")
    @described()
    async def delete(self, interaction: Interaction, song: GivenSong) -> None:
        """Ask whether it is really meant."""
        chosen = await chosen_song(interaction, song)
        own = await interaction.client.services.songs.own_song(
            visitor_of(interaction), chosen.song_id
        )
        await open_panel(interaction, draw_question(own, interaction.locale))

    @used_to(Use.LOOK)
    @app_commands.command(description="Take a song away as a file")
    @described(form="As what; the song itself if you do not choose")
    @app_commands.rename(form="format")
    @app_commands.choices(
        form=[
            Choice(name="MP3 of this song", value=ExportForm.MP3.value),
            Choice(name="WAV: uncompressed, for editing", value=ExportForm.WAV.value),
            Choice(name="MIDI: its notes", value=ExportForm.MIDI.value),
            Choice(name="LRC: its words with times, for players", value=ExportForm.LRC.value),
            Choice(name="SRT: its words as subtitles", value=ExportForm.SRT.value),
            Choice(name="Video with its cover and waveform", value=ExportForm.VIDEO.value),
            Choice(name="Stems: its tracks, each by itself", value=ExportForm.STEMS.value),
            Choice(name="ZIP of all there is, with prompts and words", value=ExportForm.ZIP.value),
        ]
    )
    async def export(
        self, interaction: Interaction, song: GivenSong, form: Choice[str] | None = None
    ) -> None:
        """Send the files privately."""
        chosen = await chosen_song(interaction, song)
        wanted = ExportForm(form.value) if form else ExportForm.MP3
        await export_song(interaction, chosen, wanted)


class QueueCog(commands.Cog):
    """What is under way, and the message menu about songs."""

    def __init__(self, bot: JamboreeClient) -> None:
        self._bot = bot
        menu = app_commands.ContextMenu(name="Song details", callback=self.details_of)
        self._menu = used_to(Use.LOOK)(menu)

    async def cog_load(self) -> None:
        """Add the menu, which discord.py does not find by itself."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the menu away again."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @used_to(Use.LOOK)
    @app_commands.command(description="What is waiting and being made, for you and for this server")
    async def queue(self, interaction: Interaction) -> None:
        """Show it privately."""
        overview = await interaction.client.services.library.queue(visitor_of(interaction))
        await open_panel(interaction, draw_queue(overview, interaction.locale))

    async def details_of(self, interaction: Interaction, message: discord.Message) -> None:
        """Show how the song on a message was made."""
        details = await interaction.client.services.library.details_on(
            visitor_of(interaction), MessageId(message.id)
        )
        await send_details(interaction, details)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(SongCog())
    await bot.add_cog(QueueCog(bot))
