"""What a single member is told about a moderator's verdict: directly, else at the next use."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import GuildId, MemberNoticeId, UserId


class MemberNoticeKind(StrEnum):
    """What happened."""

    ORDER_REFUSED = "order_refused"
    SONG_REFUSED = "song_refused"
    """The songs are finished and are not posted."""
    APPEAL_REFUSED = "appeal_refused"
    APPROVED = "approved"
    APPEAL_APPROVED = "appeal_approved"
    SONG_REMOVED = "song_removed"
    REVERSED = "reversed"
    """An approval was taken back."""


@dataclass(frozen=True)
class MemberNotice:
    """One thing to tell one member. Its texts are hostile."""

    notice_id: MemberNoticeId | None
    """None until it is stored."""
    guild_id: GuildId
    user_id: UserId
    kind: MemberNoticeKind
    subject: str
    """What it is about: a title, or the beginning of a prompt."""
    reason: str
    """In the moderator's words; empty when there is none."""
    by_time: bool
    """Whether nobody decided in time and the server's choice was carried out."""
    created_at: datetime
    attempts: int = 0
    """How often telling it directly was begun."""
