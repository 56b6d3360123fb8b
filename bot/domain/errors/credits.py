"""Refusals about credits, limits and the server's money."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.allowances import Refill
from bot.domain.errors.base import Refusal
from bot.domain.ids import CreditRequestId, EntryId
from bot.domain.limits import Limit


@dataclass(eq=False)
class NotEnoughCredits(Refusal):
    """The accounts that would have to pay cannot. Amounts are whole credits."""

    needed: int
    available: int
    refill: Refill | None = None
    """The next allowance; None when there is none, or it is somebody else's account."""
    moderated: bool = True
    """Whether there are moderators who could grant more; in direct messages there are none."""


@dataclass(eq=False)
class LimitReached(Refusal):
    """An order would go over a limit."""

    limit: Limit
    given: int | None
    """What was asked for or is there already; None for limits in time."""
    resets_at: datetime | None
    """When the same order would pass; None when time alone does not help."""
    better: Limit | None
    """The most generous limit that a role has, when it is more generous."""


@dataclass(eq=False)
class BudgetSpent(Refusal):
    """The server's monthly ceiling of provider credits leaves no room for the order."""

    ceiling: int
    used: int
    resets_at: datetime


@dataclass(eq=False)
class GiftsOff(Refusal):
    """The server does not let members give credits to each other."""


@dataclass(eq=False)
class GiftTooLarge(Refusal):
    """The gift would go over what a member may give away in a day."""

    ceiling: int
    given_today: int
    resets_at: datetime


@dataclass(eq=False)
class GiftToOneself(Refusal):
    """Giver and receiver are the same."""


@dataclass(eq=False)
class AlreadyAsked(Refusal):
    """A request of this member waits for an answer."""

    request_id: CreditRequestId


@dataclass(eq=False)
class RequestDecided(Refusal):
    """Somebody answered the request before, or there is none such here."""

    request_id: CreditRequestId


@dataclass(eq=False)
class EntryNotFound(Refusal):
    """This server's ledger has no such line."""

    entry_id: EntryId


@dataclass(eq=False)
class NotReversible(Refusal):
    """The line was reversed before, or takes another line back itself."""

    entry_id: EntryId


@dataclass(eq=False)
class AmountOutOfRange(Refusal):
    """A number that a moderator or a member gave lies outside the inclusive range."""

    lowest: int
    highest: int
    given: int


@dataclass(eq=False)
class TooManyLimits(Refusal):
    """A server would have more limits than it may have."""

    most: int


@dataclass(eq=False)
class UnknownTimeZone(Refusal):
    """There is no time zone of this name; `given` is hostile text."""

    given: str
