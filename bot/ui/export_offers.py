"""Offers to let the music service make a file of a song, each with its price on the button."""

import discord
from discord.ui import Button, View

from bot.domain.files import ExportTooLarge, FileKind, NothingToExport
from bot.domain.ids import SongId, UserId
from bot.domain.requests import (
    ExportFormat,
    ExportRequest,
    Request,
    StemParts,
    StemsRequest,
    TimelineRequest,
)
from bot.domain.songs import Song
from bot.domain.sources import Source
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.guarded import GuardedButton, view_of
from bot.ui.labels import price_on, priced
from bot.ui.text import inline
from bot.ui.translation import translate
from bot.ui.uploads import file_limit

_ID = "[0-9a-hjkmnp-tv-z]{10}"
_TITLE_LIMIT = 80
_WAV_BYTES_PER_SECOND = 44_100 * 2 * 2
_COLOUR = discord.Colour(0x5865F2)

_MADE = {
    "wav": ExportFormat.WAV,
    "midi": ExportFormat.MIDI,
}
_PARTS = {"two": StemParts.VOCALS_AND_BACKING, "all": StemParts.EVERY_INSTRUMENT}
_TIMES = "times"


class MakeFileButton(
    GuardedButton, template=rf"v1:makefile:(?P<id>{_ID})\.(?P<form>wav|midi|times|two|all)"
):
    """Orders a file of a song, charged to whoever presses, if the price is the one shown."""

    async def press(self, interaction: Interaction) -> None:
        """Order it."""
        song_id, form = self.subject.split(".")
        await interaction.client.library_controls.make_file(
            interaction, SongId(song_id), form, price_on(self.item.label)
        )


def request_for(song: Song, form: str) -> Request:
    """Return what is ordered by a button's form."""
    source = Source.of_song(song.song_id)
    if form in _PARTS:
        return StemsRequest(source=source, parts=_PARTS[form])
    if form in _MADE:
        return ExportRequest(source=source, format=_MADE[form])
    return TimelineRequest(source=source)


async def price_of_file(interaction: Interaction, song: Song, form: str) -> int:
    """Return what a file of a song costs here and now, in credits.

    Raises:
        Refusal: why the music service could not make it.
    """
    quote = await interaction.client.services.quotes.quote(
        request_for(song, form), UserId(interaction.user.id), guild_of(interaction)
    )
    return quote.price


async def offer_to_make(interaction: Interaction, song: Song, kind: FileKind) -> None:
    """Complete a deferred answer with the offer to make a WAV or MIDI file.

    Raises:
        Refusal: it cannot be made, or what was made could not be sent here.
    """
    locale = interaction.locale
    if kind is FileKind.WAV:
        _check_size(interaction, song)
        name = translate(locale, "WAV file")
    else:
        name = translate(locale, "MIDI file")
    text = translate(
        locale,
        "The music service makes the {name} of {title}. Once it is made it is kept here, and costs"
        " nothing more.",
        name=name,
        title=_title(interaction, song),
    )
    await _offer(interaction, song, text, {kind.value: name})


async def offer_timeline(interaction: Interaction, song: Song) -> None:
    """Complete a deferred answer with the offer to find out when each word is sung.

    Raises:
        NothingToExport: the song has no words.
        Refusal: it cannot be found out.
    """
    if not song.has_words:
        raise NothingToExport(song.song_id)
    locale = interaction.locale
    text = translate(
        locale,
        "The music service finds out when each word of {title} is sung. That is kept here, and"
        " costs nothing more afterwards.",
        title=_title(interaction, song),
    )
    await _offer(interaction, song, text, {_TIMES: translate(locale, "Times of the words")})


async def offer_stems(interaction: Interaction, song: Song) -> None:
    """Complete a deferred answer with the offer to take a song apart.

    Raises:
        Refusal: it cannot be taken apart.
    """
    locale = interaction.locale
    text = translate(
        locale,
        "{title} was not taken apart yet. The music service does it; its tracks are kept here.",
        title=_title(interaction, song),
    )
    names = {
        "two": translate(locale, "Vocals and backing"),
        "all": translate(locale, "Every instrument"),
    }
    await _offer(interaction, song, text, names)


async def _offer(interaction: Interaction, song: Song, text: str, names: dict[str, str]) -> None:
    buttons = [
        MakeFileButton(
            Button[View](
                label=priced(name, await price_of_file(interaction, song, form)),
                custom_id=f"v1:makefile:{song.song_id}.{form}",
                style=discord.ButtonStyle.primary,
            )
        )
        for form, name in names.items()
    ]
    embed = discord.Embed(description=text, colour=_COLOUR)
    await interaction.edit_original_response(embed=embed, view=view_of(*buttons))


def _check_size(interaction: Interaction, song: Song) -> None:
    """Refuse what would be paid for and could not be sent."""
    expected = int(song.audio.duration_seconds * _WAV_BYTES_PER_SECOND)
    limit = file_limit(interaction)
    reachable = interaction.client.services.files.link_to(song.audio, "song") is not None
    if expected > limit and not reachable:
        raise ExportTooLarge(song.song_id, limit, expected)


def _title(interaction: Interaction, song: Song) -> str:
    title = inline(song.title, _TITLE_LIMIT) or translate(interaction.locale, "Untitled")
    return f"**{title}**"
