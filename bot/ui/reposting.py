"""Showing a song's card once more, with fresh links to its files."""

import discord
from discord import Locale

from bot.domain.ids import ChannelId, MessageId
from bot.domain.library import Posting
from bot.domain.songs import Song
from bot.ui.asking import guild_of
from bot.ui.buttons import build_view
from bot.ui.client import Interaction
from bot.ui.drawing import Drawing
from bot.ui.faults import Fault, judge
from bot.ui.rendering import draw_for, reader_locale
from bot.ui.translation import translate, translate_plural
from bot.ui.uploads import ReadyFiles, file_limit, ready

_MOST_FILES = 10
"""How many files Discord takes on one message."""


async def show_song(interaction: Interaction, song: Song) -> None:
    """Answer with the full card of a song's job; privately if the song or the channel is closed.

    Raises:
        Refusal, discord.HTTPException: it cannot be shown.
    """
    private = song.private or not may_post(interaction)
    locale = reader_locale(interaction, private=private)
    client = interaction.client
    await interaction.response.defer(ephemeral=private, thinking=True)
    view = await client.services.library.view(song.job_id, guild_of(interaction))
    plain = draw_for(client, view, locale=locale, private=private)
    shown = plain.attachments[:_MOST_FILES]
    limit = file_limit(interaction, len(shown))
    async with ready(shown, client.archive, limit, locale) as files:
        notices = (*files.notices, *_left_out(len(plain.attachments) - len(shown), locale))
        drawing = draw_for(client, view, locale=locale, private=private, notices=notices)
        try:
            message = await _send(interaction, drawing, files, locale)
        except discord.HTTPException as error:
            if judge(error) is not Fault.FILES_REFUSED:
                raise
            notice = translate(locale, "Discord does not take the files here; the song is kept.")
            bare = draw_for(client, view, locale=locale, private=private, notices=(notice,))
            message = await _send(interaction, bare, ReadyFiles((), ()), locale)
    if not private:
        await client.services.library.posted_again(
            Posting(
                MessageId(message.id),
                song.job_id,
                guild_of(interaction),
                ChannelId(message.channel.id),
            )
        )


def _left_out(count: int, locale: Locale) -> tuple[str, ...]:
    if count <= 0:
        return ()
    return (
        translate_plural(
            locale,
            "{count} more file does not fit on one message; /song export has it.",
            "{count} more files do not fit on one message; /song export has them.",
            count,
        ),
    )


def may_post(interaction: Interaction) -> bool:
    """Tell whether the person could write in this channel; only there songs are shown to all."""
    if interaction.guild_id is None:
        return True
    permissions = interaction.permissions
    if isinstance(interaction.channel, discord.Thread):
        return permissions.send_messages_in_threads
    return permissions.send_messages


async def _send(
    interaction: Interaction, drawing: Drawing, files: ReadyFiles, locale: Locale
) -> discord.InteractionMessage:
    return await interaction.edit_original_response(
        content=drawing.content,
        embed=drawing.embed,
        view=build_view(drawing.buttons, locale),
        attachments=[file.open() for file in files.files],
    )
