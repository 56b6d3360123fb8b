"""/lyrics and /style: words and styles for songs; and the message menus that make songs."""

import discord
from discord import app_commands
from discord.app_commands import ContextMenu, Range
from discord.ext import commands

from bot.domain.errors import ConflictingFields, EmptyText, Field
from bot.domain.ids import MessageId
from bot.domain.jobs import JobKind
from bot.domain.requests import LyricsRequest, StyleRequest
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.message_words import words_on
from bot.ui.options import SONG, GivenSong, described
from bot.ui.ordering import LYRICS_IDEA_LIMIT, order_at_once
from bot.ui.song_choice import chosen_song
from bot.ui.song_words import show_words
from bot.ui.word_controls import open_with_lyrics


class WordsCog(commands.Cog):
    """Commands about words and styles."""

    @app_commands.command(description="Drafts of lyrics for an idea, or the lyrics of a song")
    @described(idea="What the lyrics are about", song=f"Whose lyrics, with their times. {SONG}")
    async def lyrics(
        self,
        interaction: Interaction,
        idea: Range[str, 1, LYRICS_IDEA_LIMIT] = "",
        song: GivenSong = "",
    ) -> None:
        """Order the drafts, or the times of the song's words."""
        if idea and song:
            raise ConflictingFields(Field.IDEA, Field.SOURCE)
        if not song:
            if not idea:
                raise EmptyText(Field.IDEA)
            await order_at_once(interaction, LyricsRequest(idea=idea))
            return
        await show_words(interaction, await chosen_song(interaction, song))

    @app_commands.command(description="Make a full style out of a few tags")
    @app_commands.describe(tags="A few words such as: folk, slow, rainy")
    async def style(self, interaction: Interaction, tags: Range[str, 1, 200]) -> None:
        """Order the style."""
        await order_at_once(interaction, StyleRequest(style=tags))


class MenuCog(commands.Cog):
    """The message menus that make songs."""

    def __init__(self, bot: JamboreeClient) -> None:
        self._bot = bot
        self._menus = (
            ContextMenu(name="Extend this song", callback=self.extend),
            ContextMenu(name="Cover this song", callback=self.cover),
            ContextMenu(name="Use as lyrics", callback=self.sing),
        )

    async def cog_load(self) -> None:
        """Add the menus, which discord.py does not find by itself."""
        for menu in self._menus:
            self._bot.tree.add_command(menu)

    async def cog_unload(self) -> None:
        """Take the menus away again."""
        for menu in self._menus:
            self._bot.tree.remove_command(menu.name, type=menu.type)

    async def extend(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form that extends the song on a message."""
        controls = interaction.client.rework_controls
        await controls.form_on_message(interaction, MessageId(message.id), JobKind.EXTEND)

    async def cover(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form that covers the song on a message."""
        controls = interaction.client.rework_controls
        await controls.form_on_message(interaction, MessageId(message.id), JobKind.COVER)

    async def sing(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for a new song with the words of a message, or of the song on it."""
        await open_with_lyrics(interaction, await words_on(interaction, message))


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(WordsCog())
    await bot.add_cog(MenuCog(bot))
