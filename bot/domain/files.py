"""Files beside a song's audio: what it was exported as, where they can be fetched, what is gone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import Refusal
from bot.domain.ids import ContentHash, SongId


class FileKind(StrEnum):
    """What a song can be kept as besides its audio."""

    WAV = "wav"
    MIDI = "midi"
    VIDEO = "video"
    PICTURE = "picture"
    """The song's cover and waveform."""


@dataclass(frozen=True)
class StoredFile:
    """A verified file in our archive."""

    content_hash: ContentHash
    size_bytes: int
    extension: str
    """File name ending without the dot, such as `wav`."""


@dataclass(frozen=True)
class Arrival:
    """A file that came into the archive, as long as nobody has looked whether it is needed."""

    file: StoredFile
    """Its size is not looked up, and is 0."""
    arrived_at: datetime


@dataclass(frozen=True)
class SongFile:
    """A file of a song; there is at most one of each kind."""

    song_id: SongId
    kind: FileKind
    file: StoredFile
    created_at: datetime
    told: str = ""
    """What it shows, in the archive's words: a picture's loudness of equal parts."""


@dataclass(frozen=True)
class RetiredFile:
    """A file that nothing needs any more; it is removed when it is due."""

    file: StoredFile
    song_id: SongId
    due_at: datetime
    """Until then what names it, such as a link, works on."""


class GoneReason(StrEnum):
    """Why the archive removed a song's file."""

    AGE = "age"
    """It was older than songs are kept."""
    SPACE = "space"
    """The archive was larger than it may be."""


@dataclass(frozen=True)
class FileGone:
    """Since when and why a song has no file any more."""

    at: datetime
    reason: GoneReason


@dataclass(frozen=True)
class StockedFile:
    """A file in the archive's books, as the rule for keeping looks at it."""

    song_id: SongId
    kind: FileKind | None
    """None for the song's own audio."""
    file: StoredFile


@dataclass(eq=False)
class SongFileGone(Refusal):
    """The song is there and its file is not: it was removed from the archive."""

    song_id: SongId
    gone: FileGone


@dataclass(eq=False)
class NothingToExport(Refusal):
    """A song without words has no times of words."""

    song_id: SongId


@dataclass(eq=False)
class ExportTooLarge(Refusal):
    """A file is larger than what can be sent, and there is no public address for a link to it."""

    song_id: SongId
    limit_bytes: int
    size_bytes: int
    """Of a file that is not made yet, about so many."""
