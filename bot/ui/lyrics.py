"""A song's lyrics as one private answer."""

import io
from dataclasses import dataclass

import discord
from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.errors import NoLyrics
from bot.domain.songs import Song
from bot.ui.attachments import job_title
from bot.ui.text import escape, file_name_stem
from bot.ui.translation import translate

_EMBED_LIMIT = 4096
_MESSAGE_LIMIT = 5500
"""All embeds of a message together hold 6,000 characters; titles need some of them."""


@dataclass(frozen=True)
class LyricsAnswer:
    """Lyrics as embeds, or as a text file when they are too long for Discord to show."""

    embeds: tuple[discord.Embed, ...]
    text: str = ""
    file_name: str = ""

    def file(self) -> discord.File | None:
        """Return the file to send, if there is one."""
        if not self.text:
            return None
        return discord.File(io.BytesIO(self.text.encode()), self.file_name)


def draw_lyrics(view: JobView, locale: Locale) -> LyricsAnswer:
    """Return the lyrics of a job's songs; versions with the same words are shown once.

    Raises:
        NoLyrics: none of its songs has words.
    """
    versions: dict[str, Song] = {}
    for song in view.songs:
        if song.has_words:
            versions.setdefault(song.lyrics.strip(), song)
    if not versions:
        raise NoLyrics(view.job.job_id)
    title = job_title(view, locale)
    shown = {escape(words): song for words, song in versions.items()}
    if max(map(len, shown)) <= _EMBED_LIMIT and sum(map(len, shown)) <= _MESSAGE_LIMIT:
        return LyricsAnswer(
            tuple(
                discord.Embed(title=_heading(title, song, len(shown), locale), description=words)
                for words, song in shown.items()
            )
        )
    text = "\n\n\n".join(
        f"[{song.position}]\n{words}" if len(versions) > 1 else words
        for words, song in versions.items()
    )
    embed = discord.Embed(title=_heading(title, None, 1, locale))
    stem = file_name_stem(view.songs[0].title or view.job.request.summary)
    return LyricsAnswer((embed,), text, f"{stem}-lyrics.txt")


def _heading(title: str, song: Song | None, versions: int, locale: Locale) -> str:
    if song is None or versions == 1:
        return translate(locale, "Lyrics of {title}", title=title)
    return translate(
        locale, "Lyrics of {title}, version {position}", title=title, position=song.position
    )
