"""What goes wrong outside: at the music service, with files, at Discord, in the set-up."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors.base import JamboreeError


class Presence(StrEnum):
    """What a call that did not succeed says of the service itself."""

    THERE = "there"
    """It answered, though not as wished."""
    AWAY = "away"
    """It gave no usable answer."""
    UNASKED = "unasked"
    """It was not asked at all, so this says nothing of it."""


class ProviderError(JamboreeError):
    """The music service did not do what was asked."""

    presence: Presence = Presence.AWAY


class NotAccepted(ProviderError):
    """The service certainly did not take the task and charged nothing."""


@dataclass(eq=False)
class ProviderUnreachable(NotAccepted):
    """No connection was made, so nothing was sent. May be tried again."""

    reason: str


@dataclass(eq=False)
class ProviderBusy(NotAccepted):
    """Not now: the service says so (HTTP 429, 503), or we keep a pause. May be tried again."""

    retry_after_seconds: float | None
    presence: Presence = Presence.THERE


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
    presence: Presence = Presence.THERE


@dataclass(eq=False)
class OutcomeUnknown(ProviderError):
    """The request was sent and no readable answer came: the task may run and be charged."""

    reason: str


@dataclass(eq=False)
class ReportUnavailable(ProviderError):
    """A question about a task brought no answer. Asking again is free and harmless."""

    reason: str
    retry_after_seconds: float | None = None
    presence: Presence = Presence.AWAY


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


@dataclass(eq=False)
class AddressRefused(MediaUnusable):
    """A file is somewhere that nothing is fetched from: without TLS, or not on the internet."""


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
