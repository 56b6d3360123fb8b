"""What can go wrong, as data. Sentences for people are made of these in one place, `bot.ui`.

JamboreeError
├── Refusal                 the person asked for something that cannot be; nothing was charged
│   ├── EmptyText, TextTooLong, ValueOutOfRange, UnknownChoice, ConflictingFields
│   ├── NotEnoughCredits, LimitReached, BudgetSpent, OrdersStopped
│   ├── GiftsOff, GiftTooLarge, GiftToOneself, AlreadyAsked, RequestDecided
│   ├── EntryNotFound, NotReversible, AmountOutOfRange, TooManyLimits, UnknownTimeZone
│   └── JobNotFound, NotYourJob, TooLateToCancel, ChangingHands, NoLyrics
├── ProviderError           the music service
│   ├── NotAccepted         ProviderBusy, ProviderUnreachable, ProviderRefused: it has no task
│   ├── OutcomeUnknown      nobody knows whether it took the task
│   └── ReportUnavailable   a poll brought nothing; ask again later
├── MediaError              a file: MediaUnavailable, ArchiveUnwritable, MediaUnusable,
│                           AddressRefused
├── MessengerError          Discord: MessageUnreachable, MessengerBusy
└── SetupError              the operator has to mend something; ends the program with code 69
"""

from bot.domain.errors.asked import (
    ConflictingFields,
    EmptyText,
    Field,
    TextTooLong,
    UnknownChoice,
    ValueOutOfRange,
)
from bot.domain.errors.base import JamboreeError, Refusal
from bot.domain.errors.credits import (
    AlreadyAsked,
    AmountOutOfRange,
    BudgetSpent,
    EntryNotFound,
    GiftsOff,
    GiftTooLarge,
    GiftToOneself,
    LimitReached,
    NotEnoughCredits,
    NotReversible,
    RequestDecided,
    TooManyLimits,
    UnknownTimeZone,
)
from bot.domain.errors.jobs import (
    ChangingHands,
    JobNotFound,
    NoLyrics,
    NotYourJob,
    OrdersStopped,
    TooLateToCancel,
)
from bot.domain.errors.outside import (
    AddressRefused,
    ArchiveUnwritable,
    MediaError,
    MediaUnavailable,
    MediaUnusable,
    MessageUnreachable,
    MessengerBusy,
    MessengerError,
    NotAccepted,
    OutcomeUnknown,
    Presence,
    ProviderBusy,
    ProviderError,
    ProviderRefused,
    ProviderUnreachable,
    RefusalReason,
    ReportUnavailable,
    SetupError,
)

__all__ = [
    "AddressRefused",
    "AlreadyAsked",
    "AmountOutOfRange",
    "ArchiveUnwritable",
    "BudgetSpent",
    "ChangingHands",
    "ConflictingFields",
    "EmptyText",
    "EntryNotFound",
    "Field",
    "GiftToOneself",
    "GiftTooLarge",
    "GiftsOff",
    "JamboreeError",
    "JobNotFound",
    "LimitReached",
    "MediaError",
    "MediaUnavailable",
    "MediaUnusable",
    "MessageUnreachable",
    "MessengerBusy",
    "MessengerError",
    "NoLyrics",
    "NotAccepted",
    "NotEnoughCredits",
    "NotReversible",
    "NotYourJob",
    "OrdersStopped",
    "OutcomeUnknown",
    "Presence",
    "ProviderBusy",
    "ProviderError",
    "ProviderRefused",
    "ProviderUnreachable",
    "Refusal",
    "RefusalReason",
    "ReportUnavailable",
    "RequestDecided",
    "SetupError",
    "TextTooLong",
    "TooLateToCancel",
    "TooManyLimits",
    "UnknownChoice",
    "UnknownTimeZone",
    "ValueOutOfRange",
]
