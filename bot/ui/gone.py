"""Sentences about files that the archive let go; refusals belong to `bot.ui.sentences`' table."""

from discord import Locale

from bot.domain import files
from bot.domain.files import FileGone, GoneReason
from bot.domain.songs import Song
from bot.ui.figures import from_now
from bot.ui.sentences import sentence
from bot.ui.translation import translate

_MEBIBYTE = 1024 * 1024


def gone_sentence(song: Song, gone: FileGone, locale: Locale) -> str:
    """Say since when and why a song has no file."""
    return translate(
        locale,
        "The file of version {position} was removed from my archive {when}, {why}.",
        position=song.position,
        when=from_now(gone.at),
        why=_why(gone.reason, locale),
    )


def _why(reason: GoneReason, locale: Locale) -> str:
    match reason:
        case GoneReason.AGE:
            return translate(locale, "because songs are kept for a limited time here")
        case GoneReason.SPACE:
            return translate(locale, "because the archive was full")


@sentence.register
def _(error: files.SongFileGone, locale: Locale) -> str:
    return translate(
        locale,
        "The file of song {song} was removed from my archive {when}, {why}. Nothing was charged;"
        " what Discord still shows of it can be downloaded there and brought in with /upload.",
        song=error.song_id,
        when=from_now(error.gone.at),
        why=_why(error.gone.reason, locale),
    )


@sentence.register
def _(error: files.NothingToExport, locale: Locale) -> str:
    return translate(
        locale,
        "Song {song} has no words, so there are no times of words. Nothing was charged.",
        song=error.song_id,
    )


@sentence.register
def _(error: files.ExportTooLarge, locale: Locale) -> str:
    return translate(
        locale,
        "This file would have {size} MiB, files here may have {limit} MiB, and this bot has no"
        " public address for links. Nothing was charged; the MP3 of the song is small enough.",
        size=-(-error.size_bytes // _MEBIBYTE),
        limit=error.limit_bytes // _MEBIBYTE,
    )
