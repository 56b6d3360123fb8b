"""What a jam refuses, as data. Nothing is changed or charged by any of these."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import Refusal
from bot.domain.ids import ContributionId, JamId, UserId
from bot.domain.jams.modes import Deed, JamPhase, Slot


@dataclass(eq=False)
class JamNotFound(Refusal):
    """This server has no such jam."""

    jam_id: JamId


@dataclass(eq=False)
class JamKeyUsed(Refusal):
    """Another jam was made from this one already."""

    jam_id: JamId
    """The other one."""


@dataclass(eq=False)
class WrongPhase(Refusal):
    """It cannot be done now."""

    deed: Deed
    phase: JamPhase


@dataclass(eq=False)
class NotTheHost(Refusal):
    """Only the host may do this."""

    host_id: UserId


@dataclass(eq=False)
class JamFull(Refusal):
    """No place is left."""

    most_people: int


@dataclass(eq=False)
class BannedFromJam(Refusal):
    """A moderator closed this jam to the person."""

    reason: str
    """In the moderator's words; hostile text."""


@dataclass(eq=False)
class NotInJam(Refusal):
    """The person does not take part."""

    jam_id: JamId


@dataclass(eq=False)
class NotYourTurn(Refusal):
    """Somebody else writes now."""

    user_id: UserId | None
    """Whose turn it is; None when it is nobody's."""
    ends_at: datetime | None


@dataclass(eq=False)
class SlotFilled(Refusal):
    """Somebody wrote this part."""

    slot: Slot


@dataclass(eq=False)
class NoSuchSlot(Refusal):
    """The jam has no such part, or nothing to write for it."""

    given: str
    """Hostile text."""


@dataclass(eq=False)
class ContributionEmpty(Refusal):
    """The text shows nothing."""


@dataclass(eq=False)
class ContributionTooLong(Refusal):
    """The text is longer than what fits; counted by `bot.domain.text.length`."""

    slot: Slot
    limit: int
    given: int


@dataclass(eq=False)
class ContributionNotFound(Refusal):
    """There is no such contribution, or it was withdrawn or struck."""

    contribution_id: ContributionId | None


@dataclass(eq=False)
class OwnContribution(Refusal):
    """Nobody votes for themselves."""

    contribution_id: ContributionId


@dataclass(eq=False)
class TooFewPeople(Refusal):
    """It takes more people."""

    needed: int
    present: int


@dataclass(eq=False)
class NothingWritten(Refusal):
    """There is nothing yet to go on with."""


@dataclass(eq=False)
class PledgesNotTaken(Refusal):
    """Somebody else pays for this jam."""


@dataclass(eq=False)
class HostGone(Refusal):
    """The host, who was to pay alone, takes no part any more."""

    host_id: UserId


@dataclass(eq=False)
class WalletClosed(Refusal):
    """The server's wallet pays for no jams."""


@dataclass(eq=False)
class TooLateToStop(Refusal):
    """The song was already handed to the service, which cannot call it back."""

    jam_id: JamId


class JamLimit(StrEnum):
    """What is limited."""

    AT_ONCE = "at_once"
    PER_SERVER = "per_server"
    """In 24 hours."""
    PER_HOST = "per_host"
    """In 24 hours."""
    HOST_AT_ONCE = "host_at_once"


@dataclass(eq=False)
class TooManyJams(Refusal):
    """The server lets no further jam begin now."""

    limit: JamLimit
    most: int
    resets_at: datetime | None
    """When it would pass; None when time alone does not help."""


@dataclass(eq=False)
class PeopleOutOfRange(Refusal):
    """A jam cannot be for so many people here."""

    lowest: int
    highest: int
    given: int


@dataclass(eq=False)
class ThemeUnusable(Refusal):
    """A theme or style that shows nothing, or is longer than `limit`."""

    limit: int
    given: int
