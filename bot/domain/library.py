"""The library: who may see which song, how songs are looked for, and what is told about them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.delivery import JobView, MessageRef, Telling
from bot.domain.errors import Refusal
from bot.domain.ids import (
    CROCKFORD_ALPHABET,
    DIRECT_MESSAGES,
    SHORT_ID_LENGTH,
    ChannelId,
    GuildId,
    JobId,
    MessageId,
    SongId,
    UserId,
)
from bot.domain.jams.people import Author
from bot.domain.songs import Song

TITLE_LIMIT = 80
"""Characters of a title that a member gives a song."""


@dataclass(frozen=True)
class Visitor:
    """A member in a server, or in direct messages with the bot."""

    guild_id: GuildId
    user_id: UserId

    def may_see(self, song: Song) -> bool:
        """Tell whether a song, deleted or not, is one that this person may know of here."""
        if song.guild_id != self.guild_id:
            return False
        return song.author_id == self.user_id or not song.private


def born_private(guild_id: GuildId, *, ordered_privately: bool) -> bool:
    """Tell whether a new song is for its author alone; every one from direct messages is."""
    return ordered_privately or guild_id == DIRECT_MESSAGES


class Shelf(StrEnum):
    """A part of the library."""

    EVERY = "every"
    """All that the visitor may see here."""
    OWN = "own"
    FAVOURITES = "favourites"
    SERVER = "server"
    """What everyone here may see."""
    JAMS = "jams"
    """What was made in jams, of what the visitor may see."""


@dataclass(frozen=True)
class SongQuery:
    """What is looked for: songs of a shelf whose title or id contains `words`."""

    shelf: Shelf = Shelf.EVERY
    words: str = ""
    author_id: UserId | None = None
    """Only songs of this person; None for everyone's."""


@dataclass(frozen=True)
class ShelfLine:
    """A song in a list."""

    song: Song
    favourite: bool
    message: MessageRef | None
    """The message of the song's job; None when it has none."""
    authors: tuple[Author, ...] = ()
    """Whose song it is, in order; empty where it is its author's alone."""


@dataclass(frozen=True)
class ShelfPage:
    """One page of what was found, newest first."""

    query: SongQuery
    number: int
    """1 for the first page."""
    pages: int
    """At least 1."""
    found: int
    lines: tuple[ShelfLine, ...]


@dataclass(frozen=True)
class Relative:
    """A song that another one is made from, or that is made from it."""

    song: Song
    """Without texts when it is deleted."""
    generation: int
    """-1 for what a song is made from, 1 for what is made from it, and so on."""


@dataclass(frozen=True)
class SongDetails:
    """How a song was made, and what belongs to it."""

    song: Song
    view: JobView
    favourite: bool
    message: MessageRef | None
    family: tuple[Relative, ...] = ()
    """Oldest generation first; only what the visitor may see."""
    descent: tuple[tuple[SongId, SongId], ...] = ()
    """Which of the family, the song itself among them, is made from which: parent and child."""


@dataclass(frozen=True)
class Posting:
    """A message that shows a finished job's card once more, or files that another has no room for.

    A job of many files takes several messages; `part` 1 is the card, the others hold files alone.
    """

    message_id: MessageId
    job_id: JobId
    guild_id: GuildId
    channel_id: ChannelId
    part: int = 1
    original: bool = False
    """Whether it belongs to the job's own message, of which each part is posted once."""
    out_of_reach: bool = False
    """Whether only an interaction's token led to it, so that the bot can never draw it anew."""


@dataclass(frozen=True)
class DuePosting:
    """A posting that is drawn anew, held until `lease_until`."""

    posting: Posting
    lease_until: datetime
    attempts: int


@dataclass(frozen=True)
class Deletion:
    """What deleting a song leaves to be done outside the database."""

    song: Song
    """As it was."""
    postings: tuple[Posting, ...]
    """Where its card is shown besides the job's own message."""


@dataclass(frozen=True)
class QueuedJob:
    """A job that is waiting or under way."""

    view: JobView
    private: bool
    """Whether only its author may know what it is about."""
    message: MessageRef | None


@dataclass(frozen=True)
class QueueOverview:
    """What is waiting and under way, oldest first; the visitor's own jobs apart."""

    own: tuple[QueuedJob, ...]
    others: tuple[QueuedJob, ...]
    telling: Telling = Telling.REPLY
    """How the visitor wants to be told when theirs are finished."""


@dataclass(eq=False)
class SongNotFound(Refusal):
    """There is no such song, or none that this person may know of here."""

    given: str
    """What was asked for; hostile text."""


@dataclass(eq=False)
class SongDeleted(Refusal):
    """There was such a song, and its author or a moderator deleted it."""

    song_id: SongId
    deleted_at: datetime
    by_moderator: bool


@dataclass(eq=False)
class NotTheAuthor(Refusal):
    """Only a song's author may do this."""

    song_id: SongId


@dataclass(eq=False)
class TitleUnusable(Refusal):
    """A title that shows nothing, or is longer than `TITLE_LIMIT`."""

    limit: int


@dataclass(eq=False)
class AudioTooLarge(Refusal):
    """No form of the song worth hearing is small enough for where it is to be sent."""

    limit_bytes: int


@dataclass(eq=False)
class AudioMissing(Refusal):
    """The archive has lost the song's file."""

    song_id: SongId


def folded(text: str) -> str:
    """Return `text` as it is compared in searches: without case and width, on one line."""
    unified = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(unified.split())


_SHORT_ID = re.compile(f"[{CROCKFORD_ALPHABET}]{{{SHORT_ID_LENGTH}}}")
_MESSAGE_LINK = re.compile(
    r"<?https://(?:\w+\.)?discord(?:app)?\.com/channels/(?:@me|\d{1,20})/\d{1,20}/(\d{1,20})/?>?"
)


def short_id_in(given: str) -> str | None:
    """Return the short id that a member typed, or None when it is none."""
    typed = given.strip().lower()
    return typed if _SHORT_ID.fullmatch(typed) else None


def linked_message(given: str) -> MessageId | None:
    """Return the message that a link leads to, or None when it is no link to a message."""
    match = _MESSAGE_LINK.fullmatch(given.strip())
    number = int(match[1]) if match else 0
    return MessageId(number) if 0 < number < 2**63 else None
