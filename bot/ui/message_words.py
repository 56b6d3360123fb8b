"""What of somebody's message can be sung."""

import re

import discord

from bot.domain.errors import NoLyrics
from bot.domain.ids import MessageId
from bot.domain.library import SongNotFound
from bot.ui.client import Interaction
from bot.ui.song_choice import visitor_of
from bot.ui.text import ELLIPSIS

_MENTION = re.compile(r"<(@[!&]?|#)(\d{1,20})>")
_NAMED = re.compile(r"<(?:a?:(\w+)|(/[^:<>]+)):\d{1,20}>")
"""A server's own emoji or a command, which say themselves what they are called."""


async def words_on(interaction: Interaction, message: discord.Message) -> str:
    """Return the lyrics of the first song on a message, or what is written in it.

    Mentions in a text become names, since only Discord's clients can read them.

    Raises:
        NoLyrics: nothing is sung in the song.
        SongNotFound, SongDeleted: it is a message of the bot with no song for this person.
    """
    try:
        details = await interaction.client.services.library.details_on(
            visitor_of(interaction), MessageId(message.id)
        )
    except SongNotFound:
        # A card without its song, such as one under way, tells of an order and not what is sung.
        if message.author == interaction.client.user:
            raise
        return _readable(message)
    if not details.song.has_words:
        raise NoLyrics(details.song.job_id)
    return details.song.lyrics


def _readable(message: discord.Message) -> str:
    text = _MENTION.sub(lambda found: _name(message, found[1], int(found[2])), message.content)
    return _NAMED.sub(lambda found: found[1] or found[2], text)


def _name(message: discord.Message, kind: str, number: int) -> str:
    """Return what is mentioned by its name, or an ellipsis for what is gone."""
    if kind in {"@", "@!"}:
        user = discord.utils.get(message.mentions, id=number)
        return user.display_name if user else ELLIPSIS
    if message.guild is None:
        return ELLIPSIS
    roles, places = message.guild.get_role, message.guild.get_channel_or_thread
    found = roles(number) if kind == "@&" else places(number)
    return found.name if found else ELLIPSIS
