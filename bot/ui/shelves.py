"""Pages of the library."""

from dataclasses import replace

import discord
from discord import Locale

from bot.domain.library import Shelf, ShelfLine, ShelfPage
from bot.domain.songs import Song
from bot.ui.authors import listed
from bot.ui.figures import day, duration
from bot.ui.library_buttons import page_button
from bot.ui.panels import Panel
from bot.ui.people import mention
from bot.ui.statements import message_url
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

_TITLE_LIMIT = 60
_MOST_AUTHORS = 5
"""Of a song in a list, so that a page of songs of many people fits into its embed."""
_COLOUR = discord.Colour(0x5865F2)

_SHOWN_SHELVES = (Shelf.OWN, Shelf.FAVOURITES, Shelf.SERVER, Shelf.JAMS)


def draw_page(page: ShelfPage, locale: Locale) -> Panel:
    """Return a page of the library with buttons to the pages beside it and to other shelves."""
    embed = discord.Embed(
        title=shelf_name(page.query.shelf, locale),
        description="\n".join(_line(line, locale) for line in page.lines) or _nothing(page, locale),
        colour=_COLOUR,
    )
    search = _search(page, locale)
    if search:
        embed.add_field(name=translate(locale, "Search"), value=search, inline=False)
    count = translate_plural(locale, "{count} song", "{count} songs", page.found)
    turned = translate(locale, "Page {page} of {pages}", page=page.number, pages=page.pages)
    embed.set_footer(text=f"{count} · {turned}")
    shelves = [
        page_button(
            shelf_name(shelf, locale),
            replace(page.query, shelf=shelf),
            page.number if shelf is page.query.shelf else 1,
            chosen=shelf is page.query.shelf,
        )
        for shelf in _SHOWN_SHELVES
    ]
    turns = []
    if page.number > 1:
        turns.append(page_button(f"◀ {page.number - 1}", page.query, page.number - 1))
    if page.number < page.pages:
        turns.append(page_button(f"{page.number + 1} ▶", page.query, page.number + 1))
    return Panel(embed, (*shelves, *turns))


def shelf_name(shelf: Shelf, locale: Locale) -> str:
    """Return what a shelf is called."""
    match shelf:
        case Shelf.OWN:
            return translate(locale, "My songs")
        case Shelf.FAVOURITES:
            return translate(locale, "Favourites")
        case Shelf.SERVER:
            return translate(locale, "Songs of this server")
        case Shelf.JAMS:
            return translate(locale, "Songs of jams")
        case Shelf.EVERY:
            return translate(locale, "All songs")


def told_favourite(song: Song, locale: Locale, *, favourite: bool) -> str:
    """Return the sentence after a song became a favourite, or no longer is one."""
    title = inline(song.title, _TITLE_LIMIT) or translate(locale, "Untitled")
    if favourite:
        return translate(locale, "⭐ {title} is one of your favourites now.", title=title)
    return translate(locale, "{title} is none of your favourites any more.", title=title)


def told_title(song: Song, locale: Locale) -> str:
    """Return the sentence after a song got another title."""
    title = inline(song.title, _TITLE_LIMIT)
    return translate(locale, "The song is called {title} now.", title=title)


def _line(line: ShelfLine, locale: Locale) -> str:
    song = line.song
    title = inline(song.title, _TITLE_LIMIT) or translate(locale, "Untitled")
    url = message_url(line.message) if line.message else None
    marks = ("⭐" if line.favourite else "") + ("🔒" if song.private else "")
    parts = [
        f"[{title}]({url})" if url else title,
        str(song.position),
        duration(song.audio.duration_seconds),
        _authors(line, locale),
        day(song.created_at),
        f"`{song.song_id}`",
    ]
    return " · ".join([*parts, marks] if marks else parts)


def _authors(line: ShelfLine, locale: Locale) -> str:
    ids = [author.user_id for author in line.authors] or [line.song.author_id]
    return listed([mention(user_id, locale) for user_id in ids], locale, _MOST_AUTHORS)


def _nothing(page: ShelfPage, locale: Locale) -> str:
    if page.query.words or page.query.author_id is not None:
        return translate(locale, "No song here matches this search.")
    match page.query.shelf:
        case Shelf.FAVOURITES:
            return translate(
                locale, "You have no favourites here yet; /song favourite and ⭐ Save add some."
            )
        case Shelf.JAMS:
            return translate(locale, "No jam has made a song here yet; /jam start begins one.")
        case _:
            return translate(locale, "There are no songs here yet; /create makes one.")


def _search(page: ShelfPage, locale: Locale) -> str:
    parts = []
    if page.query.words:
        parts.append(f"“{inline(page.query.words, _TITLE_LIMIT)}”")
    if page.query.author_id is not None:
        parts.append(translate(locale, "by {author}", author=f"<@{page.query.author_id}>"))
    return " ".join(parts)
