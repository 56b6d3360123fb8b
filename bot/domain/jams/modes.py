"""How a jam goes: its modes, phases, what may follow what, and who may do what in each."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class JamMode(StrEnum):
    """How the people of a jam come to one song."""

    VERSES = "verses"
    """They take turns writing its parts."""
    SLOTS = "slots"
    """Anyone proposes for each slot; votes decide what fills it."""
    BATTLE = "battle"
    """Everyone's idea is a whole song; votes decide which are made, then which is better."""


class JamPhase(StrEnum):
    """Where a jam stands. A jam only ever goes forward."""

    GATHERING = "gathering"
    """People join."""
    WRITING = "writing"
    """Turns go round."""
    PROPOSING = "proposing"
    VOTING = "voting"
    COMPOSING = "composing"
    """The order is made, or waits for what it lacks; then the service is at work."""
    CHOOSING = "choosing"
    """Several songs are there, and the better one is voted for."""
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing can happen any more."""
        return self in {JamPhase.DONE, JamPhase.CANCELLED}


PHASES: dict[JamMode, tuple[JamPhase, ...]] = {
    JamMode.VERSES: (
        JamPhase.GATHERING,
        JamPhase.WRITING,
        JamPhase.COMPOSING,
        JamPhase.DONE,
    ),
    JamMode.SLOTS: (
        JamPhase.GATHERING,
        JamPhase.PROPOSING,
        JamPhase.VOTING,
        JamPhase.COMPOSING,
        JamPhase.DONE,
    ),
    JamMode.BATTLE: (
        JamPhase.GATHERING,
        JamPhase.PROPOSING,
        JamPhase.VOTING,
        JamPhase.COMPOSING,
        JamPhase.CHOOSING,
        JamPhase.DONE,
    ),
}
"""The way of each mode. Phases may be passed over, never gone back to."""

OPTIONAL = frozenset({JamPhase.VOTING, JamPhase.CHOOSING})
"""Phases that are passed over when there is nothing to decide."""


def may_become(mode: JamMode, phase: JamPhase, other: JamPhase) -> bool:
    """Whether `other` may follow `phase`: the next one, after optional ones, or the end of all."""
    if phase.over:
        return False
    if other is JamPhase.CANCELLED:
        return True
    way = PHASES[mode]
    if other not in way or way.index(other) <= way.index(phase):
        return False
    return all(between in OPTIONAL for between in way[way.index(phase) + 1 : way.index(other)])


class Deed(StrEnum):
    """What somebody may do in a jam."""

    JOIN = "join"
    LEAVE = "leave"
    COME_BACK = "come_back"
    CONTRIBUTE = "contribute"
    """Write, change or withdraw."""
    PLEDGE = "pledge"
    VOTE = "vote"
    LOCK = "lock"
    """End the present phase now."""
    SKIP = "skip"
    """Pass over whoever's turn it is."""
    FILL = "fill"
    """Let the service write the part whose turn it is."""
    STOP = "stop"
    STRIKE = "strike"
    BAN = "ban"

    @property
    def of_host(self) -> bool:
        """Whether it is the host's alone."""
        return self in {Deed.LOCK, Deed.SKIP, Deed.FILL}

    @property
    def of_moderators(self) -> bool:
        """Whether it is the moderators' alone. Stopping is the host's and theirs."""
        return self in {Deed.STRIKE, Deed.BAN}


_ALWAYS = frozenset({Deed.LEAVE, Deed.STOP, Deed.STRIKE, Deed.BAN})
_OPEN = _ALWAYS | {Deed.JOIN, Deed.PLEDGE, Deed.LOCK}

DEEDS: dict[JamPhase, frozenset[Deed]] = {
    JamPhase.GATHERING: _OPEN,
    JamPhase.WRITING: _OPEN | {Deed.COME_BACK, Deed.CONTRIBUTE, Deed.SKIP, Deed.FILL},
    JamPhase.PROPOSING: _OPEN | {Deed.CONTRIBUTE},
    JamPhase.VOTING: _OPEN | {Deed.VOTE},
    # Until the order is made; `Jam.may` knows.
    JamPhase.COMPOSING: _ALWAYS | {Deed.PLEDGE},
    JamPhase.CHOOSING: _ALWAYS | {Deed.JOIN, Deed.VOTE, Deed.LOCK},
    JamPhase.DONE: frozenset({Deed.STRIKE, Deed.BAN}),
    JamPhase.CANCELLED: frozenset({Deed.STRIKE, Deed.BAN}),
}
"""What may be done in each phase at all."""


class JamEnd(StrEnum):
    """Why a jam ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    """By its host or a moderator."""
    TOO_FEW = "too_few"
    """Fewer than two people came."""
    NOTHING_WRITTEN = "nothing_written"
    NOT_PAID = "not_paid"
    """What was to pay could not, until the end of the grace."""
    NOT_ORDERED = "not_ordered"
    """The order was refused otherwise, until the end of the grace."""
    SONG_FAILED = "song_failed"
    """The order was made and brought no song; what was held is released."""


class JamPayer(StrEnum):
    """Who pays."""

    PLEDGES = "pledges"
    HOST = "host"
    """The host's own accounts, when the order is made."""
    WALLET = "wallet"
    """The server's wallet, when the order is made, if the server allows it."""


class TurnOrder(StrEnum):
    """In which order turns go round."""

    JOINING = "joining"
    RANDOM = "random"


FEWEST_PEOPLE = 2

_SHARES: dict[JamMode, dict[JamPhase, int]] = {
    JamMode.VERSES: {JamPhase.GATHERING: 15, JamPhase.WRITING: 85},
    JamMode.SLOTS: {JamPhase.GATHERING: 15, JamPhase.PROPOSING: 55, JamPhase.VOTING: 30},
    JamMode.BATTLE: {
        JamPhase.GATHERING: 15,
        JamPhase.PROPOSING: 45,
        JamPhase.VOTING: 20,
        JamPhase.CHOOSING: 20,
    },
}
"""What of a jam's length each phase takes, in percent. Composing takes what the service takes."""


def phase_length(mode: JamMode, phase: JamPhase, length: timedelta) -> timedelta | None:
    """Return how long a phase lasts in a jam of that length; None: until something happens."""
    share = _SHARES[mode].get(phase)
    return None if share is None else length * share / 100


class SlotKind(StrEnum):
    """What a slot is for."""

    VERSE = "verse"
    CHORUS = "chorus"
    BRIDGE = "bridge"
    GENRE = "genre"
    MOOD = "mood"
    TITLE = "title"
    IDEA = "idea"
    """A whole song's."""
    SONG = "song"
    """No slot to write for: the ballot about finished songs."""

    @property
    def sung(self) -> bool:
        """Whether it is part of the words."""
        return self in {SlotKind.VERSE, SlotKind.CHORUS, SlotKind.BRIDGE}


@dataclass(frozen=True, order=True)
class Slot:
    """One place in a jam that a contribution is for, and one question that is voted on."""

    kind: SlotKind
    number: int = 0
    """Of a verse, from 1; 0 for what there is only one of."""

    @property
    def key(self) -> str:
        """Its name in custom ids and rows, such as `verse-2` or `chorus`."""
        return f"{self.kind}-{self.number}" if self.number else f"{self.kind}"

    @classmethod
    def of(cls, key: str) -> "Slot":
        """Return the slot of that key.

        Raises:
            ValueError: there is none such.
        """
        kind, _, number = key.partition("-")
        slot = cls(SlotKind(kind), int(number or 0))
        if slot.key != key or slot.number < 0:
            raise ValueError(f"no slot {key!r}")
        return slot


CHORUS, BRIDGE = Slot(SlotKind.CHORUS), Slot(SlotKind.BRIDGE)
GENRE, MOOD, TITLE = Slot(SlotKind.GENRE), Slot(SlotKind.MOOD), Slot(SlotKind.TITLE)
IDEA, SONG = Slot(SlotKind.IDEA), Slot(SlotKind.SONG)

FEWEST_PARTS, MOST_PARTS = 3, 12
"""How many parts a song has that is written in turns; one for each of its people, within these."""


def verse(number: int) -> Slot:
    """Return the slot of a verse, from 1."""
    return Slot(SlotKind.VERSE, number)


def parts_for(people: int) -> int:
    """Return how many parts a song written in turns by so many people has."""
    return max(FEWEST_PARTS, min(people, MOST_PARTS))


def slots_of(mode: JamMode, parts: int) -> tuple[Slot, ...]:
    """Return a jam's slots in the order in which they are written; `parts` counts for verses only.

    A song in turns has a first verse, the chorus, a second verse, then a bridge, then more verses.
    """
    match mode:
        case JamMode.SLOTS:
            return (GENRE, MOOD, TITLE, verse(1), CHORUS, verse(2))
        case JamMode.BATTLE:
            return (IDEA,)
        case JamMode.VERSES:
            bridge = (BRIDGE,) if parts > FEWEST_PARTS else ()
            first = (verse(1), CHORUS, verse(2), *bridge)
            return first + tuple(verse(number) for number in range(3, parts - len(first) + 3))


def as_sung(mode: JamMode, parts: int) -> tuple[Slot, ...]:
    """Return the sung slots in the order of the song.

    The chorus follows the first verse and the last; the bridge comes before the last verse.
    """
    slots = slots_of(mode, parts)
    verses = [slot for slot in slots if slot.kind is SlotKind.VERSE]
    if not verses:
        return ()
    bridge = (BRIDGE,) if BRIDGE in slots else ()
    return (verses[0], CHORUS, *verses[1:-1], *bridge, verses[-1], CHORUS)
