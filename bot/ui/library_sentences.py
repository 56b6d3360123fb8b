"""Sentences for refusals of the library; they belong to the table of `bot.ui.sentences`."""

from discord import Locale

from bot.domain import library
from bot.ui.figures import from_now
from bot.ui.sentences import sentence
from bot.ui.text import inline
from bot.ui.translation import translate

__all__ = ["sentence"]

_GIVEN_LIMIT = 80


@sentence.register
def _(error: library.SongNotFound, locale: Locale) -> str:
    return translate(
        locale,
        "I know of no song “{given}” that you may use here. Nothing was changed or charged; choose"
        " one of the suggestions, or give a song's short id or a link to its message.",
        given=inline(error.given, _GIVEN_LIMIT),
    )


@sentence.register
def _(error: library.SongDeleted, locale: Locale) -> str:
    when = from_now(error.deleted_at)
    if error.by_moderator:
        return translate(
            locale,
            "A moderator removed this song {when}. Nothing was changed or charged.",
            when=when,
        )
    return translate(
        locale,
        "Its author deleted this song {when}. Nothing was changed or charged.",
        when=when,
    )


@sentence.register
def _(error: library.NotTheAuthor, locale: Locale) -> str:
    return translate(
        locale,
        "Only its author can do that with this song. Nothing was changed or charged.",
    )


@sentence.register
def _(error: library.TitleUnusable, locale: Locale) -> str:
    return translate(
        locale,
        "A title needs at least one character that one can read, and at most {limit}. Nothing was"
        " changed or charged; choose another one.",
        limit=error.limit,
    )


@sentence.register
def _(error: library.AudioTooLarge, locale: Locale) -> str:
    return translate(
        locale,
        "This song is too large to be sent here, even at the lowest bit rate worth hearing: files"
        " may have {limit} MiB. Nothing was charged; the song is kept.",
        limit=error.limit_bytes // (1024 * 1024),
    )


@sentence.register
def _(error: library.AudioMissing, locale: Locale) -> str:
    return translate(
        locale,
        "The file of song {song} is missing from my archive. Nothing was charged; tell the bot's"
        " operator.",
        song=error.song_id,
    )
