"""Members' requests for credits, which moderators decide."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CreditRequestId, GuildId, UserId


class RequestState(StrEnum):
    """What became of a request."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True)
class CreditRequest:
    """A member asks the moderators for credits. At most one per member and server is open."""

    request_id: CreditRequestId
    guild_id: GuildId
    user_id: UserId
    amount: int
    reason: str
    """In the member's words; hostile text."""
    state: RequestState
    created_at: datetime
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    granted: int = 0
    """How much was granted, which need not be what was asked for."""
    answer: str = ""
    """In the moderator's words; hostile text."""
