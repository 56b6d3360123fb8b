"""What belongs to jams besides: their jobs, boards and notes, and what servers set."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import (
    ContributionId,
    GuildId,
    JamId,
    JobId,
    MessageId,
    UserId,
)
from bot.domain.jams.modes import Slot
from bot.domain.jams.records import JamPlace

COPIED_JAMS = "jams of a copy"
"""The chore of ending the jams that a copy of the database holds open, once it was put back."""


class JamJobPurpose(StrEnum):
    """What a job does for a jam."""

    SONG = "song"
    PART = "part"
    """Lyrics for a missing part."""


@dataclass(frozen=True)
class JamJob:
    """A job of a jam."""

    job_id: JobId
    jam_id: JamId
    purpose: JamJobPurpose
    slot: Slot
    """The part that it writes; for songs `IDEA`."""
    contribution_id: ContributionId | None = None
    """The idea that it makes a song of, in a battle."""


@dataclass(frozen=True)
class JamRules:
    """What a server's managers set about jams."""

    guild_id: GuildId
    at_once: int = 3
    per_server: int = 20
    """Begun within 24 hours."""
    per_host: int = 5
    """Begun by one host within 24 hours."""
    host_at_once: int = 1
    most_people: int = 200
    wallet_pays: bool = False
    """Whether the wallet may pay for whole jams."""
    match_percent: int = 0
    """What the wallet adds to each jam's pledges."""
    match_ceiling: int | None = None
    """The most that it adds to one jam."""


class NoteKind(StrEnum):
    """What somebody is told about a jam, once."""

    TURN = "turn"
    """It is this person's turn; by mention in the thread."""
    STRUCK = "struck"
    """A contribution of this person was struck, and why."""
    RESULT = "result"
    """The song is there; for the song channel."""


@dataclass(frozen=True)
class JamNote:
    """One thing to tell. `text` and `quoted` are hostile."""

    note_id: int
    jam_id: JamId
    kind: NoteKind
    user_id: UserId
    """Whom it is for; 0 for everyone."""
    subject: str
    """Which turn, contribution or job."""
    text: str
    """Why, in a moderator's words."""
    quoted: str = ""
    """What it is about: the contribution that was struck."""
    attempts: int = 0


@dataclass(frozen=True)
class Board:
    """A jam's message, and which drawing of it is wanted."""

    jam_id: JamId
    place: JamPlace
    message_id: MessageId | None
    revision: int
    """Grows with every wish; a drawing settles only the revision that it saw."""
    attempts: int
