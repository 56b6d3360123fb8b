"""What is shown of a jam, read in one go."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ContributionId, JobId, MessageId, SongId, UserId
from bot.domain.jams.entries import Contribution
from bot.domain.jams.modes import Slot
from bot.domain.jams.money import Pot
from bot.domain.jams.people import Author, JamMember, MemberState
from bot.domain.jams.records import Jam
from bot.domain.jams.texts import Room
from bot.domain.jobs import JobState


@dataclass(frozen=True)
class Standing:
    """A contribution and how many votes it got."""

    contribution: Contribution
    votes: int


@dataclass(frozen=True)
class SlotView:
    """One slot as everybody may see it."""

    slot: Slot
    limit: int
    """Characters that a contribution may have."""
    entries: int
    """How many contributions are there."""
    filled: Contribution | None = None
    """What is, or will be, in the song; None as long as that is open, or hidden."""
    result: tuple[Standing, ...] = ()
    """How the vote ended, best first; empty until it is over."""


@dataclass(frozen=True)
class JamSong:
    """A song that was ordered."""

    job_id: JobId
    state: JobState
    contribution_id: ContributionId | None
    """The idea that it is made of, in a battle."""
    song_ids: tuple[SongId, ...] = ()


@dataclass(frozen=True)
class JamView:
    """Everything that a jam's board shows. It names nobody's vote, and no count of an open one."""

    jam: Jam
    message_id: MessageId | None
    """The board's message, once Discord told it."""
    members: tuple[JamMember, ...]
    """Who takes part, in the order of their places."""
    slots: tuple[SlotView, ...]
    pot: Pot
    price: int
    """What the order costs, or cost, in whole credits."""
    part_price: int
    """What it costs to let the service write one part."""
    room: Room | None
    """How much of the words is written; None for modes that put no words together."""
    voted: int
    """How many people voted on at least one thing in the present phase."""
    songs: tuple[JamSong, ...] = ()
    winner: ContributionId | None = None
    """The better song's idea, once that is decided."""
    song_result: tuple[Standing, ...] = ()
    """How choosing the better song ended; empty until it is over."""
    authors: tuple[Author, ...] = ()
    """Whose song it is; empty until it is ordered."""
    next_id: str | None = None
    """The jam of the next round, if there is one."""

    @property
    def ends_at(self) -> datetime | None:
        """When the present phase ends by itself."""
        return self.jam.ends_at

    def name_of(self, user_id: UserId) -> str | None:
        """Return what a member is called, or None for somebody who takes no part any more."""
        return next((each.name for each in self.members if each.user_id == user_id), None)


@dataclass(frozen=True)
class MyPart:
    """What one person has in a jam; for them alone."""

    jam: Jam
    state: MemberState | None
    """None when they never took part."""
    contributions: tuple[Contribution, ...]
    """Those that are live."""
    votes: dict[Slot, ContributionId]
    """Their present votes of open ballots."""
    pledge: int


@dataclass(frozen=True)
class Candidate:
    """What can be voted for."""

    contribution_id: ContributionId
    text: str
    """Hostile text. Whose it is is not told while the vote is open."""
    own: bool
    """Whether it is the asking person's, who cannot vote for it."""
    job_id: JobId | None = None
    """The song, when songs are voted on."""


@dataclass(frozen=True)
class Ballot:
    """One open question for one person; for them alone."""

    slot: Slot
    candidates: tuple[Candidate, ...]
    """By time of entry."""
    chosen: ContributionId | None
    """What they voted for so far."""
