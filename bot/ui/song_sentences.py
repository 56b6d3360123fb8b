"""Sentences for what can be wrong with a rework's songs, links and voices."""

from discord import Locale

from bot.domain import moments, sources, voices
from bot.ui import refusals
from bot.ui.text import inline
from bot.ui.translation import translate

_GIVEN_LIMIT = 40


def _song_too_old(error: sources.SongTooOld, locale: Locale) -> str:
    return translate(
        locale,
        "The music service works on its songs for a day, and this one is older. Nothing was"
        " charged; give a link to the file instead. An operator can end this limit by setting"
        " JAMBOREE_PUBLIC_URL.",
    )


def _no_public_address(error: sources.NoPublicAddress, locale: Locale) -> str:
    return translate(
        locale,
        "The music service would have to fetch this song from me, and I cannot be reached from"
        " outside. Nothing was charged; give a link to the file instead. An operator can end this"
        " limit by setting JAMBOREE_PUBLIC_URL.",
    )


def _source_missing(error: sources.SourceMissing, locale: Locale) -> str:
    return translate(
        locale, "Choose a song, or give a file or a link. Nothing was charged; try again with one."
    )


def _source_unusable(error: sources.SourceUnusable, locale: Locale) -> str:
    return translate(
        locale,
        "This is not audio that I can use: it does not play, is silent, or too long. Nothing was"
        " charged; try another file.",
    )


def _source_unreachable(error: sources.SourceUnreachable, locale: Locale) -> str:
    return translate(
        locale,
        "I cannot fetch what this link leads to. Nothing was charged; give a public https link to"
        " the audio file itself, or attach the file.",
    )


def _voice_not_found(error: voices.VoiceNotFound, locale: Locale) -> str:
    return translate(
        locale,
        "There is no such voice here, or its owner does not share it. Nothing was charged; /voice"
        " list shows those that you can use.",
    )


def _consent_missing(error: voices.ConsentMissing, locale: Locale) -> str:
    return translate(
        locale,
        "A voice is only made once you confirm that it is yours or that you may use it. Nothing"
        " was charged; answer the question to go on.",
    )


def _several_sources(error: refusals.SeveralSources, locale: Locale) -> str:
    return translate(
        locale,
        "Give one song, one file or one link, not several of them. Nothing was charged; leave the"
        " others out.",
    )


def _moment_unreadable(error: moments.MomentUnreadable, locale: Locale) -> str:
    return translate(
        locale,
        "“{given}” is no time in a song. Nothing was charged; write it as 1:23 or as seconds.",
        given=inline(error.given, _GIVEN_LIMIT),
    )


def _lyrics_file_unusable(error: refusals.LyricsFileUnusable, locale: Locale) -> str:
    return translate(
        locale,
        "I cannot read lyrics from this file: it has to be plain text in UTF-8 of at most {limit}"
        " KiB. Nothing was charged; save it as such and try again.",
        limit=error.limit_bytes // 1024,
    )


def _somebody_elses_song(error: refusals.SomebodyElsesSong, locale: Locale) -> str:
    return translate(
        locale,
        "This is a song of <@{author}>, and this button is for them. Nothing was charged. You can"
        " save it, read its words and details, order it again, extend or cover it on your own"
        " credits; /stems and /remix take any song that you see here.",
        author=error.author_id,
    )


SENTENCES = (
    _several_sources,
    _moment_unreadable,
    _somebody_elses_song,
    _lyrics_file_unusable,
    _song_too_old,
    _no_public_address,
    _source_missing,
    _source_unusable,
    _source_unreachable,
    _voice_not_found,
    _consent_missing,
)
"""To be registered in `bot.ui.sentences`."""
