"""Members who may not use the bot, for a time or for good."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Refusal
from bot.domain.ids import GuildId, UserId

EVERYWHERE = GuildId(0)
"""In place of a server: the operator's block, which holds in all of them and in direct messages."""


@dataclass(frozen=True)
class Block:
    """One member's block. A member has at most one in a server, and one everywhere."""

    guild_id: GuildId
    user_id: UserId
    reason: str
    """In the moderator's words; hostile text."""
    blocked_by: UserId | None
    """None: the operator."""
    created_at: datetime
    ends_at: datetime | None
    """None: it does not end by itself."""

    def holds(self, now: datetime) -> bool:
        """Tell whether it has not ended yet."""
        return self.ends_at is None or self.ends_at > now


@dataclass(eq=False)
class MemberBlocked(Refusal):
    """A moderator, or the operator, keeps this member from using the bot."""

    block: Block


@dataclass(eq=False)
class NotBlocked(Refusal):
    """The member whose block was to be lifted has none."""

    user_id: UserId


@dataclass(eq=False)
class CannotBlock(Refusal):
    """Bots, oneself and those who manage the server cannot be blocked."""

    user_id: UserId


@dataclass(eq=False)
class EndNotAhead(Refusal):
    """A block was to end before it begins, or later than can be meant; `given` is hostile text."""

    given: str
