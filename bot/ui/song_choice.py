"""Choosing a song in an option: suggestions while typing, and what was meant in the end.

A suggestion is only a hint: members may send anything, and songs come and go meanwhile. Hence the
answer is looked up anew when the command runs.
"""

from discord.app_commands import Choice

from bot.domain.ids import UserId
from bot.domain.library import Visitor
from bot.domain.songs import Song
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.figures import duration
from bot.ui.text import one_line, shorten
from bot.ui.translation import translate

_MOST_CHOICES = 25
_LONGEST_SEARCH = 100
_TITLE_LIMIT = 60


def visitor_of(interaction: Interaction) -> Visitor:
    """Return who looks at the library, and where."""
    return Visitor(guild_of(interaction), UserId(interaction.user.id))


async def suggest_songs(interaction: Interaction, current: str) -> list[Choice[str]]:
    """Suggest the newest songs that this person may use here and that match what is typed."""
    songs = await interaction.client.services.library.suggest(
        visitor_of(interaction), current[:_LONGEST_SEARCH], _MOST_CHOICES
    )
    return [Choice(name=_name(interaction, song), value=song.song_id) for song in songs]


async def chosen_song(interaction: Interaction, given: str) -> Song:
    """Return the song that an option names: by its id, a message's link or its title.

    Raises:
        SongNotFound, SongDeleted: there is none, or none any more, that this person may use here.
    """
    return await interaction.client.services.library.find(visitor_of(interaction), given)


def _name(interaction: Interaction, song: Song) -> str:
    title = shorten(one_line(song.title), _TITLE_LIMIT)
    parts = [
        title or translate(interaction.locale, "Untitled"),
        str(song.position),
        duration(song.audio.duration_seconds),
        song.song_id,
    ]
    return " · ".join([*parts, "🔒"] if song.private else parts)
