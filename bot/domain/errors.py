"""What can go wrong, as data. Sentences for people are made of these in one place, `bot.ui`.

JamboreeError
├── Refusal                 the person asked for something that cannot be; nothing was charged
│   ├── EmptyText, TextTooLong, ValueOutOfRange, UnknownChoice, ConflictingFields
│   ├── NotEnoughCredits, LimitReached, BudgetSpent, OrdersStopped
│   ├── GiftsOff, GiftTooLarge, AlreadyAsked, RequestDecided
│   ├── EntryNotFound, NotReversible, AmountOutOfRange, UnknownTimeZone
│   └── JobNotFound, NotYourJob, TooLateToCancel, ChangingHands, NoLyrics
├── ProviderError           the music service
│   ├── NotAccepted         ProviderBusy, ProviderUnreachable, ProviderRefused: it has no task
│   ├── OutcomeUnknown      nobody knows whether it took the task
│   └── ReportUnavailable   a poll brought nothing; ask again later
├── MediaError              a file of a song: MediaUnavailable, MediaUnusable
├── MessengerError          Discord: MessageUnreachable, MessengerBusy
└── SetupError              the operator has to mend something; ends the program with code 69
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.allowances import Refill
from bot.domain.ids import CreditRequestId, EntryId, JobId
from bot.domain.limits import Limit


class JamboreeError(Exception):
    """Everything that this program raises on purpose.

    The errors are dataclasses but not frozen: `contextlib` assigns their traceback.
    """


class Refusal(JamboreeError):
    """A request that cannot be fulfilled as it is. Raised before anything is charged."""


class Field(StrEnum):
    """The part of a request that an error is about."""

    IDEA = "idea"
    STYLE = "style"
    LYRICS = "lyrics"
    TITLE = "title"
    EXCLUDE = "exclude"
    LENGTH = "length"
    MODEL = "model"
    VOICE = "voice"
    WEIRDNESS = "weirdness"
    STYLE_STRENGTH = "style_strength"
    INSTRUMENTAL = "instrumental"
    SOURCE = "source"
    START = "start"
    END = "end"
    CLOSENESS = "closeness"
    STRENGTH = "strength"
    ENGINE = "engine"
    LYRICS_FILE = "lyrics_file"
    KIND = "kind"


@dataclass(eq=False)
class EmptyText(Refusal):
    """A text is missing, or holds only characters that nobody can see."""

    field: Field


@dataclass(eq=False)
class TextTooLong(Refusal):
    """A text is longer than the service accepts; see `bot.domain.text.length`."""

    field: Field
    limit: int
    given: int


@dataclass(eq=False)
class ValueOutOfRange(Refusal):
    """A number lies outside the inclusive range that the service accepts."""

    field: Field
    lowest: float
    highest: float
    given: float


@dataclass(eq=False)
class UnknownChoice(Refusal):
    """A value is none of those that can be chosen."""

    field: Field
    given: str
    choices: tuple[str, ...]


@dataclass(eq=False)
class ConflictingFields(Refusal):
    """Two parts of a request exclude each other, such as a voice for an instrumental."""

    field: Field
    other: Field


@dataclass(eq=False)
class NotEnoughCredits(Refusal):
    """The accounts that would have to pay cannot. Amounts are whole credits."""

    needed: int
    available: int
    refill: Refill | None = None
    """The next allowance; None when there is none, or it is somebody else's account."""


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
class UnknownTimeZone(Refusal):
    """There is no time zone of this name; `given` is hostile text."""

    given: str


@dataclass(eq=False)
class OrdersStopped(Refusal):
    """The bot is about to stop and takes no new orders."""


@dataclass(eq=False)
class JobNotFound(Refusal):
    """There is no such job, or none that this person may know of."""

    job_id: JobId


@dataclass(eq=False)
class NotYourJob(Refusal):
    """Only the person who ordered may do this."""

    job_id: JobId


@dataclass(eq=False)
class TooLateToCancel(Refusal):
    """The job was already handed to the provider, which cannot call it back, or is over."""

    job_id: JobId
    over: bool
    withholdable: bool = False
    """Whether what comes of it can still be kept from being posted."""


@dataclass(eq=False)
class ChangingHands(Refusal):
    """The job is being handed to the provider at this moment, or nobody knows whether it was."""

    job_id: JobId


@dataclass(eq=False)
class NoLyrics(Refusal):
    """The song is instrumental, or not finished yet."""

    job_id: JobId


class ProviderError(JamboreeError):
    """The music service did not do what was asked."""


class NotAccepted(ProviderError):
    """The service certainly did not take the task and charged nothing."""


@dataclass(eq=False)
class ProviderUnreachable(NotAccepted):
    """No connection was made, so nothing was sent. May be tried again."""

    reason: str


@dataclass(eq=False)
class ProviderBusy(NotAccepted):
    """The service asks to come back later (HTTP 429, 503). May be tried again."""

    retry_after_seconds: float | None


class RefusalReason(StrEnum):
    """Why the service refused a task for good."""

    INVALID = "invalid"
    """HTTP 400, 404, 422: it does not accept the request as it is."""
    UNAUTHORIZED = "unauthorized"
    """HTTP 401: it does not accept our key."""
    OUT_OF_CREDITS = "out_of_credits"
    """HTTP 402, or 403 about credits: the operator's account at the service is empty."""
    CONTENT = "content"
    """HTTP 403: its own content rules, such as protected lyrics."""
    RETIRED = "retired"
    """HTTP 410: it does not offer this any more."""


@dataclass(eq=False)
class ProviderRefused(NotAccepted):
    """The service refused for good; the same request would be refused again.

    `detail` is the service's own text and as hostile as any text from outside.
    """

    reason: RefusalReason
    detail: str


@dataclass(eq=False)
class OutcomeUnknown(ProviderError):
    """The request was sent and no readable answer came: the task may run and be charged."""

    reason: str


@dataclass(eq=False)
class ReportUnavailable(ProviderError):
    """A question about a task brought no answer. Asking again is free and harmless."""

    reason: str
    retry_after_seconds: float | None = None


class MediaError(JamboreeError):
    """A song's file could not be kept."""


@dataclass(eq=False)
class MediaUnavailable(MediaError):
    """The file could not be fetched now; a later try may succeed."""

    reason: str


class ArchiveUnwritable(MediaUnavailable):
    """Our own disk does not take it: it is full, or may not be written. Operators can mend it."""


@dataclass(eq=False)
class MediaUnusable(MediaError):
    """What was fetched is not the playable audio that was promised."""

    reason: str


class MessengerError(JamboreeError):
    """Discord did not take a message."""


@dataclass(eq=False)
class MessageUnreachable(MessengerError):
    """The message or its channel is gone or closed to us for good; trying again is harmful."""

    reason: str


@dataclass(eq=False)
class MessengerBusy(MessengerError):
    """A passing fault; try again after the given time or a back-off."""

    reason: str
    retry_after_seconds: float | None = None


@dataclass(eq=False)
class SetupError(JamboreeError):
    """The set-up is wrong; `sentence` tells the operator what to do, in one human sentence."""

    sentence: str

    def __str__(self) -> str:
        return self.sentence
