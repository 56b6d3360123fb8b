"""/voice: reusable singing voices."""

import discord
from discord import app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.domain.access import Use
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.gate import used_to
from bot.ui.source_choice import chosen_source
from bot.ui.text import inline
from bot.ui.translation import translate
from bot.ui.voices import (
    NAME_LIMIT,
    ask_consent,
    delete_voice,
    list_voices,
    own_voice,
    suggest_own_voices,
)


class VoiceCog(commands.GroupCog, group_name="voice", group_description="Voices that sing for you"):
    """Commands about reusable voices."""

    @app_commands.command(description="Make a voice out of a recording; you are asked first")
    @app_commands.describe(
        file="A recording of one clear voice, longer than 10 seconds, MP3 or WAV",
        name="What the voice is called",
    )
    async def create(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        name: Range[str, 1, NAME_LIMIT],
    ) -> None:
        """Ask whether the voice may be used."""
        source = await chosen_source(interaction, file=file)
        await ask_consent(interaction, source, name)

    @used_to(Use.LOOK)
    @app_commands.command(description="Your voices here and those that others share")
    async def list(self, interaction: Interaction) -> None:
        """Show them privately."""
        await list_voices(interaction)

    @used_to(Use.LOOK)
    @app_commands.command(description="Delete one of your voices; it is unusable at once")
    @app_commands.describe(name="Which one")
    @app_commands.autocomplete(name=suggest_own_voices)
    async def delete(self, interaction: Interaction, name: Range[str, 1, NAME_LIMIT]) -> None:
        """Delete it."""
        voice = await own_voice(interaction, name)
        await delete_voice(interaction, voice.voice_id)
        text = translate(
            interaction.locale,
            "The voice **{name}** is deleted; nobody can sing with it any more.",
            name=inline(voice.name, NAME_LIMIT),
        )
        await interaction.response.send_message(text, ephemeral=True)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(VoiceCog())
