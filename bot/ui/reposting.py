"""Showing a song's card once more, with fresh links to its files."""

import discord
from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.ids import ChannelId, MessageId
from bot.domain.library import Posting
from bot.domain.songs import Song
from bot.ui.asking import guild_of, is_answered_privately, is_outside
from bot.ui.buttons import build_view
from bot.ui.client import Interaction
from bot.ui.drawing import Drawing
from bot.ui.faults import Fault, judge
from bot.ui.gone import gone_sentence
from bot.ui.parts import Part, opened, part_text, parts_of
from bot.ui.rendering import draw_for, reader_locale
from bot.ui.song_pictures import SongPicture, picture_of
from bot.ui.translation import translate
from bot.ui.uploads import ReadyFiles, file_limit, link_maker, ready


async def show_song(interaction: Interaction, song: Song) -> None:
    """Answer with the full card of a song's job; privately if the song or the channel is closed.

    Raises:
        Refusal, discord.HTTPException: it cannot be shown.
    """
    private = song.private or not may_post(interaction) or is_answered_privately(interaction)
    locale = reader_locale(interaction, private=private)
    client = interaction.client
    answer = await interaction.response.defer(ephemeral=private, thinking=True)
    if not private and answer is not None and answer.message_id is not None:
        # Noted before it shows anything: a song must be deleted from wherever it was shown.
        await _note(interaction, song, MessageId(answer.message_id))
    view = await client.services.library.view(song.job_id, guild_of(interaction))
    parts = parts_of(view, locale, file_limit(interaction))
    gone = {each.audio.content_hash for each in view.songs if each.gone}
    shown = [each for each in parts[0].attachments if each.audio.content_hash not in gone]
    limit = file_limit(interaction)
    async with ready(shown, client.archive, limit, locale, link_maker(client)) as files:
        notices = (*files.notices, *_gone(view, locale))
        drawing = draw_for(client, view, locale=locale, private=private, notices=notices)
        try:
            picture = await picture_of(client, view, drawing, locale)
            message = await _send(interaction, drawing, files, locale, picture)
        except discord.HTTPException as error:
            if judge(error) is not Fault.FILES_REFUSED:
                raise
            notice = translate(locale, "Discord does not take the files here; the song is kept.")
            bare = draw_for(client, view, locale=locale, private=private, notices=(notice,))
            message = await _send(interaction, bare, ReadyFiles((), ()), locale)
    if not private:
        await _note(interaction, song, MessageId(message.id))
    for part in parts[1:]:
        further = await _send_part(interaction, view, part, locale, private=private)
        if not private:
            await _note(interaction, song, MessageId(further.id), part.number)


async def _note(interaction: Interaction, song: Song, message_id: MessageId, part: int = 1) -> None:
    """Remember a message that shows the song's job; doing it twice is harmless."""
    channel_id = ChannelId(interaction.channel_id or 0)
    posting = Posting(
        message_id,
        song.job_id,
        guild_of(interaction),
        channel_id,
        part,
        out_of_reach=is_outside(interaction),
    )
    await interaction.client.services.songs.posted_again(posting)


async def _send_part(
    interaction: Interaction, view: JobView, part: Part, locale: Locale, *, private: bool
) -> discord.Message:
    client = interaction.client
    async with opened(
        view, part, client.archive, file_limit(interaction), locale, link_maker(client)
    ) as (files, notices):
        text = "\n".join((part_text(view, part, locale), *notices))
        return await interaction.followup.send(text, files=files, ephemeral=private, wait=True)


def _gone(view: JobView, locale: Locale) -> tuple[str, ...]:
    return tuple(gone_sentence(song, song.gone, locale) for song in view.songs if song.gone)


def may_post(interaction: Interaction) -> bool:
    """Tell whether the person could write in this channel; only there songs are shown to all."""
    if interaction.guild_id is None:
        return True
    permissions = interaction.permissions
    if isinstance(interaction.channel, discord.Thread):
        return permissions.send_messages_in_threads
    return permissions.send_messages


async def _send(
    interaction: Interaction,
    drawing: Drawing,
    files: ReadyFiles,
    locale: Locale,
    picture: SongPicture | None = None,
) -> discord.InteractionMessage:
    opened = [file.open() for file in files.files]
    if picture is not None:
        drawing = picture.on(drawing)
        opened.append(picture.open())
    return await interaction.edit_original_response(
        content=drawing.content,
        embed=drawing.embed,
        view=build_view(drawing.buttons, locale),
        attachments=opened,
    )
