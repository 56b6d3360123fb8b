"""What is kept of a jam, and what it becomes next. Nothing here knows a clock or a database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.ids import (
    ChannelId,
    GuildId,
    IdempotencyKey,
    JamId,
    UserId,
)
from bot.domain.jams.errors import NotTheHost, WrongPhase
from bot.domain.jams.modes import (
    DEEDS,
    SONG,
    Deed,
    JamEnd,
    JamMode,
    JamPayer,
    JamPhase,
    Slot,
    TurnOrder,
    may_become,
    phase_length,
    slots_of,
)
from bot.domain.jams.people import Host


@dataclass(frozen=True)
class Turn:
    """Whose turn it is to write what."""

    number: int
    """Grows with every turn of the jam."""
    slot: Slot
    user_id: UserId | None
    """`SERVICE` when the music service writes; None when nobody is there to write."""
    ends_at: datetime | None
    """None when it ends by itself."""
    last_id: UserId | None = None
    """Who had a turn last, this one counted; the next one comes after them."""


@dataclass(frozen=True)
class JamPlan:
    """What a host asks for. Check it by `JamService.check_start`; texts are hostile."""

    theme: str
    mode: JamMode
    length: timedelta
    """From the beginning to the order, and in a battle the choosing besides."""
    payer: JamPayer = JamPayer.PLEDGES
    most_people: int = 12
    order: TurnOrder = TurnOrder.JOINING
    style: str = ""
    model: str = ""
    """Empty: the default one."""
    songs: int = 2
    """How many ideas of a battle become songs, 1 or 2, as far as the pot reaches."""
    announce: bool = True
    """Whether the result is posted in the server's song channel too."""


@dataclass(frozen=True)
class JamPlace:
    """Where a jam is held."""

    guild_id: GuildId
    channel_id: ChannelId
    """The channel that the thread belongs to; limits count there."""
    thread_id: ChannelId


@dataclass(frozen=True)
class Jam:
    """One jam. It never changes; its methods return what it becomes. Times are aware and in UTC.

    Saving the result succeeds only if nobody saved another `version` meanwhile.
    """

    jam_id: JamId
    place: JamPlace
    host: Host
    plan: JamPlan
    phase: JamPhase
    created_at: datetime
    ends_at: datetime | None
    """When the phase ends by itself; None while the service is at work, and once it is over."""
    idempotency_key: IdempotencyKey
    round: int = 1
    """1 for the first; one more for each [Another round]."""
    previous_id: JamId | None = None
    parts: int = 0
    """How many parts the song has, fixed when turns begin; 0 in other modes."""
    turn: Turn | None = None
    ordered: bool = False
    """Whether the order is made, so that nobody can take their credits back any more."""
    obstacle: str = ""
    """Why the order could not be made so far: the name of a refusal. Empty when there was none.

    Once an order is made: why a further one, a battle's second song, cannot be made so far, or at
    all when nothing ends any more."""
    try_at: datetime | None = None
    """When to look again, besides `ends_at`."""
    end: JamEnd | None = None
    """Why it is over."""
    end_reason: str = ""
    """In the words of whoever stopped it; hostile text."""
    ended_at: datetime | None = None
    version: int = 1

    @property
    def mode(self) -> JamMode:
        """How it goes."""
        return self.plan.mode

    @property
    def slots(self) -> tuple[Slot, ...]:
        """What is written for, in order; nothing before turns begin."""
        if self.mode is JamMode.VERSES and not self.parts:
            return ()
        return slots_of(self.mode, self.parts)

    @property
    def due_at(self) -> datetime | None:
        """When something happens by itself."""
        turn_ends_at = self.turn.ends_at if self.turn is not None else None
        times = [at for at in (self.ends_at, turn_ends_at, self.try_at) if at is not None]
        return min(times, default=None)

    @property
    def waits(self) -> bool:
        """Whether an order is to be made, or tried again."""
        return self.phase is JamPhase.COMPOSING and (not self.ordered or self.ends_at is not None)

    @property
    def anonymous(self) -> bool:
        """Whether what was written is hidden for now: proposals, until they are voted on."""
        return self.phase is JamPhase.PROPOSING

    @property
    def ballots(self) -> tuple[Slot, ...]:
        """What is voted on in the present phase."""
        if self.phase is JamPhase.CHOOSING:
            return (SONG,)
        return self.slots if self.phase is JamPhase.VOTING else ()

    def allows(self, deed: Deed) -> bool:
        """Whether somebody may do this now."""
        if deed in {Deed.PLEDGE, Deed.LEAVE} and self.phase is JamPhase.COMPOSING and self.ordered:
            return False
        if deed is Deed.PLEDGE and self.plan.payer is not JamPayer.PLEDGES:
            return False
        return deed in DEEDS[self.phase]

    def check(self, deed: Deed, user_id: UserId | None = None) -> None:
        """Make sure that this may be done now, and by this person where it is the host's.

        Raises:
            WrongPhase, NotTheHost
        """
        if deed.of_host and user_id != self.host.user_id:
            raise NotTheHost(self.host.user_id)
        if not self.allows(deed):
            raise WrongPhase(deed, self.phase)

    def entering(self, phase: JamPhase, now: datetime) -> "Jam":
        """Go on to another phase, with its full time from now.

        Raises:
            ValueError: it may not follow the present one.
        """
        if not may_become(self.mode, self.phase, phase) or phase.over:
            raise ValueError(f"{self.mode}: {self.phase} cannot become {phase}")
        lasting = phase_length(self.mode, phase, self.plan.length)
        ends_at = None if lasting is None else now + lasting
        return replace(
            self,
            phase=phase,
            ends_at=ends_at,
            turn=None,
            ordered=False,
            obstacle="",
            try_at=now if phase is JamPhase.COMPOSING else None,
        )

    def hindered(self, obstacle: str, ends_at: datetime, try_at: datetime) -> "Jam":
        """The order could not be made; it is tried again until a first obstacle's grace ends."""
        return replace(self, obstacle=obstacle, ends_at=self.ends_at or ends_at, try_at=try_at)

    def hurried(self, at: datetime) -> "Jam":
        """It is looked after at that time, besides when its phase ends."""
        return replace(self, try_at=at)

    def in_the_works(self, look_at: datetime, lacking: str = "") -> "Jam":
        """An order is made; looked after at `look_at` if nothing is heard before.

        `lacking`: why a further one is not to be made; the name of a refusal.
        """
        return replace(self, ordered=True, obstacle=lacking, ends_at=None, try_at=look_at)

    def taking_turns(self, parts: int, now: datetime) -> "Jam":
        """Begin to write a song of so many parts."""
        return replace(self.entering(JamPhase.WRITING, now), parts=parts)

    def with_turn(self, slot: Slot, user_id: UserId | None, ends_at: datetime | None) -> "Jam":
        """Give the turn to somebody, to `SERVICE` or, with None, to nobody."""
        number = (self.turn.number if self.turn else 0) + 1
        last_id = user_id or (self.turn.last_id if self.turn else None)
        return replace(self, turn=Turn(number, slot, user_id, ends_at, last_id))

    def over(self, end: JamEnd, now: datetime, reason: str = "") -> "Jam":
        """It is over.

        Raises:
            ValueError: it was over before.
        """
        phase = JamPhase.DONE if end is JamEnd.FINISHED else JamPhase.CANCELLED
        if not may_become(self.mode, self.phase, phase):
            raise ValueError(f"{self.phase} cannot become {phase}")
        return replace(
            self,
            phase=phase,
            ends_at=None,
            turn=None,
            try_at=None,
            end=end,
            end_reason=reason,
            ended_at=now,
        )

    def turn_length(self) -> timedelta:
        """Return how long one turn lasts: the time for writing, shared out among the parts."""
        writing = phase_length(self.mode, JamPhase.WRITING, self.plan.length) or timedelta()
        return writing / max(1, self.parts)


def missing_slot(slots: Sequence[Slot], filled: Sequence[Slot]) -> Slot | None:
    """Return the first slot that nothing is written for, or None."""
    return next((slot for slot in slots if slot not in filled), None)
