"""The panel of one song: all that can be done with it, for one person alone."""

import discord
from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.ids import UserId
from bot.domain.jobs import JobKind
from bot.domain.songs import Song, SongRole
from bot.ui.client import JamboreeClient
from bot.ui.figures import duration
from bot.ui.guarded import GuardedButton
from bot.ui.library_buttons import subject_button
from bot.ui.offers import price_if_possible
from bot.ui.panels import Panel
from bot.ui.review_buttons import report_button
from bot.ui.rework_buttons import (
    DetailsButton,
    ShareButton,
    TakeAwayButton,
    make_button,
    version_button,
)
from bot.ui.text import inline
from bot.ui.translation import translate

_TITLE_LIMIT = 80
_MOST_VERSIONS = 5
_COLOUR = discord.Colour(0x5865F2)

_OF_SONGS = (
    JobKind.REMASTER,
    JobKind.REPLACE_SECTION,
    JobKind.MASHUP,
    JobKind.SAMPLE,
    JobKind.ADD_VOCALS,
    JobKind.ADD_BACKING,
)
"""What its author can make of a song, besides what its card offers."""


def draw_song_panel(
    client: JamboreeClient, view: JobView, song: Song, visitor_id: UserId, locale: Locale
) -> Panel:
    """Return the panel of a song of `view`; what only its author may do is left out for others."""
    own = song.author_id == visitor_id
    title = inline(song.title, _TITLE_LIMIT) or translate(locale, "Untitled")
    description = translate(
        locale,
        "Version {position}, {length}, by {author}.",
        position=song.position,
        length=duration(song.audio.duration_seconds),
        author=f"<@{song.author_id}>",
    )
    if own:
        told = translate(locale, "The numbers are prices in credits.")
    else:
        told = translate(locale, "Its author can do more with it.")
    embed = discord.Embed(title=title, description=f"{description} {told}", colour=_COLOUR)
    makers = _makers(client, view, song, locale) if own else ()
    return Panel(embed, (*_versions(view, song, locale), *makers, *_keepers(song, locale)))


def _versions(view: JobView, song: Song, locale: Locale) -> tuple[GuardedButton, ...]:
    if len(view.songs) < 2:
        return ()
    return tuple(
        version_button(
            translate(locale, "Version {position}", position=each.position),
            each.song_id,
            chosen=each.song_id == song.song_id,
        )
        for each in view.songs[:_MOST_VERSIONS]
    )


def _makers(
    client: JamboreeClient, view: JobView, song: Song, locale: Locale
) -> tuple[GuardedButton, ...]:
    names = {
        JobKind.REMASTER: translate(locale, "Remaster"),
        JobKind.REPLACE_SECTION: translate(locale, "Replace a part"),
        JobKind.MASHUP: translate(locale, "Mash up"),
        JobKind.SAMPLE: translate(locale, "Sample"),
        JobKind.ADD_VOCALS: translate(locale, "Sing over it"),
        JobKind.ADD_BACKING: translate(locale, "Add a band"),
    }
    kinds = () if song.role is SongRole.STEM else _OF_SONGS
    prices = {kind: price_if_possible(client, view, song, kind) for kind in kinds}
    return tuple(
        make_button(names[kind], kind, song.song_id, price)
        for kind, price in prices.items()
        if price is not None
    )


def _keepers(song: Song, locale: Locale) -> tuple[GuardedButton, ...]:
    song_id = song.song_id
    return (
        subject_button(DetailsButton, "details", song_id, translate(locale, "Details")),
        subject_button(ShareButton, "share", song_id, translate(locale, "Share here")),
        subject_button(TakeAwayButton, "take", song_id, translate(locale, "Export")),
        report_button(song_id, locale),
    )
