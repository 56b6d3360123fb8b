"""A song's family: as indented lines, and as a picture whose alternative text they are."""

import io

import discord
from discord import Locale

from bot.domain.library import SongDetails
from bot.domain.songs import Song
from bot.domain.text import length
from bot.ui.charts.messages import MOST_MEMBERS, FamilyTree, Member
from bot.ui.client import Interaction
from bot.ui.details import draw_details
from bot.ui.fitting import first_that_fit, room_in
from bot.ui.text import ELLIPSIS, inline, one_line, shorten
from bot.ui.translation import translate

PICTURE_NAME = "family.png"

_NAME_LIMIT = 60
_RELATIVE_LIMIT = 30
_FIELD_LIMIT = 1024
_INDENT = "\u2003"


async def send_details(interaction: Interaction, details: SongDetails) -> None:
    """Answer privately with how a song was made, and with a picture of its family if it has one."""
    locale = interaction.locale
    embed = draw_details(details, locale)
    if not details.family:
        await interaction.response.send_message(embed=embed, ephemeral=True)
        return
    # A picture may take longer than Discord waits for an answer.
    await interaction.response.defer(ephemeral=True, thinking=True)
    picture = await interaction.client.charts.draw(family_tree(details, locale))
    if picture is None:
        await interaction.edit_original_response(embed=with_family(embed, details, locale))
        return
    # As a file of the message, not in the embed, where alternative texts are not read out.
    told = family_text(details, locale)
    file = discord.File(io.BytesIO(picture), PICTURE_NAME, description=told)
    await interaction.edit_original_response(embed=embed, attachments=[file])


def with_family(embed: discord.Embed, details: SongDetails, locale: Locale) -> discord.Embed:
    """Add to a song's details its family in words, as far as the embed has room for it."""
    name = translate(locale, "Family")
    lines = family_lines(details, locale, min(_FIELD_LIMIT, room_in(embed) - length(name)))
    return embed.add_field(name=name, value=lines, inline=False) if lines else embed


def family_tree(details: SongDetails, locale: Locale) -> FamilyTree:
    """Return a song's family as the process that draws is told of it."""
    everybody = [(details.song, 0), *((each.song, each.generation) for each in details.family)]
    everybody = everybody[:MOST_MEMBERS]
    places = {song.song_id: place for place, (song, _) in enumerate(everybody)}
    return FamilyTree(
        title=translate(locale, "Family of {title}", title=_plain_name(details.song, locale)),
        members=tuple(
            Member(
                name=_plain_name(song, locale),
                remark=song.song_id,
                generation=generation,
                chosen=song.song_id == details.song.song_id,
            )
            for song, generation in everybody
        ),
        descent=tuple(
            (places[parent], places[child])
            for parent, child in details.descent
            if parent in places and child in places
        ),
    )


def family_text(details: SongDetails, locale: Locale) -> str:
    """Return the tree in words, as the picture's alternative text; it knows no markup."""
    lines = [
        f"{_INDENT * depth}↳ {_plain_name(song, locale)} {song.song_id}"
        for depth, song in _rows(details)
    ]
    heading = translate(locale, "Family tree, elders first:")
    return _within(_FIELD_LIMIT, [heading, *lines])


def family_lines(details: SongDetails, locale: Locale, limit: int = _FIELD_LIMIT) -> str:
    """Return the tree as indented lines of an embed's field, the song itself in bold."""
    lines = []
    for depth, song in _rows(details):
        text = _marked_name(song, locale)
        chosen = song.song_id == details.song.song_id
        lines.append(f"{_INDENT * depth}↳ {f'**{text}**' if chosen else text}")
    return _within(limit, lines)


def _within(limit: int, lines: list[str]) -> str:
    """Return lines within a limit; an ellipsis stands for those that it has no room for."""
    kept = first_that_fit(lines, "\n", limit)
    if len(kept) < len(lines):
        kept = first_that_fit(lines, "\n", limit - len(f"\n{ELLIPSIS}"))
        kept = [*kept, ELLIPSIS] if kept else []
    return "\n".join(kept)


def _rows(details: SongDetails) -> list[tuple[int, Song]]:
    rows = [(0, details.song), *((each.generation, each.song) for each in details.family)]
    eldest = min(generation for generation, _ in rows)
    return sorted(
        ((generation - eldest, song) for generation, song in rows), key=lambda row: row[0]
    )


def _plain_name(song: Song, locale: Locale) -> str:
    if song.deleted_at is not None:
        return translate(locale, "a deleted song")
    title = shorten(one_line(song.label or song.title), _NAME_LIMIT)
    return title or translate(locale, "Untitled")


def _marked_name(song: Song, locale: Locale) -> str:
    if song.deleted_at is not None:
        return translate(locale, "a deleted song")
    title = inline(song.title, _RELATIVE_LIMIT) or translate(locale, "Untitled")
    return f"{title} `{song.song_id}`"
