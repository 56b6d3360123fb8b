"""Members' reports about songs."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Refusal
from bot.domain.ids import GuildId, SongId, UserId


@dataclass(frozen=True)
class SongReport:
    """A member finds that a song should not be there. One for each person and song."""

    guild_id: GuildId
    song_id: SongId
    reporter_id: UserId
    """Never shown to the author."""
    reason: str
    """In the reporter's words; hostile text, perhaps empty."""
    created_at: datetime


@dataclass(eq=False)
class AlreadyReported(Refusal):
    """This person reported this song before."""

    song_id: SongId


@dataclass(eq=False)
class OwnSong(Refusal):
    """One does not report one's own song; one deletes it."""

    song_id: SongId
