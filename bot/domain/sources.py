"""What a rework is made from, and what can be wrong with it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote

from bot.domain.errors import Refusal
from bot.domain.ids import ProviderClipId, SongId
from bot.domain.text import has_visible_characters, tidy

CLIP_LIFE = timedelta(hours=23)
"""How long the service works on what it made: 24 h, less what an order may wait in our queue."""

_TITLE_LIMIT = 80
_ENDING = re.compile(r"[A-Za-z][A-Za-z0-9]{1,4}")
"""Of a file's name; a number such as that of `Take 1.2` is none."""


@dataclass(frozen=True)
class Source:
    """A song of ours or audio at a public address.

    An order fills in the rest of a song's source: how the service is told of it, which is either
    its clip or an address to fetch it from.
    """

    song_id: SongId | None = None
    url: str = ""
    clip_id: ProviderClipId | None = None
    uploaded: bool = False
    """Whether the clip is uploaded audio, which the service treats apart from its own."""
    duration_seconds: float | None = None
    title: str = ""

    @classmethod
    def of_song(cls, song_id: SongId) -> "Source":
        """Name a song of ours."""
        return cls(song_id=song_id)

    @classmethod
    def of_link(
        cls, url: str, duration_seconds: float | None = None, *, file_name: str = ""
    ) -> "Source":
        """Name audio at an address that the service can reach; its length where it is known.

        Its title is made of its file's name, which the address ends in unless one is given.
        """
        path = re.split(r"[?#]", url, maxsplit=1)[0].rstrip("/")
        title = title_of_file(file_name or unquote(path.rpartition("/")[2]))
        return cls(url=url, duration_seconds=duration_seconds, title=title)

    def plain(self) -> "Source":
        """Return it as it was given, before an order filled anything in."""
        return self if self.song_id is None else Source.of_song(self.song_id)


def title_of_file(name: str) -> str:
    """Return what a file's name calls its audio: one tidy line, short and without the ending.

    Of a name in which nothing can be seen that is nothing. It is hostile text as before.
    """
    line = " ".join(tidy(name).split())
    stem, _, ending = line.rpartition(".")
    title = stem if stem and _ENDING.fullmatch(ending) else line
    return title[:_TITLE_LIMIT].rstrip() if has_visible_characters(title) else ""


@dataclass(eq=False)
class SongTooOld(Refusal):
    """The service no longer works on this song, and there is no address to bring it in from."""

    song_id: SongId


@dataclass(eq=False)
class NoPublicAddress(Refusal):
    """The service has to fetch this song from us and there is no address to fetch it from."""

    song_id: SongId


@dataclass(eq=False)
class SourceMissing(Refusal):
    """Neither a song nor a link was given."""


@dataclass(eq=False)
class SourceUnusable(Refusal):
    """What was brought is not audio, is silent, or too long. `reason` is English, for the log."""

    reason: str


@dataclass(eq=False)
class SourceUnreachable(Refusal):
    """What a link leads to cannot be fetched now."""

    reason: str
