"""What a server's managers set, besides the rules about credits of `bot.domain.rules`."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.access import Access
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.server_log import LogEvent


class ReviewMode(StrEnum):
    """Which songs a moderator looks at before they are posted."""

    OFF = "off"
    FLAGGED = "flagged"
    """Those whose words a filter flags."""
    NEWCOMERS = "newcomers"
    """Each member's first songs, and what a filter flags."""
    ALWAYS = "always"
    """All songs, except of those who are trusted."""


class Overdue(StrEnum):
    """What happens to a song that nobody reviewed in time."""

    REFUSE = "refuse"
    APPROVE = "approve"


USUAL_ALERTS = frozenset({LogEvent.REVIEW, LogEvent.THRESHOLD, LogEvent.BUDGET})
"""What an alert role is pinged for unless the server chooses otherwise."""


@dataclass(frozen=True)
class ServerSettings:
    """One server's settings. The defaults hold until somebody changes them."""

    guild_id: GuildId
    access: Access = field(default_factory=Access)
    log_channel_id: ChannelId | None = None
    """Where the server's log is posted; None: nowhere."""
    alert_role_id: RoleId | None = None
    """Whom the log pings, for `alerts` alone."""
    alerts: frozenset[LogEvent] = USUAL_ALERTS
    review: ReviewMode = ReviewMode.OFF
    review_channel_id: ChannelId | None = None
    """Where songs are shown for review; None: /mod review alone shows them."""
    review_first: int = 3
    """How many of a member's first songs are reviewed, from 1 to 100."""
    review_hours: int = 24
    """After how many hours a review is overdue, from 1 to 168."""
    review_overdue: Overdue = Overdue.REFUSE
    report_threshold: int = 3
    """So many reports hide a song behind a spoiler, from 1 to 100; 0: none do."""
    model: str = ""
    """The model of orders that name none; empty: the bot's own."""
    language: str = ""
    """Discord's name of the language of public messages; empty: the server's own."""
    prompts_kept_days: int | None = None
    """For how long the words of orders are kept, from 1; None: as long as the songs are."""
