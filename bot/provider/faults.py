"""What may go wrong with a call, and what follows from it. The one table of that.

An *order* is a POST that costs credits: the service has no key to recognise a repetition by and no
list of tasks, so an order is only repeated when it was certainly not taken. A *question* is a GET;
it is free and may always be asked again later. Nothing here repeats a call by itself: the errors
say what the caller may do.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import httpx

from bot.domain.errors import (
    NotAccepted,
    OutcomeUnknown,
    Presence,
    ProviderBusy,
    ProviderError,
    ProviderRefused,
    ProviderUnreachable,
    RefusalReason,
    ReportUnavailable,
)
from bot.provider.envelope import UNREADABLE, Envelope


class Call(StrEnum):
    """What kind of call is made."""

    ORDER = "order"
    QUESTION = "question"


class Fate(StrEnum):
    """What became of a call that did not succeed."""

    NEVER_SENT = "never_sent"
    """The service did not see it."""
    BUSY = "busy"
    """The service did not take it and wants to be left alone for a while."""
    DOWN = "down"
    """The service did not take it and takes nothing for a while."""
    INVALID = "invalid"
    UNAUTHORIZED = "unauthorized"
    OUT_OF_CREDITS = "out_of_credits"
    FORBIDDEN = "forbidden"
    """Against the service's rules; or its account is empty, which only its text tells."""
    RETIRED = "retired"
    UNKNOWN = "unknown"
    """It was sent, and whether the service took it cannot be told."""


@dataclass(frozen=True)
class Row:
    """One line of the table: what happened, and what it means."""

    cause: type[Exception] | range
    """An exception's class (subclasses included), or the statuses it is valid for."""
    fate: Fate

    @property
    def pauses(self) -> bool:
        """Whether all calls of this process pause after it."""
        return self.fate in {Fate.BUSY, Fate.DOWN}


def _status(code: int) -> range:
    return range(code, code + 1)


TABLE: tuple[Row, ...] = (
    # No connection was made. httpx raises a proxy's refusal before it sends the request.
    Row(httpx.ConnectError, Fate.NEVER_SENT),
    Row(httpx.ConnectTimeout, Fate.NEVER_SENT),
    Row(httpx.PoolTimeout, Fate.NEVER_SENT),
    Row(httpx.ProxyError, Fate.NEVER_SENT),
    Row(httpx.UnsupportedProtocol, Fate.NEVER_SENT),
    Row(httpx.InvalidURL, Fate.NEVER_SENT),
    # Something may have been sent.
    Row(httpx.WriteTimeout, Fate.UNKNOWN),
    Row(httpx.WriteError, Fate.UNKNOWN),
    Row(httpx.ReadTimeout, Fate.UNKNOWN),
    Row(httpx.ReadError, Fate.UNKNOWN),
    Row(httpx.CloseError, Fate.UNKNOWN),
    Row(httpx.LocalProtocolError, Fate.UNKNOWN),
    Row(httpx.RemoteProtocolError, Fate.UNKNOWN),
    Row(httpx.DecodingError, Fate.UNKNOWN),
    Row(httpx.TooManyRedirects, Fate.UNKNOWN),
    Row(TimeoutError, Fate.UNKNOWN),
    Row(httpx.HTTPError, Fate.UNKNOWN),
    Row(httpx.StreamError, Fate.UNKNOWN),
    # A success that cannot be read.
    Row(_status(UNREADABLE), Fate.UNKNOWN),
    Row(range(200, 300), Fate.UNKNOWN),
    # Redirects are not followed; these four say that nothing was done.
    Row(range(301, 303), Fate.NEVER_SENT),
    Row(range(307, 309), Fate.NEVER_SENT),
    Row(range(300, 400), Fate.UNKNOWN),
    Row(_status(401), Fate.UNAUTHORIZED),
    Row(_status(402), Fate.OUT_OF_CREDITS),
    Row(_status(403), Fate.FORBIDDEN),
    # Gateways also answer so after they have handed a request on.
    Row(_status(408), Fate.UNKNOWN),
    Row(_status(410), Fate.RETIRED),
    Row(_status(429), Fate.BUSY),
    Row(range(400, 500), Fate.INVALID),
    Row(_status(503), Fate.DOWN),
    Row(range(500, 600), Fate.UNKNOWN),
)
"""Read from the top; the first row that fits is valid."""

_UNKNOWN = Row(range(0), Fate.UNKNOWN)

_WITHDRAWN_STATUSES = frozenset({403, 404, 410, 501})

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`")
_ABOUT_CREDITS = re.compile(r"\b(credits?|subscription)\b", re.IGNORECASE)

_REASONS = {
    Fate.INVALID: RefusalReason.INVALID,
    Fate.UNAUTHORIZED: RefusalReason.UNAUTHORIZED,
    Fate.OUT_OF_CREDITS: RefusalReason.OUT_OF_CREDITS,
    Fate.FORBIDDEN: RefusalReason.CONTENT,
    Fate.RETIRED: RefusalReason.RETIRED,
}

_AWAY = frozenset({Fate.NEVER_SENT, Fate.DOWN, Fate.UNKNOWN})
"""The fates after which nobody knows whether the service is there."""

_FINAL_FOR_QUESTIONS = frozenset({Fate.INVALID, Fate.UNAUTHORIZED, Fate.RETIRED})


def row_of_exception(error: Exception) -> Row:
    """Return what the table says of an exception."""
    for row in TABLE:
        if isinstance(row.cause, type) and isinstance(error, row.cause):
            return row
    return _UNKNOWN


def row_of_status(status: int) -> Row:
    """Return what the table says of a status."""
    for row in TABLE:
        if isinstance(row.cause, range) and status in row.cause:
            return row
    return _UNKNOWN


def error_of_exception(error: Exception, call: Call) -> ProviderError:
    """Return what to raise when a call ended in `error`. Its text holds no address and no key."""
    name = type(error).__name__
    fate = row_of_exception(error).fate
    if call is Call.QUESTION:
        return ReportUnavailable(name)
    return ProviderUnreachable(name) if fate is Fate.NEVER_SENT else OutcomeUnknown(name)


def error_of_answer(answer: Envelope, call: Call, *, withdrawn: bool = False) -> ProviderError:
    """Return what to raise for an answer that is not the wanted one.

    `withdrawn` says that the operation is one that the service called unavailable or retired: it
    then answers with any of 403, 404, 410 and 501.
    """
    fate = _fate_of(answer, withdrawn=withdrawn)
    if call is Call.QUESTION and fate not in _FINAL_FOR_QUESTIONS:
        return ReportUnavailable(_short(answer), answer.retry_after_seconds, _presence(fate))
    return _error(fate, answer)


def _fate_of(answer: Envelope, *, withdrawn: bool) -> Fate:
    fate = row_of_status(answer.status).fate
    if fate is Fate.FORBIDDEN and _is_about_credits(answer):
        return Fate.OUT_OF_CREDITS
    if withdrawn and answer.status in _WITHDRAWN_STATUSES:
        return Fate.RETIRED
    if fate is Fate.FORBIDDEN and answer.contents is None:
        # A guard in front of the service turned us away, and did not hand the request on. Were it
        # the service after all, it took nothing either.
        return Fate.NEVER_SENT
    return fate


def _is_about_credits(answer: Envelope) -> bool:
    """Tell the two meanings of 403 apart. The service quotes offending words; they do not count."""
    if answer.type == "insufficient_credits":
        return True
    return _ABOUT_CREDITS.search(_QUOTED.sub("", answer.detail)) is not None


def _error(fate: Fate, answer: Envelope) -> NotAccepted | OutcomeUnknown:
    if fate is Fate.NEVER_SENT:
        return ProviderUnreachable(_short(answer))
    if fate in {Fate.BUSY, Fate.DOWN}:
        return ProviderBusy(answer.retry_after_seconds, _presence(fate))
    if fate is Fate.UNKNOWN:
        return OutcomeUnknown(_short(answer))
    return ProviderRefused(_REASONS[fate], answer.detail)


def _presence(fate: Fate) -> Presence:
    return Presence.AWAY if fate in _AWAY else Presence.THERE


def _short(answer: Envelope) -> str:
    if answer.status == UNREADABLE:
        return f"HTTP {answer.http_status}, unreadable"
    return f"HTTP {answer.status} {answer.type}".rstrip()
